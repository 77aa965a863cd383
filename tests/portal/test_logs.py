"""No log of ours holds the secret in the address of a saved assessment."""

import logging
import os
import socket
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from time import sleep

import pytest

from portal.logs import HideSecrets, without_secrets

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET = "q83vEjRWeJCrze8SNFZ4kA"


@pytest.mark.parametrize(
    ("line", "logged"),
    [
        (f'"GET /kept/{SECRET}/ HTTP/1.1" 200 5', '"GET /kept/*** HTTP/1.1" 200 5'),
        (f"Not Found: /kept/shared/{SECRET}/", "Not Found: /kept/***"),
        (f"/KEPT/{SECRET}/delete/?a=1 x", "/KEPT/*** x"),
        (
            f"q=https%3A%2F%2Fguide.example%2Fkept%2F{SECRET}%2F",
            "q=https%3A%2F%2Fguide.example%2Fkept%2F***",
        ),
        (f"next=/kept%2f{SECRET} /kept/{SECRET}'", "next=/kept%2f*** /kept/***'"),
        (f"to=%252Fkept%252F{SECRET}%252F x", "to=%252Fkept%252F*** x"),
        (f"GET /%6bep%74/{SECRET}/ HTTP/1.1", "GET /%6bep%74/*** HTTP/1.1"),
        ("/kept/ and /keptsake/abc/", "/kept/ and /keptsake/abc/"),
        ("Not Found: /strategies/kept/", "Not Found: /strategies/kept/"),
    ],
)
def test_what_follows_the_word_is_hidden_and_nothing_else(line, logged):
    assert without_secrets(line) == logged


@pytest.fixture
def logger():
    """A logger of its own, and what it writes."""
    lines, handler = StringIO(), None
    logger = logging.getLogger("tests.hidden")
    handler = logging.StreamHandler(lines)
    handler.addFilter(HideSecrets())
    logger.addHandler(handler)
    logger.propagate = False
    logger.lines = lines.getvalue
    yield logger
    logger.removeHandler(handler)


def test_arguments_tracebacks_and_stacks_are_hidden_as_well(logger):
    try:
        {}[f"/kept/{SECRET}/"]
    except KeyError:
        logger.exception("%s broke %d times", f"/kept/{SECRET}/", 3, stack_info=True)

    assert "/kept/*** broke 3 times" in logger.lines()
    assert "Traceback" in logger.lines()
    assert SECRET not in logger.lines()


def test_a_line_without_a_secret_is_as_it_was(logger):
    logger.warning("%(a)s and 100%%", {"a": "one"})
    logger.warning("100% as it stands")

    assert logger.lines() == "one and 100%\n100% as it stands\n"


def free_port():
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


SERVERS = {
    "runserver": ["manage.py", "runserver", "--noreload"],
    "gunicorn": [
        "-m",
        "gunicorn",
        "portal.wsgi",
        "--access-logfile",
        "-",
        "--no-control-socket",
        "--bind",
    ],
}


@pytest.mark.parametrize("command", SERVERS.values(), ids=SERVERS)
def test_neither_server_logs_a_link(command, tmp_path):
    address = f"127.0.0.1:{free_port()}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "CACHE_URL": "locmemcache://",
        "SECRET_KEY": "only-for-this-test",
        "ALLOWED_HOSTS": "127.0.0.1",
        "LOCAL": "on",
        "DEBUG": "off",
        "PYTHONUNBUFFERED": "1",
    }
    log = tmp_path / "log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, *command, address],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(address)
        # Without tables this is an error with a traceback; the second a plain 404.
        statuses = [ask(address, f"/kept/{SECRET}/{rest}") for rest in ("", "nowhere/")]
    finally:
        server.terminate()
        server.wait(20)

    logged = log.read_text()
    assert statuses == [500, 404]
    assert '"GET /kept/*** HTTP/1.1" 500' in logged
    assert "Traceback" in logged
    assert SECRET not in logged


def ask(address, path):
    with closing(HTTPConnection(address, timeout=20)) as line:
        line.request("GET", path, headers={"Referer": f"http://{address}/kept/{SECRET}/"})
        return line.getresponse().status


def wait_for(address, tries=200):
    host, _, port = address.partition(":")
    for _ in range(tries):
        with closing(socket.socket()) as door:
            door.settimeout(0.1)
            if door.connect_ex((host, int(port))) == 0:
                return

        sleep(0.1)
    pytest.fail("the server did not start")
