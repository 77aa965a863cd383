"""The sheets of days, of what the borrower tried and the lender claims, and of every working."""

from collections.abc import Iterator

from advice.services.advising import Advice
from advice.services.claiming import Compared
from advice.services.figures.sheet import Row, Sheet
from advice.services.trying import Tried


def sheet_of_days(advice: Advice) -> Sheet:
    """What falls when, and how each day was counted."""
    events = advice.dates.timeline.dated
    rows = tuple(
        (row.day, row.words, "估算" if row.is_estimate else "", row.computed + row.moved_words)
        for row in events
    )
    return Sheet("日子", ("哪一天", "什么事", "说明", "怎么算的"), rows)


def sheet_of_tried(tried: Tried) -> Sheet:
    """What the borrower tried beside the best plan."""
    rows = tuple((row.label, row.before, row.after, row.difference) for row in tried.rows)
    return Sheet("试过的", ("比什么", f"原来：{tried.beside}", "试的", "差多少"), rows)


def sheet_of_claims(compared: Compared) -> Sheet:
    """Ours beside the lender's figures."""
    items = compared.comparison.items
    rows = tuple((row.item.label, row.ours, row.theirs, row.difference) for row in items)
    return Sheet("和对方对数", ("项目", "我们算的", "对方说的", "对方多出"), rows)


def sheet_of_workings(advice: Advice) -> Sheet:
    """How every figure came about, line by line, as the page tells it."""
    return Sheet("怎么算的", ("在哪里", "数", "得出", "怎么来的"), tuple(_workings(advice)))


def _workings(advice: Advice) -> Iterator[Row]:
    for place, fold in advice.folds:
        for working in fold.workings:
            yield (place, working.label, working.words, "")
            yield from (("", "", "", step.words) for step in working.steps)
            yield ("", "", "", working.result + (f"（{working.note}）" if working.note else ""))
