"""Hypothesis strategies that the drawn tests share: loans, terms, cases, days and payments."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st

from advice.engine.calendar import add_days
from advice.engine.case import (
    CapRequest,
    Case,
    ContractTerms,
    CourtFees,
    Cure,
    Loan,
    PayDown,
    Restructure,
)
from advice.engine.ledger import Ledger
from advice.engine.rules import Terms
from advice.engine.schedule import contract_schedule
from advice.engine.vocabulary import LegalStage, RepaymentMethod
from tests.engine.rulebook import make_rulebook

AS_OF = date(2026, 11, 22)
RULES = make_rulebook().on(AS_OF)

# The same draws on every machine and run.
fixed = settings(deadline=None, derandomize=True, database=None, print_blob=True)


def drawn_times(count: int) -> settings:
    return settings(fixed, max_examples=count)


def yuan(low: str, high: str) -> st.SearchStrategy[Decimal]:
    return st.integers(int(Decimal(low) * 100), int(Decimal(high) * 100)).map(
        lambda fen: Decimal(fen).scaleb(-2)
    )


def millionths(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low * 10**6, high * 10**6).map(lambda parts: Decimal(parts).scaleb(-6))


def rates() -> st.SearchStrategy[dict[str, Decimal]]:
    """A daily or an annual rate in percent; many of the annual ones have no ending daily rate."""
    usual_daily = st.sampled_from(["0", "0.02", "0.035", "0.05", "0.1"]).map(Decimal)
    usual_annual = st.sampled_from(["0", "4.4", "7.3", "18", "24", "36"]).map(Decimal)
    daily = st.one_of(usual_daily, millionths(0, 1).map(lambda share: share.scaleb(-1)))
    annual = st.one_of(usual_annual, millionths(0, 36))
    return st.one_of(
        daily.map(lambda rate: {"daily_rate_percent": Decimal(rate)}),
        annual.map(lambda rate: {"annual_rate_percent": Decimal(rate)}),
    )


def due_on(year: int, month: int, due_day: int) -> date:
    return date(year, month, min(due_day, monthrange(year, month)[1]))


@st.composite
def loans(
    draw: st.DrawFn, *, first_due: date | None = None, accrued_by: date | None = None
) -> Loan:
    """A loan within every bound; `accrued_by` keeps its accrual start on or before that day."""
    due_day = draw(st.one_of(st.integers(1, 28), st.integers(29, 31)))
    if first_due is None:
        first_due = due_on(draw(st.integers(2016, 2027)), draw(st.integers(1, 12)), due_day)
    else:
        due_day = first_due.day
    method = draw(st.sampled_from(RepaymentMethod))
    longest = 62 if method is RepaymentMethod.EQUAL_INSTALMENT else 400
    days = draw(st.one_of(st.integers(28, 31), st.integers(1, longest)))
    if accrued_by is not None and add_days(first_due, -days) > accrued_by:
        days = (first_due - accrued_by).days
    told_after = draw(st.one_of(st.none(), st.none(), st.integers(1, 400)))
    return Loan(
        principal=draw(
            st.one_of(
                yuan("100", "200"),
                yuan("100", "300000"),
                st.sampled_from([Decimal(10_000), Decimal(33_750), Decimal(10_000_000)]),
            )
        ),
        repayment_method=method,
        remaining_instalments=draw(st.one_of(st.integers(1, 6), st.integers(1, 48))),
        first_unpaid_due_date=first_due,
        due_day=due_day,
        accrual_start_date=add_days(first_due, -days),
        accelerated_on=None if told_after is None else add_days(first_due, told_after),
        **draw(rates()),
    )


@st.composite
def terms(draw: st.DrawFn, *, acceleration: bool = True) -> Terms:
    age = st.one_of(st.none(), st.integers(1, 120), st.integers(1, 1825))
    multiplier = st.one_of(
        st.sampled_from([Decimal(1), Decimal("1.5"), Decimal(3)]),
        st.integers(10**6, 3 * 10**6).map(lambda parts: Decimal(parts).scaleb(-6)),
    )
    return Terms(
        penalty_multiplier=draw(multiplier),
        charges_compound_interest=draw(st.booleans()),
        grace_days=draw(st.one_of(st.sampled_from([0, 1, 3, 30]), st.integers(0, 30))),
        acceleration_days=draw(age) if acceleration else None,
        lawsuit_after_days=180,
        agency_after_days=30,
        year_days=draw(st.sampled_from([360, 360, 365])),
    )


@st.composite
def contracts(draw: st.DrawFn) -> ContractTerms:
    """What a borrower's contract may say otherwise than the product."""
    drawn = draw(terms())
    return ContractTerms(
        penalty_multiplier=drawn.penalty_multiplier,
        charges_compound_interest=drawn.charges_compound_interest,
        grace_days=drawn.grace_days,
        acceleration_days=drawn.acceleration_days,
    )


