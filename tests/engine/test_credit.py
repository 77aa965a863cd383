"""Status codes, the months that show them, and the bank's risk classes."""

import pytest

from advice.engine.calendar import add_days
from advice.engine.credit import credit_record, risk_class, status_code
from advice.engine.vocabulary import RiskClass
from tests.engine.factories import RULES, on

SINCE = on("2026-01-01")


@pytest.mark.parametrize(
    ("days_overdue", "code"),
    [
        (0, "N"),
        (1, "N"),
        (2, "1"),
        (30, "1"),
        (31, "2"),
        (60, "2"),
        (61, "3"),
        (90, "3"),
        (91, "4"),
        (120, "4"),
        (121, "5"),
        (150, "5"),
        (151, "6"),
        (180, "6"),
        (181, "7"),
        (3650, "7"),
    ],
)
def test_status_code_by_days_overdue_with_one_day_of_grace(days_overdue, code):
    grace_days = 1

    shown = status_code(days_overdue, grace_days)

    assert shown == code


@pytest.mark.parametrize(
    ("grace_days", "days_overdue", "code"),
    [(0, 0, "N"), (0, 1, "1"), (29, 29, "N"), (29, 30, "1"), (30, 30, "N"), (30, 31, "2")],
)
def test_status_code_is_normal_through_the_grace(grace_days, days_overdue, code):
    shown = status_code(days_overdue, grace_days)

    assert shown == code


@pytest.mark.parametrize(
    ("grace_days", "days_now", "days_then", "code"),
    [
        (1, -5, 2, "1"),
        (1, 0, 2, "1"),
        (1, 1, 2, "1"),
        (1, 2, 31, "2"),
        (1, 30, 31, "2"),
        (1, 31, 61, "3"),
        (1, 180, 181, "7"),
        (0, 0, 1, "1"),
        (29, 29, 30, "1"),
        (30, 10, 31, "2"),
        (30, 30, 31, "2"),
        (30, 31, 61, "3"),
    ],
)
def test_next_code_comes_on_the_first_day_of_a_worse_one(grace_days, days_now, days_then, code):
    as_of = add_days(SINCE, days_now)

    record = record_on(as_of, grace_days=grace_days)

    assert record.next_code_on == add_days(SINCE, days_then)
    assert record.next_code == code
    assert status_code(days_then - 1, grace_days) == record.code_now


@pytest.mark.parametrize("days_now", [181, 400])
def test_no_code_is_worse_than_7(days_now):
    record = record_on(add_days(SINCE, days_now))

    assert (record.code_now, record.next_code_on, record.next_code) == ("7", None, None)


def record_on(as_of, *, first_due_on=SINCE, horizon_on=None, grace_days=1):
    return credit_record(
        as_of=as_of,
        first_due_on=first_due_on,
        horizon_on=horizon_on or add_days(as_of, 365),
        overdue_since=first_due_on,
        grace_days=grace_days,
    )


@pytest.mark.parametrize(
    ("horizon_on", "last"),
    [("2026-11-29", "2026-10-31"), ("2026-11-30", "2026-11-30"), ("2026-12-01", "2026-11-30")],
)
def test_a_month_is_shown_once_its_end_is_within_the_horizon(horizon_on, last):
    record = record_on(on("2026-10-01"), first_due_on=on("2026-08-15"), horizon_on=on(horizon_on))

    assert record.months[0].month == on("2026-08-31")
    assert record.months[-1].month == on(last)


@pytest.mark.parametrize(
    ("horizon_on", "count", "first"),
    [
        ("2028-07-30", 23, "2026-08-31"),
        ("2028-07-31", 24, "2026-08-31"),
        ("2028-08-31", 24, "2026-09-30"),
    ],
)
def test_the_latest_24_months_are_shown(horizon_on, count, first):
    record = record_on(on("2026-08-20"), first_due_on=on("2026-08-15"), horizon_on=on(horizon_on))

    assert len(record.months) == count
    assert record.months[0].month == on(first)


def test_no_month_is_shown_where_none_ends_within_the_horizon():
    record = record_on(on("2026-11-01"), first_due_on=on("2026-12-02"), horizon_on=on("2026-12-01"))

    assert record.months == ()


def test_each_month_shows_the_code_of_its_last_day():
    record = record_on(on("2026-08-20"), first_due_on=on("2026-08-15"), horizon_on=on("2027-02-28"))

    codes = [(row.month.isoformat(), row.code) for row in record.months]

    # 16, 46, 77, 107, 138, 169, 197 days overdue.
    assert codes == [
        ("2026-08-31", "1"),
        ("2026-09-30", "2"),
        ("2026-10-31", "3"),
        ("2026-11-30", "4"),
        ("2026-12-31", "5"),
        ("2027-01-31", "6"),
        ("2027-02-28", "7"),
    ]


@pytest.mark.parametrize(
    ("days_overdue", "expected"),
    [
        (0, RiskClass.NORMAL),
        (1, RiskClass.SPECIAL_MENTION),
        (90, RiskClass.SPECIAL_MENTION),
        (91, RiskClass.SUBSTANDARD),
        (270, RiskClass.SUBSTANDARD),
        (271, RiskClass.DOUBTFUL),
        (360, RiskClass.DOUBTFUL),
        (361, RiskClass.LOSS),
    ],
)
def test_risk_class_by_days_overdue(days_overdue, expected):
    found = risk_class(days_overdue, RULES)

    assert found is expected
