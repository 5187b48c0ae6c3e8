"""The formulas that OpenFisca runs, for one year after the other and without OpenFisca: do they say what the oracle says?
So that formulas which were left behind are noticed by the tests, on any machine.

    python3 plainly.py --program target/debug/xueshi --packs policies --pack sample-2026 --count 2000
"""

import argparse
import json
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import formulas
import reading  # noqa: I001  (it finds the oracle)
import compare
import oracle
import tables
import years

RULES = SimpleNamespace(**reading.numbers())
# What the formulas ask of numpy, for single numbers.
CHOOSE = SimpleNamespace(
    where=lambda condition, then, otherwise: then if condition else otherwise,
    select=lambda conditions, values, otherwise: next(
        (value for condition, value in zip(conditions, values, strict=True) if condition), otherwise
    ),
    minimum=min,
    maximum=max,
)


class Thing:
    """An entry, a course or an account: what is read of it, and what is computed when somebody asks."""

    def __init__(self, values, computed, members=()):
        self.values = dict(values)
        self.formulas = {formula.__name__: formula for formula in computed}
        self.members = list(members)

    def __call__(self, name):
        if name not in self.values:
            self.values[name] = self.formulas[name](self, RULES, CHOOSE)
        return self.values[name]

    def sum(self, name, group=None):
        """Over the members, or those of one group."""
        return sum(member(name) for member in self.members if group is None or member("group") == group)

    def max(self, name):
        """The highest of the members."""
        return max(member(name) for member in self.members)


class Entry(Thing):
    """An entry knows its account, its course, and the pack's tables."""

    def __init__(self, values, rows):
        super().__init__(values, formulas.ENTRY)
        self.rows = rows

    def row(self, table, first, second, is_asked):
        """The row of a table, or NOTHING."""
        return self.rows[table][first][second] if is_asked and first >= 0 and second >= 0 else formulas.NOTHING

    def is_first(self):
        """Whether it is the first report of its course."""
        return self.course.members[0] is self


def judge(facts, places):
    """One year, in the order of `COMPARED`."""
    courses, everything = {}, []
    for name, values in reading.entries(facts, places):
        entry = Entry(values, places.rows)
        entry.course = courses.setdefault(name, Thing({}, formulas.COURSE))
        entry.course.members.append(entry)
        everything.append(entry)
    account = Thing(reading.account(facts), formulas.ACCOUNT, everything)
    for entry in everything:
        entry.account = account
    return tuple(account(name) for name in formulas.COMPARED)


def main():
    """Ends with 1 at the first year that differs, and when some column is always the same."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("program", "packs", "pack"):
        arguments.add_argument(f"--{name}", required=True)
    arguments.add_argument("--count", type=int, required=True)
    given = arguments.parse_args()
    pack_tables = tables.of_pack(Path(given.packs, given.pack))
    kinds, places, seen = compare.kinds_of(given.program, given.pack), reading.Tables(pack_tables), Counter()
    for index in range(given.count):
        line = json.dumps(years.random_year("plainly", index, kinds, pack_tables), ensure_ascii=False)
        facts = json.loads(line, parse_float=Decimal)
        ours, expected = judge(facts, places), reading.of_oracle(oracle.judge(facts, pack_tables))
        if ours != expected:
            differ = [name for name, *two in zip(formulas.COMPARED, ours, expected, strict=True) if two[0] != two[1]]
            sys.exit(f"the formulas differ in {', '.join(differ)}: {line}\n{ours}\n{expected}")
        seen.update(zip(formulas.COMPARED, ours, strict=True))
    never = [name for name in formulas.COMPARED if len([one for one, _ in seen if one == name]) < 2]
    if never:
        sys.exit(f"always the same, so nothing was compared: {', '.join(never)}")
    print(f"{given.count} years come out by the formulas as by the oracle")


if __name__ == "__main__":
    main()
