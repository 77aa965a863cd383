"""What falls when, and what comes next: the earliest day on which something gets worse."""

from dataclasses import replace

import pytest
from hypothesis import given

from advice.engine.assessment import assess
from advice.engine.calendar import add_days, add_months
from advice.engine.case import Cure
from advice.engine.timeline import days_until, timeline
from advice.engine.vocabulary import EventKind
from advice.engine.working_days import only_weekends_off
from tests.engine.drawn import cases, drawn_times
from tests.engine.factories import RULEBOOK, TODAY, make_case, on, raw_loan
from tests.engine.rulebook import make_rulebook


def workdays(day):
    """Weekends off in 2026, and nothing announced for any other year."""
    return only_weekends_off(day) if day.year == 2026 else None


def timeline_of(*, rulebook=RULEBOOK, **changes):
    return timeline(assess(make_case(**changes), rulebook), workdays)


def event_of(**changes):
    return timeline_of(**changes).coming


def events_of(kind, **changes):
    shown = timeline_of(**changes)
    return [event for event in (*shown.undated, *shown.dated) if event.kind is kind]


def days_ahead(event):
    return days_until(event.day, TODAY)


def loan_due(first_due, **changes):
    return [raw_loan(first_unpaid_due_date=first_due, **changes)]


def test_before_the_due_date_the_next_instalment_comes():
    event = event_of(loans=loan_due("2026-12-01"))

    assert (event.day, days_ahead(event), event.is_estimate) == (on("2026-12-01"), 9, False)
    assert event.words.startswith("下一期到期，要还 ¥2,")


def test_instalments_of_one_day_are_added():
    one = event_of(loans=loan_due("2026-12-01"))
    two = event_of(loans=loan_due("2026-12-01") * 2)

    assert one.words == "下一期到期，要还 ¥2,150.00"
    assert two.words == "下一期到期，要还 ¥4,300.00"


def test_on_the_due_date_the_code_is_next():
    event = event_of(loans=loan_due("2026-11-22"))

    assert (event.day, event.words) == (on("2026-11-24"), "征信还款状态由 N 变为 1")


def test_within_the_grace_its_last_day_comes_first():
    event = event_of(loans=loan_due("2026-11-21"), grace_days=3)

    assert (event.day, days_ahead(event)) == (on("2026-11-24"), 2)
    assert event.words.startswith("宽限期的最后一天")


@pytest.mark.parametrize(("first_due", "grace_days"), [("2026-11-21", 1), ("2026-11-19", 3)])
def test_on_the_last_day_of_grace_that_day_is_the_event(first_due, grace_days):
    event = event_of(loans=loan_due(first_due), grace_days=grace_days)

    assert (event.day, days_ahead(event), event.is_estimate) == (on("2026-11-22"), 0, False)
    assert event.words == "24:00 前补齐 ¥2,155.00，一般不算罚息、不上报征信"


@pytest.mark.parametrize(("first_due", "grace_days"), [("2026-11-20", 1), ("2026-11-21", 0)])
def test_after_the_last_day_of_grace_the_code_is_next(first_due, grace_days):
    event = event_of(loans=loan_due(first_due, remaining_instalments=1), grace_days=grace_days)

    assert days_ahead(event) > 0
    assert event.words == "征信还款状态由 1 变为 2"


def test_late_the_next_code_or_instalment_comes():
    event = event_of()

    assert (event.day, event.words) == (on("2026-12-14"), "征信还款状态由 4 变为 5")


def test_of_one_day_the_gravest_is_told():
    # The 30th day after as_of: the suit and the next instalment.
    event = event_of(loans=loan_due("2026-02-22", remaining_instalments=20))

    assert event.day == on("2026-12-22")
    assert (event.words, event.is_estimate) == ("可能被起诉", True)


def test_the_judgment_follows_the_suit():
    event = event_of(
        loans=loan_due("2026-02-15"), legal_stage="sued", lawsuit_filed_on="2026-10-01"
    )

    assert (event.day, event.words) == (on("2026-12-30"), "法院可能判决")
    assert event.is_estimate


