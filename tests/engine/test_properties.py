"""What must hold of every calculation, whatever is drawn."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from advice.engine.assessment import assess
from advice.engine.court import court_fees
from advice.engine.ledger import Ledger, Statement
from advice.engine.money import exact_arithmetic
from advice.engine.report import report
from advice.engine.schedule import contract_schedule
from tests.engine.drawn import (
    MOST_FEE,
    RULES,
    Course,
    Moment,
    cases,
    courses,
    drawn_times,
    histories,
    loans,
    pay_downs,
    plain_cases,
    plans,
    terms,
    yuan,
)
from tests.engine.naive import due_dates
from tests.engine.rulebook import make_rulebook

RULEBOOK = make_rulebook()


def move_to(ledger: Ledger, moment: Moment, course: Course) -> Decimal:
    """Advance to the moment; the payment it offers."""
    dues, grace_days = due_dates(course.loan), course.terms.grace_days
    ledger.advance_to(moment.day_after(ledger.today, dues, grace_days))
    return moment.payment(ledger.arrears, ledger.payoff)


def pay(ledger: Ledger, amount: Decimal) -> Decimal:
    """Offer a payment; what is taken of it."""
    if amount and amount >= ledger.payoff:
        return ledger.settle()
    return ledger.pay_arrears(amount)


def statement_after(course: Course, stops: list[date], day: date) -> Statement:
    ledger = course.ledger()
    for stop in stops:
        ledger.advance_to(stop)
    ledger.advance_to(day)
    return ledger.statement()


# One loan


@drawn_times(300)
@given(courses(), histories())
def test_paid_plus_owed_never_falls_below_the_principal(course, history):
    with exact_arithmetic():
        ledger, paid = course.ledger(), Decimal(0)

        for moment in history:
            paid += pay(ledger, move_to(ledger, moment, course))

            assert paid + ledger.payoff >= course.loan.principal


@drawn_times(300)
@given(courses(), histories())
def test_a_payment_lowers_what_is_owed_by_just_what_is_taken(course, history):
    with exact_arithmetic():
        ledger = course.ledger()

        for moment in history:
            offered = move_to(ledger, moment, course)
            before = ledger.payoff
            taken = pay(ledger, offered)

            assert 0 <= taken <= offered
            assert ledger.payoff == before - taken


@drawn_times(300)
@given(courses(acceleration=False), histories(), st.integers(0, 1200))
def test_paying_never_raises_what_is_owed_on_a_later_day(course, history, days_after):
    with exact_arithmetic():
        paying, idle = course.ledger(), course.ledger()
        for moment in history:
            pay(paying, move_to(paying, moment, course))
        day = max(course.day(days_after), paying.today)

        paying.advance_to(day)
        idle.advance_to(day)

        assert paying.payoff <= idle.payoff


@drawn_times(300)
@given(courses(), st.lists(st.integers(0, 1200), min_size=2, max_size=30))
def test_payoff_of_a_loan_never_falls_while_nothing_is_paid(course, days):
    with exact_arithmetic():
        ledger, payoffs = course.ledger(), []

        for day in sorted(days):
            ledger.advance_to(course.day(day))
            payoffs.append(ledger.payoff)

    assert payoffs == sorted(payoffs)


@drawn_times(300)
@given(courses(), st.lists(st.integers(0, 1200), max_size=20), st.integers(0, 1500))
def test_splitting_a_projection_at_any_day_changes_nothing(course, stops, days):
    day = course.day(days)
    stops_on = sorted(course.day(stop) for stop in stops if stop <= days)

    with exact_arithmetic():
        split = statement_after(course, stops_on, day)
        whole = statement_after(course, [], day)

    assert split == whole


@drawn_times(200)
@given(courses(), histories(), st.integers(0, 400))
def test_paying_in_a_fork_leaves_the_books_it_came_from_alone(course, history, days):
    with exact_arithmetic():
        ledger, untouched = course.ledger(), course.ledger()
        ledger.advance_to(course.day(days))
        untouched.advance_to(course.day(days))

        fork = ledger.fork()
        for moment in history:
            pay(fork, move_to(fork, moment, course))
        ledger.advance_to(course.day(days + 400))
        untouched.advance_to(course.day(days + 400))

        assert ledger.statement() == untouched.statement()


@drawn_times(300)
@given(loans(), terms())
def test_schedule_sums_to_the_principal(loan, drawn_terms):
    with exact_arithmetic():
        schedule = contract_schedule(loan, drawn_terms)

        assert sum(row.principal for row in schedule) == loan.principal
        assert all(row.principal >= 0 and row.interest >= 0 for row in schedule)
        assert all(earlier.due < later.due for earlier, later in pairwise(schedule))


# A case


@drawn_times(100)
@given(cases())
def test_the_status_quo_never_gets_cheaper(case):
    projection = assess(case, RULEBOOK).projection

    payoffs = [row.payoff for row in projection]
    totals = [row.total_cost for row in projection]

    assert payoffs == sorted(payoffs)
    assert totals == sorted(totals)


@drawn_times(150)
@given(cases(), st.lists(plans(), max_size=4), st.randoms(use_true_random=False))
def test_order_of_the_loans_changes_no_figure(case, what_if, random):
    case = replace(case, what_if=tuple(what_if))
    shuffled = replace(case, loans=tuple(random.sample(case.loans, len(case.loans))))

    told, retold = (report(assess(one, RULEBOOK)) for one in (case, shuffled))

    assert without_schedule(retold) == without_schedule(told)


@drawn_times(150)
@given(plain_cases(), st.lists(pay_downs(), min_size=1, max_size=3), st.randoms())
def test_order_of_the_loans_changes_no_pay_down_that_no_tie_decides(case, what_if, random):
    case = replace(case, what_if=tuple(what_if))
    shuffled = replace(case, loans=tuple(random.sample(case.loans, len(case.loans))))

    told, retold = (report(assess(one, RULEBOOK)) for one in (case, shuffled))

    assert retold["what_if"] == told["what_if"]


def without_schedule(result: dict[str, object]) -> dict[str, object]:
    """All but what is told loan by loan."""
    return {key: value for key, value in result.items() if key != "schedule"}


@drawn_times(100)
@given(cases(most_loans=3))
def test_sums_of_a_case_are_the_sums_over_its_loans(case):
    assume(len(case.loans) > 1)
    together = assess(case, RULEBOOK)
    alone = [ledger.statement() for ledger in together.position.ledgers]

    now = together.now

    assert now.payoff == sum(statement.payoff for statement in alone)
    assert now.arrears == sum(statement.arrears for statement in alone)
    assert now.cap_excess == sum(statement.cap_excess for statement in alone)
    assert now.days_overdue == max(statement.days_overdue for statement in alone)


@drawn_times(100)
@given(cases(), st.lists(pay_downs(), min_size=1, max_size=3))
def test_a_pay_down_pays_at_least_what_was_borrowed_before_it_is_cleared(case, what_if):
    assessment = assess(replace(case, what_if=tuple(what_if), horizon_days=1825), RULEBOOK)
    unpaid = assessment.now.undue_principal + assessment.now.overdue_principal

    for outcome in assessment.what_if:
        assert outcome.paid_by_horizon + outcome.owed_at_horizon >= unpaid


# Fees


@drawn_times(300)
@given(yuan("0", MOST_FEE), yuan("0", MOST_FEE))
def test_each_fee_is_monotone_in_the_amount(one, other):
    with exact_arithmetic():
        lower, higher = (court_fees(amount, RULES) for amount in sorted([one, other]))

    for name in lower.__slots__:
        assert getattr(lower, name) <= getattr(higher, name)
