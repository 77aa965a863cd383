"""The what_if list of raw answers: bounds of calculation.md, section 11."""

from collections.abc import Mapping
from decimal import Decimal

from advice.engine.answers import MEANS_MOST, Answers
from advice.engine.case import CapRequest, CourtFees, Cure, PayDown, Restructure, WhatIf
from advice.engine.wording import plain

MOST_WHAT_IFS = 20
CLAIM_MOST = Decimal(10_000_000_000)
WHAT_IF_FIELDS = {
    "cure": frozenset({"kind"}),
    "pay_down": frozenset({"kind", "upfront", "monthly"}),
    "restructure": frozenset({"kind", "max_months", "waived_share", "plan_daily_rate_percent"}),
    "cap": frozenset({"kind"}),
    "court_fees": frozenset({"kind", "amount"}),
}


def read_what_ifs(answers: Answers) -> tuple[WhatIf, ...]:
    """The plans and fees asked for; what is wrong gathers in `answers.errors`."""
    told = answers.raw.get("what_if")
    if told is None:
        return ()
    if not isinstance(told, list | tuple):
        answers.refuse("what_if", "假设方案请写成列表")
        return ()
    if len(told) > MOST_WHAT_IFS:
        answers.refuse("what_if", f"假设方案最多 {MOST_WHAT_IFS} 个，现在有 {len(told)} 个")
        return ()
    entries = []
    for number, raw in enumerate(told):
        if not isinstance(raw, Mapping):
            answers.refuse(f"what_if.{number}", "每个假设方案应写成一个对象")
            continue
        entry = _read_what_if(Answers(raw, f"what_if.{number}.", answers.errors))
        if entry:
            entries.append(entry)
    return tuple(entries)


def _read_what_if(answers: Answers) -> WhatIf | None:
    kind = answers.raw.get("kind")
    if not isinstance(kind, str) or kind not in WHAT_IF_FIELDS:
        answers.refuse("kind", f"方案种类应是其中之一：{'、'.join(WHAT_IF_FIELDS)}")
        return None
    answers.refuse_unknown(WHAT_IF_FIELDS[kind])
    match kind:
        case "cure":
            return Cure()
        case "cap":
            return CapRequest()
        case "pay_down":
            return _read_pay_down(answers)
        case "restructure":
            return _read_restructure(answers)
    answers.require("amount")
    amount = answers.amount("amount", CLAIM_MOST)
    return None if amount is None else CourtFees(amount)


def _read_pay_down(answers: Answers) -> PayDown | None:
    for field in ("upfront", "monthly"):
        answers.require(field)
    upfront = answers.amount("upfront", MEANS_MOST)
    monthly = answers.amount("monthly", MEANS_MOST)
    return None if upfront is None or monthly is None else PayDown(upfront, monthly)


def _read_restructure(answers: Answers) -> Restructure | None:
    answers.require("max_months")
    max_months = answers.integer("max_months", 1, 120)
    share = answers.number("waived_share", Decimal(0), Decimal(1), decimals=6, show=plain)
    rate = answers.rate("plan_daily_rate_percent", Decimal("0.1"))
    if max_months is None:
        return None
    return Restructure(max_months, Decimal(0) if share is None else share, rate)
