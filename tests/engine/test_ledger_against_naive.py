"""The event-driven ledger and the day-by-day model agree to the fen on whatever is drawn."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from advice.engine.calendar import add_days
from advice.engine.money import exact_arithmetic
from advice.engine.schedule import contract_schedule
from tests.engine.drawn import RULES, Course, Moment, courses, drawn_times, histories, loans, terms
from tests.engine.naive import NaiveLedger, due_dates, shares, to_fen, to_yuan

FIGURES = (
    "days_overdue",
    "overdue_principal",
    "overdue_interest",
    "penalty_interest",
    "compound_interest",
    "undue_principal",
    "accrued_interest",
    "cap_excess",
    "arrears",
    "payoff",
)
NOTES = ("accelerated_on", "first_overdue_on", "last_behind_on", "worst_days_overdue")


class Pair:
    """Both books of one loan, moved on and paid alike."""

    def __init__(self, course: Course) -> None:
        self.ledger = course.ledger()
        self.naive = NaiveLedger(course.loan, course.terms, RULES, course.filing_on)

    def live_through(self, moment: Moment) -> None:
        naive = self.naive
        day = moment.day_after(naive.today, naive.dues, naive.terms.grace_days)
        self.advance_to(day)
        self.agree()
        self.pay(to_fen(moment.payment(to_yuan(naive.arrears), to_yuan(naive.payoff))))
        self.agree()

    def advance_to(self, day: date) -> None:
        self.ledger.advance_to(day)
        self.naive.live_until(day)

    def pay(self, fen: int) -> None:
        settles = 0 < self.naive.payoff <= fen
        expected = to_yuan(self.naive.pay(fen))
        taken = self.ledger.settle() if settles else self.ledger.pay_arrears(to_yuan(fen))
        assert taken == expected

    def agree(self) -> None:
        statement = self.ledger.statement()
        assert {name: getattr(statement, name) for name in FIGURES} == self.naive.statement()
        assert {name: getattr(self.ledger, name) for name in NOTES} == {
            name: getattr(self.naive, name) for name in NOTES
        }


@drawn_times(1500)
@given(courses(), histories(), st.integers(0, 120))
def test_ledger_agrees_with_the_naive_one_through_any_history(course, history, days_after):
    with exact_arithmetic():
        pair = Pair(course)
        pair.agree()

        for moment in history:
            pair.live_through(moment)
        pair.advance_to(add_days(pair.naive.today, days_after))

        pair.agree()


@drawn_times(60)
@given(courses(), histories(most=3), st.integers(1200, 3650))
def test_ledger_agrees_with_the_naive_one_after_years(course, history, days_after):
    with exact_arithmetic():
        pair = Pair(course)

        for moment in history:
            pair.live_through(moment)
        pair.advance_to(add_days(pair.naive.today, days_after))

        pair.agree()


@drawn_times(300)
@given(loans(), terms())
def test_schedule_agrees_with_the_naive_one(loan, drawn_terms):
    with exact_arithmetic():
        schedule = contract_schedule(loan, drawn_terms)

    assert [row.due for row in schedule] == due_dates(loan)
    assert [to_fen(row.principal) for row in schedule] == shares(loan, drawn_terms)
