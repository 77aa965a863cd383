"""Tables: out for Excel, in as drafts, whatever stands in their cells."""

import csv
import re
import tempfile
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from advice import records
from advice.admin.csv_files import GONE, MOST_BYTES, REFUSED_MEANWHILE
from advice.admin.csv_format import MOST_ROWS, ChineseCSV, guarded, unguarded
from advice.models import Feedback, LegalSource, Question, Status, Version
from tests.admin.forms import messages
from tests.factories import (
    make_account,
    make_consequence,
    make_product,
    make_question,
    make_source,
    make_strategy,
)

pytestmark = pytest.mark.django_db
QUESTIONS, SOURCES, LETTERS = "question", "legalsource", "feedback"
NEW_ROW = {
    "代号": "jail",
    "标题": "会被拘留吗？",
    "一句话": "一般不会。",
    "正文": "正文。",
    "主题": "法院和法律",
    "复核日期": "2026-11-22",
    "下次复核": "2027-05-22",
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Where uploaded tables wait for their confirmation."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def question():
    question = make_question(key="prison", title="会不会坐牢？", theme="court", is_grave=True)
    question.sources.add(make_source(key="law"))
    question.consequences.add(make_consequence(key="b"), make_consequence(key="a"))
    return question


def page(model, name):
    return reverse(f"admin:advice_{model}_{name}")


def log_in(*groups):
    """(a client of an account in these groups, the account)."""
    account = make_account("".join(groups) or "nobody", *groups)
    client = Client()
    client.force_login(account)
    return client, account


@pytest.fixture
def editor():
    return log_in("编辑")[0]


def exported(client, model=QUESTIONS, query=""):
    """The rows of the exported table, as dicts."""
    raw = client.get(page(model, "export") + query).content
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(raw.decode("utf-8-sig"), newline="")))


