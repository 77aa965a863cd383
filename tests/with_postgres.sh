#!/usr/bin/env bash
# Runs a command with DATABASE_URL pointing at a throwaway PostgreSQL, which is gone afterwards.
# Usage: tests/with_postgres.sh COMMAND [ARGUMENT...]
#        tests/with_postgres.sh --find     prints the folder of the binaries, or fails without a word
set -eu

find_binaries() {
  local folder
  for folder in "$(pg_config --bindir 2>/dev/null || true)" \
    $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) \
    "$(dirname "$(command -v initdb || echo /nowhere/initdb)")"; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
      printf '%s\n' "$folder"
      return
    fi
  done
  return 1
}

if [ "${1:-}" = --find ]; then
  find_binaries
  exit
fi
[ $# -gt 0 ] || { sed -n '3,4s/^# //p' "$0"; exit 2; }
bin=$(find_binaries) || { echo "PostgreSQL's initdb and pg_ctl were not found." >&2; exit 1; }

data=$(mktemp -d)
as_owner=()
# From / because the owner may not be allowed to enter the current folder.
server() { (cd / && "${as_owner[@]}" "$bin/$1" "${@:2}"); }
stop() {
  server pg_ctl stop --pgdata="$data/db" --mode=immediate --silent >/dev/null 2>&1 || true
  rm -rf "$data"
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# PostgreSQL refuses to run as root, so root hands it to the user that its package made.
if [ "$(id -u)" = 0 ]; then
  chown postgres "$data"
  as_owner=(runuser -u postgres --)
fi
server initdb --pgdata="$data/db" --username=app --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
  --no-sync >"$data.log" 2>&1 || { cat "$data.log" >&2; rm -f "$data.log"; exit 1; }
rm -f "$data.log"
server pg_ctl start --pgdata="$data/db" --log="$data/server.log" --wait --silent \
  --options="-c listen_addresses='' -c unix_socket_directories='$data' -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
  || { cat "$data/server.log" >&2; exit 1; }

DATABASE_URL="postgres://app@/postgres?host=$data" "$@"
