"""What borrowers would be told with and without a change that waits to be approved.

The change is published as it would be, inside a transaction that is taken back.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from advice import records, selectors
from advice.engine import Rulebook
from advice.engine.answers import LATEST_DAY
from advice.engine.matching import StrategyRule
from advice.engine.wording import chinese_date
from advice.models import DatedValue, Status, Strategy
from portal import clock


class CannotBeTried(Exception):
    """The change is not fit to be published, so there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class State:
    """What results are made of: the rules, and the strategies as the engine judges them."""

    rulebook: Rulebook
    strategies: tuple[StrategyRule, ...]

    @classmethod
    def of_now(cls) -> "State":
        """As the database is, inside the transaction too."""
        edition = selectors.Edition(None)
        return cls(edition.rulebook, tuple(edition.strategy_rules))


@dataclass(frozen=True)
class Trial:
    """The state without a change and the state with it."""

    before: State
    after: State

    @cached_property
    def apart(self) -> tuple[list[StrategyRule], list[StrategyRule]]:
        """The strategies that only one of the two states has as they are."""
        old, new = self.before.strategies, self.after.strategies
        return [rule for rule in old if rule not in new], [rule for rule in new if rule not in old]

    @property
    def changed(self) -> frozenset[str]:
        """The strategies that are another or new."""
        return frozenset(rule.slug for rule in self.apart[1])

    def leaves_rules(self, product: str, day: date) -> bool:
        """Whether the rules and the product's terms on `day` are the same in both states."""
        old, new = self.before.rulebook, self.after.rulebook
        terms = (book.product(product).terms_on(day) for book in (old, new))
        return next(terms) == next(terms) and old.on(day) == new.on(day)


def day_of(record: Any, *, today: date) -> date:
    """The day that a change is tried for: its first one, or today where that has passed."""
    if isinstance(record, DatedValue):
        return max(record.effective_from, today)
    return today


def try_change(record: Any, day: date) -> Trial:
    """The states on `day` without and with the change; raises CannotBeTried."""
    if day > LATEST_DAY:
        raise CannotBeTried(f"最晚能算到 {chinese_date(LATEST_DAY)}，请改从哪天起。")
    with records.taken_back():
        for due in scheduled_until(day):
            _publish_if_fit(due)
        before = State.of_now()
        _publish(record)
        return Trial(before, State.of_now())


def scheduled_until(day: date) -> QuerySet[Strategy]:
    """Approved strategies that will be published by then."""
    due = Strategy.objects.filter(status=Status.SCHEDULED, publish_at__lte=clock.end_of(day))
    return due.order_by("publish_at")


def _publish_if_fit(record: Strategy) -> None:
    try:
        with transaction.atomic():
            records.publish(record, by=None)
    except (records.DocumentRefused, ValidationError):
        return


def _publish(record: Any) -> None:
    fresh = type(record).objects.get(pk=record.pk)
    try:
        records.publish(fresh, by=None)
    except records.DocumentRefused as refused:
        raise CannotBeTried(str(refused)) from refused
    except ValidationError as refused:
        raise CannotBeTried("".join(refused.messages)) from refused


def changes_results(record: Any) -> bool:
    """Whether approving it would change what borrowers are told, and not only a text."""
    if isinstance(record, DatedValue):
        return True
    if not isinstance(record, Strategy):
        return False
    live = record.original
    return live == record or _judged(record) != _judged(live)


def eased_otherwise(record: Any) -> tuple[list[str], list[str]]:
    """The consequences beside which a changed strategy will stand too, and will stand no more."""
    if not isinstance(record, Strategy):
        return [], []
    live = record.original
    after = {row.key: row.title for row in record.eases.all()}
    before = {} if live == record else {row.key: row.title for row in live.eases.all()}
    anew = [title for key, title in after.items() if key not in before]
    return anew, [title for key, title in before.items() if key not in after]


def _judged(strategy: Strategy) -> tuple[StrategyRule, frozenset[str]]:
    """What decides who gets the strategy, where it stands and what it does."""
    eased = strategy.eases.values_list("key", flat=True)
    return replace(strategy.to_rule(), title=""), frozenset(eased)
