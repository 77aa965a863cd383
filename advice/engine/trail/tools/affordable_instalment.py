"""The trails of the instalment that an income carries."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from advice.engine.answers import LABELS
from advice.engine.money import FEN, ZERO
from advice.engine.schedule import MONTH_DAYS, level_payment
from advice.engine.tools.affordable_instalment import SHARE_RULE, AffordableInstalmentAnswer
from advice.engine.trail.build import days, rate_factors, ref, sum_trail, yuan
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.schedule import level_trail
from advice.engine.vocabulary import Unit
from advice.engine.wording import yuan as yuan_words


def affordable_instalment_trails(answer: AffordableInstalmentAnswer) -> Iterator[Trail]:
    """The instalment, its two bounds, and the principal that it repays."""
    yield _instalment(answer)
    yield _surplus(answer)
    yield _within_share(answer)
    if answer.principal is not None and answer.instalments:
        yield from _principal(answer, answer.principal, answer.instalments)


def _instalment(answer: AffordableInstalmentAnswer) -> Trail:
    """The lower of two bounds, and nothing where that is below nothing."""
    bounds = [
        ref("收入里还剩的", "affordable.surplus", answer.surplus),
        ref("按收入的比例还能还的", "affordable.within_share", answer.within_share),
    ]
    how = How.SMALLEST
    if min(answer.surplus, answer.within_share) < 0:
        lower = min(bounds, key=lambda bound: bound.amount)
        bounds, how = [lower, Addend("最少", (yuan("最少", ZERO),))], How.LARGEST
    return Trail(
        "affordable.instalment",
        "每月最多还",
        answer.instalment,
        Unit.YUAN,
        tuple(bounds),
        how,
        is_estimate=True,
    )


def _surplus(answer: AffordableInstalmentAnswer) -> Trail:
    """The income less what is spent and what is repaid elsewhere."""
    addends = [
        _told("monthly_income", answer.income),
        _told("essential_expenses", answer.expenses, minus=True),
        _told("other_debt_payments", answer.other_debts, minus=True),
    ]
    label = "收入减去开支和别的还款，还剩"
    return sum_trail("affordable.surplus", label, answer.surplus, addends)


def _within_share(answer: AffordableInstalmentAnswer) -> Trail:
    """The share of the income that may go to debts, less what is repaid elsewhere."""
    income = yuan(LABELS["monthly_income"], answer.income)
    share = Factor("比例", answer.share, Unit.SHARE, rests_on=f"rule:{SHARE_RULE}")
    addends = [
        Addend("最多拿来还债的", (income, share)),
        _told("other_debt_payments", answer.other_debts, minus=True),
    ]
    label = "各种欠款合起来不超过收入的一定比例，还能还"
    trail = sum_trail("affordable.within_share", label, answer.within_share, addends)
    return replace(trail, step=FEN)


def _told(field: str, amount: Decimal, *, minus: bool = False) -> Addend:
    label = LABELS[field]
    return Addend(label, (yuan(label, amount),), minus=minus)


def _principal(answer: AffordableInstalmentAnswer, principal: int, periods: int) -> Iterator[Trail]:
    """The last whole yuan whose level instalment fits, with that of one yuan more."""
    rate = (*rate_factors(answer, answer.terms), days(MONTH_DAYS, "一期按"))
    label, key = f"分 {periods} 期，能还清的本金", "affordable.principal"
    fits, beyond = (
        level_trail(
            f"{key}.{name}",
            f"本金 {yuan_words(Decimal(amount))} 每期还的",
            level_payment(Decimal(amount), Addend("", rate).amount, periods),
            (Addend("本金", (yuan("本金", Decimal(amount)),)), rate, periods),
        )
        for name, amount in (("fits", principal), ("beyond", principal + 1))
    )
    bound = yuan_words(answer.instalment)
    assert isinstance(beyond.value, Decimal)
    yield Trail(
        key,
        label,
        Decimal(principal),
        Unit.YUAN,
        (Addend("试出来的整数", (yuan("试出来的整数", Decimal(principal)),)),),
        note=f"多借 1 元，每期要 {yuan_words(beyond.value)}，超过每月最多还的 {bound}。",
        is_estimate=True,
    )
    yield from (fits, beyond)
