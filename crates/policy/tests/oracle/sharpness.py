"""Would the random years notice a wrong number? Every number of the oracle and every row of the pack's tables is
changed a little, one after the other; some year has to come out differently each time.

    python3 sharpness.py --program target/debug/xueshi --packs policies --pack sample-2026
"""

import argparse
import sys
from contextlib import contextmanager
from pathlib import Path

import compare
import oracle
import tables
import years

YEARS = 3000
# One hundredth of an hour, one point, one minute: the least that a number can be wrong by.
NUMBERS = (
    "REQUIRED_TOTAL", "REQUIRED_PROFESSIONAL", "POINTS", "MINUTES", "HALF_DAY", "LAW_EXAM", "TRAINING_A_DAY",
)


@contextmanager
def changed(holder, name, by):
    """The number is off by so much for a while."""
    right = holder[name]
    holder[name] = right + by
    try:
        yield
    finally:
        holder[name] = right


def numbers(pack_tables):
    """Every number there is: its holder, its name there, and what to call it."""
    for name in NUMBERS:
        yield vars(oracle), name, name
    for group in oracle.CAPS:
        yield oracle.CAPS, group, f"cap of {group}"
    for year in oracle.STUDY:
        yield oracle.STUDY, year, f"study in {year}"
    for year in oracle.ANNOUNCED:
        yield oracle.ANNOUNCED, year, f"hours announced for {year}"
    for kind, table in pack_tables.items():
        for row in table.rows:
            yield table.rows, row, f"{kind} {' '.join(row)}"


def main():
    """Ends with 1 and the names of the numbers that no year notices."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("program", "packs", "pack"):
        arguments.add_argument(f"--{name}", required=True)
    given = arguments.parse_args()
    pack_tables = tables.of_pack(Path(given.packs, given.pack))
    kinds = compare.kinds_of(given.program, given.pack)
    facts = [years.random_year("1", index, kinds, pack_tables) for index in range(YEARS)]
    right = [oracle.judge(year, pack_tables) for year in facts]
    tried, unnoticed = 0, []
    for holder, name, title in list(numbers(pack_tables)):
        for by in (-1, 1):
            tried += 1
            with changed(holder, name, by):
                if all(oracle.judge(year, pack_tables) == was for year, was in zip(facts, right, strict=True)):
                    unnoticed.append(f"{title} {by:+}")
    print(f"{tried - len(unnoticed)} of {tried} wrong numbers are noticed within {YEARS} years")
    if unnoticed:
        print("not noticed: " + ", ".join(unnoticed))
        sys.exit(1)


if __name__ == "__main__":
    main()
