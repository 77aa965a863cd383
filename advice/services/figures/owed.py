"""The sheets of what is owed: the case, its loans and instalments, and the status quo."""

from collections.abc import Callable, Iterator
from operator import attrgetter

from advice.engine.assessment import Assessment, Projection
from advice.engine.calendar import month_end
from advice.engine.facts import FACTS
from advice.engine.vocabulary import Unit
from advice.engine.wording import chinese_date
from advice.selectors import Basis
from advice.services.advising import Advice
from advice.services.figures.sheet import PLAIN, Number, Sheet, Value, counted, unit_words

CONTRACT = "按你填的合同约定"
LOAN_HEADINGS = (
    "第几笔",
    "剩余本金",
    "日利率（%）",
    "年利率（%）",
    "还款方式",
    "还剩几期",
    "最早一期没还的到期日",
    "计息从",
    "被要求提前全部还的日子",
)


def _loans(advice: Advice) -> Iterator[tuple[Value, ...]]:
    for number, loan in enumerate(advice.case.loans, start=1):
        daily, annual = loan.daily_rate_percent, loan.annual_rate_percent
        yield (
            number,
            loan.principal,
            None if daily is None else Number(daily, PLAIN),
            None if annual is None else Number(annual, PLAIN),
            loan.repayment_method.label,
            loan.remaining_instalments,
            loan.first_unpaid_due_date,
            loan.accrual_start_date,
            loan.accelerated_on,
        )


INSTALMENT_HEADINGS = ("第几笔", "第几期", "计息从", "到期日", "本金", "利息", "合计")


def _instalments(advice: Advice) -> Iterator[tuple[Value, ...]]:
    for loan, schedule in enumerate(advice.assessment.schedules, start=1):
        for number, row in enumerate(schedule, start=1):
            yield (loan, number, row.start, row.due, row.principal, row.interest, row.amount)


PROJECTED: tuple[tuple[str, Callable[[Projection], Value]], ...] = (
    ("几天后", attrgetter("days_ahead")),
    ("逾期天数", attrgetter("days_overdue")),
    ("逾期本金", attrgetter("overdue_principal")),
    ("逾期利息", attrgetter("overdue_interest")),
    ("罚息", attrgetter("penalty_interest")),
    ("复利", attrgetter("compound_interest")),
    ("补齐逾期要", attrgetter("arrears")),
    ("没到期的本金", attrgetter("undue_principal")),
    ("本期已产生的利息", attrgetter("accrued_interest")),
    ("结清要", attrgetter("payoff")),
    ("案件受理费（估算）", attrgetter("legal_costs.acceptance_fee")),
    ("执行费（估算）", attrgetter("legal_costs.execution_fee")),
    ("迟延履行利息（估算）", attrgetter("legal_costs.delayed_performance_interest")),
    ("诉讼费用合计（估算）", attrgetter("legal_costs.total")),
    ("一共要", attrgetter("total_cost")),
    ("超过上限、可以请求减的（估算）", attrgetter("cap_excess")),
    ("银行怎样归类", attrgetter("risk_class.label")),
)


def _projected_days(advice: Advice) -> tuple[str, ...]:
    days = (chinese_date(row.as_of) for row in advice.assessment.projection)
    return ("项目", *days)


def _projection(advice: Advice) -> Iterator[tuple[Value, ...]]:
    """One line a figure, one column a day."""
    for name, read in PROJECTED:
        yield (name, *map(read, advice.assessment.projection))


def sheets_of_the_case(advice: Advice) -> Iterator[Sheet]:
    """What was told, and what follows of it if nothing is done."""
    yield Sheet("概况", ("项目", "数", "单位", "说明"), tuple(_overview(advice)))
    yield Sheet("借款", LOAN_HEADINGS, tuple(_loans(advice)))
    yield Sheet("每期", INSTALMENT_HEADINGS, tuple(_instalments(advice)))
    yield Sheet("不采取行动", _projected_days(advice), tuple(_projection(advice)))
    months = advice.assessment.credit.months
    rows = tuple((month_end(row.month), row.code) for row in months)
    yield Sheet("每月征信", ("月底", "还款状态"), rows)


def sheet_of_bases(advice: Advice) -> Sheet:
    """Every rule, term and fee table in force, with its first day and what it rests on."""
    bases = advice.workings.edition.bases(advice.case.as_of, advice.case.product)
    rows = tuple(_basis(basis, advice.assessment) for basis in bases)
    return Sheet("假定和依据", ("名称", "值", "单位", "从哪天起", "依据"), rows)


def _overview(advice: Advice) -> Iterator[tuple[Value, ...]]:
    """The case, then every fact that is known."""
    case, assessment = advice.case, advice.assessment
    yield ("按哪天算", case.as_of, "日期", "")
    yield ("比较到", case.horizon_on, "日期", "")
    yield ("产品", advice.product_name, "", "")
    for fact in FACTS.values():
        value = fact.read(assessment)
        if value is None or fact.unit is Unit.YES_NO:
            continue
        told = fact.words(value) if isinstance(value, str) else counted(value, fact.unit)
        note = "估算" if fact.is_estimate_in(assessment) else ""
        yield (fact.label_in(assessment), told, unit_words(fact.unit), note)


def _basis(basis: Basis, assessment: Assessment) -> tuple[Value, ...]:
    """A value in force, or what the contract says in its place, whose first day nobody told."""
    since, rests_on, value = basis.effective_from, basis.rests_on, basis.value
    agreed = getattr(assessment.case.contract, basis.term, None) if basis.term else None
    if agreed is not None:
        words = {True: "是", False: "否"} if isinstance(agreed, bool) else {}
        agreed = counted(words.get(agreed, agreed), Unit.NUMBER)
        return (basis.label, agreed, unit_words(basis.unit), None, CONTRACT)
    told = counted(value, basis.unit) if basis.unit else value
    return (basis.label, told, unit_words(basis.unit), since, rests_on)
