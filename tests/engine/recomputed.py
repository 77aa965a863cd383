"""A figure recomputed from its trail alone: knows the grammar of trails, nothing of the engine."""

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

# A period of a level loan counts as 30 days, whatever its days.
A_MONTH = "一期按"
# So many payments, each on a day of its own.
OFTEN = {"次", "期数", "次数"}
OF_A_LOAN = re.compile(r"(?:loans|schedule)\.(\d+)\.")


class Unexplained(AssertionError):
    """A trail that says one thing and shows another."""


def recomputed(trail, trails):
    """What a reader with a calculator gets from the trail; raises Unexplained."""
    for addend in trail.addends:
        _check(addend, trail, trails)
    return getattr(Reader(trail), trail.how.value)()


def _check(addend, trail, trails):
    """A factor that is another figure has its value, and is of the loan that is named; days counted
    are those between the dates."""
    for factor in addend.factors:
        whose = OF_A_LOAN.search(factor.figure)
        if whose and addend.loan and addend.loan != int(whose[1]) + 1:
            raise Unexplained(f"{trail.key}: {factor.figure} is not of loan {addend.loan}")
        if factor.figure and trails[factor.figure].value != factor.value:
            raise Unexplained(f"{trail.key}: {factor.figure} is not {factor.value}")
    shown = trails[addend.figure].value if addend.figure else None
    if isinstance(shown, date) and shown not in {addend.day, addend.since}:
        raise Unexplained(f"{trail.key}: {addend.figure} is {shown}")
    if addend.since and addend.until:
        often = max((factor.value for factor in addend.factors if factor.label in OFTEN), default=1)
        if often > 1 and addend.since >= addend.until:
            raise Unexplained(f"{trail.key}: {often} times from {addend.since} to {addend.until}")
        counted = [
            factor.value
            for factor in addend.factors
            if factor.unit == "days" and not factor.divides and factor.label != A_MONTH
        ]
        days = (addend.until - addend.since).days
        if counted and days not in counted:
            raise Unexplained(f"{trail.key}: {days} days are not among {counted}")


def product(addend):
    amount = Fraction(1)
    for factor in addend.factors:
        if factor.divides:
            amount /= Fraction(factor.value)
        else:
            amount *= Fraction(factor.value)
    return -amount if addend.minus else amount


def half_up(amount, step):
    """To the step, half up in size: a negative half goes away from zero."""
    if step is None:
        return amount
    whole = floor(abs(amount) / Fraction(step) + Fraction(1, 2))
    return whole * Fraction(step) * (-1 if amount < 0 else 1)


def moved(addend):
    """The day so many days, or months, on."""
    day = addend.day
    for factor in addend.factors:
        count = int(factor.value) * (-1 if addend.minus else 1)
        if factor.unit == "months":
            months = day.year * 12 + day.month - 1 + count
            year, month = divmod(months, 12)
            day = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        else:
            day += timedelta(count)
    return day


class Reader:
    def __init__(self, trail):
        self.trail = trail
        self.addends = trail.addends

    def sum(self):
        return half_up(sum(map(product, self.addends), Fraction(0)), self.trail.step)

    def up(self):
        return ceil(sum(map(product, self.addends), Fraction(0)))

    def largest(self):
        return half_up(max(map(product, self.addends), default=Fraction(0)), self.trail.step)

    def smallest(self):
        return half_up(min(map(product, self.addends)), self.trail.step)

    def latest(self):
        return max(map(moved, self.addends))

    def earliest(self):
        return min(map(moved, self.addends))

    def level(self):
        principal, rate, periods = map(product, self.addends)
        if not rate:
            return half_up(principal / periods, self.trail.step)
        left = 1 - 1 / (1 + rate) ** int(periods)
        return half_up(principal * rate / left, self.trail.step)

    def month_by_month(self):
        start, rate, *payments = self.addends
        balance = product(start)
        for addend in payments:
            paid, *times = addend.factors
            for _ in range(int(times[0].value) if times else 1):
                balance += half_up(balance * product(rate), self.trail.step) - Fraction(paid.value)
        return balance

    def table(self):
        days = product(self.addends[0])
        rows = [value for since, value in self.trail.table if since <= days]
        return rows[-1] if rows else self.trail.table[0][1]


def agrees(value, shown):
    """Whether the recomputed value is the figure shown, to the last digit."""
    if isinstance(shown, Decimal | int):
        return value == Fraction(shown)
    return value == shown
