"""The figures that papers may name, each with its words for a case."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from advice.engine.assessment import Assessment
from advice.engine.facts import FACTS, Fact
from advice.engine.money import ZERO
from advice.engine.papers.blanks import AMOUNT, BLANK_DATE, COUNT, SENTENCE, WORDS, PaperBlank, line
from advice.engine.papers.told import Papers
from advice.engine.strategies.outcome import Agreement
from advice.engine.vocabulary import Stage, Unit
from advice.engine.wording import capital_yuan, chinese_date, yuan


@dataclass(frozen=True, slots=True)
class PaperFigure:
    """A figure of a paper: what it is called, its unit, and its words for a case; None: unknown.

    `room` is how many letters its blank holds; `is_labelled`, whether that says what it is for.
    """

    label: str
    unit: Unit
    words: Callable[[Papers], str | None]
    room: int = WORDS
    is_labelled: bool = False

    @property
    def blank(self) -> str:
        """What to fill in by hand instead."""
        match self.unit:
            case Unit.DATE:
                return BLANK_DATE
            case Unit.YUAN:
                return f"{line(AMOUNT)}元"
            case Unit.DAYS | Unit.MONTHS | Unit.TIMES:
                return f"{line(COUNT)}{self.unit.label}"
            case Unit.PERCENT | Unit.SHARE:
                return f"{line(COUNT)}%"
            case Unit.NUMBER:
                return line(COUNT)
        return PaperBlank(self.label, self.room, is_labelled=self.is_labelled).words


def _of_fact(fact: Fact) -> PaperFigure:
    return PaperFigure(fact.label, fact.unit, lambda papers: _fact_words(fact, papers.assessment))


def _fact_words(fact: Fact, assessment: Assessment) -> str | None:
    """The fact in words; None where it is unknown."""
    value = None if fact.untold_in(assessment.case) else fact.read(assessment)
    return None if value is None else fact.words(value)


def _told(field: str) -> Callable[[Papers], str | None]:
    """An amount that the borrower told; nothing told and nothing at all leave a blank."""
    return lambda papers: _amount(getattr(papers.assessment.case, field))


def _amount(amount: Decimal | None) -> str | None:
    return yuan(amount) if amount else None


def _family_loan_in_capitals(papers: Papers) -> str | None:
    amount = papers.assessment.case.family_loan
    return capital_yuan(amount) if amount else None


def _positive(amount: Decimal | None) -> str | None:
    return yuan(amount) if amount is not None and amount > 0 else None


def _excess_words(papers: Papers) -> str:
    """By how much the cap is exceeded, or that it isn't."""
    excess = papers.assessment.now.cap_excess
    return yuan(excess) if excess else f"{yuan(ZERO)}，也就是目前还没有超过"


def _overdue_words(papers: Papers) -> str:
    """Since when it is overdue and by how much, or that it is not."""
    now, case = papers.assessment.now, papers.assessment.case
    if papers.assessment.stage is Stage.UPCOMING or not now.days_overdue:
        return f"目前没有逾期，最近的还款日是{chinese_date(case.first_due_on)}"
    return (
        f"最早一笔从{chinese_date(case.first_due_on)}起未按期归还，"
        f"已逾期 {now.days_overdue} 天，逾期应还合计 {yuan(now.arrears)}"
    )


def _received_on(papers: Papers) -> str | None:
    day = papers.assessment.case.paper_received_on
    return chinese_date(day) if day else None


def _of_plan(words: Callable[[Agreement], str | None]) -> Callable[[Papers], str | None]:
    """The words of the proposed plan; None without one."""
    return lambda papers: words(papers.plan) if papers.plan else None


# A suit or a figure that is only estimated is nothing to tell a bank or a court.
_OWN_WORDS = {
    "monthly_surplus": lambda papers: _positive(papers.assessment.affordability.monthly_surplus),
    "cap_excess": _excess_words,
    **{name: _told(name) for name in ("family_loan", "savings", "sellable_assets", "expense_cut")},
}


def _facts() -> Iterator[tuple[str, PaperFigure]]:
    for key, fact in FACTS.items():
        if key in _OWN_WORDS:
            yield key, PaperFigure(fact.label, fact.unit, _OWN_WORDS[key])
        elif not fact.is_estimate and fact.unit not in {Unit.YES_NO, Unit.CHOICE}:
            yield key, _of_fact(fact)


FIGURES: Mapping[str, PaperFigure] = {
    **dict(_facts()),
    "as_of": PaperFigure(
        "计算到哪一天", Unit.DATE, lambda papers: chinese_date(papers.assessment.case.as_of)
    ),
    "product": PaperFigure(
        "贷款名称", Unit.CHOICE, lambda papers: papers.product or None, is_labelled=True
    ),
    "lender": PaperFigure(
        "贷款机构", Unit.CHOICE, lambda papers: papers.lender or None, is_labelled=True
    ),
    "overdue_words": PaperFigure(
        "逾期的情况，一句话", Unit.CHOICE, _overdue_words, room=SENTENCE, is_labelled=True
    ),
    "first_due_on": PaperFigure(
        "最早一期没还的还款日",
        Unit.DATE,
        lambda papers: chinese_date(papers.assessment.case.first_due_on),
    ),
    "received_on": PaperFigure("收到文书的日子", Unit.DATE, _received_on),
    "family_loan_in_capitals": PaperFigure(
        "借款金额大写",
        Unit.CHOICE,
        _family_loan_in_capitals,
        room=14,
    ),
    "plan_upfront": PaperFigure(
        "方案先还", Unit.YUAN, _of_plan(lambda plan: _amount(plan.upfront) or "没有")
    ),
    "plan_months": PaperFigure(
        "方案的期数", Unit.MONTHS, _of_plan(lambda plan: f"{len(plan.instalments)} 个月")
    ),
    "plan_payment": PaperFigure(
        "方案每月还", Unit.YUAN, _of_plan(lambda plan: _amount(plan.payment))
    ),
    "plan_first_on": PaperFigure(
        "方案第一期的日子",
        Unit.DATE,
        _of_plan(lambda plan: chinese_date(plan.instalments[0][0])),
    ),
    "plan_last_on": PaperFigure(
        "方案最后一期的日子",
        Unit.DATE,
        _of_plan(lambda plan: chinese_date(plan.instalments[-1][0])),
    ),
    "plan_last_payment": PaperFigure(
        "方案最后一期还", Unit.YUAN, _of_plan(lambda plan: yuan(plan.instalments[-1][1]))
    ),
    "plan_total": PaperFigure(
        "方案一共还",
        Unit.YUAN,
        _of_plan(lambda plan: yuan(sum((paid for _, paid in plan.payments), ZERO))),
    ),
    "plan_balance": PaperFigure(
        "减免后分期的总额", Unit.YUAN, _of_plan(lambda plan: yuan(plan.balance))
    ),
    "plan_waived": PaperFigure(
        "请求减免的罚息和复利", Unit.YUAN, _of_plan(lambda plan: _amount(plan.waived))
    ),
}
