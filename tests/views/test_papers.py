"""Letters with blanks and with figures, as pages and as Word files."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm

from advice import selectors, services
from advice.models import Letter, LoanProduct, SiteEdition
from advice.services import papers
from portal import clock
from tests import factories as make
from tests.forms import typed

pytestmark = pytest.mark.django_db

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LOANS = (typed.loan(), typed.loan(principal="12000", repayment_method="equal_instalment"))
CASES = {
    "with means": typed.form(*LOANS, **typed.MONEY),
    "nothing told": typed.form(typed.loan()),
    "payment order": typed.form(*LOANS, **typed.MONEY, legal_stage="payment_order"),
}
MEANS = {"monthly_income": "8000", "essential_expenses": "4000", "other_debt_payments": "500"}
# A label behind a line that repeats what stands in front of it.
ECHO = re.compile(r"([\u4e00-\u9fff]{2,})[：为 ]*[_＿]+元?（\1")
UNFINISHED = re.compile(r"\{\{|\}\}|\*\*|None|数值待补")


def answer(client, form):
    client.post("/assessment/", form)


def words_of(response):
    """All that stands in a Word file: its paragraphs and its cells."""
    document = Document(BytesIO(response.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_letter_is_whole_for_every_borrower(client, seeded, case):
    answer(client, case)
    letters = list(Letter.objects.published())

    for letter in letters:
        page = client.get(f"/assessment/letters/{letter.key}/")
        file = client.get(f"/assessment/letters/{letter.key}.docx")
        assert page.status_code == file.status_code == 200
        assert not UNFINISHED.search(page.content.decode()), letter.key
        assert not UNFINISHED.search(words_of(file)), letter.key
        assert letter.title in words_of(file)
    assert len(letters) == 9


def test_the_figures_of_a_file_are_those_of_the_advice(client, seeded):
    raw = {"loans": [typed_loan()], "monthly_income": "8000", "essential_expenses": "4000"}
    raw |= {"other_debt_payments": "500"}
    advice = services.advise(raw, today=clock.today())
    letter = selectors.letters_published().get(key="instalment_request")

    paper = papers.filled_paper(letter, advice)

    document = Document(BytesIO(paper.to_word()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert f"¥{advice.assessment.now.payoff:,.2f}" in text
    assert f"¥{paper.plan.payment:,.2f}" in text
    plan = document.tables[-1]
    assert len(plan.rows) == len(paper.plan.instalments) + 1
    assert plan.rows[-1].cells[-1].text == "¥0.00"


@pytest.mark.parametrize(("savings", "income"), [("0", "8000"), ("5000", "5500"), ("8000", "8000")])
def test_the_letter_asks_for_the_plan_that_the_result_found_best(seeded, savings, income):
    means = {"essential_expenses": "4000", "other_debt_payments": "500", "expense_cut": "300"}
    raw = {"loans": [typed_loan() | {"principal": "30000", "remaining_instalments": 10}]} | means
    advice = services.advise(
        raw | {"savings": savings, "monthly_income": income}, today=date(2026, 11, 22)
    )
    letter = selectors.letters_published().get(key="instalment_request")

    paper = papers.filled_paper(letter, advice)

    best = advice.explored.found.best
    assert best.is_negotiated
    assert paper.plan == best.outcome.agreed
    upfront = f"¥{Decimal(savings):,.2f}" if savings != "0" else "没有"
    assert paper.figures["figure:plan_upfront"] == upfront
    assert (f"| 先还 | 协议签订之日 | {upfront} |" in paper.figures["table:plan"]) == (
        savings != "0"
    )


def typed_loan():
    return {
        "principal": "10000",
        "daily_rate_percent": "0.05",
        "repayment_method": "equal_principal",
        "remaining_instalments": 5,
        "first_unpaid_due_date": "2026-08-15",
    }


def test_it_is_told_whose_money_is_paid_first_and_what_a_month_leaves(client, seeded):
    answer(client, CASES["with means"])

    page = client.get("/assessment/letters/instalment_request/").content.decode()

    told = {name: Decimal(sum_) for name, sum_ in typed.MONEY.items()}
    assert f"存款 ¥{told['savings']:,.2f}；" in page
    assert "这笔钱以后还要还给家人" in page
    assert "每月至少还剩 ¥" in page


@pytest.mark.parametrize(
    ("left", "words"),
    [(Decimal(-20), "能拿出的多 ¥20.00"), (Decimal(0), "还剩 ¥0.00"), (None, "")],
)
def test_what_an_instalment_leaves_is_told_where_it_is_known(seeded, left, words):
    advice = services.advise({"loans": [typed_loan()], **MEANS}, today=date(2026, 11, 22))
    letter = selectors.letters_published().get(key="instalment_request")
    paper = replace(papers.filled_paper(letter, advice), left_a_month=left)

    said = render_to_string("advice/components/_paper_cautions.html", {"paper": paper})

    assert words in said
    assert ("每期" in said) is (left is not None)


@pytest.mark.parametrize(("first_due", "is_nothing"), [("2026-08-15", True), ("2024-08-15", False)])
def test_a_letter_that_would_ask_to_cut_nothing_says_so(client, seeded, first_due, is_nothing):
    answer(client, typed.form(typed.loan(first_unpaid_due_date=first_due)))

    page = client.get("/assessment/letters/cap_reduction_request/").content.decode()

    assert ("还没有超过上限" in page) is is_nothing
    assert ("为 ¥0.00，也就是目前还没有超过" in page) is is_nothing


def test_a_plan_is_left_blank_where_none_is_known_to_be_affordable(client, seeded):
    answer(client, CASES["nothing told"])

    page = client.get("/assessment/letters/instalment_request/").content.decode()

    assert "还算不出一个你负担得起的方案" in page
    assert "每期 ________________元，最后一期" in page


def test_the_letter_for_a_payment_order_is_offered_to_whom_one_was_sent(seeded):
    def offered(**told):
        raw = {"loans": [typed_loan()]} | told
        return {letter.key for letter in services.advise(raw, today=clock.today()).letters}

    assert "payment_order_objection" in offered(legal_stage="payment_order")
    assert "payment_order_objection" not in offered(
        legal_stage="sued", lawsuit_filed_on="2026-11-01"
    )
    assert "collection_complaint" not in offered()
    assert "collection_complaint" in offered(circumstances=["harassed"])


def test_a_file_is_a_download_with_a_chinese_name_that_nobody_keeps(client, seeded):
    answer(client, CASES["with means"])

    response = client.get("/assessment/letters/family_iou.docx")

    assert response["Content-Type"] == WORD
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E5%80%9F%E6%9D%A1.docx"
    )
    assert "no-store" in response["Cache-Control"]


def test_a_file_is_in_chinese_all_through(client):
    letter = make.make_letter(body="正文。", addressee="某某：")

    document = Document(BytesIO(client.get(f"/letters/{letter.key}.docx").content))

    told = [
        *document.styles.element.xpath("w:docDefaults//w:lang"),
        *document.settings.element.xpath("w:themeFontLang"),
    ]
    assert len(told) == 2
    for element in told:
        assert element.get(qn("w:eastAsia")) == "zh-CN"
        assert element.get(qn("w:val")) == "en-US"  # else sums break at the end of a line


def test_columns_are_as_wide_as_what_they_hold_and_have_room_to_be_filled(client):
    told = "| 号 | 日子 |\n| --- | --- |\n| 1 | 2026年11月22日 |"
    to_fill = "| 项目 | 金额 |\n| --- | --- |\n| 每月收入 |  |"
    letter = make.make_letter(body=f"{told}\n\n{to_fill}", addressee="某某：")

    document = Document(BytesIO(client.get(f"/letters/{letter.key}.docx").content))

    first, second = document.tables
    number, day = (column.width for column in first.columns)
    item, amount = (column.width for column in second.columns)
    assert 2 * number < day
    assert item < amount
    assert max(number + day, item + amount) <= Mm(156)
    assert [row.height is None for row in second.rows] == [True, False]


def test_a_column_of_sums_stands_to_the_right_with_what_is_left_empty(client):
    body = "| 项目 | 数额 |\n| --- | --- |\n| 甲 | ¥1.00 |\n| 乙 |  |"
    letter = make.make_letter(body=body, addressee="某某：")

    document = Document(BytesIO(client.get(f"/letters/{letter.key}.docx").content))

    names, sums = document.tables[0].columns
    assert {cell.paragraphs[0].alignment for cell in names.cells} == {None}
    assert {cell.paragraphs[0].alignment for cell in sums.cells} == {WD_ALIGN_PARAGRAPH.RIGHT}


@pytest.mark.parametrize(("rows", "kept"), [(5, 5), (6, 1)])
def test_only_a_short_table_is_kept_on_one_page(client, rows, kept):
    body = "| 甲 |\n| --- |\n" + "| 一 |\n" * rows
    letter = make.make_letter(body=body, addressee="某某：")

    document = Document(BytesIO(client.get(f"/letters/{letter.key}.docx").content))

    cells = document.tables[0].columns[0].cells
    together = [bool(cell.paragraphs[0].paragraph_format.keep_with_next) for cell in cells]
    assert together == [True] * kept + [False] * (rows + 1 - kept)


def test_no_blank_of_a_letter_echoes_its_sentence(client, seeded):
    for letter in Letter.objects.published():
        words = words_of(client.get(f"/letters/{letter.key}.docx"))
        assert not ECHO.search(words), letter.key
        assert not re.search(r"（[^）]*（", words), letter.key


def test_identity_numbers_and_addresses_have_room(client, seeded):
    words = words_of(client.get("/letters/payment_order_objection.docx"))

    assert re.search("身份证号码：_{30,}\n", words)
    assert re.search("住址：_{40,}\n", words)
    assert re.search("其他理由：＿{60,}。", words)


def test_a_file_has_its_fonts_and_nobodys_name(client):
    letter = make.make_letter(body="正文。", addressee="某某：")

    response = client.get(f"/letters/{letter.key}.docx")

    document = Document(BytesIO(response.content))
    for paragraph in document.paragraphs:
        fonts = paragraph.style.element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in {"仿宋", "宋体", "黑体"}
    known = document.core_properties
    assert (known.author, known.last_modified_by, known.comments) == ("", "", "")
    assert known.created.year == known.modified.year == 2020


def test_a_name_with_any_marks_leaves_its_letter_whole(client, seeded):
    LoanProduct.objects.filter(slug="weilidai").update(name="贷\x0c**|<b>&款")
    SiteEdition.renew()
    answer(client, CASES["with means"])

    words = words_of(client.get("/assessment/letters/breakdown_request.docx"))

    assert "贷**|<b>&款" in words


def test_the_same_words_make_the_same_file(client):
    letter = make.make_letter()

    first, second = (papers.blank_paper(letter, day=clock.today()).to_word() for _ in range(2))

    assert first == second


def test_marks_that_xml_cannot_hold_are_left_out(client):
    letter = make.make_letter(title="信<&>", body="一\x0b\x01<b>&**二**\ufffe三&#12;四")

    words = words_of(client.get(f"/letters/{letter.key}.docx"))

    assert "一<b>&二三四" in words
    assert "信<&>" in words


def test_markdown_becomes_paragraphs_lists_tables_and_a_closing(client):
    table = "| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |"
    text = f"## 小标题\n\n1. 第一\n2. 第**二**\n\n如下：\n\n{table}\n\n以上。"
    body = f"{text}\n\n此致\n\n---\n\n签名"
    letter = make.make_letter(body=body)

    page = client.get(f"/letters/{letter.key}/").content.decode()
    document = Document(BytesIO(client.get(f"/letters/{letter.key}.docx").content))

    found = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert found["小标题"] == "文书小标题"
    assert found["2. 第二"] == "文书列表"
    assert found["签名"] == "文书落款"
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["丙", "丁"]
    together = {
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.paragraph_format.keep_with_next
        or paragraph.style.paragraph_format.keep_with_next
    }
    assert together == {"小标题", "如下：", "以上。", "此致"}
    assert '<td data-label="甲">丙</td>' in page


@pytest.mark.parametrize(
    "address", ["/assessment/letters/family_iou/", "/assessment/letters/x.docx"]
)
def test_without_answers_a_letter_leads_to_the_form(client, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"] == "/assessment/"


@pytest.mark.parametrize("end", ["/", ".docx"])
@pytest.mark.parametrize("key", ["no-such-letter", "draft"])
def test_an_unknown_letter_and_a_draft_are_not_there(client, seeded, key, end):
    make.make_letter(key="draft", status="draft")
    answer(client, CASES["with means"])

    assert client.get(f"/assessment/letters/{key}{end}").status_code == 404
    assert client.get(f"/letters/{key}{end}").status_code == 404


def test_an_unknown_placeholder_is_refused_by_its_name(db):
    letter = make.new_letter(body="我欠 {{ figure:debts }}，{{ blank:name }}。")

    with pytest.raises(Exception, match="不认识这些占位：figure:debts"):
        letter.full_clean()


def test_only_the_letter_itself_may_ask_for_a_borrowers_figures(db):
    letter = make.new_letter(use_when="欠 {{ figure:payoff }} 的时候。")

    with pytest.raises(Exception, match="不认识这些占位：figure:payoff"):
        letter.full_clean()
