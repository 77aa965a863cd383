"""When a bad record goes: due on 2026-08-15, asked on 2026-11-22, kept for 60 months."""

import pytest

from advice.engine.tools import record
from tests.engine.factories import on
from tests.engine.tools.asked import ask, refusal

RAW = {"first_unpaid_due_date": "2026-08-15"}


def test_unpaid_it_goes_sixty_months_after_today_at_the_earliest():
    answer = ask(record, RAW)

    assert not answer.is_told
    assert answer.expires_on == on("2031-11-22")
    assert answer.days_left == 1826
    assert (answer.days_overdue, answer.worst_code) == (99, "4")


@pytest.mark.parametrize(
    ("cleared_on", "code", "expires_on"),
    [
        ("2026-08-15", "N", None),
        ("2026-08-16", "N", None),
        ("2026-08-17", "1", "2031-08-17"),
        ("2026-09-14", "1", "2031-09-14"),
        ("2026-09-15", "2", "2031-09-15"),
        ("2027-02-28", "7", "2032-02-28"),
    ],
)
def test_it_goes_sixty_months_after_the_end_where_the_grace_was_exceeded(
    cleared_on, code, expires_on
):
    answer = ask(record, RAW, cleared_on=cleared_on)

    assert answer.worst_code == code
    assert answer.expires_on == (on(expires_on) if expires_on else None)


@pytest.mark.parametrize(
    ("cleared_on", "is_expired", "days_left"),
    [("2021-11-21", True, None), ("2021-11-22", True, None), ("2021-11-23", False, 1)],
)
def test_it_has_gone_on_the_day_itself(cleared_on, is_expired, days_left):
    answer = ask(record, {"first_unpaid_due_date": "2021-01-15"}, cleared_on=cleared_on)

    assert answer.is_expired == is_expired
    assert answer.days_left == days_left


@pytest.mark.parametrize(
    ("cleared_on", "message"),
    [
        ("2026-08-14", "还清逾期的日期应在 2026年8月15日 或之后"),
        ("2031-11-22", "还清逾期的日期应在 2031年11月21日 或之前"),
        ("2026-02-30", "还清逾期的日期请写成存在的日期，例如 2026-08-15"),
    ],
)
def test_an_end_before_the_beginning_or_too_far_ahead_is_refused(cleared_on, message):
    assert refusal(record, RAW, cleared_on=cleared_on) == {"cleared_on": [message]}


def test_the_last_day_of_a_plan_is_taken():
    assert ask(record, RAW, cleared_on="2031-11-21").expires_on == on("2036-11-21")


def test_a_record_needs_the_day_it_began():
    assert refusal(record, {}) == {"first_unpaid_due_date": ["请填写第一期没还上的还款日"]}
