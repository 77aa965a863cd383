"""The trails of the small tools' figures, in the grammar of the result's."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from advice.engine.answers import LABELS
from advice.engine.facts.grounds import CAP_LAW, PENALTY_LAW, RECORD_LAW
from advice.engine.money import FEN, SIX_DECIMALS, ZERO, exact_arithmetic
from advice.engine.rules import Rulebook
from advice.engine.schedule import MONTH_DAYS, Instalment, level_payment, period_share
from advice.engine.tools.affordable_instalment import SHARE_RULE, AffordableInstalmentAnswer
from advice.engine.tools.court_fees import CourtFeesAnswer
from advice.engine.tools.emergency_fund import EmergencyFundAnswer, Target
from advice.engine.tools.penalty import PenaltyAnswer
from advice.engine.tools.record import RecordAnswer
from advice.engine.tools.schedule import ScheduleAnswer
from advice.engine.trail.build import (
    day_addend,
    days,
    hundred,
    penalty_factors,
    rate_factors,
    ref,
    term,
    yuan,
)
from advice.engine.trail.contract import Contract
from advice.engine.trail.fees import FeeTableTrails
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.grounds import Footing
from advice.engine.trail.loan import LoanTrails
from advice.engine.trail.record import code_trail, expiry
from advice.engine.trail.schedule import ScheduleTrails, level_trail, share_trail
from advice.engine.trail.shelf import Trails
from advice.engine.vocabulary import TermKey, Unit
from advice.engine.wording import yuan as yuan_words

Answer = (
    AffordableInstalmentAnswer
    | CourtFeesAnswer
    | EmergencyFundAnswer
    | PenaltyAnswer
    | RecordAnswer
    | ScheduleAnswer
)


def trails_of_tool(answer: Answer, rulebook: Rulebook) -> Trails:
    """How each figure of a tool's answer came about, in the order in which it is told."""
    footing, trails = _told(answer)
    shelf = Trails(footing, rulebook)
    with exact_arithmetic():
        shelf.add((trail.key, lambda trail=trail: trail) for trail in trails)  # type: ignore[misc]
    return shelf


def _told(answer: Answer) -> tuple[Footing, Iterable[Trail]]:
    match answer:
        case PenaltyAnswer():
            footing = Footing(answer.as_of, answer.product, answer.terms, answer.contract.told)
            return footing, _penalty(answer)
        case ScheduleAnswer():
            return Footing(answer.as_of, answer.product, answer.terms), _schedule(answer)
        case CourtFeesAnswer():
            return Footing(answer.as_of), _court_fees(answer)
        case EmergencyFundAnswer():
            return Footing(answer.as_of), _emergency_fund(answer)
        case AffordableInstalmentAnswer():
            return Footing(answer.as_of, answer.product, answer.terms), _affordable(answer)
        case RecordAnswer():
            return Footing(answer.as_of, answer.product, answer.terms), _record(answer)


def _alone(trail: Trail, **changes: object) -> Trail:
    """A loan's trail where there is no other loan to tell it from."""
    addends = tuple(replace(addend, loan=None) for addend in trail.addends)
    return replace(trail, addends=addends, **changes)  # type: ignore[arg-type]


# Penalty interest


def _penalty(answer: PenaltyAnswer) -> Iterator[Trail]:
    contract = Contract(1, answer.loan, answer.terms, answer.rules, ())
    owed = LoanTrails("penalty", contract, answer.statement)
    grace = answer.terms.grace_days
    yield _alone(
        owed.trail("penalty_interest"),
        bounds=(term(TermKey.GRACE_DAYS),),
        note=f"宽限 {grace} 天以内还清的不收；过了宽限期，从还款日起算。" if grace else "",
    )
    yield _alone(owed.trail("days_overdue"), note="还款日的第二天算第 1 天。")
    yield _a_day(answer)
    yield _annual_percent(answer)
    if answer.statement.cap_excess:
        excess = owed.trail("cap_excess")
        yield _alone(excess, label="可以请求法院调减", law=CAP_LAW)


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


# The contract schedule


def _schedule(answer: ScheduleAnswer) -> Iterator[Trail]:
    """The sums, then every instalment that they are made of."""
    contract = Contract(1, answer.loan, answer.terms, answer.rules, _instalments(answer))
    interest = [
        ref(f"第 {row.number} 期的利息", _key(row.number, "interest"), row.instalment.interest)
        for row in answer.rows
    ]
    yield _sum("schedule.interest", "利息一共", answer.interest, interest)
    yield _sum(
        "schedule.total",
        "本息一共",
        answer.total,
        [
            Addend("本金", (yuan("本金", answer.principal),)),
            ref("利息一共", "schedule.interest", answer.interest),
        ],
    )
    yield _highest(answer)
    share = share_trail(contract, period_share(contract.loan, contract.terms))
    for _, make in ScheduleTrails(contract, share).makers():
        yield _alone(make())


def _instalments(answer: ScheduleAnswer) -> tuple[Instalment, ...]:
    return tuple(row.instalment for row in answer.rows)


