"""The result's picture is a drawing with words, and says the same as the figures beside it."""

import re

import pytest
from django.urls import reverse

from advice.models import Strategy
from tests.forms import typed

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def figure(client):
    """Post the form; the figure on the result, or nothing."""

    def figure(**changes):
        form = typed.form(typed.loan(), **changes)
        response = client.post(reverse("advice:assessment_form"), form, follow=True)
        found = re.search(
            r'<figure class="chart".*?</figure>', response.content.decode(), re.DOTALL
        )
        return found and found[0]

    return figure


def test_the_drawing_is_named_and_described_in_words(figure):
    html = figure(**typed.MONEY)

    assert 'role="img" aria-labelledby="picture-title" aria-describedby="picture-words"' in html
    described = re.search(r'<desc id="picture-words">(.*?)</desc>', html)[1]
    assert described.startswith("不采取行动，要还的从 ¥")
    assert described.count("按“") == html.count("<polyline") - 1
    assert described.count("一共付 ¥") == described.count("按“")


def test_the_drawing_has_a_line_for_doing_nothing_and_at_most_four_strategies(figure):
    html = figure(**typed.MONEY)

    assert re.findall(r'<polyline class="(\w+)"', html) == ["s1", "s2", "s3", "s4", "s5"]
    assert re.findall(r'<text x="1\.15em" dy="\.36em">(\d)<', html) == ["1", "2", "3", "4", "5"]


def test_nothing_in_it_is_styled_where_the_policy_forbids_it(figure):
    html = figure(**typed.MONEY)

    assert "style=" not in html
    assert "<style" not in html


def test_the_table_begins_and_ends_with_the_sums_of_the_words(figure):
    html = figure(**typed.MONEY)

    told = re.findall(r"¥[\d,.]+\d", re.search(r"<desc.*?</desc>", html)[0])
    cells = re.findall(r'data-label="不采取行动">(¥[\d,.]+)<', html)
    assert [cells[0], cells[-1]] == told[:2]


def test_without_a_strategy_with_a_cost_there_is_no_picture(figure):
    Strategy.objects.all().delete()

    assert figure() is None
