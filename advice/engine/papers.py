"""What a paper that the borrower sends can say of the case: named figures, tables and blanks.

A paper is never wrong by a hole: a figure that is not known, or that is nothing here, becomes a
blank to be filled in by hand. The sentence around it says what it is; only what could be anything,
such as a name, has its label behind the line.
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


def line(length: int) -> str:
    """A line for so many Chinese letters, in Markdown. Browsers and Word never break it."""
    return r"\_\_" * length


AMOUNT, COUNT, WORDS, SENTENCE = 8, 4, 10, 40
BLANK_DATE = f"{line(4)}年{line(2)}月{line(2)}日"
LOANS_TO_FILL, INSTALMENTS_TO_FILL = 6, 12
TO_FILL_IN = " "


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


@dataclass(frozen=True, slots=True)
class PaperBlank:
    """A blank for what the site never asks: what it is for, and for how many letters it has room.

    A blank for a sentence may go on in the next line, any other stays whole.
    """

    label: str
    room: int
    is_labelled: bool = False

    @property
    def words(self) -> str:
        drawn = "＿" * self.room if self.room >= SENTENCE else line(self.room)
        return f"{drawn}（{self.label}）" if self.is_labelled else drawn


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table of a paper: its heads, and its rows for a case; without any, rows to fill in.

    `items` are what stands in the first column of the rows to fill in.
    """

    label: str
    heads: tuple[str, ...]
    rows: Callable[[Papers], Sequence[Sequence[str]]]
    items: tuple[str, ...]

    def markdown(self, papers: Papers | None) -> str:
        """The table as a block of its own."""
        rows = (papers and self.rows(papers)) or self._rows_to_fill()
        lines = [self.heads, ["---"] * len(self.heads), *rows]
        return "\n\n" + "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n\n"

    def _rows_to_fill(self) -> list[list[str]]:
        return [[item, *[TO_FILL_IN] * (len(self.heads) - 1)] for item in self.items]


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


AT_ONCE = "先还"


def _plan_rows(papers: Papers) -> list[list[str]]:
    if papers.plan is None:
        return []
    plan = papers.plan
    at_once = [AT_ONCE, "协议签订之日", yuan(plan.upfront), yuan(plan.balance)]
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
        return [(label, TO_FILL_IN if amount is None else yuan(amount)) for label, amount in told]

    return rows


def _budget_rows(papers: Papers) -> list[tuple[str, str]]:
    surplus = papers.assessment.affordability.monthly_surplus
    left = TO_FILL_IN if surplus is None else yuan(surplus)
    return [*_answer_rows(BUDGET)(papers), ("每月结余（收入减开支减其他欠款）", left)]


def _numbers(last: int) -> tuple[str, ...]:
    return tuple(map(str, range(1, last + 1)))


TABLES: Mapping[str, PaperTable] = {
    "loans": PaperTable(
        "各笔借款",
        ("序号", "剩余本金", "利率", "剩余期数", "最早没还的还款日"),
        _loan_rows,
        _numbers(LOANS_TO_FILL),
    ),
    "owed": PaperTable("欠款的组成", ("项目", "本人估算"), _owed_rows, tuple(OWED)),
    "owed_to_compare": PaperTable(
        "欠款的组成，留一列给贷款机构填",
        ("项目", "本人估算", "贵方的数额"),
        lambda papers: [(*row, TO_FILL_IN) for row in _owed_rows(papers)],
        tuple(OWED),
    ),
    "plan": PaperTable(
        "方案的每一期",
        ("期数", "日子", "这一期还", "还完后还剩"),
        _plan_rows,
        (AT_ONCE, *_numbers(INSTALMENTS_TO_FILL)),
    ),
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

BLANKS: Mapping[str, PaperBlank] = {
    "line": PaperBlank("只有一条横线", 14),
    "short_line": PaperBlank("只有一条短横线", 4),
    "name": PaperBlank("姓名", 7, is_labelled=True),
    "id_number": PaperBlank("身份证号码", 15),
    "phone": PaperBlank("联系电话", 10),
    "address": PaperBlank("联系地址", 22),
    "account": PaperBlank("借据号或账户尾号", 12),
    "bank_card": PaperBlank("收款或还款的银行卡号", 15),
    "reason": PaperBlank("困难的原因", SENTENCE, is_labelled=True),
    "grounds": PaperBlank("写明理由", 60),
    "amount": PaperBlank("金额", AMOUNT),
    "court": PaperBlank("法院名称", 12, is_labelled=True),
    "case_number": PaperBlank("案号", 13, is_labelled=True),
    "lender": PaperBlank("贷款机构全称", 12, is_labelled=True),
    "collector": PaperBlank("催收人员或机构", 14),
    "collector_number": PaperBlank("催收来电号码", 10),
    "family_name": PaperBlank("出借人姓名", 7),
    "family_id": PaperBlank("出借人身份证号码", 15),
    "family_signature": PaperBlank("出借人签名", 8),
    "day": PaperBlank("每月几日", 3),
    "household": PaperBlank("家庭人口", 3),
    "report": PaperBlank("报告编号或查询日期", 14),
    "disputed": PaperBlank("哪一项、多少", SENTENCE),
    "difference": PaperBlank("哪里不一致、为什么", 60),
    "paid": PaperBlank("日期和金额", SENTENCE),
    "signature": PaperBlank("签名", 8),
}


def placeholder_names() -> dict[str, str]:
    """Every name that a paper may ask for, such as `figure:payoff`, with what it means."""
    figures = {f"figure:{name}": figure.label for name, figure in FIGURES.items()}
    tables = {f"table:{name}": f"表：{table.label}" for name, table in TABLES.items()}
    blanks = {f"blank:{name}": f"空：{blank.label}" for name, blank in BLANKS.items()}
    return figures | tables | blanks | {"blank:date": "空：日期"}


def paper_figures(papers: Papers | None) -> dict[str, str]:
    """What each name says for the case, in Markdown; without a case all are blanks."""
    figures = {
        f"figure:{name}": (papers and figure.words(papers)) or figure.blank
        for name, figure in FIGURES.items()
    }
    tables = {f"table:{name}": table.markdown(papers) for name, table in TABLES.items()}
    blanks = {f"blank:{name}": blank.words for name, blank in BLANKS.items()}
    return figures | tables | blanks | {"blank:date": BLANK_DATE}
