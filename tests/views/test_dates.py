"""The dates on the result, the calendar files, and the page that asks for a due day."""

import re

import pytest
import time_machine
import vobject
from django.urls import reverse

from tests.forms import typed
from tests.forms.page import Page
from tests.forms.typed import loan

FORM = reverse("advice:assessment_form")
RESULT = reverse("advice:assessment_result")
FILE = reverse("advice:assessment_dates")
REMINDER = reverse("advice:reminder")
SECTION = re.compile(r'<section aria-labelledby="dates">.*?</section>', re.DOTALL)
SUED = {
    "legal_stage": "sued",
    "lawsuit_filed_on": "2026-11-1",
    "paper_received_on": "2026-11-20",
}

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel("2026-11-22 12:00+08:00", tick=False):
        yield


def section(client, *loans, **changes):
    response = client.post(FORM, typed.form(*loans, **changes), follow=True)
    return SECTION.search(response.content.decode())[0]


def days_on_the_page(html):
    return re.findall(r'<li class="(?:is-)?([\w-]+)">\s*<time datetime="([\d-]+)"', html)


def events_in(response):
    calendar = vobject.readOne(response.content.decode())
    return calendar.contents["vevent"]


def test_the_drawn_line_of_days_is_named_described_and_told_as_a_table(client):
    html = section(client, loan())

    drawn = re.search(r'<figure class="chart strip">.*?</figure>', html, re.DOTALL)[0]
    assert 'aria-labelledby="strip-title" aria-describedby="strip-words"' in drawn
    described = re.search(r'<desc id="strip-words">(.*?)</desc>', drawn)[1]
    numbers = re.findall(r'<th scope="row">(\d)</th>', drawn)
    assert numbers == re.findall(r'<text dy="\.36em">(\d)<', drawn)
    assert all(f"{number}：20" in described for number in numbers)
    days = re.findall(r'<time datetime="([\d-]+)"', drawn)
    assert set(days) <= {day for _, day in days_on_the_page(html)}


@pytest.mark.parametrize(
    ("loans", "changes"),
    [
        ([loan()], {}),
        ([loan(), loan(first_unpaid_due_date="2026-12-1")], {}),
        ([loan()], SUED),
        ([loan()], {"legal_stage": "judged", "performance_due_on": "2026-11-30"}),
        ([loan(first_unpaid_due_date="2026-12-1")], {}),
    ],
)
def test_the_calendar_has_the_days_of_the_page_from_today_on(client, loans, changes):
    html = section(client, *loans, **changes)

    response = client.get(FILE)

    listed = re.sub(r'<li class="today">.*?</li>|<figure.*?</figure>', "", html, flags=re.DOTALL)
    shown = re.findall(r'<time datetime="([\d-]+)"', listed)
    in_file = [event.dtstart.value.isoformat() for event in events_in(response)]
    assert sorted(day for day in shown if day >= "2026-11-22") == sorted(in_file)


def test_the_file_is_a_calendar_that_nobody_keeps(client):
    section(client)

    response = client.get(FILE)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="dates.ics"'
    assert "no-store" in response["Cache-Control"]


def test_without_answers_the_file_leads_to_the_form(client):
    response = client.get(FILE)

    assert response.status_code == 302
    assert response["Location"] == FORM


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_file_can_only_be_read(client, method):
    assert getattr(client, method)(FILE).status_code == 405


def test_a_deadline_tells_how_it_was_counted_that_it_moved_and_its_law(client):
    html = section(client, **SUED)

    assert "交答辩状、提管辖异议的最后一天" in html
    assert "收到起诉状副本的 2026年11月20日 加 15 天，收到的当天不算。" in html
    assert "按天数数到 2026年12月5日，那天休息，顺延到下一个工作日。" in html
    assert reverse("advice:law_detail", args=["cpl_128"]) in html
    assert reverse("advice:law_detail", args=["cpl_85"]) in html


def test_a_deadline_missed_is_said_in_words(client):
    html = section(client, **SUED | {"paper_received_on": "2026-11-4"})

    assert '<span class="tag tag-past">已过 3 天</span>' in html


def test_a_paper_without_its_day_is_told_without_a_date(client):
    html = section(client, legal_stage="payment_order")

    assert "收到支付令之日起 15 天" in html
    assert "没有日期" in html


def test_limitation_is_told_with_its_caution(client):
    html = section(client)

    assert "诉讼时效，最早到这天" in html
    assert "不要等它" in html


def test_the_days_stand_in_order_around_today(client):
    html = section(client, **SUED)

    marked = days_on_the_page(html)
    days = [day for _, day in marked]
    assert days == sorted(days)
    assert html.count('<li class="today">') == 1


# Coming due days


def asked(client, **changes):
    told = {"due_day": "15", "remaining_instalments": "3", "last_due_on": "", "remind_days": ""}
    return client.post(REMINDER, told | changes)


def test_a_due_day_gives_its_calendar(client):
    response = asked(client, due_day="15号", remaining_instalments="３期")

    days = [event.dtstart.value.isoformat() for event in events_in(response)]
    assert days == ["2026-12-15", "2027-01-15", "2027-02-15"]
    assert response["Content-Disposition"] == 'attachment; filename="dates.ics"'
    assert "no-store" in response["Cache-Control"]


def test_nothing_of_it_is_kept(client):
    asked(client)

    assert set(client.cookies) <= {"csrftoken"}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"due_day": ""}, "due_day", "请填写每月几号还款"),
        ({"due_day": "32"}, "due_day", "每月几号还款应在 1 到 31 之间"),
        ({"due_day": "\x00"}, "due_day", "请写成数字"),
        ({"remaining_instalments": "9" * 5000}, "remaining_instalments", "请"),
        ({"remaining_instalments": "0"}, "remaining_instalments", "应在 1 到 360 之间"),
        ({"last_due_on": "2027-2-30"}, "last_due_on", "请写成存在的日期"),
        ({"remind_days": "-1"}, "remind_days", "应在 0 到 28 之间"),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_typed_is_lost(client, changes, field, message):
    page = Page(asked(client, **changes))

    assert message in page.errors[field][0]
    assert page.errors[field][0] in [text for _, text in page.summary]
    assert set(page.anchors) <= set(page.ids)
    assert page.values["remind_days"] == changes.get("remind_days", "")


def test_an_empty_post_asks_for_the_day(client):
    page = Page(client.post(REMINDER, {}))

    assert list(page.errors) == ["due_day", "remaining_instalments"]


@pytest.mark.parametrize("key", ["check_statements", "emergency_fund"])
def test_prevention_leads_to_the_reminder(client, key):
    html = client.get(reverse("advice:prevention_detail", args=[key])).content.decode()

    assert f'href="{REMINDER}"' in html
