"""Trails by their keys, each made when it is first asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from advice.engine.money import exact_arithmetic
from advice.engine.rules import Rulebook
from advice.engine.trail.grammar import Ground, Trail
from advice.engine.trail.grounds import Footing, ground_of

Make = Callable[[], Trail]
Makers = Iterator[tuple[str, Make]]
# What each key of the group begins with (one of these), and what gives its makers.
Group = tuple[str | tuple[str, ...], Callable[[], Makers]]


class Trails(Mapping[str, Trail]):
    """The trail of every figure by its key.

    Keys may come in groups that begin alike: a group is opened when it is first asked for.
    """

    def __init__(self, footing: Footing, rulebook: Rulebook) -> None:
        self._footing = footing
        self._rulebook = rulebook
        self._groups: list[Group] = []
        self._makers: dict[str, Make] = {}
        self._made: dict[str, Trail] = {}

    def __getitem__(self, key: str) -> Trail:
        trail = self._made.get(key)
        if trail is None:
            self._open(key)
            with exact_arithmetic():
                trail = self._made[key] = self._makers[key]()
        return trail

    def __iter__(self) -> Iterator[str]:
        self._open(None)
        return iter(self._makers)

    def __len__(self) -> int:
        self._open(None)
        return len(self._makers)

    def __contains__(self, key: object) -> bool:
        self._open(str(key))
        return key in self._makers

    def _open(self, key: str | None) -> None:
        """Open the groups in which the key may be; None: all."""
        if key in self._makers:
            return
        asked = [row for row in self._groups if key is None or key.startswith(row[0])]
        if asked:
            self._groups = [row for row in self._groups if row not in asked]
        with exact_arithmetic():
            for _, makers in asked:
                self._makers.update(makers())

    def add(self, makers: Iterable[tuple[str, Make]]) -> None:
        """Put these keys beside the others."""
        self._makers.update(makers)

    def add_groups(self, groups: Iterable[Group]) -> None:
        """Put the keys of these groups beside the others."""
        self._groups.extend(groups)

    def ground(self, key: str) -> Ground:
        """The rule, term or fee table that a factor rests on, as it was used."""
        return ground_of(key, self._footing, self._rulebook)
