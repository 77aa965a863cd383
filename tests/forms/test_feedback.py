"""A message about a page: what is asked, what is refused, and what is never kept."""

import pytest

from advice.forms import FeedbackForm, VoteForm
from advice.forms.feedback import LONGEST, SHORTEST
from advice.models import FeedbackKind, Status
from tests import factories as make

ALWAYS = [
    "/",
    "/guide/",
    "/questions/",
    "/strategies/",
    "/law/",
    "/help/",
    "/assessment/",
    "/assessment/result/",
    "/search/",
]

pytestmark = pytest.mark.django_db


def sent(**changes):
    return FeedbackForm({"page": "/", "message": "第二步写错了。", "website": ""} | changes)


def test_the_layout_names_every_field_once():
    form = FeedbackForm()

    laid_out = [pointer.name for pointer in form.helper.layout.get_field_names()]

    assert sorted(laid_out) == sorted(form.fields)


def test_nothing_about_the_reader_is_asked():
    assert set(FeedbackForm().fields) == {"page", "message", "website"}
    assert set(VoteForm().fields) == {"page", "kind"}


def test_a_message_becomes_a_correction_of_its_page():
    form = sent(page=" /help/ ", message="  号码不对。\r\n应该是 95384。  ")

    assert form.is_valid()
    feedback = form.to_feedback()
    assert (feedback.kind, feedback.path) == (FeedbackKind.CORRECTION, "/help/")
    assert feedback.message == "号码不对。\n应该是 95384。"


@pytest.mark.parametrize("kind", [FeedbackKind.USEFUL, FeedbackKind.NOT_USEFUL])
def test_a_vote_becomes_a_vote_for_its_page(kind):
    form = VoteForm({"page": "/help/", "kind": kind.value})

    assert form.is_valid()
    feedback = form.to_feedback()
    assert (feedback.kind, feedback.path, feedback.message) == (kind, "/help/", "")


@pytest.mark.parametrize("kind", ["", "correction", "yes"])
def test_a_vote_says_useful_or_not(kind):
    assert not VoteForm({"page": "/", "kind": kind}).is_valid()


# How long it may be


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("", "请写哪里不对，或者缺了什么"),
        (" \r\n ", "请写哪里不对，或者缺了什么"),
        ("字" * (SHORTEST - 1), "请再多写几个字，至少 5 个"),
        ("字" * (LONGEST + 1), "最多 1000 个字，现在有 1001 个，请删短一些"),
        ("字" * 300_000, "最多 1000 个字，现在有 300000 个，请删短一些"),
    ],
)
def test_a_message_out_of_bounds_is_refused_by_its_bound(message, told):
    form = sent(message=message)

    assert form.errors == {"message": [told]}
    assert form["message"].value() == message


@pytest.mark.parametrize("message", ["字" * SHORTEST, "字" * LONGEST, "一行\r\n" * (LONGEST // 3)])
def test_a_message_within_its_bounds_is_taken(message):
    assert sent(message=message).is_valid()


def test_the_browser_is_not_told_to_cut_what_is_pasted():
    assert "maxlength" not in str(FeedbackForm()["message"])


# Which page it is about


@pytest.mark.parametrize("path", ALWAYS)
def test_a_page_that_always_stands_is_a_page_of_ours(path):
    assert sent(page=path).is_valid()


@pytest.mark.parametrize(
    "new",
    [
        make.make_consequence,
        make.make_guide,
        make.make_letter,
        lambda **told: make.make_page(key="about", **told),
        make.make_prevention,
        make.make_question,
        make.make_source,
        make.make_strategy,
    ],
)
def test_a_published_record_has_a_page_and_a_draft_has_none(new):
    record = new()
    path = record.get_absolute_url()

    assert sent(page=path).is_valid()
    type(record).objects.update(status=Status.DRAFT)
    assert "page" in sent(page=path).errors


@pytest.mark.parametrize(
    "path",
    [
        "help",
        "/help",
        "/help/?a=1",
        "//elsewhere.example/help/",
        "https://elsewhere.example/",
        "javascript:alert(1)",
        "/strategies/no-such-strategy/",
        "/about/",
        "/admin/",
        "/feedback/",
        "/feedback/sent/abc/",
        "/healthz",
        "/sitemap.xml",
        "/assessment/forget/",
        "/static/css/portal.css",
        "/" + "x" * 10_000 + "/",
        "/strategies/" + "x" * 10_000 + "/",
        "/strategies/%00/",
        "/办法/",
    ],
)
def test_any_other_path_is_refused_and_kept_in_its_field(path):
    form = sent(page=path)

    message = "本站没有这一页，请核对，例如 /strategies/cure_arrears/；不确定就写 /"
    assert form.errors == {"page": [message]}
    assert form["page"].value() == path


def test_a_message_without_a_page_is_asked_which():
    assert sent(page="").errors == {"page": ["请写是哪一页，说的是整个网站就写 /"]}


@pytest.mark.parametrize("field", ["page", "message"])
def test_a_null_is_refused(field):
    assert field in sent(**{field: "/\x00一二三四五"}).errors


# What is never kept


@pytest.mark.parametrize(
    "number",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138 - 0013 - 8000",
        "１３８００１３８０００",
        "138　0013　8000",
        "138–0013—8000",
        "+86 138 0013 8000",
        "6222 0212 3456 7890 123",
        "11010519491231002X",
        "1 2 3 4 5 6 7 8 9 0 1",
        "0755-12345678",
    ],
)
def test_what_looks_like_a_persons_number_is_refused_and_stays_in_the_field(number):
    message = f"我的是{number}，请改。"

    form = sent(message=message)

    assert form.errors == {
        "message": ["里面有一长串数字，像是电话、证件号或银行卡号，请删掉它再发"]
    }
    assert form["message"].value() == message


def test_the_link_of_a_saved_assessment_is_refused():
    form = sent(message="这里打不开：https://guide.example/kept/q83vEjRWeJCrze8SNFZ4kA/")

    assert form.errors == {"message": ["里面有你存下的测算的网址，谁拿到都能打开，请删掉它再发"]}


@pytest.mark.parametrize(
    "message",
    [
        "电话 95384 打不通",
        "应该是 400-123-4567",
        "1234567890 这样十位的数字",
        "本金 30,000.00 元，利息 1,234.56 元",
        "2026年8月15日到期，2026年11月22日结清",
        "（2026）粤0305民初12345号",
        "第一行 12345\n第二行 67890 还有 1",
    ],
)
def test_other_numbers_are_taken(message):
    assert sent(message=message).is_valid()


# What people don't see


def test_a_program_gives_itself_away():
    assert not sent().is_trapped()
    assert sent(website="https://shop.example").is_trapped()


@pytest.mark.parametrize("website", ["\x00", "x" * 100_000, "{{ 7 }}"])
def test_whatever_a_program_fills_in_is_no_error(website):
    form = sent(website=website)

    assert form.is_valid()
    assert form.is_trapped()
