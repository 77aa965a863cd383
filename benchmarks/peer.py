"""The same loans in money-warp, a public library for loans: https://pypi.org/project/money-warp/.

It gets the same principal, daily and penalty rate and due dates, and is asked for its balance on
the days that our projection shows, in the way its README asks: by a Warp to each day. Its interest
compounds daily and it knows no court, so the balances differ; the question is the same.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import partial

import money_warp

from advice.engine import Assessment
from advice.engine.case import Loan
from advice.engine.rules import Terms
from advice.engine.schedule import Instalment
from advice.engine.vocabulary import RepaymentMethod
from benchmarks.timing import Task

SCHEDULERS = {
    RepaymentMethod.EQUAL_INSTALMENT: money_warp.PriceScheduler,
    RepaymentMethod.EQUAL_PRINCIPAL: money_warp.InvertedPriceScheduler,
}
NO_FINE = money_warp.InterestRate("0% annual")


def repays_alike(loans: Sequence[Loan]) -> bool:
    """Whether the library knows how each of the loans is repaid."""
    return all(loan.repayment_method in SCHEDULERS for loan in loans)


def asking_balances(assessment: Assessment) -> Task:
    """A task: build every loan of the case and ask its balance on each day of the projection."""
    return partial(_balances, assessment, [row.as_of for row in assessment.projection])


def _balances(assessment: Assessment, days: Sequence[date]) -> list[money_warp.Money]:
    balances = []
    for loan, schedule in zip(assessment.case.loans, assessment.schedules, strict=True):
        twin = _twin(loan, schedule, assessment.terms)
        balances += [_balance(twin, day) for day in days if day >= loan.accrual_start_date]
    return balances


def _twin(loan: Loan, schedule: Sequence[Instalment], terms: Terms) -> money_warp.Loan:
    daily_rate = loan.rate_numerator(terms.year_days) / terms.rate_divisor
    return money_warp.Loan(
        money_warp.Money(loan.principal),
        _per_day(daily_rate),
        [row.due for row in schedule],
        disbursement_date=datetime.combine(loan.accrual_start_date, time(), UTC),
        scheduler=SCHEDULERS[loan.repayment_method],
        fine_rate=NO_FINE,
        grace_period_days=terms.grace_days,
        mora_interest_rate=_per_day(daily_rate * terms.penalty_multiplier),
        mora_strategy=money_warp.MoraStrategy.SIMPLE,
    )


def _per_day(rate) -> money_warp.InterestRate:
    return money_warp.InterestRate(rate, money_warp.CompoundingFrequency.DAILY)


def _balance(twin: money_warp.Loan, day: date) -> money_warp.Money:
    with money_warp.Warp(twin, day) as then:
        return then.current_balance