def _highest(answer: ScheduleAnswer) -> Trail:
    row = max(answer.rows, key=lambda row: row.instalment.amount)
    parts = (("principal", "本金"), ("interest", "利息"))
    addends = [
        ref(f"第 {row.number} 期的{label}", _key(row.number, name), amount)
        for name, label in parts
        if (amount := getattr(row.instalment, name))
    ]
    highest = answer.highest_instalment
    trail = _sum("schedule.highest_instalment", "最多的一期", highest, addends)
    return replace(trail, note=f"第 {row.number} 期，别的各期都不比它多。")


def _key(number: int, name: str) -> str:
    return f"schedule.0.{number - 1}.{name}"


def _sum(key: str, label: str, value: Decimal, addends: Iterable[Addend]) -> Trail:
    told = tuple(addend for addend in addends if addend.amount)
    return Trail(key, label, value, Unit.YUAN, told)


# Court fees


FEES = {
    "acceptance_fee_halved": "案件受理费，简易程序或小额诉讼",
    "acceptance_fee": "案件受理费，普通程序",
    "execution_fee": "申请执行费",
    "preservation_fee": "财产保全申请费",
    "payment_order_fee": "支付令申请费",
}


def _court_fees(answer: CourtFeesAnswer) -> Iterator[Trail]:
    """Each fee by the brackets of its table."""
    trails = FeeTableTrails("fees", answer.amount, answer.fees, answer.rules)
    makers = dict(trails.makers())
    for name, label in FEES.items():
        yield replace(makers.pop(f"fees.{name}")(), label=label, is_estimate=False)
    for make in makers.values():
        yield replace(make(), is_estimate=False)


# Emergency fund


def _emergency_fund(answer: EmergencyFundAnswer) -> Iterator[Trail]:
    for target in answer.targets:
        yield from _target(answer, target)


def _target(answer: EmergencyFundAnswer, target: Target) -> Iterator[Trail]:
    """How much, what is missing, how long it takes and when it is there."""
    front, whole = f"target.{target.months_of_expenses}", f"{target.months_of_expenses} 个月的开支"
    if target.saved_in:
        missing = yuan("还差", target.missing, figure=f"{front}.missing")
        monthly = yuan("每月存", answer.monthly_saving, divides=True)
        yield Trail(
            f"{front}.saved_in",
            f"存到 {whole}",
            target.saved_in,
            Unit.MONTHS,
            (Addend("月数", (missing, monthly)),),
            How.UP,
            is_estimate=True,
        )
    if target.saved_in and target.reached_on:
        months = Factor("月数", Decimal(target.saved_in), Unit.MONTHS, figure=f"{front}.saved_in")
        yield Trail(
            f"{front}.reached_on",
            f"哪天存到 {whole}",
            target.reached_on,
            Unit.DATE,
            (day_addend("从今天起", answer.as_of, months),),
            How.LATEST,
            is_estimate=True,
        )
    saved = Addend("已有的存款", (yuan("已有的存款", answer.savings),), minus=True)
    amount = ref(whole, f"{front}.amount", target.amount)
    left = _sum(f"{front}.missing", f"{whole}还差", target.missing, [amount, saved])
    yield left if target.missing else replace(left, addends=(), note="存款已经够了。")
    expenses = yuan(LABELS["essential_expenses"], answer.expenses)
    count = Factor("几个月", Decimal(target.months_of_expenses), Unit.MONTHS)
    yield _sum(f"{front}.amount", whole, target.amount, [Addend(whole, (expenses, count))])


# The instalment that an income carries


def _affordable(answer: AffordableInstalmentAnswer) -> Iterator[Trail]:
    yield _instalment(answer)
    debts = yuan(LABELS["other_debt_payments"], answer.other_debts)
    left = Addend(debts.label, (debts,), minus=True)
    income = yuan(LABELS["monthly_income"], answer.income)
    expenses = yuan(LABELS["essential_expenses"], answer.expenses)
    yield _sum(
        "affordable.surplus",
        "收入减去开支和别的还款，还剩",
        answer.surplus,
        [
            Addend(income.label, (income,)),
            Addend(expenses.label, (expenses,), minus=True),
            left,
        ],
    )
    share = Factor("比例", answer.share, Unit.SHARE, rests_on=f"rule:{SHARE_RULE}")
    trail = _sum(
        "affordable.within_share",
        "各种欠款合起来不超过收入的一定比例，还能还",
        answer.within_share,
        [Addend("最多拿来还债的", (income, share)), left],
    )
    yield replace(trail, step=FEN)
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


# The credit record


def _record(answer: RecordAnswer) -> Iterator[Trail]:
    if answer.expires_on:
        ended = expiry("还清的那天", answer.ended_on, answer.retention_months)
        label = "不良记录消除" if answer.is_told else "今天还清的话，不良记录消除"
        yield Trail(
            "record.expires_on",
            label,
            answer.expires_on,
            Unit.DATE,
            (ended,),
            How.LATEST,
            law=RECORD_LAW,
        )
    code = code_trail(
        "record.code", (answer.first_due_on, ""), answer.ended_on, answer.terms.grace_days
    )
    yield replace(code, label="还清那天的征信状态", is_estimate=True)
    if answer.expires_on and answer.days_left is not None:
        left = Addend(
            "还有", (days(answer.days_left),), since=answer.as_of, until=answer.expires_on
        )
        yield Trail("record.days_left", "还有", answer.days_left, Unit.DAYS, (left,))
