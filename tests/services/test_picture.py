"""The picture draws the engine's sums in their places, and tells them in words and as a table."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from advice.engine.assessment import assess
from advice.engine.case import Cure, PayDown, Restructure
from advice.engine.money import ZERO
from advice.engine.strategies.balances import Balance
from advice.engine.wording import yuan
from advice.services.axes import (
    MARK_HEIGHT,
    Scale,
    day_ticks,
    mark_places,
    nice_sums,
    spread,
    sum_words,
)
from advice.services.picture import Way, path, picture_of
from tests.engine.factories import RULEBOOK, make_case, on, raw_loan


def assessed(**changes):
    return assess(make_case(**changes), RULEBOOK)


def way(assessment, plan, title="补齐逾期", **changes):
    outcome = assessment.outcome_of(plan)
    told = Way(title, "key", plan, outcome.cleared_on, may_be_carried=True)
    return replace(told, **changes)


def numbers(*texts):
    return [Decimal(text) for text in texts]


def scale(first="2026-11-22", last="2027-11-22", top="100"):
    return Scale(on(first), on(last), Decimal(top))


# Axes


@pytest.mark.parametrize(
    ("most", "sums"),
    [
        ("0.00", "0 1"),
        ("5", "0 1 2 3 4 5"),
        ("5.01", "0 2 4 6"),
        ("9876.54", "0 2000 4000 6000 8000 10000"),
        ("10000.01", "0 5000 10000 15000"),
        ("67119.76", "0 20000 40000 60000 80000"),
    ],
)
def test_sums_go_in_round_steps_to_the_first_above_the_most(most, sums):
    assert [str(int(sum_)) for sum_ in nice_sums(Decimal(most))] == sums.split()


@pytest.mark.parametrize(
    ("amount", "most", "words"),
    [
        ("0", "80000", "0"),
        ("20000", "80000", "2万"),
        ("5000", "15000", "0.5万"),
        ("5000", "10000", "5,000"),
        ("12000000", "20000000", "1,200万"),
    ],
)
def test_sums_beyond_ten_thousand_are_told_in_wan(amount, most, words):
    assert sum_words(Decimal(amount), Decimal(most)) == words


def test_a_year_has_today_and_a_few_firsts_of_months_and_each_year_once():
    ticks = day_ticks(scale())

    assert [(tick.words, tick.more) for tick in ticks] == [
        ("今天", "2026"),
        ("4月", "2027"),
        ("7月", ""),
        ("10月", ""),
    ]
    assert ticks[0].at == 0
    assert all(tick.at <= 100 for tick in ticks)


def test_a_short_time_has_days():
    ticks = day_ticks(scale(last="2026-12-22"))

    assert [(str(tick.at), tick.words) for tick in ticks] == [
        ("0.0", "今天"),
        ("33.3", "12月2日"),
        ("66.7", "12月12日"),
        ("100.0", "12月22日"),
    ]


@pytest.mark.parametrize("days", [30, 119, 120, 121, 200, 365, 730, 1825])
def test_no_two_words_below_the_plot_touch(days):
    last = date.fromordinal(on("2026-11-22").toordinal() + days)

    places = [tick.at for tick in day_ticks(Scale(on("2026-11-22"), last, Decimal(1)))]

    assert len(places) >= 3
    assert all(later - earlier >= 10 for earlier, later in pairwise(places))


# Lines


def test_a_path_goes_from_the_left_to_the_right_edge_and_jumps_upright():
    balances = [
        Balance(on("2026-11-22"), Decimal(100), Decimal(100)),
        Balance(on("2027-05-23"), Decimal(75), Decimal(50), Decimal(25)),
        Balance(on("2027-11-22"), ZERO, ZERO),
    ]

    points = path(balances, scale())

    assert points == "0.0,0.0 498.6,250.0 498.6,500.0 1000.0,1000.0"


def test_marks_with_room_stand_at_the_ends_of_their_lines():
    ends = [(Decimal(100), Decimal(20)), (Decimal(100), Decimal(60)), (Decimal(40), Decimal(100))]

    assert mark_places(ends) == numbers("20", "60", "100")


def test_marks_without_room_keep_the_order_of_their_lines_and_stay_in_the_plot():
    ends = [(Decimal(100), Decimal(place)) for place in (100, 97, 20, 99)]

    places = mark_places(ends)

    assert places == numbers("100", "78", "20", "89")


def test_marks_at_one_place_stand_below_each_other():
    places = spread([Decimal(50)] * 3)

    assert [later - earlier for earlier, later in pairwise(places)] == [MARK_HEIGHT] * 2


# The whole


def test_doing_nothing_comes_first_then_the_ways_in_their_order():
    assessment = assessed()
    plans = [way(assessment, Cure()), way(assessment, Restructure(24), "协商分期")]

    picture = picture_of(assessment, plans)

    titles = [(line.number, line.title) for line in picture.lines]
    assert titles == [(1, "不采取行动"), (2, "补齐逾期"), (3, "协商分期")]
    assert picture.left_out == 0


def test_without_a_way_to_compare_doing_nothing_is_drawn_alone():
    picture = picture_of(assessed(), [])

    assert [line.title for line in picture.lines] == ["不采取行动"]


def test_a_line_that_would_lie_on_another_is_counted_as_left_out():
    assessment = assessed()

    picture = picture_of(assessment, [way(assessment, Cure()), way(assessment, Cure(), "又一个")])

    assert len(picture.lines) == 2
    assert picture.left_out == 1


def test_the_words_tell_the_figures_of_each_line():
    assessment = assessed(savings="100000")
    ways = [way(assessment, Cure()), way(assessment, Restructure(24), "协商分期")]

    nothing, cure, restructured = (line.words for line in picture_of(assessment, ways).lines)

    worst, cured = assessment.at_horizon, assessment.outcome_of(Cure())
    agreed = assessment.outcome_of(Restructure(24))
    assert yuan(assessment.now.total_cost) in nothing
    assert nothing.endswith(f"2027年11月22日的 {yuan(worst.total_cost)}。")
    assert cure == f"按“补齐逾期”，2026年12月15日还清，一共付 {yuan(cured.paid_by_horizon)}。"
    assert restructured == (
        f"按“协商分期”，到 2027年11月22日还欠 {yuan(agreed.owed_at_horizon)}，"
        f"一共付 {yuan(agreed.paid_by_horizon)}。"
    )


def test_costs_of_the_court_stay_when_the_loan_is_paid_off():
    assessment = assessed(legal_stage="sued", lawsuit_filed_on="2026-11-01")
    plan = PayDown(Decimal(20000), ZERO)

    line = picture_of(assessment, [way(assessment, plan)]).lines[1]

    costs = assessment.now.legal_costs.total
    assert costs > 0
    assert line.words.endswith(f"，还有诉讼费用 {yuan(costs)}。")


def test_a_line_ends_on_the_day_on_which_it_is_paid_off():
    assessment = assessed()

    line = picture_of(assessment, [way(assessment, Cure())]).lines[1]

    day = Decimal((on("2026-12-15") - on("2026-11-22")).days)
    assert line.end_x == (100 * day / 365).quantize(Decimal("0.1"))
    assert line.path.endswith(f"{1000 * day / 365:.1f},1000.0")


def test_the_table_tells_what_the_lines_show():
    assessment = assessed()

    picture = picture_of(assessment, [way(assessment, Cure())])

    first, paid, *_, last = picture.rows
    now, worst = assessment.now, assessment.at_horizon
    cured = assessment.outcome_of(Cure())
    assert first.cells == (("不采取行动", now.total_cost), ("补齐逾期", now.total_cost))
    assert (paid.words, paid.note) == ("今天", "付款或谈妥以后")
    assert paid.cells[1] == ("补齐逾期", now.total_cost - cured.needed)
    assert last.words == "2027年11月22日"
    assert last.cells == (("不采取行动", worst.total_cost), ("补齐逾期", cured.owed_at_horizon))
    assert [row.note for row in picture.rows if row.note][1:] == [
        "可能被起诉",
        "判决的履行期满",
        "可能开始强制执行",
    ]


def test_twenty_loans_over_five_years_fit_the_plot():
    loans = [
        raw_loan(
            principal="900000", remaining_instalments=60, first_unpaid_due_date=f"2026-10-{day}"
        )
        for day in range(10, 30)
    ]
    assessment = assessed(loans=loans, horizon_days=1825)

    picture = picture_of(assessment, [way(assessment, Cure())])

    for line in picture.lines:
        for point in line.path.split():
            x, y = (Decimal(place) for place in point.split(","))
            assert 0 <= x <= 1000
            assert 0 <= y <= 1000
