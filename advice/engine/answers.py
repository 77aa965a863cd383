"""Raw answers, read field by field: values within their bounds, and messages in Chinese.

Raw answers are a mapping as JSON or the form gives it: amounts as str, int or Decimal, dates as ISO
text or date. Each broken bound is reported under its own field, nested as `loans.0.principal`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, TypeVar

from advice.engine.vocabulary import Labelled
from advice.engine.wording import chinese_date, percent, plain, yuan

LONGEST_TEXT = 40
EARLIEST_DAY, LATEST_DAY = date(1990, 1, 1), date(2199, 12, 31)

COMMON_AMOUNT = Decimal(2000)
PRINCIPAL_MOST = Decimal(10_000_000)
MONTHLY_MOST = Decimal(10_000_000)
MEANS_MOST = Decimal(100_000_000)
INSTALMENTS_MOST = 360
GRACE_DAYS_MOST = 30
MULTIPLIER_LEAST, MULTIPLIER_MOST = Decimal(1), Decimal(3)

LABELS = {
    "as_of": "按哪一天计算",
    "product": "贷款产品",
    "loans": "借款",
    "horizon_days": "往后比较多少天",
    "monthly_income": "每月收入",
    "essential_expenses": "每月必须的开支",
    "other_debt_payments": "每月其他欠款要还",
    "savings": "存款",
    "sellable_assets": "可以变卖的东西",
    "family_loan": "家人可以借的",
    "expense_cut": "每月还能省的",
    "circumstances": "现在的情况",
    "legal_stage": "收到的律师或法院材料",
    "lawsuit_filed_on": "起诉日期",
    "performance_due_on": "判决要求还清的日期",
    "paper_received_on": "收到这份法院材料的日期",
    "penalty_multiplier": "罚息是合同利率的几倍",
    "charges_compound_interest": "逾期的利息计不计复利",
    "grace_days": "宽限几天",
    "acceleration_days": "逾期几天后全部到期",
    "what_if": "假设方案",
    "trail": "要不要算法明细",
    "principal": "剩余本金",
    "daily_rate_percent": "日利率",
    "annual_rate_percent": "年利率",
    "repayment_method": "还款方式",
    "remaining_instalments": "还剩几期没还",
    "first_unpaid_due_date": "第一期没还上的还款日",
    "due_day": "每月几号还款",
    "accrual_start_date": "这一期开始计息的日期",
    "accelerated_on": "银行宣布全部到期的日期",
    "last_due_on": "最后一期还款日",
    "remind_days": "提前几天提醒",
    "kind": "方案种类",
    "upfront": "今天先付",
    "monthly": "每月还",
    "max_months": "最长月数",
    "waived_share": "减免比例",
    "months": "谈成分几个月",
    "waived_percent": "罚息和复利减免百分之几",
    "starts_on": "改在哪天开始付",
    "plan_daily_rate_percent": "方案日利率",
    "amount": "金额",
    "overdue_principal": "这一期没还的本金",
    "monthly_saving": "每月能存的",
    "instalments": "分几期",
    "cleared_on": "还清逾期的日期",
    "called_on": "来电的日期",
    "called_at": "来电的时间",
    "called": "打给了谁",
    "connected_calls": "当天接通了几次",
    "missed_calls": "当天没接通的打了几次",
    "agreed_to_hours": "约定过催收时间，或者同意过夜里打吗",
    "was_reachable": "那几天能联系到你本人吗",
    "conduct": "电话里的做法",
    "claimed_on": "对方的数字是哪一天的",
    "claimed_days": "对方说的逾期天数",
    "claimed_arrears": "对方说的逾期应还总额",
    "claimed_penalty": "对方说的罚息",
    "claimed_payoff": "对方说的全部结清总额",
}

L = TypeVar("L", bound=Labelled)
Errors = dict[str, list[str]]


class CaseRefused(ValueError):
    """The answers break bounds; `errors` holds the messages by field."""

    def __init__(self, errors: Errors) -> None:
        super().__init__("; ".join(f"{field}: {' '.join(said)}" for field, said in errors.items()))
        self.errors = errors


class Answers:
    """One mapping of raw answers, read field by field; what is wrong gathers in `errors`."""

    def __init__(self, raw: Mapping[str, Any], prefix: str, errors: Errors) -> None:
        self.raw = raw
        self.prefix = prefix
        self.errors = errors

    def refuse(self, field: str, message: str) -> None:
        self.errors.setdefault(self.prefix + field, []).append(message)

    def refuse_unknown(self, known: frozenset[str]) -> None:
        for field in self.raw:
            if field not in known:
                self.refuse(str(field)[:LONGEST_TEXT], "没有这个字段")

    def is_told(self, field: str) -> bool:
        return self.raw.get(field) is not None

    def require(self, field: str) -> bool:
        if not self.is_told(field):
            self.refuse(field, f"请填写{LABELS[field]}")
        return self.is_told(field)

    def number(
        self, field: str, low: Decimal, high: Decimal, *, decimals: int, show: Callable[..., str]
    ) -> Decimal | None:
        """A number within the bounds with at most so many decimals; None: not told, or refused."""
        if not self.is_told(field):
            return None
        label = LABELS[field]
        value = _as_decimal(self.raw[field])
        if value is None:
            self.refuse(field, f"{label}请写成数字，例如 {_example(low, high, decimals):f}")
        elif not low <= value <= high:
            self.refuse(field, f"{label}应在 {show(low)} 到 {show(high)} 之间")
        elif _decimals(value) > decimals:
            self.refuse(field, f"{label}最多 {decimals} 位小数" if decimals else f"{label}应是整数")
        else:
            return value or abs(value)  # zero has no sign
        return None

    def amount(self, field: str, high: Decimal, low: Decimal = Decimal(0)) -> Decimal | None:
        return self.number(field, low, high, decimals=2, show=yuan)

    def rate(self, field: str, high: Decimal) -> Decimal | None:
        return self.number(field, Decimal(0), high, decimals=6, show=percent)

    def integer(self, field: str, low: int, high: int) -> int | None:
        value = self.number(field, Decimal(low), Decimal(high), decimals=0, show=plain)
        return None if value is None else int(value)

    def yes_no(self, field: str) -> bool | None:
        if not self.is_told(field):
            return None
        if not isinstance(self.raw[field], bool):
            self.refuse(field, f"{LABELS[field]}请答是或否")
            return None
        return bool(self.raw[field])

    def day(self, field: str) -> date | None:
        if not self.is_told(field):
            return None
        day = as_date(self.raw[field])
        if day is None:
            self.refuse(field, f"{LABELS[field]}请写成存在的日期，例如 2026-08-15")
        elif not EARLIEST_DAY <= day <= LATEST_DAY:
            bounds = f"{chinese_date(EARLIEST_DAY)} 到 {chinese_date(LATEST_DAY)}"
            self.refuse(field, f"{LABELS[field]}应在 {bounds} 之间")
        else:
            return day
        return None

    def time(self, field: str) -> time | None:
        """A time of the day, to the minute."""
        if not self.is_told(field):
            return None
        told = as_time(self.raw[field])
        if told is None:
            self.refuse(field, f"{LABELS[field]}请写成一天里的时间，例如 22:15")
        return told

    def choices(self, field: str, kind: type[L]) -> frozenset[L]:
        """The members told, of a list; a value that is none of them is refused."""
        told = self.raw.get(field)
        if told is None:
            return frozenset()
        if not isinstance(told, list | tuple):
            self.refuse(field, f"{LABELS[field]}请写成列表")
            return frozenset()
        members = [member_of(value, kind) for value in told]
        if None in members:
            wanted = "、".join(member.value for member in kind)
            self.refuse(field, f"{LABELS[field]}应选自：{wanted}")
        return frozenset(member for member in members if member)

    def choice(self, field: str, kind: type[L]) -> L | None:
        if not self.is_told(field):
            return None
        member = member_of(self.raw[field], kind)
        if member is None:
            wanted = "、".join(member.value for member in kind)
            self.refuse(field, f"{LABELS[field]}应是其中之一：{wanted}")
        return member

    def day_between(
        self, field: str, *, after: date | None = None, until: date | None = None
    ) -> date | None:
        """A day after the one and not after the other; each bound that breaks is named."""
        day = self.day(field)
        if day is None:
            return None
        fine = True
        if after is not None and day <= after:
            self.refuse(field, f"{LABELS[field]}应在 {chinese_date(after)} 之后")
            fine = False
        if until is not None and day > until:
            self.refuse(field, f"{LABELS[field]}应在 {chinese_date(until)} 或之前")
            fine = False
        return day if fine else None


def _example(low: Decimal, high: Decimal, decimals: int) -> Decimal:
    """A number that would be accepted, and often is what was meant."""
    if low <= COMMON_AMOUNT <= high:
        return COMMON_AMOUNT
    return (low + high) / 2 if decimals else (low + high) // 2


def _as_decimal(value: Any) -> Decimal | None:
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", value):
        return Decimal(value)
    return None


def _decimals(value: Decimal) -> int:
    """How many decimals the value needs, trailing zeros aside."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    needed = -exponent
    for digit in reversed(digits):
        if digit or needed <= 0:
            break
        needed -= 1
    return needed if any(digits) else 0


def as_date(value: Any) -> date | None:
    """The day that a date or an ISO text names; None where there is no such day."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def as_time(value: Any) -> time | None:
    """The time that a text such as 08:05 names; None where there is no such time."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}:[0-9]{2}", value):
        return None
    try:
        return time.fromisoformat(value)
    except ValueError:
        return None


def member_of(value: Any, kind: type[L]) -> L | None:
    """The member of the enum with this value; None where there is none."""
    return next((member for member in kind if member.value == value), None)
