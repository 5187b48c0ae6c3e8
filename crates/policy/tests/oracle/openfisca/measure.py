"""The same random years in OpenFisca and in the program: compares what they come to and measures both, in one run.

`cargo xtask openfisca` builds what is measured, gets OpenFisca and runs this.
"""

import argparse
import json
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import numpy as np
from openfisca_core.simulations import SimulationBuilder

import formulas
import reading  # noqa: I001  (it finds the oracle)
import compare
import oracle
import rules
import tables
import years


def simulate(facts, places, made):
    """All years at once: what is compared, and the seconds that judging alone took."""
    rows, owners, courses, roles, known = [], [], [], [], {}
    for number, year in enumerate(facts):
        for name, values in reading.entries(year, places):
            roles.append("other" if (number, name) in known else "first")
            courses.append(known.setdefault((number, name), len(known)))
            owners.append(number)
            rows.append(values)
    builder = SimulationBuilder()
    builder.create_entities(made)
    builder.declare_person_entity("entry", np.arange(len(rows)))
    for entity, count, of, role in (
        ("account", len(facts), owners, ["part"] * len(rows)), ("course", len(known), courses, roles)
    ):
        groups = builder.declare_entity(entity, np.arange(count))
        builder.join_with_persons(groups, np.array(of), np.array(role))
    simulation = builder.build(made)
    accounts = [reading.account(year) for year in facts]
    for names, given in ((formulas.ENTRY_GIVEN, rows), (formulas.ACCOUNT_GIVEN, accounts)):
        for name in names:
            simulation.set_input(name, rules.PERIOD, np.array([one[name] for one in given], dtype=np.int32))
    begun = time.perf_counter()
    columns = [simulation.calculate(name, rules.PERIOD) for name in formulas.COMPARED]
    return columns, time.perf_counter() - begun


def exactly(answer):
    """An answer of the program without binary fractions."""
    return json.loads(answer, parse_float=Decimal, parse_int=Decimal)


def of_program(answer):
    """The same out of one answer of the program, in the order of `COMPARED`."""
    said = exactly(answer)["assessment"]
    by_id = {name: {one["id"]: one for one in said[name]} for name in ("groups", "requirements", "certificates")}
    hours = [said[name] for name in ("public", "professional", "total")]
    hours += [by_id["groups"][name]["counted"] for name in ("self-study", "xuexi", "law-exam")]
    outcomes = [
        by_id["requirements"][name]["outcome"] for name in ("annual-total", "professional-share", "public-exam")
    ]
    outcomes += [said["outcome"]] + [by_id["certificates"][name]["outcome"] for name in ("public-exam", "annual")]
    sums = (oracle.hundredths(value) for value in hours)
    return (*sums, reading.OBLIGATIONS[said["obligation"]], *(reading.OUTCOMES[one] for one in outcomes))


def summed(given, lines):
    """The sums of all years, judged together in memory by the program, and the seconds that each part took."""
    answer = subprocess.run([given.sums, given.pack], input="".join(lines).encode(), stdout=subprocess.PIPE, check=True)
    return json.loads(answer.stdout)


def side(what, program, openfisca):
    """One line of the comparison."""
    print(f"{what:44} {program:9.3f} s {openfisca:9.3f} s {openfisca / program:8.1f}")


def agree(facts, lines, columns, pack_tables, answers):
    """Ends the run at the first year on which OpenFisca and one of the other two differ."""
    for index, (year, answer) in enumerate(zip(facts, answers, strict=True)):
        ours = tuple(int(column[index]) for column in columns)
        others = {"oracle": reading.of_oracle(oracle.judge(year, pack_tables)), "program": of_program(answer)}
        for name, theirs in others.items():
            if ours != theirs:
                sys.exit(f"OpenFisca differs from the {name}: {lines[index]}{formulas.COMPARED}\n{ours}\n{theirs}")


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

    places = reading.Tables(pack_tables)
    system = rules.system(places.rows)
    begun = time.perf_counter()
    facts = [json.loads(line, parse_float=Decimal) for line in lines]
    columns, judged_seconds = simulate(facts, places, system)
    whole_seconds = time.perf_counter() - begun

    agree(facts, lines, columns, pack_tables, answers)
    for name in ("public", "professional"):
        if int(columns[formulas.COMPARED.index(name)].sum(dtype=np.int64)) != together[name]:
            sys.exit(f"the years judged together have other {name} hours: {together}")
    print(f"{given.count} years come out the same: OpenFisca, the oracle, and the program; sums also all together")
    print(f"{'':44} {'program':>11} {'OpenFisca':>11} {'ratio':>8}")
    side("from JSON to sums; OpenFisca: outcomes as well", together["read"] + together["judged"], whole_seconds)
    side("judging alone, everything in memory", together["judged"], judged_seconds)
    side("from JSON to explained JSON", program_seconds, whole_seconds)


if __name__ == "__main__":
    main()
