"""The same random years in OpenFisca and in the program: compares the sums and measures both, in one run.

`cargo xtask openfisca` builds what is measured, gets OpenFisca and runs this.
"""

import argparse
import json
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
from openfisca_core.simulations import SimulationBuilder

sys.path.insert(0, str(Path(__file__).parent.parent))
import compare  # noqa: E402
import oracle  # noqa: E402
import rules  # noqa: E402
import tables  # noqa: E402
import years  # noqa: E402

WAYS = {
    "training-half-days": (rules.TRAINING, "half_days"),
    "training-hosted": (rules.STATED, "stated_hours"),
    # What a connected system registered counts as registered, without a limit by days.
    "connected-system": (rules.REGISTERED, "stated_hours"),
    "xuexi-points": (rules.POINTS, "points"),
    "online-study": (rules.MINUTES, "minutes"),
    "law-exam": (rules.LAW_EXAM, "certificate_number"),
}
GROUPS = {
    "xuexi-points": rules.XUEXI,
    "law-exam": rules.LAW,
    "online-study": rules.SELF_STUDY,
    "self-study": rules.SELF_STUDY,
    "unit-self-study": rules.SELF_STUDY,
}
SUMS = ("public", "professional", "total", "self_study", "xuexi", "law_exam")
# A group without a person is no group to OpenFisca, so each year has this item as well.
EMPTY = {"id": "", "kind": "other-recognised", "starts": "2026-01-01", "ends": "2026-01-01", "accepted": False}


class Tables:
    """The pack's tables as one array, and the places of their answers in it."""

    def __init__(self, pack_tables):
        self.pack_tables = pack_tables
        self.kinds = sorted(pack_tables)
        self.words = {"": 0}
        self.array = np.full((len(self.kinds), 40, 40), rules.NOTHING)
        for kind, table in pack_tables.items():
            for row, hours in table.rows.items():
                first, second = (self.place(word) for word in (*row, "")[:2])
                self.array[self.kinds.index(kind), first, second] = hours

    def place(self, word):
        """A count stands for itself, a word for its number."""
        return int(word) if word.isdigit() else self.words.setdefault(word, len(self.words))

    def places(self, kind, answers):
        """Where the row for these answers would be."""
        table = self.pack_tables[kind]
        words = [tables.plain(answers.get(ask, "?")) or "?" for ask in table.asks] + [""]
        found = [int(word) if word.isdigit() else self.words.get(word, rules.NOTHING) for word in words[:2]]
        return [place if place < 40 else rules.NOTHING for place in found]


def figure(value):
    """Hundredths, or NOTHING."""
    return rules.NOTHING if value is None else oracle.hundredths(value)


def row(item, findings, places):
    """One item as the numbers that the system reads."""
    kind, answers = item["kind"], item.get("answers", {})
    way, ask = WAYS.get(kind, (rules.TABLE if kind in oracle.TABLES else rules.BY_THE_UNIT, ""))
    number = rules.NOTHING
    if way in (rules.STATED, rules.REGISTERED):
        number = oracle.stated(answers, ask)
    elif way == rules.LAW_EXAM:
        number = 1 if answers.get(ask, "").strip() else None
    elif ask:
        number = oracle.count(answers, ask)
    first, second = places.places(kind, answers) if way == rules.TABLE else (rules.NOTHING, rules.NOTHING)
    return {
        "way": way,
        "group": GROUPS.get(kind, rules.NO_GROUP),
        "table": places.kinds.index(kind) if way == rules.TABLE else 0,
        "number": rules.NOTHING if number is None else number,
        "first": first,
        "second": second,
        "verified": figure(item.get("verified")),
        "applied": figure(item.get("applied")),
        "accepted": {None: rules.NOTHING, False: 0, True: 1}[item.get("accepted")],
        "starts": int(item["starts"][:4]),
        "ends": int(item["ends"][:4]),
        "days": (date.fromisoformat(item["ends"]) - date.fromisoformat(item["starts"])).days + 1,
        "found_false": int(any(finding["item"] == item["id"] for finding in findings)),
    }


