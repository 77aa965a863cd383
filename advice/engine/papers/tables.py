"""The tables that papers may hold, each with its rows for a case, or with rows to fill in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from advice.engine.case import Loan
from advice.engine.papers.told import Papers
from advice.engine.wording import chinese_date, percent, yuan

LOANS_TO_FILL, INSTALMENTS_TO_FILL = 6, 12
TO_FILL_IN = " "


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
SURPLUS = "每月结余（收入减开支减其他欠款）"
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
    return [*_answer_rows(BUDGET)(papers), (SURPLUS, left)]


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
        (*(label for label, _ in BUDGET), SURPLUS),
    ),
    "means": PaperTable(
        "手头能动用的", ("项目", "金额"), _answer_rows(MEANS), tuple(label for label, _ in MEANS)
    ),
}
