"""The sheets of what can be done: strategies, the best plan, small changes, less income."""

from collections.abc import Iterator

from advice.engine.strategies import Outcome, RestructureOutcome
from advice.services.advising import Advice
from advice.services.exploring import Offer
from advice.services.figures.sheet import PLAIN, Number, Row, Sheet, Value
from advice.services.remedies import Remedy

STRATEGY_HEADINGS = (
    "办法",
    "负担得起吗",
    "总花费",
    "比不处理少花",
    "今天先付",
    "每月还",
    "之后付几次",
    "期末以前付",
    "期末还欠",
    "结清",
    "从哪天起不再逾期",
    "征信记录消除",
    "减免",
    "方案日利率（%）",
    "月供比结余多",
)


def _strategies(advice: Advice) -> Iterator[tuple[Value, ...]]:
    """Doing nothing, then every strategy that has a cost and an end."""
    worst = advice.assessment.at_horizon
    nothing: tuple[Value, ...] = ("不采取行动", "", worst.total_cost)
    blank = (None,) * (len(STRATEGY_HEADINGS) - len(nothing))
    yield (*nothing, *blank)
    for remedy in advice.remedies:
        if remedy.outcome:
            yield _strategy(remedy, remedy.outcome)


def _strategy(remedy: Remedy, outcome: Outcome) -> tuple[Value, ...]:
    agreed: tuple[Value, ...] = (None, None, None)
    if isinstance(outcome, RestructureOutcome):
        rate = Number(outcome.plan_daily_rate_percent, PLAIN)
        agreed = (outcome.waived, rate, outcome.gap)
    return (
        remedy.strategy.title,
        remedy.fit.label,
        outcome.cost,
        outcome.saving,
        outcome.needed,
        outcome.monthly_payment,
        outcome.months,
        outcome.paid_by_horizon,
        outcome.owed_at_horizon,
        outcome.cleared_on,
        outcome.current_on,
        outcome.record_expires_on,
        *agreed,
    )


def sheets_of_plans(advice: Advice) -> Iterator[Sheet]:
    """The strategies beside doing nothing, then what the result explores."""
    yield Sheet("办法对比", STRATEGY_HEADINGS, tuple(_strategies(advice)))
    yield Sheet("最省的办法", BEST_HEADINGS, tuple(_best(advice)))
    yield Sheet("早晚差多少", WAITING_HEADINGS, tuple(_waiting(advice)))
    if advice.explored.stress:
        yield Sheet("收入少两成", STRESS_HEADINGS, tuple(_stressed(advice)))
    picture = advice.picture
    yield Sheet(
        "还要还多少",
        ("哪一天", "说明", *(line.title for line in picture.lines)),
        tuple((row.day, row.note, *(owed for _, owed in row.cells)) for row in picture.rows),
    )


BEST_HEADINGS = ("哪一种", "怎么付", "一共花", "先付", "每月还", "结清", "手头要用的", "还差")


def _best(advice: Advice) -> Iterator[Row]:
    """The plans that the result names, each with what it asks; without any, no row."""
    explored = advice.explored
    named = (
        ("花得最少的", explored.best),
        ("自己就能做的里，花得最少的", explored.on_ones_own),
        ("另一种里，花得最少的", explored.second),
        ("离付得起最近的", explored.nearest),
        ("收入少两成时，花得最少的", explored.best_with_less_income),
    )
    return (_offer(name, offer) for name, offer in named if offer)


def _offer(name: str, offer: Offer) -> Row:
    found, outcome = offer.found, offer.found.outcome
    consent = "（要对方同意）" if offer.is_negotiated else ""
    return (
        name,
        offer.words + consent,
        outcome.cost,
        offer.paid_at_once,
        outcome.monthly_payment,
        outcome.cleared_on,
        found.needed,
        offer.lacks,
    )


WAITING_HEADINGS = (
    "哪天结清",
    "几天后",
    "结清要",
    "诉讼费用（估算）",
    "比今天多",
    "征信状态",
    "可能已经",
)


def _waiting(advice: Advice) -> Iterator[Row]:
    for row in advice.explored.waiting:
        steps = "，".join(step.label for step in row.court_steps)
        code, extra = row.code, row.extra
        yield (row.day, row.days_ahead, row.payoff, row.legal_costs, extra, code, steps)


STRESS_HEADINGS = (
    "办法",
    "现在付得起吗",
    "收入少两成付得起吗",
    "那时每月还",
    "那时一共花",
    "那时结清",
)
FEASIBLE = {True: "付得起", False: "付不起", None: "还不知道"}


def _stressed(advice: Advice) -> Iterator[Row]:
    stress = advice.explored.stress
    for row in stress.rows if stress else ():
        yield (
            row.strategy.title,
            FEASIBLE[row.before.feasible],
            FEASIBLE[row.after.feasible],
            row.after.monthly_payment,
            row.after.cost,
            row.after.cleared_on,
        )
