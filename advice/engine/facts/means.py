"""What the borrower earns, spends, has and can afford."""

from advice.engine.facts.fact import Fact
from advice.engine.facts.grounds import (
    INTEREST_LAW,
)
from advice.engine.vocabulary import Unit

SURPLUS_ANSWERS = ("monthly_income", "essential_expenses", "other_debt_payments")


def _answer(key: str, label: str) -> Fact:
    return Fact(key, label, Unit.YUAN, lambda a: getattr(a.case, key), asks=(key,))


FACTS = (
    Fact(
        "monthly_surplus",
        "每月结余",
        Unit.YUAN,
        lambda a: a.affordability.monthly_surplus,
        asks=SURPLUS_ANSWERS,
        lowest=None,
    ),
    _answer("monthly_income", "每月收入"),
    _answer("essential_expenses", "每月必须的开支"),
    _answer("other_debt_payments", "每月其他欠款要还"),
    Fact(
        "lump_sum",
        "手头能拿出的",
        Unit.YUAN,
        lambda a: a.affordability.lump_sum,
        asks=("savings", "sellable_assets", "family_loan"),
    ),
    _answer("savings", "存款"),
    _answer("sellable_assets", "可以变卖的东西"),
    _answer("family_loan", "家人可以借的"),
    _answer("expense_cut", "每月还能省的"),
    Fact(
        "next_instalment",
        "下一期要还",
        Unit.YUAN,
        lambda a: a.affordability.next_instalment,
        law=INTEREST_LAW,
    ),
    Fact(
        "debt_service_ratio",
        "每月还债占收入",
        Unit.PERCENT,
        lambda a: a.affordability.debt_service_ratio,
        asks=("monthly_income", "other_debt_payments"),
    ),
    Fact(
        "emergency_months",
        "存款够用",
        Unit.MONTHS,
        lambda a: a.affordability.emergency_months,
        asks=("savings", "essential_expenses"),
    ),
    Fact(
        "emergency_target_3",
        "三个月的应急金",
        Unit.YUAN,
        lambda a: a.affordability.emergency_target_3,
        asks=("essential_expenses",),
    ),
    Fact(
        "emergency_target_6",
        "六个月的应急金",
        Unit.YUAN,
        lambda a: a.affordability.emergency_target_6,
        asks=("essential_expenses",),
    ),
)