def test_the_day_to_perform_is_certain_where_it_was_told():
    event = event_of(
        loans=loan_due("2026-02-15"), legal_stage="judged", performance_due_on="2026-11-30"
    )

    assert (event.day, event.words, event.is_estimate) == (
        on("2026-11-30"),
        "判决的履行期满",
        False,
    )


def test_after_the_day_to_perform_enforcement_comes():
    event = event_of(
        loans=loan_due("2026-02-15"), legal_stage="judged", performance_due_on="2026-11-20"
    )

    assert (event.words, event.is_estimate) == ("可能开始强制执行", True)
    assert event.day == on("2026-12-20")


def test_at_the_worst_code_in_enforcement_nothing_more_comes():
    event = event_of(
        loans=loan_due("2026-02-15"), legal_stage="enforcement", performance_due_on="2026-11-20"
    )

    assert event is None


def test_instalments_of_a_loan_called_due_come_no_more():
    called = raw_loan(first_unpaid_due_date="2026-06-24", accelerated_on="2026-11-01")
    other = raw_loan(first_unpaid_due_date="2026-11-25")

    event = event_of(loans=[called, other])

    assert (event.day, event.words) == (on("2026-11-25"), "下一期到期，要还 ¥2,155.00")


# Deadlines of court papers

PAPERS = {
    "payment_order": (EventKind.OBJECTION_DUE, "支付令", "objection_days"),
    "sued": (EventKind.ANSWER_DUE, "起诉状副本", "answer_days"),
    "judged": (EventKind.APPEAL_DUE, "判决书", "appeal_days"),
}
COURT = {
    "payment_order": {},
    "sued": {"lawsuit_filed_on": "2026-09-01"},
    "judged": {"performance_due_on": "2027-01-29"},
}


def paper_event(stage, received_on=None, **changes):
    kind = PAPERS[stage][0]
    told = COURT[stage] | {"legal_stage": stage, "paper_received_on": received_on} | changes
    return events_of(kind, **{name: value for name, value in told.items() if value is not None})


@pytest.mark.parametrize("stage", PAPERS)
def test_an_answer_is_due_15_days_after_the_day_of_receipt(stage):
    (event,) = paper_event(stage, "2026-11-16")

    assert event.day == on("2026-12-01")
    assert event.computed == f"收到{PAPERS[stage][1]}的 2026年11月16日 加 15 天，收到的当天不算。"
    assert (event.is_deadline, event.is_estimate, event.moved_words) == (True, False, "")
    assert "cpl_85" in event.laws
    assert event.rules == (PAPERS[stage][2],)


@pytest.mark.parametrize(
    ("received_on", "day", "counted"),
    [
        ("2026-11-19", "2026-12-04", None),
        ("2026-11-20", "2026-12-07", "2026-12-05"),
        ("2026-11-21", "2026-12-07", "2026-12-06"),
        ("2026-11-22", "2026-12-07", None),
    ],
)
def test_a_deadline_on_a_weekend_moves_and_says_so(received_on, day, counted):
    (event,) = paper_event("sued", received_on)

    assert event.day == on(day)
    assert event.moved.moved_from == (on(counted) if counted else None)
    assert ("那天休息，顺延到下一个工作日" in event.moved_words) is bool(counted)


def test_a_deadline_in_a_year_not_announced_says_so():
    (event,) = paper_event("judged", "2026-12-19", as_of="2026-12-22")

    assert event.day == on("2027-01-04")
    assert event.moved.moved_from == on("2027-01-03")
    assert event.moved_words.endswith(
        "2027 年的放假安排还没有收进来，这里只避开了周末，公布后请再核对。"
    )


@pytest.mark.parametrize("stage", PAPERS)
def test_a_paper_received_on_an_unknown_day_is_told_without_a_date(stage):
    (event,) = paper_event(stage)

    assert (event.day, event.moved) == (None, None)
    assert event.computed.startswith(f"收到{PAPERS[stage][1]}之日起 15 天")


@pytest.mark.parametrize("stage", PAPERS)
def test_a_period_not_in_force_makes_no_event(stage):
    rules = {key: series for key, series in RULEBOOK.rules.items() if key != PAPERS[stage][2]}

    events = paper_event(stage, "2026-11-16", rulebook=replace(RULEBOOK, rules=rules))

    assert events == []


