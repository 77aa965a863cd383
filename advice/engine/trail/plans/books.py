"""The books that a plan begins with."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from advice.engine.assessment import Assessment, Projection
from advice.engine.later import position_on
from advice.engine.strategies import Position
from advice.engine.trail.build import ref
from advice.engine.trail.contract import Contract
from advice.engine.trail.grammar import Addend
from advice.engine.wording import chinese_date


@dataclass(frozen=True)
class Books:
    """What the trails of every plan need: the assessment with its journal, each loan's contract,
    and where plans begin: `now` is the status quo on that day, with keys that begin with `today`,
    `means` the front of the keys of what the borrower can afford.
    """

    assessment: Assessment
    contracts: tuple[Contract, ...] = field(repr=False)
    now: Projection
    today: str
    means: str = "affordability"

    @classmethod
    def of(cls, assessment: Assessment, contracts: tuple[Contract, ...]) -> "Books":
        """The books of plans that begin on as_of."""
        return cls(assessment, contracts, assessment.now, "projection.0")

    def begun_on(self, row: Projection, front: str) -> "Books":
        """The books of plans that begin on the day of that row of the status quo."""
        return replace(self, now=row, today=front)

    def with_means_of(self, assessment: Assessment, front: str) -> "Books":
        """The same books of a borrower with other means."""
        return replace(self, assessment=assessment, means=front)

    @cached_property
    def position(self) -> Position:
        """Where plans of that day begin."""
        return position_on(self.assessment, self.now.as_of)

    @property
    def day_words(self) -> str:
        """The day on which plans begin."""
        day = self.now.as_of
        return "今天" if day == self.assessment.case.as_of else chinese_date(day)

    @property
    def first_words(self) -> str:
        """What is paid when plans begin."""
        return f"{self.day_words}先付"

    def ref(self, label: str, name: str, value: Decimal) -> Addend:
        """A figure of that day as an addend."""
        return ref(f"{self.day_words}的{label}", f"{self.today}.{name}", value)
