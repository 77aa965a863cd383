"""Who makes and changes accounts, and that nobody gains a right that is not theirs."""

import pytest
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from portal import second_factor as factor
from tests import factories as make
from tests.admin.forms import errors, open_form
from tests.portal.test_second_factor import KEY, code_of

pytestmark = pytest.mark.django_db

LIST = "/admin/auth/user/"
ADD = "/admin/auth/user/add/"
PASSWORD = "a-long-and-rare-word"


@pytest.fixture
def chief(client):
    """A 管理员, logged in."""
    account = make.make_account("chief", "管理员", password=PASSWORD)
    client.force_login(account)
    return account


@pytest.fixture
def wang():
    return make.make_account("wang", "编辑", password=PASSWORD)


@pytest.fixture
def root():
    return User.objects.create_superuser("root", password=PASSWORD)


def page(account, name="change"):
    return f"{LIST}{account.pk}/{name}/"


def group_ids(*names):
    return [str(pk) for pk in Group.objects.filter(name__in=names).values_list("pk", flat=True)]


def group_names(account):
    return sorted(account.groups.values_list("name", flat=True))


def log_in(username, password):
    return Client().post("/admin/login/", {"username": username, "password": password})


def deeds(account):
    entries = LogEntry.objects.filter(object_id=str(account.pk), content_type__model="user")
    return [(entry.user.username, entry.get_change_message()) for entry in entries]


def test_an_administrator_makes_an_account_that_can_log_in(client, chief):
    told = {"username": "li", "password1": PASSWORD, "password2": PASSWORD}

    response = client.post(ADD, told | {"groups": group_ids("法律审核")})

    li = User.objects.get(username="li")
    assert response.status_code == 302
    assert group_names(li) == ["法律审核"]
    assert not li.is_superuser
    assert log_in("li", PASSWORD).status_code == 302
    assert ("chief", "已添加。") in deeds(li)
    assert ("chief", "组：无 → 法律审核。") in deeds(li)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"username": ""}, "必填"),
        ({"username": "a b"}, "用户名"),
        ({"username": "<script>"}, "用户名"),
        ({"username": "\x00"}, "空字符"),
        ({"username": "x" * 151}, "150"),
        ({"username": "CHIEF"}, "已存在"),
        ({"password1": "", "password2": ""}, "必填"),
        ({"password2": "another"}, "不一致"),
        ({"password1": "12345678", "password2": "12345678"}, "太常见"),
        ({"groups": ["x"]}, "“x”"),
        ({"groups": ["9" * 30]}, "9" * 30),
    ],
)
def test_an_unfit_account_is_refused_with_a_reason(client, chief, told, says):
    good = {"username": "li", "password1": PASSWORD, "password2": PASSWORD}

    response = client.post(ADD, good | told)

    assert says in errors(response)
    assert User.objects.count() == 1


def test_an_administrator_changes_groups_and_closes_an_account(client, chief, wang):
    browser = Client()
    browser.force_login(wang)
    data = open_form(client, page(wang)) | {"groups": group_ids("编辑", "法律审核")}
    data.pop("is_active")

    client.post(page(wang), data)

    wang.refresh_from_db()
    assert group_names(wang) == ["法律审核", "编辑"]
    assert not wang.is_active
    assert browser.get("/admin/").status_code == 302
    assert ("chief", "组：编辑 → 法律审核、编辑。") in deeds(wang)


CRAFTED = {
    "is_superuser": "on",
    "is_staff": "on",
    "user_permissions": ["1"],
    "username": "other",
    "password": "pbkdf2_sha256$1$x$x",
}


@pytest.mark.parametrize("whose", ["own", "other"])
def test_an_administrator_raises_nobody_by_a_crafted_post(client, chief, wang, whose):
    account = chief if whose == "own" else wang
    before = account.username, account.password
    everything = [str(pk) for pk in Permission.objects.values_list("pk", flat=True)]

    data = open_form(client, page(account)) | CRAFTED | {"user_permissions": everything}
    client.post(page(account), data)

    account.refresh_from_db()
    assert not account.is_superuser
    assert not account.user_permissions.exists()
    assert (account.username, account.password) == before


def test_a_new_account_is_no_superuser_whatever_is_posted(client, chief):
    told = {"username": "li", "password1": PASSWORD, "password2": PASSWORD}

    client.post(ADD, CRAFTED | told)

    li = User.objects.get(username="li")
    assert not li.is_superuser
    assert not li.user_permissions.exists()


def test_nobody_changes_the_groups_or_the_end_of_the_own_account(client, chief):
    data = {"groups": group_ids("编辑"), "is_active": ""}

    client.post(page(chief), data)

    chief.refresh_from_db()
    assert group_names(chief) == ["管理员"]
    assert chief.is_active


def test_a_superuser_stays_one_on_the_own_page(admin_client, admin_user):
    admin_client.post(page(admin_user), {"is_active": "", "is_superuser": ""})

    admin_user.refresh_from_db()
    assert admin_user.is_superuser
    assert admin_user.is_active