def test_the_period_is_that_of_the_rulebook():
    (event,) = paper_event("sued", "2026-11-16", rulebook=make_rulebook(rules={"answer_days": "9"}))

    assert event.day == on("2026-11-25")


@pytest.mark.parametrize("stage", ["none", "lawyer_letter"])
def test_without_a_court_paper_nothing_is_to_be_answered(stage):
    kinds = {event.kind for event in timeline_of(legal_stage=stage).dated}

    assert not kinds & {kind for kind, *_ in PAPERS.values()}


@pytest.mark.parametrize(("as_of", "comes"), [("2026-12-01", True), ("2026-12-02", False)])
def test_a_deadline_comes_next_to_the_end_of_its_last_day(as_of, comes):
    shown = timeline_of(legal_stage="payment_order", paper_received_on="2026-11-16", as_of=as_of)

    assert (shown.coming.kind is EventKind.OBJECTION_DUE) is comes


def test_performance_told_keeps_its_day_and_names_the_later_one():
    (event,) = events_of(
        EventKind.PERFORMANCE_DUE, legal_stage="judged", performance_due_on="2026-11-28"
    )

    assert event.day == on("2026-11-28")
    assert "法律上顺延到下一个工作日 2026年11月30日" in event.computed


def test_performance_told_for_a_year_without_announced_holidays_says_so():
    (event,) = events_of(
        EventKind.PERFORMANCE_DUE, legal_stage="judged", performance_due_on="2027-10-01"
    )

    assert event.day == on("2027-10-01")
    assert "2027 年的放假安排还没有收进来" in event.computed


def test_an_answer_may_be_due_sooner_in_a_small_claim():
    (event,) = events_of(EventKind.ANSWER_DUE, legal_stage="sued", lawsuit_filed_on="2026-11-01")

    assert "可能更短" in event.caution
    assert "cpl_interp_275" in event.laws


def test_performance_told_for_today_comes_next():
    event = event_of(legal_stage="judged", performance_due_on="2026-11-22")

    assert (event.kind, days_ahead(event)) == (EventKind.PERFORMANCE_DUE, 0)


def test_the_lender_has_two_years_to_apply_for_enforcement():
    (event,) = events_of(
        EventKind.ENFORCEMENT_APPLICATION, legal_stage="judged", performance_due_on="2026-11-20"
    )

    assert event.day == on("2028-11-20")
    assert "不要等它" in event.caution
    assert not event.is_deadline


# Contract


def test_due_days_go_to_the_horizon_and_the_last_instalment_beyond():
    shown = timeline_of(loans=loan_due("2026-12-15", remaining_instalments=14))

    due = [event.day for event in shown.dated if event.kind is EventKind.INSTALMENT_DUE]
    last = [event.day for event in shown.dated if event.kind is EventKind.LAST_INSTALMENT]

    assert due == [add_months(on("2026-12-15"), n) for n in range(12)]
    assert last == [on("2028-01-15")]


def test_due_days_do_not_move_with_holidays():
    (event, *_) = events_of(EventKind.INSTALMENT_DUE, loans=loan_due("2026-12-05"))

    assert (event.day, event.moved) == (on("2026-12-05"), None)


@pytest.mark.parametrize(
    ("first_due", "last_day"),
    [("2026-12-01", "2026-12-04"), ("2026-11-22", "2026-11-25"), ("2026-11-19", "2026-11-22")],
)
def test_the_grace_ends_so_many_days_after_the_due_date(first_due, last_day):
    (event,) = events_of(EventKind.GRACE_ENDS, loans=loan_due(first_due), grace_days=3)

    assert event.day == on(last_day)
    assert "不是权利" in event.caution


@pytest.mark.parametrize(("first_due", "grace_days"), [("2026-11-18", 3), ("2026-12-01", 0)])
def test_a_grace_that_is_over_or_none_has_no_last_day(first_due, grace_days):
    events = events_of(EventKind.GRACE_ENDS, loans=loan_due(first_due), grace_days=grace_days)

    assert events == []


