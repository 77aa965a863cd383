"""Trails by their keys, each made when it is first asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from advice.engine.money import exact_arithmetic
from advice.engine.rules import Rulebook
from advice.engine.trail.grammar import Ground, Trail
from advice.engine.trail.grounds import Footing, ground_of

Make = Callable[[], Trail]


class Trails(Mapping[str, Trail]):
    """The trail of every figure by its key."""

    def __init__(self, footing: Footing, rulebook: Rulebook) -> None:
        self._footing = footing
        self._rulebook = rulebook
        self._makers: dict[str, Make] = {}
        self._made: dict[str, Trail] = {}

    def __getitem__(self, key: str) -> Trail:
        trail = self._made.get(key)
        if trail is None:
            with exact_arithmetic():
                trail = self._made[key] = self._makers[key]()
        return trail

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __contains__(self, key: object) -> bool:
        return key in self._makers

    def add(self, makers: Iterable[tuple[str, Make]]) -> None:
        """Put these keys beside the others."""
        self._makers.update(makers)

    def ground(self, key: str) -> Ground:
        """The rule, term or fee table that a factor rests on, as it was used."""
        return ground_of(key, self._footing, self._rulebook)
