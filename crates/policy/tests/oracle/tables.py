"""The numbers of a pack's tables: annex 1 as far as a pack knows it. The document has none of them."""

import csv
from pathlib import Path

import oracle


class Table:
    """One kind's rows: which answers it looks at, and the hours for them."""

    def __init__(self, path):
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        self.asks = [name for name in rows[0] if name not in ("hours", "source", "status")]
        hours = rows[0].index("hours")
        self.rows = {
            tuple(row[rows[0].index(ask)] for ask in self.asks): oracle.hundredths(row[hours]) for row in rows[1:] if row
        }

    def hours(self, answers):
        """The row's hours, or None when there is no such row or an answer for it is missing."""
        key = tuple(plain(answers.get(ask, "")) for ask in self.asks)
        return self.rows.get(key)


def plain(text):
    """A count without leading zeros, anything else as it is."""
    return str(int(text)) if text.isascii() and text.isdigit() else text


def of_pack(folder):
    """The tables of the pack in this folder, by kind."""
    return {path.stem: Table(path) for path in sorted(Path(folder, "tables").glob("*.csv"))}
