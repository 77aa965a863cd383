"""One thing that falls on a day: what, when, how the day was found, and what it rests on."""

from dataclasses import dataclass
from datetime import date

from advice.engine.vocabulary import EventKind, TermKey
from advice.engine.wording import chinese_date
from advice.engine.working_days import Deadline


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens or falls due on `day`; None: what it is counted from was not told.

    `words` say what, `computed` how the day was found. By a deadline the borrower has to act; what
    is pressing gets worse or falls due if nothing is done. `moved` tells of a legal period whose
    last day was looked up among the working days. `loans` are the numbers, from 1, of the loans
    that it concerns; `laws`, `rules` and `terms` the keys of what it rests on.
    """

    kind: EventKind
    day: date | None
    words: str
    computed: str
    is_estimate: bool = False
    is_deadline: bool = False
    is_pressing: bool = False
    moved: Deadline | None = None
    caution: str = ""
    loans: tuple[int, ...] = ()
    laws: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    terms: tuple[TermKey, ...] = ()

    @property
    def moved_words(self) -> str:
        """That a day off moved the day, and which years' holidays are not announced yet."""
        if self.moved is None:
            return ""
        said = [
            f"{year} 年的放假安排还没有收进来，这里只避开了周末，公布后请再核对。"
            for year in self.moved.unknown_years
        ]
        if self.moved.moved_from:
            counted = chinese_date(self.moved.moved_from)
            said.insert(0, f"按天数数到 {counted}，那天休息，顺延到下一个工作日。")
        return "".join(said)


def days_until(day: date, as_of: date) -> int:
    """Days from `as_of` to `day`, below 0 where it has passed."""
    return (day - as_of).days
