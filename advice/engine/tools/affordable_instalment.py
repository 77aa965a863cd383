"""How much instalment an income carries, and the largest loan that such an instalment repays.

Two bounds, of which the lower one counts: what income leaves after expenses and other debts
(calculation.md, section 8), and the share of the income that all debts together should not exceed.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from advice.engine.affordability import left_of_income
from advice.engine.answers import INSTALMENTS_MOST, MONTHLY_MOST, Answers
from advice.engine.intake import read_product, read_rates
from advice.engine.money import ZERO, exact_arithmetic, rounded
from advice.engine.rules import Rulebook, Terms
from advice.engine.schedule import MONTH_DAYS, level_payment
from advice.engine.tools.asking import Raw, asked, in_force, refuse_broken

SHARE_RULE = "debt_share_of_income"
MEANS = ("monthly_income", "essential_expenses", "other_debt_payments")
RATES = ("daily_rate_percent", "annual_rate_percent")
FIELDS = frozenset({"product", *MEANS, *RATES, "instalments"})


@dataclass(frozen=True, slots=True)
class AffordableInstalmentAnswer:
    """Yuan a month; `share` is the part of the income (0 to 1) that all debts may take.

    `surplus` is what expenses and debts leave, `within_share` what the share leaves after the other
    debts; both may be negative. `principal` is the largest sum in whole yuan whose level instalment
    fits; None: not asked.
    """

    as_of: date
    product: str
    terms: Terms
    income: Decimal
    expenses: Decimal
    other_debts: Decimal
    surplus: Decimal
    share: Decimal
    within_share: Decimal
    instalment: Decimal
    daily_rate_percent: Decimal | None
    annual_rate_percent: Decimal | None
    instalments: int | None
    principal: int | None


def answer(raw: Raw, *, today: date, rulebook: Rulebook) -> AffordableInstalmentAnswer:
    """The instalment that fits, and the principal where a rate was told; raises CaseRefused."""
    answers = asked(raw, FIELDS)
    for field in MEANS:
        answers.require(field)
    income, expenses, debts = (answers.amount(field, MONTHLY_MOST) for field in MEANS)
    product = read_product(answers, rulebook)
    percent, instalments = _read_loan(answers)
    refuse_broken(answers)
    assert income is not None
    assert expenses is not None
    assert debts is not None
    share = in_force(lambda: rulebook.value_on(SHARE_RULE, today))
    terms = in_force(lambda: rulebook.product(product).terms_on(today))
    with exact_arithmetic():
        surplus = left_of_income(income, expenses, debts)
        within_share = rounded(income * share) - debts
        instalment = max(min(surplus, within_share), ZERO)
        principal = None
        if instalments is not None:
            rate = _period_rate(percent, terms)
            principal = largest_principal(instalment, rate, instalments)
    return AffordableInstalmentAnswer(
        as_of=today,
        product=product,
        terms=terms,
        income=income,
        expenses=expenses,
        other_debts=debts,
        surplus=surplus,
        share=share,
        within_share=within_share,
        instalment=instalment,
        daily_rate_percent=percent[0],
        annual_rate_percent=percent[1],
        instalments=instalments,
        principal=principal,
    )


def _read_loan(answers: Answers) -> tuple[tuple[Decimal | None, Decimal | None], int | None]:
    """The rates and the number of instalments; all or none of it has to be told."""
    if not any(answers.is_told(field) for field in (*RATES, "instalments")):
        return (None, None), None
    answers.require("instalments")
    return read_rates(answers), answers.integer("instalments", 1, INSTALMENTS_MOST)


def _period_rate(percent: tuple[Decimal | None, Decimal | None], terms: Terms) -> Fraction:
    """The rate of 30 days, exact."""
    daily, annual = percent
    if annual is not None:
        return Fraction(annual) * MONTH_DAYS / terms.rate_divisor
    assert daily is not None
    return Fraction(daily) * MONTH_DAYS / 100


def largest_principal(instalment: Decimal, period_rate: Fraction, periods: int) -> int:
    """The most whole yuan that `periods` level payments of at most `instalment` yuan repay.

    A payment of nothing repays nothing, though the instalment of a yuan may round to it.
    """
    if not instalment:
        return 0
    fits, too_much = 0, int(instalment * periods) + periods + 1
    while too_much - fits > 1:
        middle = (fits + too_much) // 2
        if level_payment(Decimal(middle), period_rate, periods) <= instalment:
            fits = middle
        else:
            too_much = middle
    return fits
