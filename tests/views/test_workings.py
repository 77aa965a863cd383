"""Every figure of the result opens into how it came about; each is told once, links lead to it."""

import pytest
from django.urls import reverse

from tests.forms import typed
from tests.forms.page import Page
from tests.forms.typed import MONEY, loan

FORM = reverse("advice:assessment_form")

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def result(client):
    """Post the form and follow to the result."""

    def result(*loans, **changes):
        response = client.post(FORM, typed.form(*loans, **changes))
        assert response.status_code == 302, Page(response).summary
        return Page(client.get(response["Location"]))

    return result


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