def table(*rows, encoding="utf-8-sig", headers=None):
    """The bytes of a table with these rows."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, headers or list(dict.fromkeys(k for row in rows for k in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def upload(client, content, model=QUESTIONS, name="table.csv"):
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    data = {"import_file": file, "format": "0", "resource": "0"}
    return client.post(page(model, "import"), data)


def confirm(client, preview, model=QUESTIONS, **changes):
    """Press the button below a preview."""
    data = dict(preview.context["confirm_form"].initial) | changes
    return client.post(page(model, "process_import"), data, follow=True)


def bring_in(client, *rows, model=QUESTIONS):
    return confirm(client, upload(client, table(*rows), model), model)


def told(response):
    """What is wrong, as the list above the form says it."""
    lists = re.findall(r"<li>(.*?)</li>", response.content.decode(), re.DOTALL)
    return [line for line in lists if line.startswith("第") or "列" in line]


# Out


def test_questions_go_out_in_the_words_of_the_pages(editor, question):
    records.start_copy(question)

    (row,) = exported(editor)

    assert row == {
        "代号": "prison",
        "状态": "已发布",
        "标题": "会不会坐牢？",
        "一句话": "一句话。",
        "正文": "正文。",
        "主题": "法院和法律",
        "最让人害怕的": "是",
        "关于哪些后果": "a、b",
        "关于哪些办法": "",
        "法律依据": "law",
        "适用产品": "",
        "排序": "100",
        "复核日期": "2026-11-22",
        "下次复核": "2027-05-22",
    }


def test_what_is_filtered_is_what_goes_out(editor, question):
    make_question(key="other", theme="repay")

    rows = exported(editor, query="?theme__exact=court")

    assert [row["代号"] for row in rows] == ["prison"]


def test_letters_go_out_without_the_codes_of_their_senders(editor):
    letter = Feedback.objects.create(kind="correction", path="/help/", message="号码不对。")
    at = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    Feedback.objects.update(sent_at=at)

    raw = editor.get(page(LETTERS, "export")).content.decode("utf-8-sig")

    assert raw.splitlines() == [
        "时间,类型,关于哪一页,内容,状态,答复",
        "2026-11-23 01:30,纠错,/help/,号码不对。,未处理,",
    ]
    assert letter.code not in raw


def test_the_log_says_who_took_what(question):
    client, account = log_in("编辑")

    client.get(page(SOURCES, "export"))

    entry = LogEntry.objects.first()
    assert (entry.user, entry.get_change_message()) == (account, "导出了法律依据的 CSV。")


@pytest.mark.parametrize("model", [QUESTIONS, SOURCES, LETTERS])
def test_the_file_has_a_plain_name(editor, model):
    response = editor.get(page(model, "export"))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(
        rf'attachment; filename="{model}-\d{{4}}-\d\d-\d\d\.csv"', response["Content-Disposition"]
    )


ATTACKS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1+1",
    "－1",
    "＋1",
    "＠SUM(1)",
    "'=1",
    "''=1",
    '=HYPERLINK("http://evil","x")',
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_is_a_formula(editor, attack):
    Feedback.objects.create(kind="correction", path="/help/", message=attack)

    (row,) = exported(editor, LETTERS)

    assert row["内容"] == f"'{attack}"
    assert unguarded(row["内容"]) == attack


@given(st.text("='+-@\t\r\n ＝a中", max_size=6))
def test_what_is_marked_is_unmarked(cell):
    assert unguarded(guarded(cell)) == cell


# In


def test_a_table_that_went_out_comes_in_without_a_change(editor, question):
    make_question(key="a", body="- 一\n- 二")
    raw = editor.get(page(QUESTIONS, "export")).content

    preview = upload(editor, raw)
    response = confirm(editor, preview)

    assertContains(preview, "2 行和现在一样。")
    assert messages(response) == [
        "导入好了：新写 0 份草稿，改了 0 份，2 行没有变化。都还没有发布。"
    ]
    assert Question.objects.count() == 2
    assert not Version.objects.exists()


def test_a_new_row_becomes_a_draft(question):
    client, account = log_in("编辑")
    row = NEW_ROW | {
        "最让人害怕的": "是",
        "关于哪些后果": "a，b",
        "法律依据": "law",
        "状态": "已发布",
    }

    preview = upload(client, table(row))
    assert not Question.objects.filter(key="jail").exists()
    response = confirm(client, preview)

    assertContains(preview, "新的草稿“会被拘留吗？”")
    assert "新写 1 份草稿" in messages(response)[0]
    draft = Question.objects.get(key="jail")
    assert (draft.status, draft.theme, draft.is_grave) == (Status.DRAFT, "court", True)
    assert [row.key for row in draft.consequences.order_by("key")] == ["a", "b"]
    version = Version.objects.get()
    assert (version.event, version.by, version.note) == ("imported", account, "从 CSV 导入。")
    assert version.document["sources"] == ["law"]
    assert LogEntry.objects.first().get_change_message() == "从 CSV 导入。"


def test_a_row_of_a_published_question_becomes_its_working_copy(question):
    client, account = log_in("编辑")

    preview = upload(client, table({"代号": "prison", "标题": "会坐牢吗？", "法律依据": ""}))
    confirm(client, preview)

    assertContains(preview, "改草稿“会坐牢吗？”")
    assertContains(preview, "<del>law</del>")
    question.refresh_from_db()
    assert (question.title, question.is_published) == ("会不会坐牢？", True)
    copy = question.copy
    assert (copy.title, copy.status, copy.theme) == ("会坐牢吗？", Status.DRAFT, "court")
    assert not copy.sources.exists()
    assert copy.consequences.count() == 2
    assert records.writers(copy) == {account.pk}
    assert [version.event for version in records.versions_of(copy)] == ["imported", "found"]


@pytest.mark.parametrize("is_copy", [True, False])
def test_a_row_of_a_draft_changes_that_draft(editor, question, is_copy):
    draft = records.start_copy(question) if is_copy else question
    Question.objects.filter(pk=draft.pk).update(status=Status.DRAFT)

    response = bring_in(editor, {"代号": "prison", "标题": "会坐牢吗？"})

    assert "改了 1 份" in messages(response)[0]
    draft.refresh_from_db()
    assert draft.title == "会坐牢吗？"
    assert Question.objects.count() == 1 + is_copy


def test_a_row_that_says_nothing_new_leaves_no_working_copy(editor, question):
    response = bring_in(
        editor, {"代号": "prison", "标题": "会不会坐牢？", "复核日期": "2026/11/22"}
    )

    assert "1 行没有变化" in messages(response)[0]
    assert Question.objects.get() == question
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (Status.IN_REVIEW, "它待审核，现在不能改"),
        (Status.SCHEDULED, "它已定时，现在不能改"),
        (Status.WITHDRAWN, "它已撤下，现在不能改"),
    ],
)
def test_what_waits_is_not_changed_under_those_who_look_at_it(editor, question, status, message):
    at = datetime(2027, 1, 1, tzinfo=UTC)
    Question.objects.update(status=status, publish_at=at)

    response = upload(editor, table({"代号": "prison", "标题": "会坐牢吗？"}))

    assert told(response) == [f"第 2 行：{message}：请先在它的页面上退回或开始修改。"]
    assert Question.objects.get().title == "会不会坐牢？"


def test_sources_come_in_too(editor):
    make_source(key="law", title="刑法")
    row = {"代号": "law", "生效日期": "2020年1月1日", "失效日期": "2027/1/1", "可信程度": "转引"}

    bring_in(editor, row, model=SOURCES)

    copy = LegalSource.objects.get(key="law", revises__isnull=False)
    assert (str(copy.effective_from), str(copy.effective_to)) == ("2020-01-01", "2027-01-01")
    assert (copy.confidence, copy.title) == ("quoted", "刑法")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_what_excel_writes_is_read(editor, encoding):
    preview = upload(editor, table(NEW_ROW, encoding=encoding))

    confirm(editor, preview)

    assert Question.objects.get().title == "会被拘留吗？"


def test_texts_keep_their_lines_and_their_marks(editor):
    body = "'=1\n- 一\r\n- 二\n\n<script>alert(1)</script>"

    bring_in(editor, NEW_ROW | {"正文": guarded(body)})

    assert Question.objects.get().body == body.replace("\r\n", "\n")


def test_attacks_stay_texts_in_the_preview(editor):
    attack = "<script>alert(1)</script>"

    preview = upload(editor, table(NEW_ROW | {"标题": attack}))
    refused = upload(editor, table(NEW_ROW | {"主题": attack, attack: attack}))

    for response in (preview, refused):
        assertNotContains(response, attack)
        assertContains(response, "&lt;script&gt;alert(1)&lt;/script&gt;")
        assertNotContains(response, "style=")
        assertNotContains(response, "<script>")


# What is refused


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"主题": "别的"}, "第 2 行，主题：没有“别的”，可以填：利息和罚息、还款、"),
        ({"主题": ""}, "第 2 行，主题：此字段不能为空。"),
        ({"标题": ""}, "第 2 行，标题：此字段不能为空。"),
        ({"标题": "字" * 61}, "第 2 行，标题：确保该变量包含不超过 60 字符"),
        ({"最让人害怕的": "yes"}, "第 2 行，最让人害怕的：这里填“是”或“否”。"),
        ({"排序": "一"}, "第 2 行，排序：这里填整数。"),
        ({"排序": "9" * 5_000}, "第 2 行，排序：这里填整数。"),
        ({"排序": "-1"}, "第 2 行，排序：确保该值大于或等于0。"),
        ({"排序": ""}, "第 2 行，排序："),
        ({"复核日期": "去年"}, "第 2 行，复核日期：这里填日期，例如 2027-01-01。"),
        ({"复核日期": ""}, "第 2 行，复核日期："),
        ({"下次复核": "2026-11-22"}, "第 2 行：“下次复核”应晚于“复核日期”。"),
        ({"法律依据": "none、law"}, "第 2 行，法律依据：找不到法律依据：none。"),
        ({"适用产品": "nothing"}, "第 2 行，适用产品：找不到贷款产品：nothing。"),
        ({"正文": "{{ rule:nothing }}"}, "第 2 行，正文：不认识这些占位：rule:nothing。"),
        ({"代号": "不是代号"}, "第 2 行，代号："),
        ({"代号": ""}, "第 2 行，代号：缺代号。"),
        ({"代号": "x" * 51}, "第 2 行，代号："),
        ({"颜色": "红"}, "不认识这些列：颜色。可以有的列：代号、状态、标题、"),
    ],
)
def test_a_bad_row_is_refused_by_its_number_and_nothing_changes(editor, row, message):
    make_source(key="law")
    bad = NEW_ROW | {"排序": "1"} | row
    good = dict.fromkeys(bad, "") | NEW_ROW | {"代号": "fine", "排序": "1"}

    response = upload(editor, table(bad, good))

    assert told(response)[0].startswith(message), told(response)
    assert "confirm_form" not in response.context
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", "文件的编码看不懂：请在 Excel 里另存为“CSV UTF-8”。"),
        ("代号,标题\n".encode("utf-16"), "文件的编码看不懂"),
        (b"a\x00b", "文件的编码看不懂"),
        (b"\n\n,,\n", "文件是空的。"),
        ('代号\n"a'.encode(), "这不是一个 CSV 文件：看看引号是不是成对。"),
        ("代号\na,b\n".encode(), "第 2 行有 2 格，表头只有 1 格。"),
        ("代号,代号\na,b\n".encode(), "表头里有重复的列：代号。"),
        ("标题\na\n".encode(), "缺“代号”这一列。"),
        ("代号,\na,b\n".encode(), "第 2 行有 2 格，表头只有 1 格。"),
        ("代号,,标题\na,b,c\n".encode(), "不认识这些列：（没有名字的）。"),
        ("代号\n".encode() + b"a\n" * (MOST_ROWS + 1), "行数太多：一次最多 2000 行"),
        ("代号\na\n b\nb\n".encode(), "第 3、4 行是同一个代号 b：只能留一行。"),
        (b"x" * (MOST_BYTES + 1), "文件太大：最多 2 MB。"),
        (b"PK\x03\x04" + bytes(99), "文件的编码看不懂"),
        ("代号\n".encode() + b"a" * 140_000, "这不是一个 CSV 文件"),
    ],
)
def test_what_is_no_table_of_ours_is_refused(editor, content, message, folder):
    response = upload(editor, content)

    assert response.status_code == 200
    assertContains(response, message)
    assert "confirm_form" not in response.context
    assert list(folder.iterdir()) == []


def test_a_table_without_rows_is_refused(editor):
    response = upload(editor, "代号,标题\n".encode())

    assert "confirm_form" not in response.context
    assertContains(response, 'class="errorlist"')


def test_without_a_file_one_is_asked_for(editor):
    response = editor.post(page(QUESTIONS, "import"), {"format": "0"})

    assertContains(response, "这个字段是必填项。")


def test_short_rows_and_empty_ends_are_as_excel_leaves_them():
    dataset = ChineseCSV().create_dataset(b"a,b,,\n1\n3,4,,\n,,\n\n")

    assert dataset.headers == ["a", "b"]
    assert list(dataset) == [("1", ""), ("3", "4")]


# Between the look and the confirmation


def test_what_became_refused_meanwhile_changes_nothing(editor, question):
    rows = {"代号": "prison", "标题": "会坐牢吗？"}, {"代号": "other", "标题": "别的"}
    make_question(key="other")
    preview = upload(editor, table(*rows))
    Question.objects.filter(key="other").update(status=Status.IN_REVIEW)

    response = confirm(editor, preview)

    assert messages(response) == [REFUSED_MEANWHILE]
    assert Question.objects.count() == 2
    assert not Version.objects.exists()


def test_it_is_confirmed_once(editor):
    preview = upload(editor, table(NEW_ROW))
    confirm(editor, preview)

    assert messages(confirm(editor, preview)) == [GONE]
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"import_file_name": "/etc/passwd"},
        {"import_file_name": "passwd"},
        {"import_file_name": ""},
        {"format": "7"},
        {"format": "x"},
        {"resource": "7"},
    ],
)
def test_no_other_file_is_read_by_asking_for_it(editor, folder, changes):
    (folder / "passwd").write_bytes(table(NEW_ROW))
    preview = upload(editor, table(NEW_ROW))

    response = confirm(editor, preview, **changes)

    assert messages(response) == [GONE]
    assert not Question.objects.exists()


def test_names_of_files_stay_texts(editor, folder):
    name = '../../<img src=x onerror="alert(1)">.csv'

    response = upload(editor, table(NEW_ROW), name=name)

    assertNotContains(response, "<img")
    assert all(Path(file).parent == folder for file in folder.iterdir())


def test_a_confirmation_is_posted(editor):
    assertRedirects(editor.get(page(QUESTIONS, "process_import")), page(QUESTIONS, "import"))


# Who may what


@pytest.mark.parametrize("model", [QUESTIONS, SOURCES])
@pytest.mark.parametrize(
    ("group", "status"), [("编辑", 200), ("法律审核", 200), ("管理员", 200), ("", 403)]
)
def test_every_role_brings_in_what_it_may_write(group, status, model):
    client, _ = log_in(*filter(None, [group]))

    assert client.get(page(model, "import")).status_code == status
    assert client.get(page(model, "export")).status_code == status
    assert upload(client, table({"代号": "a"}), model).status_code == status
    if status == 403:
        data = {"import_file_name": "x", "original_file_name": "x", "format": "0"}
        assert client.post(page(model, "process_import"), data).status_code == 403


@pytest.mark.parametrize(("group", "status"), [("编辑", 200), ("", 403)])
def test_letters_are_taken_by_those_who_answer_them(group, status):
    client, _ = log_in(*filter(None, [group]))

    assert client.get(page(LETTERS, "export")).status_code == status


def test_the_lists_lead_to_the_tables(editor):
    make_strategy()
    make_product()
    for model in (QUESTIONS, SOURCES):
        response = editor.get(page(model, "changelist"))
        assertContains(response, f'href="{page(model, "import")}"')
        assertContains(response, f'href="{page(model, "export")}?"')
    letters = editor.get(page(LETTERS, "changelist"))
    assertContains(letters, f'href="{page(LETTERS, "export")}?"')
    assertNotContains(letters, "导入 CSV")


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("model", [QUESTIONS, SOURCES])
def test_the_whole_seed_goes_out_and_comes_in_unchanged(editor, model):
    raw = editor.get(page(model, "export")).content

    preview = upload(editor, raw, model)

    totals = preview.context["result"].totals
    assert {name for name, count in totals.items() if count} == {"skip"}