@pytest.mark.parametrize("name", ["change", "password", "unlock", "reset-second-factor"])
def test_an_administrator_can_t_touch_the_account_of_a_superuser(client, chief, root, name):
    factor.new_recovery_codes(root)
    told = {"password1": PASSWORD * 2, "password2": PASSWORD * 2, "is_active": ""}

    response = client.post(page(root, name), told)

    root.refresh_from_db()
    assert response.status_code == 403
    assert root.is_active
    assert root.check_password(PASSWORD)
    assert factor.recovery_codes_left(root) == 10


@pytest.mark.parametrize("raised", [True, False])
def test_a_superuser_gives_all_rights_and_takes_them(admin_client, wang, raised):
    User.objects.filter(pk=wang.pk).update(is_superuser=not raised)
    data = open_form(admin_client, page(wang))
    data.pop("is_superuser", None)

    admin_client.post(page(wang), data | ({"is_superuser": "on"} if raised else {}))

    wang.refresh_from_db()
    assert wang.is_superuser is raised


@pytest.mark.parametrize("group", ["编辑", "法律审核"])
@pytest.mark.parametrize(
    "name", ["", "add/", "{}/change/", "{}/password/", "{}/unlock/", "{}/reset-second-factor/"]
)
@pytest.mark.parametrize("whose", ["own", "other"])
def test_only_administrators_see_accounts(client, wang, group, name, whose):
    li = make.make_account("li", group)
    client.force_login(li)
    address = LIST + name.format(li.pk if whose == "own" else wang.pk)

    assert client.post(address).status_code == 403
    if "unlock" not in name and "reset" not in name:
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("who", ["chief", "root"])
def test_nobody_deletes_an_account(client, chief, root, wang, who):
    client.force_login(User.objects.get(username=who))

    one = client.post(page(wang, "delete"), {"post": "yes"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": [wang.pk], "post": "yes"})

    assert one.status_code == 403
    assert User.objects.filter(pk=wang.pk).exists()


def test_groups_have_no_page(admin_client):
    assert admin_client.get("/admin/auth/group/").status_code == 404


def test_an_administrator_sets_a_new_password(client, chief, wang):
    browser = Client()
    browser.force_login(wang)
    new = "another-long-and-rare-word"

    opened = client.get(page(wang, "password"))
    client.post(page(wang, "password"), {"password1": new, "password2": new})

    assert opened.status_code == 200
    assert log_in("wang", PASSWORD).status_code == 200
    assert log_in("wang", new).status_code == 302
    assert browser.get("/admin/").status_code == 302
    assert ("chief", "已修改密码。") in deeds(wang)


@pytest.mark.parametrize(
    "told",
    [
        {"password1": "", "password2": ""},
        {"password1": "short", "password2": "short"},
        {"password1": PASSWORD + "1", "password2": PASSWORD + "2"},
        {"usable_password": "false", "unset-password": "on"},
    ],
)
def test_an_unfit_password_changes_nothing(client, chief, wang, told):
    response = client.post(page(wang, "password"), told)

    wang.refresh_from_db()
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert wang.check_password(PASSWORD)


def test_an_administrator_lifts_a_lock(client, chief, wang):
    for _ in range(5):
        log_in("wang", "wrong")
    assert log_in("wang", PASSWORD).status_code == 429

    response = client.post(page(wang, "unlock"), follow=True)

    assert "解除了登录锁定" in response.content.decode()
    assert log_in("wang", PASSWORD).status_code == 302
    assert ("chief", "解除了登录锁定。") in deeds(wang)


def test_lifting_one_lock_lifts_no_other(client, chief, wang):
    for name in ("wang", "nobody"):
        for _ in range(5):
            log_in(name, "wrong")

    client.post(page(wang, "unlock"))

    assert {attempt.username for attempt in AccessAttempt.objects.all()} == {"nobody"}


def test_an_administrator_resets_a_second_factor(client, chief, wang):
    factor.enrol(wang, key=KEY, code=code_of())
    factor.new_recovery_codes(wang)
    before = client.get(page(wang)).content.decode()

    response = client.post(page(wang, "reset-second-factor"), follow=True)

    assert "重置两步验证" in before
    assert "重置了两步验证" in response.content.decode()
    assert factor.enrolled_app(wang) is None
    assert factor.recovery_codes_left(wang) == 0
    assert ("chief", "重置了两步验证。") in deeds(wang)


@pytest.mark.parametrize("name", ["unlock", "reset-second-factor"])
def test_the_buttons_are_no_links(client, chief, wang, name):
    assert client.get(page(wang, name)).status_code == 405
    assert client.post(page(User(pk=999), name)).status_code == 404


ENGLISH = ["permission", "Password", "password-based", "Users", "Groups", "Staff", "superuser"]


@pytest.mark.usefixtures("chief", "root")
@pytest.mark.parametrize("who", ["chief", "root"])
@pytest.mark.parametrize("name", ["", "add/", "{}/change/", "{}/password/", "{}/history/"])
def test_every_page_of_accounts_opens_in_chinese(client, wang, who, name):
    client.force_login(User.objects.get(username=who))

    response = client.get(LIST + name.format(wang.pk))

    shown = response.content.decode()
    assert response.status_code == 200
    assert not [word for word in ENGLISH if f">{word}" in shown or f" {word} " in shown]


def test_the_list_tells_who_may_what(client, chief, root, wang):
    shown = client.get(LIST).content.decode()

    assert "全部权限" in shown
    assert "编辑" in shown