@pytest.mark.parametrize(("first_due", "missed"), [("2026-11-21", True), ("2026-11-22", False)])
def test_the_first_missed_due_day_is_where_being_overdue_begins(first_due, missed):
    events = events_of(EventKind.FIRST_MISSED, loans=loan_due(first_due))

    assert [event.day for event in events] == ([on(first_due)] if missed else [])


def test_of_several_loans_the_ones_meant_are_named():
    loans = [*loan_due("2026-08-15"), *loan_due("2026-08-20"), *loan_due("2026-08-15")]

    last = events_of(EventKind.LAST_INSTALMENT, loans=loans)

    assert [event.words for event in last] == ["第 1、3 笔最后一期到期", "第 2 笔最后一期到期"]
    assert [event.loans for event in last] == [(1, 3), (2,)]


# Limitation


def test_limitation_runs_three_years_from_the_last_instalment():
    (event,) = events_of(EventKind.LIMITATION)

    # The last of 5 instalments is due on 15 December 2026; 15 December 2029 is a Saturday.
    assert (event.day, event.moved.counted) == (on("2029-12-17"), on("2029-12-15"))
    assert event.computed == "从最后一期还款日 2026年12月15日 起 36 个月。"
    assert event.moved.unknown_years == (2029,)


def test_limitation_runs_from_the_day_everything_was_called_due():
    (event,) = events_of(EventKind.LIMITATION, loans=[raw_loan(accelerated_on="2026-11-02")])

    assert event.day == on("2029-11-02")
    assert event.computed.startswith("从全部到期的 2026年11月2日 起")


def test_limitation_is_always_told_with_its_caution_and_never_comes_next():
    (event,) = events_of(EventKind.LIMITATION)

    assert event.caution.startswith("不要等它")
    assert "重新算" in event.caution
    assert (event.is_estimate, event.is_deadline, event.is_pressing) == (True, False, False)
    assert {"civil_code_188", "civil_code_189", "civil_code_195"} <= set(event.laws)


@pytest.mark.parametrize("stage", ["payment_order", "sued"])
def test_a_court_has_interrupted_limitation(stage):
    (event,) = events_of(EventKind.LIMITATION, legal_stage=stage, **COURT[stage])

    assert event.day is None
    assert "中断" in event.words


@pytest.mark.parametrize("first_due", ["2026-11-22", "2026-12-01"])
def test_limitation_is_no_matter_before_anything_is_overdue(first_due):
    events = events_of(EventKind.LIMITATION, loans=loan_due(first_due))

    assert events == []


# Whatever the case


@drawn_times(60)
@given(cases())
def test_the_days_are_those_of_the_figures_elsewhere(case):
    assessment = assess(case, RULEBOOK)
    shown = timeline(assessment, workdays)
    by_kind = {event.kind: event.day for event in shown.dated}
    course = assessment.lawsuit.course
    cured = assessment.outcome_of(Cure())

    assert by_kind.get(EventKind.NEXT_CODE) == assessment.credit.next_code_on
    assert by_kind.get(EventKind.ENFORCEMENT, course.enforcement_on) == course.enforcement_on
    assert by_kind.get(EventKind.JUDGMENT, course.judgment_on) == course.judgment_on
    assert by_kind.get(EventKind.FILING, course.filing_on) == course.filing_on
    assert by_kind.get(EventKind.PERFORMANCE_DUE, course.performance_due_on) == (
        course.performance_due_on
    )
    if EventKind.RECORD_EXPIRY in by_kind:
        assert by_kind[EventKind.RECORD_EXPIRY] == cured.record_expires_on
    if assessment.now.days_overdue:
        since = add_days(case.as_of, -assessment.now.days_overdue)
        assert by_kind[EventKind.FIRST_MISSED] == since


@drawn_times(60)
@given(cases())
def test_the_days_stand_in_order_and_what_is_estimated_lies_ahead(case):
    shown = timeline(assess(case, RULEBOOK), workdays)

    days = [event.day for event in shown.dated]
    assert days == sorted(days)
    assert all(event.words and event.computed for event in (*shown.dated, *shown.undated))
    courses = {EventKind.FILING, EventKind.JUDGMENT, EventKind.PERFORMANCE_DUE}
    assert all(
        event.day > case.as_of
        for event in shown.dated
        if event.is_estimate and event.kind in courses
    )
