"""One borrower before and after a change, and what is counted of the panel."""

from datetime import date
from decimal import Decimal

import pytest

from advice.models import SampleBorrower, Strategy
from advice.services import panel
from advice.services.effects.comparing import MEASURES, PanelCount, Told, compare_sample, told_apart
from advice.services.effects.trying import try_change
from tests import factories as new
from tests.engine.factories import raw_case
from tests.services.effects.conftest import IN_A_MONTH, TODAY, only_sample, propose, revise

pytestmark = pytest.mark.usefixtures("seeded")


def compared(sample, record, day=IN_A_MONTH):
    return compare_sample(sample, day, try_change(record, day))


def figure(found, label):
    return next(row for row in found["figures"] if row["label"] == label)


def test_a_lower_cap_changes_what_exceeds_it_and_not_what_is_owed(lower_cap):
    sample = SampleBorrower.objects.get(key="two_loans_forty_days")

    found = compared(sample, lower_cap)

    assert found["is_changed"]
    assert figure(found, "年化上限") == {
        "label": "年化上限",
        "before": "24%",
        "after": "15.4%",
        "change": "−8.6%",
        "is_changed": True,
    }
    assert figure(found, "一年后超出上限的部分")["change"].startswith("+¥")
    assert not figure(found, "结清总额")["is_changed"]
    assert figure(found, "结清总额")["change"] == ""


def test_what_changes_comes_first(lower_cap):
    found = compared(SampleBorrower.objects.first(), lower_cap)

    order = [row["is_changed"] for row in found["figures"]]
    assert order == sorted(order, reverse=True)


def test_strategies_that_appear_and_vanish_are_named():
    sample = only_sample()
    copy = revise("get_lawyer")
    copy.conditions.all().delete()
    gone = revise("dispute_record")
    gone.conditions.all().delete()
    new.make_condition(strategy=gone, fact="code_now", operator="eq", value="N")

    appears = compared(sample, copy, TODAY)
    vanishes = compared(sample, gone, TODAY)

    assert appears["appear"] == [copy.title]
    assert appears["vanish"] == []
    assert vanishes["appear"] == []
    assert vanishes["vanish"] == [gone.title]


def test_the_outcome_of_a_strategy_that_stays_is_compared():
    copy = revise("negotiate_instalments", max_months=60)

    found = compared(only_sample(), copy, TODAY)

    rows = {row["label"]: row for row in found["outcomes"][0]["rows"]}
    assert found["outcomes"][0]["title"] == copy.title
    assert (rows["之后付几次"]["before"], rows["之后付几次"]["after"]) == ("36", "60")
    assert rows["每月还"]["change"].startswith("−¥")


def test_a_new_effect_shows_where_there_was_none():
    found = compared(only_sample(), revise("dispute_record", effect_kind="cap"), TODAY)

    rows = {row["label"]: row for row in found["outcomes"][0]["rows"]}
    assert rows["比不处理少花"]["before"] == "没有"


def test_whether_it_can_be_carried_is_compared():
    sample = only_sample(
        answers=raw_case(monthly_income="3000", essential_expenses="2700", other_debt_payments="0")
    )

    found = compared(sample, revise("negotiate_instalments", max_months=60), TODAY)

    rows = {row["label"]: row for row in found["outcomes"][0]["rows"]}
    assert (rows["负担得起吗"]["before"], rows["负担得起吗"]["after"]) == ("负担不起", "负担得起")


def test_only_the_changed_strategy_tells_its_place():
    found = compared(only_sample(), revise("avoid_scams", urgency="today"), TODAY)

    assert [row["title"] for row in found["outcomes"]] == [
        Strategy.objects.originals().get(key="avoid_scams").title
    ]
    rows = {row["label"]: row for row in found["outcomes"][0]["rows"]}
    assert rows["排在第几"]["after"] == "1"


def test_a_change_of_nothing_changes_nothing():
    found = compared(only_sample(), revise("cure_arrears", title="另一个标题"), TODAY)

    assert not found["is_changed"]
    assert not any(row["change"] for row in found["figures"])


def test_a_borrower_that_cannot_be_computed_is_told_why(lower_cap):
    no_case = only_sample(answers={"as_of": "2026-11-22", "loans": []})
    no_product = new.make_sample(answers=raw_case(product="nothing"))

    assert compared(no_case, lower_cap)["refused"] == "请至少填写一笔借款"
    assert "没有这个贷款产品" in compared(no_product, lower_cap)["refused"]


def test_a_day_without_rules_is_told_and_not_an_error(lower_cap):
    day = date(2010, 1, 1)

    found = compare_sample(only_sample(), day, try_change(lower_cap, day))

    assert "没有生效的" in found["refused"]


# The panel


def counted(record, day, numbers=range(40)):
    trial, count = try_change(record, day), PanelCount()
    for number in numbers:
        count.add(number, day, trial)
    return count


def test_a_lower_cap_is_counted_where_it_makes_a_difference(lower_cap):
    count = counted(lower_cap, IN_A_MONTH)

    assert (count.assessed, count.refused) == (40, 0)
    assert count.changes["payoff"] == []
    assert all(Decimal(change) > 0 for change in count.changes["cap_excess_at_horizon"])
    assert count.strategies["ask_for_cap"]["gained"] == count.matched_differently > 0
    assert count.strategies.keys() == {"ask_for_cap"}


def test_a_quicker_court_changes_what_the_status_quo_costs():
    quicker = propose("trial_days", value=Decimal(30))

    count = counted(quicker, IN_A_MONTH)

    assert count.changes["total_cost_at_horizon"]


def test_a_changed_condition_tells_who_gains_and_who_loses_it():
    copy = revise("dispute_record")
    copy.conditions.all().delete()
    new.make_condition(strategy=copy, fact="code_now", operator="eq", value="N")

    count = counted(copy, TODAY)

    row = count.strategies["dispute_record"]
    assert row["gained"] > 0
    assert row["lost"] > 0
    assert row["gained"] + row["lost"] == count.matched_differently == 40


def test_a_changed_effect_is_counted_as_different():
    count = counted(revise("negotiate_instalments", max_months=60), TODAY)

    assert count.matched_differently == 0
    assert count.strategies["negotiate_instalments"]["different"] > 0


def test_judging_only_what_differs_counts_as_judging_everything():
    copy = revise("negotiate_extension", max_months=3, urgency="today")
    copy.conditions.first().delete()
    trial = try_change(copy, TODAY)

    for number in range(60):
        case = panel.borrower(number, TODAY, rulebook=trial.before.rulebook)
        short = PanelCount()
        short.note_matches(*(told.shown for told in told_apart(case, trial)))
        full = PanelCount()
        full.note_matches(*(Told.to(case, state).shown for state in (trial.before, trial.after)))
        assert short == full


def test_what_was_counted_so_far_is_stored_and_counted_on(lower_cap):
    half = counted(lower_cap, IN_A_MONTH, range(20))
    stored = PanelCount.stored(half.as_stored())
    trial = try_change(lower_cap, IN_A_MONTH)
    for number in range(20, 40):
        stored.add(number, IN_A_MONTH, trial)

    assert stored == counted(lower_cap, IN_A_MONTH)
    assert PanelCount.stored(None) == PanelCount()
    assert set(PanelCount().changes) == set(MEASURES)


def test_who_cannot_be_assessed_is_counted_apart(lower_cap):
    count = counted(lower_cap, date(2010, 1, 1), range(3))

    assert (count.assessed, count.refused) == (0, 3)
    assert "没有生效的" in count.why_refused
