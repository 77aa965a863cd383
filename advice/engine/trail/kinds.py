"""The kinds of what is owed: their words, their law, and which sums are made of which."""

from advice.engine.facts.grounds import CAP_LAW, INTEREST_LAW, OWED_LAW, PENALTY_LAW

LABELS = {
    "days_overdue": "逾期天数",
    "overdue_principal": "逾期本金",
    "overdue_interest": "逾期利息",
    "penalty_interest": "罚息",
    "compound_interest": "复利",
    "undue_principal": "没到期的本金",
    "accrued_interest": "本期已产生的利息",
    "arrears": "逾期应还总额",
    "payoff": "结清总额",
    "cap_excess": "超出上限的部分",
    "unpaid_principal": "没还的本金",
}
LAW: dict[str, tuple[str, ...]] = {
    "days_overdue": ("civil_code_201",),
    "overdue_principal": (),
    "overdue_interest": INTEREST_LAW,
    "penalty_interest": PENALTY_LAW,
    "compound_interest": ("pboc_2003_251_3",),
    "undue_principal": (),
    "accrued_interest": INTEREST_LAW,
    "arrears": OWED_LAW,
    "payoff": OWED_LAW,
    "cap_excess": CAP_LAW,
    "unpaid_principal": (),
}
PARTS = {
    "arrears": (
        "overdue_principal",
        "overdue_interest",
        "penalty_interest",
        "compound_interest",
    ),
    "payoff": ("arrears", "undue_principal", "accrued_interest"),
    "unpaid_principal": ("overdue_principal", "undue_principal"),
}
