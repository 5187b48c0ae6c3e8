"""Judges random years twice, with `oracle.py` and with `xueshi assess`, and stops at the first that differs.

    python3 compare.py --program target/debug/xueshi --packs policies --pack sample-2026 --count 100000
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import oracle
import tables
import years

# With so many years, every kind and every outcome has to have come up.
ENOUGH_TO_COVER = 2000
# Years for one call of the program, so that neither side holds more than a few megabytes.
AT_ONCE = 1000


def kinds_of(program, pack):
    """The kinds of the pack as the program lists them; each must be one that the oracle knows, and the other way."""
    answer = subprocess.run([program, "policy", "kinds", pack, "--json"], capture_output=True, check=True)
    # By id, so that another order in the pack does not give other years.
    kinds = sorted(json.loads(answer.stdout), key=lambda kind: kind["id"])
    names = {kind["id"] for kind in kinds}
    if names != oracle.KINDS:
        sys.exit(f"{pack} has other kinds than the oracle: {sorted(names ^ oracle.KINDS)}")
    return kinds


def number(hours):
    """Hundredths as the answer writes hours."""
    return None if hours is None else Decimal(hours) / oracle.HOUR


def of_oracle(year):
    """The oracle's result in the shape that is compared."""
    return {
        "obligation": year.obligation,
        "public": number(year.public),
        "professional": number(year.professional),
        "total": number(year.total),
        "items": [
            {
                "id": item.id,
                "applied": number(item.applied),
                "computed": number(item.computed),
                "recognised": number(item.recognised or 0),
                "counted": number(item.counted),
            }
            for item in year.items
        ],
        "groups": {
            name: {"sum": number(total), "cap": number(oracle.CAPS[name]), "counted": number(counted)}
            for name, (total, counted) in year.groups.items()
        },
        "requirements": year.requirements,
        "have": {"annual-total": number(year.total), "professional-share": number(year.professional)},
        "outcome": year.outcome,
        "certificates": year.certificates,
        "consequences": year.consequences,
        "left": number(year.left),
    }


def of_program(answer):
    """The same shape out of the program's answer."""
    said = answer["assessment"]
    return {
        **{name: said[name] for name in ("obligation", "public", "professional", "total", "outcome")},
        "items": [
            {name: item[name] for name in ("id", "applied", "computed", "recognised", "counted")}
            for item in said["items"]
        ],
        "groups": {one["id"]: {name: one[name] for name in ("sum", "cap", "counted")} for one in said["groups"]},
        "requirements": {one["id"]: one["outcome"] for one in said["requirements"]},
        "have": {one["id"]: one["have"] for one in said["requirements"] if one["id"] != "public-exam"},
        "certificates": {one["id"]: one["outcome"] for one in said["certificates"]},
        "consequences": {one["id"]: one["outcome"] for one in said["consequences"]},
        "left": sum(one["hours"] or 0 for one in said["todo"]),
    }


def show(number_of_year, facts, expected, answer):
    """Everything about a year on which the two differ."""
    found = of_program(answer)
    print(f"year {number_of_year} differs in {', '.join(name for name in expected if expected[name] != found[name])}")
    for title, value in (("facts", facts), ("oracle", expected), ("program", found), ("the program's answer", answer)):
        print(f"--- {title}")
        print(json.dumps(value, ensure_ascii=False, indent=1, default=float))


class Coverage:
    """What came up, so that a generator that misses something is noticed."""

    def __init__(self):
        self.seen = Counter()

    def add(self, facts, expected):
        """Notes one year."""
        self.seen[f"obligation {expected['obligation']}"] += 1
        self.seen[f"year {expected['outcome']}"] += 1
        for name, title in (("requirements", "requirement"), ("certificates", "certificate"), ("consequences", "then")):
            for one, outcome in expected[name].items():
                self.seen[f"{title} {one} {outcome}"] += 1
        for item, result in zip(sorted(facts["items"], key=lambda item: item["id"]), expected["items"], strict=True):
            self.seen[f"kind {item['kind']}"] += 1
            self.seen.update(f"answer “{answer}”" for answer in item["answers"].values() if answer in years.NO_HOURS)
            if result["counted"] < result["recognised"]:
                self.seen["capped"] += 1

    def missing(self):
        """What should have come up and did not."""
        outcomes = ("satisfied", "not-satisfied", "undetermined", "reference-only")
        wanted = {f"kind {kind}" for kind in oracle.KINDS} | {"capped"}
        wanted |= {f"answer “{answer}”" for answer in years.NO_HOURS}
        wanted |= {f"year {outcome}" for outcome in outcomes}
        wanted |= {f"requirement {one} {outcome}" for one in ("annual-total", "professional-share") for outcome in outcomes}
        wanted |= {f"obligation {owed}" for owed in ("full", "public-exam-only", "none")}
        wanted |= {f"then appraisal {outcome}" for outcome in outcomes}
        wanted |= {f"then title {outcome}" for outcome in outcomes}
        wanted |= {f"certificate annual {outcome}" for outcome in outcomes[:3]}
        return sorted(wanted - set(self.seen))


def judged(given, lines):
    """The program's answers to these years, in their order."""
    # Random years reach into the future; a day this late refuses nothing and hides nothing.
    command = [given.program, "assess", "-", "--lines", "--json", "--policy", given.pack, "--known-on", "9000-01-01"]
    answer = subprocess.run(command, input="".join(lines).encode(), stdout=subprocess.PIPE, check=False)
    if answer.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {answer.returncode}")
    return answer.stdout.splitlines()


def compare(given):
    """Runs one pack; returns what came up. Ends the run at the first year that differs."""
    pack_tables = tables.of_pack(Path(given.packs, given.pack))
    kinds, coverage = kinds_of(given.program, given.pack), Coverage()
    for start in range(0, given.count, AT_ONCE):
        indices = range(start, min(start + AT_ONCE, given.count))
        made = [years.random_year(given.seed, index, kinds, pack_tables) for index in indices]
        lines = [json.dumps(facts, ensure_ascii=False) + "\n" for facts in made]
        for index, line, answer in zip(indices, lines, judged(given, lines), strict=True):
            facts = json.loads(line, parse_float=Decimal)
            answer = json.loads(answer, parse_float=Decimal, parse_int=Decimal)
            expected = of_oracle(oracle.judge(facts, pack_tables))
            coverage.add(facts, expected)
            if expected != of_program(answer):
                show(index, facts, expected, answer)
                sys.exit(1)
    return coverage


def main():
    """Compares one pack's years and ends with 1 when one differs."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--program", required=True, help="the xueshi program")
    arguments.add_argument("--packs", required=True, help="the folder with the packs")
    arguments.add_argument("--pack", required=True)
    arguments.add_argument("--count", type=int, required=True)
    arguments.add_argument("--seed", default="1")
    given = arguments.parse_args()
    coverage = compare(given)
    print(f"{given.pack}: {given.count} years agree (seed {given.seed})")
    for what, times in sorted(coverage.seen.items()):
        print(f"  {times:8} {what}")
    if given.count < ENOUGH_TO_COVER:
        return
    missing = coverage.missing()
    if missing:
        print(f"never came up: {', '.join(missing)}")
        sys.exit(1)


if __name__ == "__main__":
    main()
