"""What a paper that the borrower sends can say of the case: named figures, tables and blanks.

A paper is never wrong by a hole: a figure that is not known, or that is nothing here, becomes a
blank with its label, to be filled in by hand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from advice.engine.assessment import Assessment
from advice.engine.case import Loan
from advice.engine.facts import FACTS, Fact
from advice.engine.money import ZERO
from advice.engine.strategies.outcome import Agreement
from advice.engine.vocabulary import Stage, Unit
from advice.engine.wording import capital_yuan, chinese_date, percent, yuan

LINE = "＿" * 10
LONG_LINE = "＿" * 14
SHORT_LINE = "＿＿＿"
BLANK_DATE = "＿＿＿＿年＿＿月＿＿日"
BLANK_ROWS = 6


@dataclass(frozen=True, slots=True)
class Papers:
    """What papers are filled from.

    `plan` is the agreement to propose: None where none is known to be affordable. `product` and
    `lender` are names, "" where they are not known.
    """

    assessment: Assessment
    product: str = ""
    lender: str = ""
    plan: Agreement | None = None


@dataclass(frozen=True, slots=True)
class PaperFigure:
    """A figure of a paper: what it is called, its unit, and its words for a case; None: unknown."""

    label: str
    unit: Unit
    words: Callable[[Papers], str | None]

    @property
    def blank(self) -> str:
        """What to fill in by hand instead."""
        match self.unit:
            case Unit.DATE:
                return f"{BLANK_DATE}（{self.label}）"
            case Unit.YUAN:
                return f"{LINE}元（{self.label}）"
            case Unit.DAYS | Unit.MONTHS:
                return f"{SHORT_LINE}{self.unit.label}（{self.label}）"
        return f"{LINE}（{self.label}）"


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table of a paper: its heads, and its rows for a case; without any, rows to fill in.

    `items` are what stands in the first column of the rows to fill in.
    """

    label: str
    heads: tuple[str, ...]
    rows: Callable[[Papers], Sequence[Sequence[str]]]
    items: tuple[str, ...] = ()

    def markdown(self, papers: Papers | None) -> str:
        """The table as a block of its own."""
        rows = (papers and self.rows(papers)) or self._rows_to_fill()
        lines = [self.heads, ["---"] * len(self.heads), *rows]
        return "\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n\n"

    def _rows_to_fill(self) -> list[list[str]]:
        firsts = self.items or [" "] * BLANK_ROWS
        return [[first, *[" "] * (len(self.heads) - 1)] for first in firsts]


# Figures


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
    "cap_excess": lambda papers: _amount(papers.assessment.now.cap_excess),
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
    "product": PaperFigure("贷款名称", Unit.CHOICE, lambda papers: papers.product or None),
    "lender": PaperFigure("贷款机构", Unit.CHOICE, lambda papers: papers.lender or None),
    "overdue_words": PaperFigure("逾期的情况，一句话", Unit.CHOICE, _overdue_words),
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


# Tables


def _loan_rows(papers: Papers) -> list[list[str]]:
    return [
        [
            str(number),
            yuan(loan.principal),
            _rate_words(loan),
            f"{loan.remaining_instalments} 期",
            chinese_date(loan.first_unpaid_due_date),
        ]
        for number, loan in enumerate(papers.assessment.case.loans, start=1)
    ]


def _rate_words(loan: Loan) -> str:
    if loan.daily_rate_percent is not None:
        return f"日利率 {percent(loan.daily_rate_percent)}"
    assert loan.annual_rate_percent is not None
    return f"年利率 {percent(loan.annual_rate_percent)}"


OWED = {
    "逾期本金": "overdue_principal",
    "逾期利息": "overdue_interest",
    "罚息": "penalty_interest",
    "复利": "compound_interest",
    "没到期的本金": "undue_principal",
    "本期已产生的利息": "accrued_interest",
    "合计（结清总额）": "payoff",
}


def _owed_rows(papers: Papers) -> list[tuple[str, str]]:
    now = papers.assessment.now
    return [(label, yuan(getattr(now, name))) for label, name in OWED.items()]


def _plan_rows(papers: Papers) -> list[list[str]]:
    if papers.plan is None:
        return []
    plan = papers.plan
    at_once = ["先还", "协议签订之日", yuan(plan.upfront), yuan(plan.balance)]
    instalments = [
        [str(number), chinese_date(day), yuan(paid), yuan(balance)]
        for number, (day, paid, balance) in enumerate(plan.instalments, start=1)
    ]
    return [at_once, *instalments] if plan.upfront else instalments


