"""Archives in the admin: one person brings one, sees what it would change, another lets it in."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from advice import records
from advice.models import ArchiveImport, Question, Version
from advice.services import archive
from tests.admin.forms import messages
from tests.factories import make_account, make_question
from tests.services.archive.sites import changed

LIST = reverse("admin:advice_archiveimport_changelist")
ADD = reverse("admin:advice_archiveimport_add")
EXPORT = reverse("admin:advice_archiveimport_export")

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return make_question(key="prison", title="会不会坐牢？", theme="court")


@pytest.fixture
def content(question):
    """An archive that changes one title."""
    return changed("questions/prison.toml", ("会不会坐牢？", "会坐牢吗？"))


def log_in(*groups, name=None):
    """(a client of an account in these groups, the account)."""
    account = make_account(name or "".join(groups) or "nobody", *groups)
    client = Client()
    client.force_login(account)
    return client, account


def upload(client, content, name="site.zip"):
    return client.post(ADD, {"file": SimpleUploadedFile(name, content)}, follow=True)


def bring(content, *, name="bringer"):
    """An archive that an administrator brought."""
    client, _ = log_in("管理员", name=name)
    upload(client, content)
    return ArchiveImport.objects.latest("pk")


def page(brought):
    return reverse("admin:advice_archiveimport_change", args=[brought.pk])


def approval(brought):
    return reverse("admin:advice_archiveimport_approve", args=[brought.pk])


def seen(brought):
    return archive.rehearse(archive.read(bytes(brought.content))).fingerprint


def approve(client, brought):
    return client.post(approval(brought), {"seen": seen(brought)}, follow=True)


# Taking the site away


@pytest.mark.parametrize("group", ["编辑", "法律审核", "管理员"])
def test_the_whole_site_is_taken_away_and_the_log_says_by_whom(group, question):
    client, account = log_in(group)

    assertContains(client.get(LIST), f'href="{EXPORT}"')
    response = client.get(EXPORT)

    assert response.content == archive.export()
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith('attachment; filename="weilidai-20')
    entry = LogEntry.objects.first()
    assert (entry.user, entry.get_change_message()) == (account, "下载了全部内容的档案。")


# Bringing one


def test_an_archive_is_brought_and_changes_nothing_yet(content, question):
    client, account = log_in("管理员")

    response = upload(client, content, name="../../站点.zip")

    brought = ArchiveImport.objects.get()
    assertRedirects(response, page(brought))
    assert (brought.name, brought.brought_by, brought.applied_at) == ("站点.zip", account, None)
    assert bytes(brought.content) == content
    assert messages(response) == [
        "“站点.zip”收好了，还没有改动网站。请另一个人打开这一页，看过再批准。"
    ]
    question.refresh_from_db()
    assert question.title == "会不会坐牢？"
    assert LogEntry.objects.first().object_repr == "站点.zip"


def test_the_page_shows_every_difference(content):
    brought = bring(content)
    client, _ = log_in("法律审核")

    response = client.get(page(brought))

    assertContains(response, "导入会新增和修改 1 条；0 条和现在一样。")
    assertContains(response, "修改 问答“会坐牢吗？”（questions/prison.toml）")
    assertContains(response, "<del>")
    assertContains(response, "批准并导入")


def test_what_is_wrong_is_said_line_by_line_and_nothing_is_kept(question):
    client, _ = log_in("管理员")
    bad = changed("questions/prison.toml", ('status = "published"', 'status = "live"'))

    response = upload(client, bad)

    assertContains(response, "questions/prison.toml 第 4 行：status（状态）：这里要写")
    assert not ArchiveImport.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK", "这不是一个完整的 zip 档案"),
        (bytes(archive.MOST_BYTES), "这不是一个完整的 zip 档案"),
        (bytes(archive.MOST_BYTES + 1), "档案太大：最多 5 MB。"),
        (b"", "空"),
    ],
)
def test_what_is_no_archive_is_refused(content, message):
    client, _ = log_in("管理员")

    response = upload(client, content)

    assert response.status_code == 200
    assertContains(response, message)
    assert not ArchiveImport.objects.exists()


def test_without_a_file_one_is_asked_for():
    client, _ = log_in("管理员")

    assertContains(client.post(ADD, {}), "这个字段是必填项。")


def test_names_of_files_stay_texts(content):
    client, _ = log_in("管理员")
    name = '<img src=x onerror="alert(1)">{{ 7 }}' + "长" * 200 + ".zip"

    response = upload(client, content, name=name)

    assertNotContains(response, "<img src=x")
    assert len(ArchiveImport.objects.get().name) == 120


def test_faults_that_only_the_site_can_tell_are_told_too(question):
    client, _ = log_in("管理员")

    response = upload(client, changed("questions/prison.toml", ('"court"', '"nonsense"')))

    assertContains(response, "questions/prison.toml 第 8 行：theme（主题）：值 ")
    assert not ArchiveImport.objects.exists()


def test_what_became_wrong_since_it_was_brought_is_shown_on_its_page(content, question):
    brought = bring(content)
    records.start_copy(question)
    client, _ = log_in("法律审核")

    response = client.get(page(brought))

    assertContains(response, "这份档案现在不能导入")
    assertContains(response, "questions/prison.toml：本站有一份它的修改稿（草稿）")
    assertNotContains(response, "批准并导入")


def test_attacks_in_an_archive_stay_texts(question):
    attack = "<script>alert(1)</script>{% debug %}"
    brought = bring(changed("questions/prison.toml", ("会不会坐牢？", attack)))
    client, _ = log_in("法律审核")

    response = client.get(page(brought))

    assertNotContains(response, "<script>alert")
    assertContains(response, "&lt;script&gt;alert")


# Letting it in


def test_another_person_lets_it_in(content, question):
    brought = bring(content)
    client, approver = log_in("法律审核")

    response = approve(client, brought)

    assert messages(response) == ["导入好了：新增和修改 1 条。"]
    question.refresh_from_db()
    assert question.title == "会坐牢吗？"
    brought.refresh_from_db()
    assert brought.applied_by == approver
    assert brought.applied_at
    told = records.versions_of(question).values_list("event", "by__username", "note")
    assert list(told)[:2] == [
        ("published", "法律审核", "从档案“site.zip”导入。"),
        ("imported", "bringer", "从档案“site.zip”导入。"),
    ]
    assert LogEntry.objects.first().get_change_message() == "批准导入：新增和修改 1 条。"
    assertNotContains(client.get(page(brought)), "批准并导入")


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_lets_in_what_he_brought_himself(content, question, superuser):
    client, account = log_in("管理员")
    account.is_superuser = superuser
    account.save()
    upload(client, content)
    brought = ArchiveImport.objects.get()

    assertContains(client.get(page(brought)), "自己上传的档案要由另一个人批准。")
    assert client.post(approval(brought), {"seen": seen(brought)}).status_code == 403
    question.refresh_from_db()
    assert question.title == "会不会坐牢？"


def test_it_is_let_in_once(content):
    brought = bring(content)
    client, _ = log_in("法律审核")
    told = seen(brought)
    approve(client, brought)

    assert client.post(approval(brought), {"seen": told}).status_code == 403
    assert Version.objects.filter(event="imported").count() == 1


@pytest.mark.parametrize("told", [{}, {"seen": "x"}, {"seen": "0" * 64}])
def test_what_was_not_seen_is_not_let_in(content, question, told):
    brought = bring(content)
    client, _ = log_in("法律审核")

    response = client.post(approval(brought), told, follow=True)

    assert "请再看一遍" in messages(response)[0]
    question.refresh_from_db()
    assert question.title == "会不会坐牢？"
    brought.refresh_from_db()
    assert brought.applied_at is None


def test_what_changed_since_it_was_seen_is_not_let_in(content, question):
    brought = bring(content)
    client, _ = log_in("法律审核")
    told = seen(brought)
    Question.objects.update(summary="别人刚改过。")

    response = client.post(approval(brought), {"seen": told}, follow=True)

    assert "请再看一遍" in messages(response)[0]
    question.refresh_from_db()
    assert (question.title, question.summary) == ("会不会坐牢？", "别人刚改过。")


def test_what_became_wrong_since_it_was_seen_is_not_let_in(content, question):
    brought = bring(content)
    client, _ = log_in("法律审核")
    told = seen(brought)
    records.start_copy(question)

    response = client.post(approval(brought), {"seen": told}, follow=True)

    assert messages(response) == ["没有导入，什么都没有改：请看下面哪里不对。"]
    assertContains(response, "本站有一份它的修改稿（草稿）")


# Who may what


@pytest.mark.parametrize(
    ("group", "look", "bring_one", "let_in"),
    [
        ("编辑", 200, 403, 403),
        ("法律审核", 200, 403, 302),
        ("管理员", 200, 200, 302),
        ("", 403, 403, 403),
    ],
)
def test_every_role_does_what_it_may_and_no_more(content, group, look, bring_one, let_in):
    brought = bring(content)
    client, _ = log_in(*filter(None, [group]))

    statuses = [client.get(address).status_code for address in (LIST, page(brought), EXPORT)]

    assert statuses == [look] * 3
    assert client.get(ADD).status_code == bring_one
    assert upload(client, content).status_code == bring_one
    assert client.post(approval(brought), {"seen": seen(brought)}).status_code == let_in


@pytest.mark.parametrize("action", ["change", "delete"])
def test_what_was_brought_is_neither_rewritten_nor_deleted(content, admin_client, action):
    brought = bring(content)
    address = reverse(f"admin:advice_archiveimport_{action}", args=[brought.pk])

    response = admin_client.post(address, {"post": "yes", "name": "别的"})

    assert response.status_code == 403
    assert ArchiveImport.objects.get().name == "site.zip"


def test_an_approval_is_posted(content):
    brought = bring(content)
    client, _ = log_in("法律审核")

    assertRedirects(client.get(approval(brought)), page(brought))
    assert client.get(page(ArchiveImport(pk=0))).status_code == 302
    assert client.post(approval(ArchiveImport(pk=0))).status_code == 404
    assert Question.objects.get().title == "会不会坐牢？"


def test_the_list_does_not_read_the_archives(content, django_assert_max_num_queries, admin_client):
    bring(content)
    admin_client.get(LIST)

    with django_assert_max_num_queries(12) as asked:
        admin_client.get(LIST)

    assert not any('"content"' in query["sql"] for query in asked.captured_queries)