def filing_days(loan: Loan) -> st.SearchStrategy[date | None]:
    """No lawsuit, or one filed around the accrual start or later."""
    start = loan.accrual_start_date
    near = st.integers(-3, 3).map(lambda days: add_days(start, days))
    later = st.integers(0, 500).map(lambda days: add_days(start, days))
    return st.one_of(st.none(), st.none(), near, later)


@dataclass(frozen=True)
class Course:
    """One loan and everything that may happen to it but payments."""

    loan: Loan
    terms: Terms
    filing_on: date | None

    def ledger(self) -> Ledger:
        schedule = contract_schedule(self.loan, self.terms)
        return Ledger(self.loan, schedule, self.terms, RULES, filing_on=self.filing_on)

    def day(self, days: int) -> date:
        """So many days after the accrual start."""
        return add_days(self.loan.accrual_start_date, days)


@st.composite
def courses(draw: st.DrawFn, *, acceleration: bool = True) -> Course:
    """With no `acceleration`, nothing ever calls the loan due."""
    loan = draw(loans())
    if acceleration:
        return Course(loan, draw(terms()), draw(filing_days(loan)))
    return Course(replace(loan, accelerated_on=None), draw(terms(acceleration=False)), None)


@dataclass(frozen=True)
class Moment:
    """When the books are looked at, and what is paid then.

    The day is `days` after the day before, or after the next due date, or after the day on which
    the grace of that due date ends. What is paid is a `kind` and, of some kinds, a share or a sum.
    """

    counted_from: str
    days: int
    kind: str
    share: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)

    def day_after(self, today: date, dues: Sequence[date], grace_days: int) -> date:
        next_due = next((due for due in dues if due > today), today)
        starts = {
            "today": today,
            "due": next_due,
            "grace": next_due + timedelta(grace_days),
        }
        return max(starts[self.counted_from] + timedelta(self.days), today)

    def payment(self, arrears: Decimal, payoff: Decimal) -> Decimal:
        """The sum offered, in yuan."""
        match self.kind:
            case "part":
                return (arrears * self.share).quantize(Decimal("0.01"))
            case "arrears":
                return arrears
            case "tiny" | "sum":
                return self.amount
            case "more than the arrears":
                return min(arrears + self.amount, payoff)
            case "settle":
                return payoff
        return Decimal(0)


def moments() -> st.SearchStrategy[Moment]:
    counted = st.one_of(
        st.tuples(st.just("today"), st.one_of(st.integers(0, 3), st.integers(0, 70))),
        st.tuples(st.just("due"), st.integers(-1, 31)),
        st.tuples(st.just("grace"), st.integers(-1, 1)),
    )
    paid = st.one_of(
        st.just({"kind": "nothing"}),
        st.builds(lambda share: {"kind": "part", "share": share}, millionths(0, 1)),
        st.just({"kind": "arrears"}),
        st.builds(lambda fen: {"kind": "tiny", "amount": fen}, yuan("0.01", "0.05")),
        st.builds(lambda sum_: {"kind": "sum", "amount": sum_}, yuan("0.01", "5000")),
        st.builds(
            lambda sum_: {"kind": "more than the arrears", "amount": sum_}, yuan("0.01", "50")
        ),
        st.just({"kind": "settle"}),
    )
    return st.builds(lambda when, what: Moment(*when, **what), counted, paid)


