"""The result on paper and as a workbook: for who has answers, kept by no browser."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from advice.models import LoanProduct, ProductTerm, SiteEdition
from advice.views.assessment import with_open_folds
from tests.forms import typed
from tests.views.by_hand import workings_in

FORM = reverse("advice:assessment_form")
RESULT = reverse("advice:assessment_result")
PRINT = reverse("advice:assessment_print")
FIGURES = reverse("advice:assessment_figures")
BOTH = pytest.mark.parametrize("path", [PRINT, FIGURES])

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def answered(client):
    """A visitor whose browser keeps the answers about three loans."""
    client.post(FORM, typed.form(typed.loan(), typed.loan(), typed.loan(), **typed.MONEY))
    return client


@BOTH
def test_without_answers_it_leads_to_the_form(client, path):
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (302, FORM)


def test_paper_tells_how_figures_came_about_at_its_end_and_only_there(answered):
    page, screen = (answered.get(path).content.decode() for path in (PRINT, RESULT))

    before, appendix = page.split('<section class="appendix"')
    assert 'class="working"' not in before
    assert workings_in(appendix).keys() == workings_in(screen).keys()
    assert page.count("<h3>放在一起比</h3>") == 1


def test_paper_tells_what_was_tried_and_what_the_lender_claims(answered):
    answered.post(reverse("advice:assessment_explore"), {"upfront": "3000", "monthly": "1500"})
    answered.post(reverse("advice:assessment_claims"), {"claimed_arrears": "20000"})

    page = answered.get(PRINT).content.decode()

    assert "先付 ¥3,000.00，以后每月还 ¥1,500.00" in page
    assert "¥20,000.00" in page
    assert 'action="/assessment/' not in page


@BOTH
def test_no_browser_stores_it(answered, path):
    response = answered.get(path)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@BOTH
def test_only_a_visit_gets_it(answered, path):
    assert answered.post(path).status_code == 405


@BOTH
def test_answers_that_a_rule_has_since_refused_come_back_on_the_form(answered, path):
    LoanProduct.objects.update(is_active=False)
    SiteEdition.renew()

    response = answered.get(path)

    assert response.status_code == 200
    assert 'class="error-summary"' in response.content.decode()


@BOTH
def test_a_day_without_a_term_is_told_on_the_form(answered, path):
    ProductTerm.objects.update(effective_from=date(2030, 1, 1))
    SiteEdition.renew()

    response = answered.get(path)

    assert 'class="error-summary"' in response.content.decode()


@BOTH
def test_an_unreadable_cookie_is_told(answered, path):
    for cookie in answered.cookies.values():
        cookie.set(cookie.key, "broken", "broken")

    assert answered.get(path).status_code == 400


def test_the_workbook_is_a_file_named_for_its_day(answered):
    response = answered.get(FIGURES)

    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    told = response["Content-Disposition"]
    assert told.startswith("attachment; ")
    assert "2026-11-22.xlsx" in told
    assert load_workbook(BytesIO(response.content)).sheetnames[0] == "概况"


def test_on_paper_every_fold_is_open(answered):
    printed = answered.get(PRINT).content.decode()

    folds = re.findall(r"<details[^>]*>", printed)
    assert len(folds) > 3
    assert all(fold.count(" open") == 1 for fold in folds)


def test_on_paper_stand_the_figures_of_the_result(answered):
    shown, printed = (answered.get(path).content.decode() for path in (RESULT, PRINT))

    figures = re.compile(r"¥[\d,]+\.\d\d")
    assert sorted(figures.findall(printed)) == sorted(figures.findall(shown))
    assert "<title>测算结果（2026年11月22日）" in printed


def test_the_result_leads_to_both(answered):
    html = answered.get(RESULT).content.decode()

    assert f'href="{PRINT}"' in html
    assert f'href="{FIGURES}"' in html


@pytest.mark.parametrize(
    ("fold", "open_fold"),
    [
        ("<details>", "<details open>"),
        ('<details class="trail">', '<details open class="trail">'),
        ('<details class="fold" open>', '<details class="fold" open>'),
        ("<details open>", "<details open>"),
    ],
)
def test_a_fold_is_opened_once(fold, open_fold):
    assert with_open_folds(fold) == open_fold
