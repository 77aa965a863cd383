"""The site as in production, on a throwaway database, for whatever visits it from outside.

Everything lives in a temporary folder and on a free port of this machine, and ends with the block
that asked for it.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

ROOT = Path(__file__).parents[1]
WORKERS = 2
MUCH = 4_000  # characters of a log that failed
PREPARATION = (
    ("migrate", "--verbosity=0"),
    ("load_seed",),
    ("collectstatic", "--no-input", "--verbosity=0"),
)


@contextmanager
def serving_site(database_url: str = "") -> Iterator[str]:
    """The address, as host:port, of the site with its first content; on SQLite unless told."""
    with TemporaryDirectory() as folder:
        environment = _production(Path(folder), database_url or f"sqlite:///{folder}/db.sqlite3")
        for command in PREPARATION:
            run(sys.executable, "manage.py", *command, folder=ROOT, environment=environment)
        with serving("checks.behind_proxy", folder=ROOT, environment=environment) as address:
            yield address


def _production(folder: Path, database_url: str) -> dict[str, str]:
    """Every variable that matters, so that nothing of the caller's environment does."""
    return {
        "DATABASE_URL": database_url,
        "CACHE_URL": f"filecache://{folder}/cache?max_entries=5000",
        "STATIC_ROOT": f"{folder}/static",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DEBUG": "off",
        "LOCAL": "off",
    }


def run(*command: str | Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Run a command to its end; its output counts only where it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stdout)
        done.check_returncode()


@contextmanager
def serving(
    application: str,
    *,
    folder: Path,
    environment: Mapping[str, str],
    python: str | Path = sys.executable,
) -> Iterator[str]:
    """The address of an application under gunicorn, as host:port.

    The port is open before gunicorn is up, so the first request simply waits for it.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that a kill ends it as well
    with TemporaryFile("w+") as log:
        with socket.create_server(("127.0.0.1", 0)) as door:
            server = subprocess.Popen(
                [python, "-m", "gunicorn", application, *_options(door)],
                cwd=folder,
                env=os.environ | environment,
                pass_fds=[door.fileno()],
                stdout=log,
                stderr=log,
            )
            port = door.getsockname()[1]
        try:
            yield f"127.0.0.1:{port}"
        except Exception:
            log.seek(0)
            sys.stderr.write(log.read()[-MUCH:])
            raise
        finally:
            server.terminate()
            server.wait(timeout=30)


def _options(door: socket.socket) -> list[str]:
    return [
        f"--bind=fd://{door.fileno()}",
        f"--workers={WORKERS}",
        "--no-control-socket",
        "--log-level=warning",
    ]


@contextmanager
def throwaway_postgres() -> Iterator[str | None]:
    """The URL of an empty PostgreSQL, None where its binaries are not installed."""
    script = ROOT / "tests" / "with_postgres.sh"
    if subprocess.run([script, "--find"], stdout=subprocess.DEVNULL, check=False).returncode:
        yield None
        return
    telling = [script, "sh", "-c", 'echo "$DATABASE_URL"; exec cat']  # until its input ends
    pipe = subprocess.PIPE
    with subprocess.Popen(telling, stdin=pipe, stdout=pipe, text=True) as database:
        yield database.stdout.readline().strip()
