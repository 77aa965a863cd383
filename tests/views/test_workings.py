"""Every figure of the result opens into how it came about; each is told once, links lead to it."""

import re

import pytest
from django.urls import reverse

from tests.forms import typed
from tests.forms.page import Page
from tests.forms.typed import MONEY, loan
from tests.views.by_hand import check, workings_in

FORM = reverse("advice:assessment_form")

pytestmark = pytest.mark.usefixtures("seeded")


LEVEL = {"repayment_method": "equal_instalment", "annual_rate_percent": "18"}
INTEREST_ONLY = {"repayment_method": "interest_only", "first_unpaid_due_date": "2026-11-10"}
BORROWERS = {
    "99 days late": ([loan()], {}),
    "three loans, income and savings, the lender contacted": (
        [
            loan(),
            loan(principal="18600.50", **LEVEL, daily_rate_percent="", remaining_instalments="7"),
            loan(principal="20000", **INTEREST_ONLY, remaining_instalments="3"),
        ],
        {**MONEY, "circumstances": ["contacted_lender", "multiple_debts"]},
    ),
    "a judgment, and a contract with compound interest": (
        [loan(principal="56789.12", accelerated_on="2026-10-20")],
        {
            **MONEY,
            "legal_stage": "judged",
            "performance_due_on": "2026-10-01",
            "penalty_multiplier": "1.45",
            "charges_compound_interest": "yes",
        },
    ),
}


TRIED = {"upfront": "3000", "monthly": "1500", "starts_on": "2026-12-10"}
CLAIMED = {"claimed_on": "2026-11-20", "claimed_arrears": "20000", "claimed_penalty": "700"}
MORE_A_MONTH = "¥100.00"
CONDITION = re.compile(r"(不低于|不超过|低于|高于)[^¥，]*¥[\d,.]+(，还差 ¥[\d,.]+)?")


@pytest.fixture
def post(client):
    """Post the form and follow to the result."""

    def post(*loans, **changes):
        response = client.post(FORM, typed.form(*loans, **changes))
        assert response.status_code == 302, Page(response).summary
        return client.get(response["Location"])

    return post


@pytest.fixture
def result(post):
    return lambda *loans, **changes: Page(post(*loans, **changes))


def workings_linked(page):
    return {link[1:] for link in page.links if link.startswith("#how-")}


@pytest.mark.parametrize("count", [1, 3, 20])
def test_every_link_to_a_working_leads_to_one_that_stands_once(result, count):
    page = result(*[loan() for _ in range(count)], **MONEY)

    anchors = [told for told in page.ids if told.startswith("how-")]
    assert len(anchors) == len(set(anchors))
    assert workings_linked(page) <= set(anchors)
    assert {"how-projection-0-payoff", "how-projection-0-arrears", "how-daily_cost"} <= set(anchors)


def test_the_penalty_is_told_stretch_by_stretch_with_its_terms(result):
    page = result(loan(), **MONEY)

    assert "× 罚息倍数 1.5 倍 × " in page.text
    assert "罚息倍数 1.5 倍，2017年1月1日起" in page.text


@pytest.fixture
def explored(client, post):
    """The whole result of one who has tried a plan and told the lender's figures, as HTML."""

    def explored(loans, told):
        post(*loans, **told)
        client.post(reverse("advice:assessment_explore"), TRIED)
        client.post(reverse("advice:assessment_claims"), CLAIMED)
        return client.get(reverse("advice:assessment_result")).content.decode()

    return explored


@pytest.mark.parametrize("who", BORROWERS)
def test_every_figure_adds_up_by_hand_from_the_words_beside_it(explored, who):
    workings = workings_in(explored(*BORROWERS[who]))

    assert workings
    for working in workings.values():
        check(working, workings)


@pytest.mark.parametrize("who", BORROWERS)
def test_every_sum_of_the_result_is_told_in_a_working_or_by_the_borrower(explored, who):
    loans, told = BORROWERS[who]

    html = explored(loans, told)

    answers = [answer for answer in (*told.values(), *CLAIMED.values()) if isinstance(answer, str)]
    known = {f"¥{float(answer):,.2f}" for answer in answers if re.fullmatch(r"[\d.]+", answer)}
    known |= {working.shown.removeprefix("−") for working in workings_in(html).values()}
    assert sums_told_apart(html) - known - {MORE_A_MONTH} == set()


def sums_told_apart(html):
    """The sums of the page outside of workings, and of conditions that name their own bounds."""
    page = html[html.index("<main") : html.index("</main>")]
    page = re.sub(r'<section class="working".*?</section>', "", page, flags=re.DOTALL)
    said = CONDITION.sub("", re.sub("<[^>]*>", "", page))
    return set(re.findall(r"¥[\d,]+\.\d\d", said))
