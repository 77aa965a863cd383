#!/usr/bin/env bash
# Runs the suite on SQLite, then once more on a throwaway PostgreSQL where its binaries are found.
# Tests in a browser run once, on SQLite, where Chromium is found.
# REQUIRE_POSTGRES=1 and REQUIRE_BROWSER=1 turn what would be left out into a failure.
# Arguments go to pytest as they are.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}

missing() { # name, what is needed, switch
  if [ "$3" = 1 ]; then
    echo "$1: not found ($2), and it is required here." >&2
    exit 1
  fi
  echo "== $1: not found ($2); its tests are left out =="
}

wanted=()
if ! "$python" -m tests.browser.chromium >/dev/null; then
  missing "Chromium" "Debian's package chromium" "${REQUIRE_BROWSER:-0}"
  wanted=(-m "not browser")
fi
postgres=yes
if ! tests/with_postgres.sh --find >/dev/null; then
  missing "PostgreSQL" "Debian's package postgresql" "${REQUIRE_POSTGRES:-0}"
  postgres=no
fi

echo "== the suite on SQLite =="
DATABASE_URL=sqlite://:memory: "$python" -m pytest --numprocesses=auto "${wanted[@]}" "$@"
if [ "$postgres" = yes ]; then
  echo "== the suite on PostgreSQL =="
  tests/with_postgres.sh "$python" -m pytest --numprocesses=auto -m "not browser" "$@"
fi
