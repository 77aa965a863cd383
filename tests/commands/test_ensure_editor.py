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


def accounts_in(printed):
    return re.findall(r"username (\S+)  password (\S+)", printed)


def log_in(client, username, password):
    told = {"username": username, "password": password, "next": "/admin/"}
    return client.post("/admin/login/", told)


@pytest.mark.parametrize("username", ["editor", "reviewer"])
def test_the_first_start_makes_accounts_that_log_in_with_the_printed_password(client, username):
    printed = dict(accounts_in(ensure_editor()))

    response = log_in(client, username, printed[username])

    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_editor_is_printed_first_on_a_line_of_its_own():
    first, second = ensure_editor().splitlines()

    assert accounts_in(first)[0][0] == "editor"
    assert accounts_in(second)[0][0] == "reviewer"


def test_the_editor_may_do_everything_and_the_reviewer_what_reviewers_may():
    ensure_editor()

    editor, reviewer = User.objects.order_by("username")
    assert editor.is_superuser
    assert not reviewer.is_superuser
    assert [group.name for group in reviewer.groups.all()] == ["法律审核"]


def test_a_later_start_prints_nothing_and_keeps_the_passwords():
    ensure_editor()
    passwords = list(User.objects.values_list("password", flat=True))

    printed = ensure_editor()

    assert printed == ""
    assert list(User.objects.values_list("password", flat=True)) == passwords


def test_passwords_differ_from_account_to_account_and_from_site_to_site():
    first = accounts_in(ensure_editor())
    User.objects.all().delete()
    second = accounts_in(ensure_editor())

    assert len({password for _, password in first + second}) == 4


@pytest.mark.parametrize(
    "account",
    [
        {"username": "wang", "is_staff": True},
        {"username": "editor", "is_staff": False},
        {"username": "reviewer", "is_staff": False},
    ],
)
def test_a_site_that_has_an_account_of_its_own_is_left_alone(account):
    User.objects.create_user(**account)

    printed = ensure_editor()

    assert printed == ""
    assert User.objects.count() == 1