BUDGET = (
    ("每月收入", "monthly_income"),
    ("每月必须的开支（吃住、看病、上学等）", "essential_expenses"),
    ("每月其他欠款要还", "other_debt_payments"),
    ("每月还能省的", "expense_cut"),
)
MEANS = (
    ("存款", "savings"),
    ("可以变卖的东西", "sellable_assets"),
    ("家人说可以借的（家人没有义务）", "family_loan"),
)


def _answer_rows(
    answers: Sequence[tuple[str, str]],
) -> Callable[[Papers], list[tuple[str, str]]]:
    """What was told of each; an answer that was not given is left to be filled in."""

    def rows(papers: Papers) -> list[tuple[str, str]]:
        case = papers.assessment.case
        told = ((label, getattr(case, field)) for label, field in answers)
        return [(label, LINE if amount is None else yuan(amount)) for label, amount in told]

    return rows


def _budget_rows(papers: Papers) -> list[tuple[str, str]]:
    surplus = papers.assessment.affordability.monthly_surplus
    left = LINE if surplus is None else yuan(surplus)
    return [*_answer_rows(BUDGET)(papers), ("每月结余（收入减开支减其他欠款）", left)]


TABLES: Mapping[str, PaperTable] = {
    "loans": PaperTable(
        "各笔借款", ("序号", "剩余本金", "利率", "剩余期数", "最早没还的还款日"), _loan_rows
    ),
    "owed": PaperTable("欠款的组成", ("项目", "本人估算"), _owed_rows, tuple(OWED)),
    "owed_to_compare": PaperTable(
        "欠款的组成，留一列给贷款机构填",
        ("项目", "本人估算", "贵方的数额"),
        lambda papers: [(*row, " ") for row in _owed_rows(papers)],
        tuple(OWED),
    ),
    "plan": PaperTable("方案的每一期", ("期数", "日子", "这一期还", "还完后还剩"), _plan_rows),
    "budget": PaperTable(
        "每月收支",
        ("项目", "每月"),
        _budget_rows,
        (*(label for label, _ in BUDGET), "每月结余（收入减开支减其他欠款）"),
    ),
    "means": PaperTable(
        "手头能动用的", ("项目", "金额"), _answer_rows(MEANS), tuple(label for label, _ in MEANS)
    ),
}

# Blanks: what the site never asks

BLANKS: Mapping[str, str] = {
    "line": "",
    "short_line": "",
    "name": "姓名",
    "id_number": "身份证号码",
    "phone": "联系电话",
    "address": "联系地址",
    "account": "借据号或账户尾号",
    "bank_card": "收款或还款的银行卡号",
    "date": "日期",
    "reason": "困难的原因",
    "grounds": "写明理由",
    "amount": "金额",
    "court": "法院名称",
    "case_number": "案号",
    "lender": "贷款机构全称",
    "collector": "催收人员或机构",
    "collector_number": "催收来电号码",
    "family_name": "出借人姓名",
    "family_id": "出借人身份证号码",
    "family_signature": "出借人签名",
    "day": "每月几日",
    "household": "家庭人口",
    "report": "报告编号或查询日期",
    "disputed": "哪一项、多少",
    "difference": "哪里不一致、为什么",
    "paid": "日期和金额",
    "signature": "签名",
}
BLANK_DATES = frozenset({"date"})


def placeholder_names() -> dict[str, str]:
    """Every name that a paper may ask for, such as `figure:payoff`, with what it means."""
    figures = {f"figure:{name}": figure.label for name, figure in FIGURES.items()}
    tables = {f"table:{name}": f"表：{table.label}" for name, table in TABLES.items()}
    blanks = {f"blank:{name}": f"空：{label}" for name, label in BLANKS.items()}
    lines = {"blank:line": "空：只有一条横线", "blank:short_line": "空：只有一条短横线"}
    return figures | tables | blanks | lines


def paper_figures(papers: Papers | None) -> dict[str, str]:
    """What each name says for the case, in Markdown; without a case all are blanks."""
    figures = {
        f"figure:{name}": (papers and figure.words(papers)) or figure.blank
        for name, figure in FIGURES.items()
    }
    tables = {f"table:{name}": table.markdown(papers) for name, table in TABLES.items()}
    blanks = {f"blank:{name}": _blank(name, label) for name, label in BLANKS.items()}
    return figures | tables | blanks


def _blank(name: str, label: str) -> str:
    if name in BLANK_DATES:
        return BLANK_DATE
    if label:
        return f"{LINE}（{label}）"
    return SHORT_LINE if name == "short_line" else LONG_LINE
