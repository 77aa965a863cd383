"""The trails of the penalty interest on one instalment."""

from collections.abc import Iterator

from advice.engine.facts.grounds import CAP_LAW, PENALTY_LAW
from advice.engine.money import FEN, SIX_DECIMALS
from advice.engine.tools.penalty import PenaltyAnswer
from advice.engine.trail.build import days, hundred, penalty_factors, term, yuan
from advice.engine.trail.contract import Contract
from advice.engine.trail.grammar import Addend, Trail
from advice.engine.trail.loan import LoanTrails, alone
from advice.engine.vocabulary import TermKey, Unit


def penalty_trails(answer: PenaltyAnswer) -> Iterator[Trail]:
    """What has been charged, of how many days, what a day adds, and what exceeds the cap."""
    contract = Contract(1, answer.loan, answer.terms, answer.rules, ())
    owed = LoanTrails("penalty", contract, answer.statement)
    grace = answer.terms.grace_days
    yield alone(
        owed.trail("penalty_interest"),
        bounds=(term(TermKey.GRACE_DAYS),),
        note=f"宽限 {grace} 天以内还清的不收；过了宽限期，从还款日起算。" if grace else "",
    )
    yield alone(owed.trail("days_overdue"), note="还款日的第二天算第 1 天。")
    yield _a_day(answer)
    yield _annual_percent(answer)
    if answer.statement.cap_excess:
        excess = owed.trail("cap_excess")
        yield alone(excess, label="可以请求法院调减", law=CAP_LAW)


def _a_day(answer: PenaltyAnswer) -> Trail:
    principal = yuan("这一期没还的本金", answer.loan.principal)
    addend = Addend("再过一天多", (principal, *penalty_factors(answer.loan, answer.terms)))
    told = (addend,) if answer.a_day else ()
    return Trail(
        "penalty.a_day",
        "再过一天多",
        answer.a_day,
        Unit.YUAN,
        told,
        step=FEN,
        law=PENALTY_LAW,
    )


def _annual_percent(answer: PenaltyAnswer) -> Trail:
    year = days(answer.rules.cap_year_days, "一年按", rests_on="rule:cap_year_days")
    rate = (*penalty_factors(answer.loan, answer.terms), year, hundred())
    return Trail(
        "penalty.annual_percent",
        "罚息折合一年",
        answer.annual_percent,
        Unit.PERCENT,
        (Addend("折合一年", rate),),
        step=SIX_DECIMALS,
        law=PENALTY_LAW,
    )
