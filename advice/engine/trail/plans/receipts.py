"""What each loan was paid while a strategy was carried out, day by day."""

from collections import defaultdict
from datetime import date

from advice.engine.journal import JournalLedger, Receipt
from advice.engine.strategies.run import Run


class Receipts:
    """The receipts in the journals of a run as (loan from 0, receipt)."""

    def __init__(self, run: Run) -> None:
        self._by_day: dict[date, list[tuple[int, Receipt]]] = defaultdict(list)
        for index, ledger in enumerate(run.ledgers):
            if isinstance(ledger, JournalLedger):
                for receipt in ledger.receipts:
                    self._by_day[receipt.day].append((index, receipt))

    def on(self, day: date) -> list[tuple[int, Receipt]]:
        """Those of one day, in the order of the loans."""
        return self._by_day.get(day, [])

    def since_emptied(self, part: Receipt) -> tuple[date | None, list[tuple[int, Receipt]]]:
        """The last day before on which a part took all of the purse, and what was paid since."""
        emptied: date | None = None
        before: list[tuple[int, Receipt]] = []
        for day in sorted(self._by_day):
            for index, receipt in self._in_order(day):
                if receipt is part:
                    return emptied, before
                before.append((index, receipt))
                if receipt.is_part:
                    emptied, before = day, []
        return emptied, before

    def _in_order(self, day: date) -> list[tuple[int, Receipt]]:
        """A day's receipts with a part, which empties the purse, after those paid whole."""
        return sorted(self.on(day), key=lambda row: row[1].is_part)
