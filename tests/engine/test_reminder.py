"""Coming due days: from today on, each cut to its month's end, within every bound."""

import pytest

from advice.engine.answers import CaseRefused
from advice.engine.reminder import read_reminder
from tests.engine.factories import TODAY, on


def read(today=TODAY, **raw):
    return read_reminder({"due_day": 15, "remaining_instalments": 3} | raw, today=today)


def refused(**raw):
    with pytest.raises(CaseRefused) as refusal:
        read_reminder(raw, today=TODAY)
    return refusal.value.errors


@pytest.mark.parametrize(
    ("due_day", "first"), [(21, "2026-12-21"), (22, "2026-11-22"), (23, "2026-11-23")]
)
def test_the_first_due_day_is_today_or_later(due_day, first):
    reminder = read(due_day=due_day)

    assert (reminder.days[0], len(reminder.days)) == (on(first), 3)


def test_a_due_day_is_cut_to_the_end_of_a_short_month():
    reminder = read(due_day=31, remaining_instalments=5)

    days = ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]
    assert reminder.days == tuple(map(on, days))


def test_a_due_day_cut_to_today_counts():
    reminder = read(today=on("2027-02-28"), due_day=31, remaining_instalments=1)

    assert reminder.days == (on("2027-02-28"),)


@pytest.mark.parametrize(
    ("until", "count"), [("2026-12-15", 1), ("2027-01-14", 1), ("2027-01-15", 2)]
)
def test_due_days_go_to_the_last_one_told(until, count):
    reminder = read_reminder({"due_day": 15, "last_due_on": until}, today=TODAY)

    assert len(reminder.days) == count


@pytest.mark.parametrize(("told", "days"), [({}, 3), ({"remind_days": 0}, 0)])
def test_a_reminder_comes_three_days_before_unless_told(told, days):
    assert read(**told).remind_days == days


@pytest.mark.parametrize("count", [1, 360])
def test_as_many_due_days_as_instalments(count):
    assert len(read(remaining_instalments=count).days) == count


@pytest.mark.parametrize(
    ("raw", "field", "message"),
    [
        ({}, "due_day", "请填写每月几号还款"),
        ({"due_day": 0}, "due_day", "每月几号还款应在 1 到 31 之间"),
        ({"due_day": 32}, "due_day", "每月几号还款应在 1 到 31 之间"),
        ({"due_day": "月底"}, "due_day", "每月几号还款请写成数字，例如 16"),
        ({"due_day": 15}, "remaining_instalments", "请填写还剩几期没还，或者填写最后一期还款日"),
        (
            {"due_day": 15, "remaining_instalments": 361},
            "remaining_instalments",
            "还剩几期没还应在 1 到 360 之间",
        ),
        (
            {"due_day": 15, "remaining_instalments": 3, "last_due_on": "2027-01-15"},
            "last_due_on",
            "还剩几期和最后一期还款日只填一个",
        ),
        (
            {"due_day": 15, "last_due_on": "2026-12-14"},
            "last_due_on",
            "应在下一个还款日 2026年12月15日 或之后",
        ),
        (
            {"due_day": 15, "last_due_on": "2056-11-23"},
            "last_due_on",
            "最后一期还款日应在 2056年11月22日 或之前",
        ),
        (
            {"due_day": 15, "remaining_instalments": 1, "remind_days": 29},
            "remind_days",
            "提前几天提醒应在 0 到 28 之间",
        ),
        ({"due_day": 15, "remaining_instalments": 1, "amount": 1}, "amount", "没有这个字段"),
    ],
)
def test_a_broken_bound_is_named(raw, field, message):
    assert refused(**raw)[field] == [message]
