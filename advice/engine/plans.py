"""Plans that were asked for: bounds of calculation.md, sections 11 (what_if) and 12 (a trial)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from advice.engine.answers import MEANS_MOST, Answers, CaseRefused, Errors
from advice.engine.calendar import add_days
from advice.engine.case import CapRequest, Case, CourtFees, Cure, PayDown, Restructure, WhatIf
from advice.engine.wording import chinese_date, percent, plain

MOST_WHAT_IFS = 20
LONGEST_TERM = 120
MOST_DAYS_LATER = 365
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
    max_months = answers.integer("max_months", 1, LONGEST_TERM)
    share = answers.number("waived_share", Decimal(0), Decimal(1), decimals=6, show=plain)
    rate = answers.rate("plan_daily_rate_percent", Decimal("0.1"))
    if max_months is None:
        return None
    return Restructure(max_months, Decimal(0) if share is None else share, rate)


# What a borrower tries on the result

TRIAL_FIELDS = frozenset({"upfront", "monthly", "months", "waived_percent", "starts_on"})


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan of the borrower's own, and the day on which it begins."""

    plan: PayDown | Restructure
    starts_on: date


def read_trial(raw: Mapping[str, Any], case: Case) -> Trial:
    """The plan that was tried on this case; raises CaseRefused with every broken bound."""
    errors: Errors = {}
    answers = Answers(raw, "", errors)
    answers.refuse_unknown(TRIAL_FIELDS)
    starts_on = _starts_on(answers, case)
    plan = _tried_plan(answers)
    if errors:
        raise CaseRefused(errors)
    return Trial(plan, starts_on)


def _tried_plan(answers: Answers) -> PayDown | Restructure:
    """Instalments where a term was asked for, else sums; `answers.errors` says what is wrong."""
    upfront = answers.amount("upfront", MEANS_MOST) or Decimal(0)
    monthly = answers.amount("monthly", MEANS_MOST) or Decimal(0)
    months = answers.integer("months", 1, LONGEST_TERM)
    waived = answers.number("waived_percent", Decimal(0), Decimal(100), decimals=4, show=percent)
    if answers.is_told("months"):
        if answers.is_told("monthly"):
            answers.refuse(
                "monthly", "“每月还”和“谈成分几个月”只填一样：分期时每月还多少由期数算出"
            )
        share = (waived or Decimal(0)) / 100
        return Restructure(months or 1, share, upfront=upfront, is_fixed=True)
    if answers.is_told("waived_percent"):
        answers.refuse("waived_percent", "减免要和对方谈成分期才有，请同时填“谈成分几个月”")
    elif not (upfront or monthly or answers.errors):
        answers.refuse("upfront", "“今天先付”“每月还”“谈成分几个月”至少填一样，金额要大于 0")
    return PayDown(upfront, monthly)


def _starts_on(answers: Answers, case: Case) -> date:
    """A day from as_of on, within a year and the comparison."""
    last = min(add_days(case.as_of, MOST_DAYS_LATER), case.horizon_on)
    day = answers.day("starts_on")
    if day is not None and not case.as_of <= day <= last:
        bounds = f"{chinese_date(case.as_of)} 到 {chinese_date(last)}"
        answers.refuse("starts_on", f"改在哪天开始付应在 {bounds} 之间")
    return day or case.as_of