def histories(most: int = 10) -> st.SearchStrategy[list[Moment]]:
    return st.lists(moments(), max_size=most)


MOST_FEE = "10000000000"


def restructures() -> st.SearchStrategy[Restructure]:
    return st.builds(
        Restructure,
        max_months=st.integers(1, 120),
        waived_share=millionths(0, 1),
        plan_daily_rate_percent=st.one_of(
            st.none(), millionths(0, 1).map(lambda share: share.scaleb(-1))
        ),
    )


def plans() -> st.SearchStrategy[object]:
    """What_if entries whose answers no tie between loans can change."""
    return st.one_of(
        st.just(Cure()),
        st.just(CapRequest()),
        restructures(),
        st.builds(CourtFees, yuan("0", MOST_FEE)),
    )


def pay_downs() -> st.SearchStrategy[PayDown]:
    upfront = st.one_of(yuan("0", "3000"), yuan("0", "300000"))
    return st.builds(
        PayDown, upfront=upfront, monthly=st.one_of(st.just(Decimal(0)), yuan("0", "9000"))
    )


@st.composite
def cases(draw: st.DrawFn, *, most_loans: int = 4) -> Case:
    """A case of loans of which no two share a first due date, before or in court."""
    first_dues = draw(
        st.lists(
            st.integers(-900, 31).map(lambda days: add_days(AS_OF, days)),
            min_size=1,
            max_size=most_loans,
            unique=True,
        )
    )
    drawn = tuple(draw(told_loans(first_due)) for first_due in first_dues)
    means = st.one_of(st.none(), yuan("0", "30000"))
    return Case(
        as_of=AS_OF,
        product="weilidai",
        loans=drawn,
        horizon_days=draw(st.sampled_from([30, 90, 365, 400, 730])),
        monthly_income=draw(means),
        essential_expenses=draw(means),
        other_debt_payments=draw(means),
        savings=draw(means),
        sellable_assets=draw(means),
        family_loan=draw(means),
        **draw(litigations(min(first_dues))),
    )


@st.composite
def told_loans(draw: st.DrawFn, first_due: date) -> Loan:
    """A loan of a case: begun by AS_OF, and called due no later than then."""
    loan = draw(loans(first_due=first_due, accrued_by=AS_OF))
    if loan.accelerated_on is not None and loan.accelerated_on > AS_OF:
        return replace(loan, accelerated_on=None)
    return loan


def litigations(first_due: date) -> st.SearchStrategy[dict[str, object]]:
    """The fields of a case that tell of a lawsuit, as far as the first due date allows one."""
    none = st.just({"legal_stage": LegalStage.NONE})
    overdue = (AS_OF - first_due).days
    if overdue < 60:
        return none
    filed = st.integers(1, overdue).map(lambda days: add_days(first_due, days))
    sued = filed.map(lambda day: {"legal_stage": LegalStage.SUED, "lawsuit_filed_on": day})
    judged = st.integers(26, overdue - 1).map(
        lambda days: {
            "legal_stage": LegalStage.JUDGED,
            "performance_due_on": add_days(first_due, days),
        }
    )
    enforced = judged.map(lambda told: {**told, "legal_stage": LegalStage.ENFORCEMENT})
    return st.one_of(none, sued, judged, enforced)


@st.composite
def plain_cases(draw: st.DrawFn) -> Case:
    """A case in which no two loans tie: never due on one day, never at one rate, never called."""
    due_days = draw(st.lists(st.integers(1, 28), min_size=2, max_size=4, unique=True))
    daily_rates = draw(
        st.lists(st.integers(0, 1000), min_size=len(due_days), max_size=len(due_days), unique=True)
    )
    drawn = []
    for due_day, daily_rate in zip(due_days, daily_rates, strict=True):
        first_due = date(2026, draw(st.integers(1, 11)), due_day)
        loan = draw(loans(first_due=first_due, accrued_by=AS_OF))
        drawn.append(
            replace(
                loan,
                daily_rate_percent=Decimal(daily_rate).scaleb(-4),
                annual_rate_percent=None,
                accelerated_on=None,
            )
        )
    return Case(as_of=AS_OF, product="weilidai", loans=tuple(drawn))
