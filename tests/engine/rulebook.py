"""The contract's rules and 微粒贷's terms as a rulebook, without a database."""

from datetime import date
from decimal import Decimal

from advice.engine.rules import DatedValue, FeeBracket, FeeTable, Product, Rule, Rulebook

FIRST_DAY = date(2017, 8, 9)

RULES = {
    "annual_cap": "0.24",
    "cap_year_days": "365",
    "delayed_performance_daily_rate": "0.000175",
    "trial_days": "90",
    "performance_days": "25",
    "enforcement_after_days": "30",
    "lawsuit_notice_days": "30",
    "retention_months": "60",
    "substandard_over_days": "90",
    "doubtful_over_days": "270",
    "loss_over_days": "360",
    "simplified_procedure_divisor": "2",
    "payment_order_divisor": "3",
    "penalty_multiplier_ceiling": "1.5",
    "answer_days": "15",
    "objection_days": "15",
    "appeal_days": "15",
    "limitation_months": "36",
    "enforcement_application_months": "24",
}
# What only a tool asks for.
TOOL_RULES = {"debt_share_of_income": "0.5"}
STANDARD_FROM, GUIDELINE_FROM = date(2025, 2, 28), date(2026, 1, 30)
COLLECTION_RULES = {
    "collection_standard_quiet_from_hour": ("22", STANDARD_FROM),
    "collection_standard_quiet_until_hour": ("8", STANDARD_FROM),
    "collection_standard_connected_calls": ("3", STANDARD_FROM),
    "collection_guideline_quiet_from_hour": ("22", GUIDELINE_FROM),
    "collection_guideline_quiet_until_hour": ("8", GUIDELINE_FROM),
    "collection_guideline_missed_calls": ("6", GUIDELINE_FROM),
}
TERMS = {
    "penalty_multiplier": "1.5",
    "charges_compound_interest": "0",
    "grace_days": "1",
    "acceleration_days": None,
    "lawsuit_after_days": "180",
    "agency_after_days": "30",
    "year_days": "360",
}
ACCEPTANCE_FEE = [
    ("0", "50", "0"),
    ("10000", "0", "0.025"),
    ("100000", "0", "0.02"),
    ("200000", "0", "0.015"),
    ("500000", "0", "0.01"),
    ("1000000", "0", "0.009"),
    ("2000000", "0", "0.008"),
    ("5000000", "0", "0.007"),
    ("10000000", "0", "0.006"),
    ("20000000", "0", "0.005"),
]
EXECUTION_FEE = [
    ("0", "50", "0"),
    ("10000", "0", "0.015"),
    ("500000", "0", "0.01"),
    ("5000000", "0", "0.005"),
    ("10000000", "0", "0.001"),
]
PRESERVATION_FEE = [("0", "30", "0"), ("1000", "0", "0.01"), ("100000", "0", "0.005")]


def fee_table(rows: list[tuple[str, str, str]], maximum: str | None = None) -> FeeTable:
    brackets = tuple(FeeBracket(Decimal(a), Decimal(b), Decimal(c)) for a, b, c in rows)
    return FeeTable(brackets, None if maximum is None else Decimal(maximum))


def rule(key: str, value: object, *, since: date = FIRST_DAY) -> Rule:
    return Rule(key, key, (DatedValue(since, value),))


def make_rulebook(
    *, rules: dict[str, str] | None = None, terms: dict[str, str | None] | None = None
) -> Rulebook:
    told = RULES | TOOL_RULES | (rules or {})
    told_terms = TERMS | (terms or {})
    return Rulebook(
        rules={
            **{
                key: rule(key, Decimal(value), since=day)
                for key, (value, day) in COLLECTION_RULES.items()
            },
            **{key: rule(key, Decimal(value)) for key, value in told.items()},
        },
        fee_tables={
            "acceptance_fee": rule("acceptance_fee", fee_table(ACCEPTANCE_FEE)),
            "execution_fee": rule("execution_fee", fee_table(EXECUTION_FEE)),
            "preservation_fee": rule("preservation_fee", fee_table(PRESERVATION_FEE, "5000")),
        },
        products={
            "weilidai": Product(
                "weilidai",
                "微粒贷",
                {
                    key: rule(key, None if value is None else Decimal(value))
                    for key, value in told_terms.items()
                },
            )
        },
    )