def simulate(facts, places, made):
    """All years at once; the sums, and the seconds that the sums alone took."""
    rows = [
        row(item, year.get("findings", []), places) for year in facts for item in [*year["items"], EMPTY]
    ]
    builder = SimulationBuilder()
    builder.create_entities(made)
    builder.declare_person_entity("item", np.arange(len(rows)))
    accounts = builder.declare_entity("account", np.arange(len(facts)))
    owners = np.repeat(np.arange(len(facts)), [len(year["items"]) + 1 for year in facts])
    builder.join_with_persons(accounts, owners, np.array(["part"] * len(rows)))
    simulation = builder.build(made)
    for name in rows[0]:
        simulation.set_input(name, rules.PERIOD, np.array([one[name] for one in rows], dtype=np.int32))
    public = [sum(course.hours for course in oracle.courses(year).values()) for year in facts]
    simulation.set_input("year", rules.PERIOD, np.array([year["year"] for year in facts], dtype=np.int32))
    simulation.set_input("public", rules.PERIOD, np.array(public, dtype=np.int32))
    begun = time.perf_counter()
    sums = {name: simulation.calculate(name, rules.PERIOD) for name in SUMS}
    return sums, time.perf_counter() - begun


def exactly(answer):
    """An answer of the program without binary fractions."""
    return json.loads(answer, parse_float=Decimal, parse_int=Decimal)


def program_sums(answer):
    """The same sums out of one answer of the program, in hundredths."""
    said = exactly(answer)["assessment"]
    groups = {one["id"]: one["counted"] for one in said["groups"]}
    values = (said["public"], said["professional"], said["total"])
    values += tuple(groups[name] for name in ("self-study", "xuexi", "law-exam"))
    return tuple(oracle.hundredths(value) for value in values)


def summed(given, lines):
    """The sums of all years, judged together in memory by the program, and the seconds that each part took."""
    answer = subprocess.run([given.sums, given.pack], input="".join(lines).encode(), stdout=subprocess.PIPE, check=True)
    return json.loads(answer.stdout)


def side(what, program, openfisca):
    """One line of the comparison."""
    print(f"{what:44} {program:9.3f} s {openfisca:9.3f} s {openfisca / program:8.1f}")


def main():
    """Prints how many years agree, and the times side by side."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("program", "sums", "packs", "pack"):
        arguments.add_argument(f"--{name}", required=True)
    arguments.add_argument("--count", type=int, required=True)
    given = arguments.parse_args()
    pack_tables = tables.of_pack(Path(given.packs, given.pack))
    kinds = compare.kinds_of(given.program, given.pack)
    made = [years.random_year("openfisca", index, kinds, pack_tables) for index in range(given.count)]
    lines = [json.dumps(year, ensure_ascii=False) + "\n" for year in made]

    begun = time.perf_counter()
    answers = compare.judged(given, lines)
    program_seconds = time.perf_counter() - begun
    together = summed(given, lines)

    places = Tables(pack_tables)
    system = rules.system(places.array)
    begun = time.perf_counter()
    facts = [json.loads(line, parse_float=Decimal) for line in lines]
    sums, sums_seconds = simulate(facts, places, system)
    whole_seconds = time.perf_counter() - begun

    for index, (year, answer) in enumerate(zip(facts, answers, strict=True)):
        ours = tuple(int(sums[name][index]) for name in SUMS)
        by_oracle = oracle.judge(year, pack_tables)
        groups = tuple(by_oracle.groups[name][1] for name in ("self-study", "xuexi", "law-exam"))
        if ours != (by_oracle.public, by_oracle.professional, by_oracle.total, *groups):
            sys.exit(f"OpenFisca differs from the oracle: {lines[index]}{ours} {by_oracle}")
        if ours != program_sums(answer):
            sys.exit(f"OpenFisca differs from the program: {lines[index]}{ours}")
    for name in ("public", "professional"):
        if int(sums[name].sum(dtype=np.int64)) != together[name]:
            sys.exit(f"the years judged together have other {name} hours: {together}")
    print(f"{given.count} years have the same sums: OpenFisca, the oracle, and the program one by one and all together")
    print(f"{'':44} {'program':>11} {'OpenFisca':>11} {'ratio':>8}")
    side("from JSON to sums", together["read"] + together["judged"], whole_seconds)
    side("the sums alone, everything in memory", together["judged"], sums_seconds)
    side("from JSON to explained JSON; OpenFisca: sums", program_seconds, whole_seconds)


if __name__ == "__main__":
    main()
