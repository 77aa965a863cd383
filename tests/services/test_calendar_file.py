"""The calendar file: what a second library reads in it, its ids, its reminders, what it hides."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from hypothesis import given

from advice.engine.assessment import assess
from advice.engine.reminder import read_reminder
from advice.engine.timeline import timeline
from advice.services.calendar_file import dates_file, reminder_file
from advice.services.dates import Nearness, dates_of
from advice.services.holidays import workdays
from tests.engine.drawn import cases, drawn_times
from tests.engine.factories import RULEBOOK, TODAY, make_case, on, raw_loan

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
ONE_DAY = timedelta(1)


def dates_for(case):
    return dates_of(timeline(assess(case, RULEBOOK), workdays), {}, str)


def file_of(case, *, made_at=NOON):
    return dates_file(dates_for(case), case, made_at=made_at)


def events_in(file):
    """The events as a second library reads them."""
    calendar = vobject.readOne(file.decode())
    return list(calendar.contents.get("vevent", []))


def by_uid(file):
    return {event.uid.value: event for event in events_in(file)}


LATE = {"loans": [raw_loan(remaining_instalments=12)]}
SUED = {
    "legal_stage": "sued",
    "lawsuit_filed_on": "2026-11-01",
    "paper_received_on": "2026-11-20",
}


@drawn_times(40)
@given(cases())
def test_a_second_library_reads_the_days_that_the_page_shows(case):
    dates = dates_for(case)
    shown = [*dates.to_come, *dates.due_days]

    events = events_in(file_of(case))

    assert sorted(event.dtstart.value for event in events) == sorted(
        entry.event.day for entry in shown
    )
    assert len({event.uid.value for event in events}) == len(events)


@pytest.mark.parametrize("changes", [LATE, SUED])
def test_every_event_lasts_its_whole_day_and_blocks_no_time(changes):
    for event in events_in(file_of(make_case(**changes))):
        assert type(event.dtstart.value) is date
        assert event.dtend.value == event.dtstart.value + ONE_DAY
        assert event.transp.value == "TRANSPARENT"
        assert event.contents["class"][0].value == "PRIVATE"
        assert event.dtstamp.value == NOON


def test_the_file_is_that_of_a_calendar_with_a_name():
    calendar = vobject.readOne(file_of(make_case()).decode())

    assert calendar.validate()
    assert calendar.version.value == "2.0"
    assert calendar.prodid.value.startswith("-//")
    assert calendar.contents["x-wr-calname"][0].value == "还款和要回应的日子（测算）"


def test_lines_are_folded_at_75_octets_and_end_as_the_format_wants():
    file = file_of(make_case(**SUED))

    assert file.endswith(b"\r\n")
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    assert not re.search(rb"(?<!\r)\n", file)


def test_commas_and_new_lines_come_back_as_they_were():
    (event,) = [
        event
        for event in events_in(file_of(make_case(**SUED)))
        if "答辩" in event.description.value
    ]

    lines = event.description.value.split("\n")
    assert lines[0] == "交答辩状、提管辖异议的最后一天。"
    assert lines[1] == "收到起诉状副本的 2026年11月20日 加 15 天，收到的当天不算。"
    assert lines[2].startswith("按天数数到 2026年12月5日，那天休息")


def test_the_moved_day_is_the_one_in_the_calendar():
    days = {
        event.dtstart.value
        for event in events_in(file_of(make_case(**SUED)))
        if "答辩" in event.description.value
    }

    assert days == {on("2026-12-07")}


@drawn_times(30)
@given(cases())
def test_what_a_locked_screen_shows_tells_no_amount_and_no_court(case):
    for event in events_in(file_of(case)):
        shown = [event.summary.value]
        shown += [alarm.description.value for alarm in event.contents.get("valarm", [])]

        for text in shown:
            assert not re.search(r"[\d¥]|诉|法院|判决|执行|逾期|征信|欠|贷", text)


def test_the_same_answers_give_the_same_file():
    assert file_of(make_case(**LATE)) == file_of(make_case(**LATE))


def test_a_later_file_has_the_same_ids_and_a_greater_number():
    later = NOON + timedelta(minutes=1)

    first, second = by_uid(file_of(make_case())), by_uid(file_of(make_case(), made_at=later))

    assert first.keys() == second.keys()
    for uid, event in first.items():
        assert int(second[uid].sequence.value) > int(event.sequence.value)


def test_ids_do_not_depend_on_amounts_nor_on_what_was_paid_meanwhile():
    told = make_case(**LATE)
    corrected = make_case(loans=[raw_loan(remaining_instalments=12, principal="9000")])
    paid = make_case(loans=[raw_loan(first_unpaid_due_date="2026-09-15", remaining_instalments=11)])

    ids = by_uid(file_of(told)).keys()

    assert by_uid(file_of(corrected)).keys() == ids
    assert by_uid(file_of(paid)).keys() == ids


def test_another_loan_has_other_ids():
    other = make_case(loans=[raw_loan(remaining_instalments=13)])

    assert not by_uid(file_of(make_case(**LATE))).keys() & by_uid(file_of(other)).keys()


def test_a_reminder_rings_at_nine_in_china_three_days_and_one_day_before():
    case = make_case(loans=[raw_loan(first_unpaid_due_date="2026-12-10")])

    event = min(events_in(file_of(case)), key=lambda event: event.dtstart.value)

    rings = [alarm.trigger.value for alarm in event.contents["valarm"]]
    assert rings == [datetime(2026, 12, day, 1, tzinfo=UTC) for day in (7, 9)]


def test_a_reminder_that_would_have_rung_already_is_left_out():
    case = make_case(loans=[raw_loan(first_unpaid_due_date="2026-11-23")])

    (event, *_) = sorted(events_in(file_of(case)), key=lambda event: event.dtstart.value)

    assert "valarm" not in event.contents
    earlier = file_of(case, made_at=NOON - timedelta(hours=4))
    (event, *_) = sorted(events_in(earlier), key=lambda event: event.dtstart.value)
    assert len(event.contents["valarm"]) == 1


def test_what_has_passed_is_in_no_calendar():
    dates = dates_for(make_case())

    assert [entry.nearness for entry in dates.past] == [Nearness.MISSED]
    assert all(event.dtstart.value >= TODAY for event in events_in(file_of(make_case())))


# Coming due days


def reminder_of(**changes):
    asked = {"due_day": 31, "remaining_instalments": 4} | changes
    return read_reminder(asked, today=TODAY)


def test_coming_due_days_are_events_with_two_reminders():
    events = events_in(reminder_file(reminder_of(), made_at=NOON))

    days = ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]
    assert [event.dtstart.value for event in events] == list(map(on, days))
    assert {event.summary.value for event in events} == {"还款日"}
    rings = [alarm.trigger.value for alarm in events[0].contents["valarm"]]
    assert rings == [datetime(2026, 11, day, 1, tzinfo=UTC) for day in (27, 30)]


def test_reminded_on_the_day_alone_there_is_one_reminder():
    (event, *_) = events_in(reminder_file(reminder_of(remind_days=0), made_at=NOON))

    assert len(event.contents["valarm"]) == 1


def test_due_days_keep_their_ids_while_others_pass():
    asked = reminder_of()
    later = replace(asked, days=asked.days[1:])

    first = by_uid(reminder_file(asked, made_at=NOON)).keys()
    second = by_uid(reminder_file(later, made_at=NOON)).keys()

    assert second < first
