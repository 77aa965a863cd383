"""The settings as production sees them, each time in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

PRODUCTION = {
    "SECRET_KEY": "a-key-that-is-long-enough-and-known-to-nobody-but-this-test-1234567890",
    "ALLOWED_HOSTS": "guide.example",
    "DATABASE_URL": "sqlite://:memory:",
}


def run_with(environment, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def manage(environment, *arguments):
    return run_with(environment, "manage.py", *arguments)


def ask(environment, script):
    """What a script prints that starts with the site's settings loaded."""
    prelude = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'portal.settings'; "
        "import django; django.setup(); from django.conf import settings; "
        "from django.test import Client; "
    )
    answer = run_with(environment, "-c", prelude + script)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def test_the_deployment_check_is_silent_in_production():
    check = manage(PRODUCTION, "check", "--deploy", "--fail-level", "DEBUG")

    assert check.returncode == 0, check.stderr
    assert "no issues (0 silenced)" in check.stdout
    assert check.stderr == ""


@pytest.mark.parametrize("key", [None, ""])
def test_production_refuses_to_start_without_a_secret_key(key):
    environment = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    if key is not None:
        environment["SECRET_KEY"] = key

    check = manage(environment, "check")

    assert check.returncode != 0
    assert "SECRET_KEY is not set" in check.stderr


def test_a_secret_key_may_begin_with_a_dollar_sign():
    environment = PRODUCTION | {"SECRET_KEY": "$" + PRODUCTION["SECRET_KEY"]}

    key = ask(environment, "print(settings.SECRET_KEY)")

    assert key == environment["SECRET_KEY"]


def test_debug_is_off_unless_asked_for():
    assert ask(PRODUCTION, "print(settings.DEBUG)") == "False"
    assert ask({"DEBUG": "on"}, "print(settings.DEBUG)") == "True"


@pytest.mark.parametrize(
    ("told", "required"),
    [
        ({}, True),
        ({"LOCAL": "on"}, False),
        ({"DEBUG": "on"}, False),
        ({"LOCAL": "on", "SECOND_FACTOR": "on"}, True),
        ({"SECOND_FACTOR": "off"}, False),
    ],
)
def test_a_second_factor_is_required_but_on_ones_own_machine(told, required):
    assert ask(PRODUCTION | told, "print(settings.SECOND_FACTOR_REQUIRED)") == str(required)


def test_production_sends_plain_http_to_https():
    script = (
        "r = Client().get('/about/?a=1', headers={'host': 'guide.example'}); "
        "print(r.status_code, r['Location'])"
    )

    assert ask(PRODUCTION, script) == "301 https://guide.example/about/?a=1"


FORWARDED = (
    "headers = {'host': 'guide.example', 'x-forwarded-proto': 'https'}; "
    "r = Client(raise_request_exception=False).get('/admin/x', headers=headers); "
    "print(r.get('Location', '').startswith('https://'))"
)


def test_a_forwarded_protocol_counts_only_where_the_proxy_is_trusted():
    trusting = PRODUCTION | {"TRUST_X_FORWARDED_PROTO": "on"}

    assert ask(PRODUCTION, FORWARDED) == "True"
    assert ask(trusting, FORWARDED) == "False"


def test_production_serves_static_files_under_names_that_carry_their_hash(tmp_path):
    environment = PRODUCTION | {
        "STATIC_ROOT": str(tmp_path / "static"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
    }
    for command in ("collectstatic", "migrate"):
        done = manage(environment, command, "--no-input", "--verbosity", "0")
        assert done.returncode == 0, done.stderr

    script = (
        "import re; c = Client(headers={'host': 'guide.example'}); "
        "page = c.get('/', secure=True); "
        "css = re.search(r'/static/css/portal[.]([0-9a-f]{12})[.]css', page.content.decode())[0]; "
        "file = c.get(css, secure=True); "
        "print(page.status_code, file.status_code, file['Cache-Control'], "
        "page['Strict-Transport-Security'])"
    )

    assert ask(environment, script) == (
        "200 200 max-age=315360000, public, immutable max-age=31536000; includeSubDomains; preload"
    )
