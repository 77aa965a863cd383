"""What comes next: the earliest day on which something gets worse or falls due."""

import pytest

from advice.engine.assessment import assess
from advice.engine.events import coming_event
from tests.engine.factories import RULEBOOK, make_case, on, raw_loan


def event_of(**changes):
    return coming_event(assess(make_case(**changes), RULEBOOK))


def loan_due(first_due, **changes):
    return [raw_loan(first_unpaid_due_date=first_due, **changes)]


def test_before_the_due_date_the_next_instalment_comes():
    event = event_of(loans=loan_due("2026-12-01"))

    assert (event.day, event.days_ahead, event.is_estimate) == (on("2026-12-01"), 9, False)
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

    assert (event.day, event.days_ahead) == (on("2026-11-24"), 2)
    assert event.words.startswith("宽限期的最后一天")


@pytest.mark.parametrize(("first_due", "grace_days"), [("2026-11-21", 1), ("2026-11-19", 3)])
def test_on_the_last_day_of_grace_that_day_is_the_event(first_due, grace_days):
    event = event_of(loans=loan_due(first_due), grace_days=grace_days)

    assert (event.day, event.days_ahead, event.is_estimate) == (on("2026-11-22"), 0, False)
    assert event.words == "24:00 前补齐 ¥2,155.00，一般不算罚息、不上报征信"


@pytest.mark.parametrize(("first_due", "grace_days"), [("2026-11-20", 1), ("2026-11-21", 0)])
def test_after_the_last_day_of_grace_the_code_is_next(first_due, grace_days):
    event = event_of(loans=loan_due(first_due, remaining_instalments=1), grace_days=grace_days)

    assert event.days_ahead > 0
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
