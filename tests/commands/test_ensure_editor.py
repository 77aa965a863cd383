import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def ensure_editor():
    output = StringIO()
    call_command("ensure_editor", stdout=output)
    return output.getvalue()


def test_the_first_start_makes_an_editor_who_can_log_in_with_the_printed_password(client):
    printed = ensure_editor()

    username, password = re.search(r"username (\S+)  password (\S+)", printed).groups()
    assert client.login(username=username, password=password)
    assert client.get("/admin/").status_code == 200


def test_a_later_start_prints_nothing_and_keeps_the_password():
    ensure_editor()
    password = User.objects.get().password

    printed = ensure_editor()

    assert printed == ""
    assert User.objects.get().password == password


def test_passwords_differ_from_site_to_site():
    first = ensure_editor()
    User.objects.all().delete()

    assert ensure_editor() != first


@pytest.mark.parametrize(
    "account", [{"username": "wang", "is_staff": True}, {"username": "editor", "is_staff": False}]
)
def test_a_site_that_has_an_account_of_its_own_is_left_alone(account):
    User.objects.create_user(**account)

    printed = ensure_editor()

    assert printed == ""
    assert User.objects.count() == 1
