"""What the trails of every strategy share."""

from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

from advice.engine.strategies import PlanOutcome
from advice.engine.trail.grammar import Addend, Trail, Value
from advice.engine.trail.plans.books import Books
from advice.engine.trail.shelf import Group, Makers
from advice.engine.vocabulary import Unit

OutcomeT = TypeVar("OutcomeT", bound=PlanOutcome)


class PlanTrails(Generic[OutcomeT]):
    """The trails of an outcome's figures; keys begin with `front`."""

    def __init__(self, front: str, outcome: OutcomeT, book: Books) -> None:
        self.front = front
        self.outcome = outcome
        self.book = book

    def groups(self) -> Iterator[Group]:
        """Its makers by the front of their keys; those that need a journal by themselves."""
        yield f"{self.front}.", self.makers

    def makers(self) -> Makers:
        """Every key with what makes its trail."""
        raise NotImplementedError

    def trail(self, name: str, label: str, addends: Iterable[Addend], **options: Any) -> Trail:
        """The trail of the outcome's figure `name`."""
        return self.trail_of(name, label, getattr(self.outcome, name), addends, **options)

    def trail_of(
        self, name: str, label: str, value: Value, addends: Iterable[Addend], **options: Any
    ) -> Trail:
        """The trail of a figure that is told by its trail alone."""
        told: dict[str, Any] = {"unit": Unit.YUAN, "is_estimate": True} | options
        return Trail(f"{self.front}.{name}", label, value, addends=tuple(addends), **told)
