"""Random years, one for each seed and number: every kind, every threshold from both sides, and what people forget.

    python3 years.py --kinds kinds.json --count 10 > years.jsonl
"""

import argparse
import json
import random
from datetime import date, timedelta

import oracle

YEARS = (2026,) * 6 + (2019, 2021, 2022, 2024, 2025, 2027, 2028)
COURSES = (oracle.REQUIRED_COURSE, oracle.REQUIRED_COURSE, *oracle.THEMES.values(), "选修一", "选修二")
# Around the conversions (45 minutes, 100 points), the inner cap of 10 hours and the outer one of 20.
COUNTS = {
    "points": (0, 1, 99, 100, 101, 199, 200, 500, 900, 999, 1000, 1001, 1099, 1100, 1999, 2000, 50000),
    "minutes": (0, 1, 44, 45, 46, 89, 90, 449, 450, 451, 494, 495, 899, 900, 901, 944, 945, 100000),
    "half_days": (0, 1, 2, 3, 5, 10, 14, 15, 16, 20, 22, 23),
    "rank": tuple(range(8)),
    "courses": tuple(range(8)),
    "sessions": tuple(range(8)),
    "months": tuple(range(14)),
}
STATED = (
    "0", "0.5", "1", "4", "7.99", "8", "8.01", "12", "12.01", "12.25", "15.5", "16", "24", "24.01", "30", "59.99", "60", "90.01",
)
# Answers that say nothing. What is below zero is refused (refusals.py).
NO_HOURS = ("", "1.234", "abc", "1e2", "+3")
HOURS = ("0", "0.01", "0.5", "4", "9.99", "10", "10.01", "15", "19.99", "20", "20.01", "29.99", "30", "30.01", "60")
# How far from a threshold a year is brought to end.
AROUND = (-100, -50, -1, 0, 0, 1, 50)


def hours(text):
    """Hours as the facts format writes them: a number without needless decimals."""
    value = float(text)
    return int(value) if value == int(value) else value


def day(rng, year):
    """A day of the year, often one of its edges."""
    if rng.random() < 0.25:
        return rng.choice((date(year, 1, 1), date(year, 12, 31), date(year, 2, 28), date(year, 11, 30)))
    return date(year, 1, 1) + timedelta(days=rng.randrange(365))


def days(rng, year):
    """First and last day: mostly inside the year, sometimes at its edge, across it or outside."""
    roll = rng.random()
    if roll < 0.04:
        return date(year - 1, 12, 31), date(year, 1, 1)
    if roll < 0.08:
        return date(year, 12, 31), date(year + 1, 1, 1)
    if roll < 0.10:
        return date(year - 1, 12, 31), date(year - 1, 12, 31)
    if roll < 0.12:
        return date(year + 1, 1, 1), date(year + 1, 1, 1)
    if roll < 0.13:
        return date(year - 1, 6, 1), date(year + 1, 6, 1)
    if roll < 0.18:
        return date(year, 1, 1), date(year, 12, 31)
    starts = day(rng, year)
    return starts, min(starts + timedelta(days=rng.choice((0, 0, 0, 1, 2, 4, 30))), date(year, 12, 31))


def answer(rng, ask):
    """A valid answer to what a kind asks."""
    what = ask["answer"]
    if what == "yes-no":
        return rng.choice(("yes", "no"))
    if what == "text":
        return rng.choice(("甲", "证书 12 号"))
    if isinstance(what, dict) and "choice" in what:
        return rng.choice(what["choice"])[0]
    if what == "hours":
        return rng.choice(STATED)
    return str(rng.choice(COUNTS[ask["id"]]))


def nothing_said(ask):
    """Answers that say nothing to a count or to hours; none for any other ask."""
    is_count = isinstance(ask["answer"], dict) and "choice" not in ask["answer"]
    return NO_HOURS if ask["answer"] == "hours" or is_count else ()


def answers(rng, kind):
    """Answers to all that the kind asks, now and then without one of them or with one that is none."""
    given = {}
    for ask in kind["asks"]:
        roll = rng.random()
        if roll < 0.05:
            continue
        nothing = nothing_said(ask)
        given[ask["id"]] = rng.choice(nothing) if roll < 0.07 and nothing else answer(rng, ask)
    return given


def item(rng, year, kind, number):
    """One registered activity with the unit's word on it in every combination."""
    starts, ends = days(rng, year)
    one = {
        "id": str(number),
        "kind": kind["id"],
        # What is told twice is refused (refusals.py).
        "title": f"活动 {number}",
        "starts": starts.isoformat(),
        "ends": ends.isoformat(),
        "answers": answers(rng, kind),
    }
    if "reference" in one["answers"]:
        # A system registers each activity once.
        one["answers"]["reference"] = f"登记 {number} 号"
    if rng.random() < 0.4:
        one["applied"] = hours(rng.choice(HOURS))
    if rng.random() < 0.3:
        one["verified"] = hours(rng.choice(HOURS))
    if rng.random() < 0.6:
        # What was not accepted has no figure.
        one["accepted"] = rng.choice((True, True, True, "verified" in one or False, None))
    return one


def course(rng, year):
    """A result of a public course."""
    one = {
        "course": rng.choice(COURSES),
        "study": hours(rng.choice(("0", "0.01", "5", "9.99", "10", "10", "10.01"))),
        "exam_passed": rng.random() < 0.7,
        "hours": hours(rng.choice(("0", "5", "14.99", "15", "15", "15", "15.01", "29.99", "30", "30.01", "40"))),
    }
    if rng.random() < 0.3:
        one["required"] = rng.random() < 0.7
    if rng.random() < 0.2:
        one["without_exam"] = rng.random() < 0.8
    if rng.random() < 0.5:
        one.update(score=rng.randrange(101), attempts=rng.randrange(4), source="区平台")
    if rng.random() < 0.6:
        one["happened"] = day(rng, year).isoformat()
    return one


def posts(rng, year):
    """Changes of post in and around the year, each on another day."""
    edges = [date(year - 1, 6, 1), date(year, 1, 1), date(year, 12, 31), date(year + 1, 1, 1)]
    changes = []
    for start in rng.sample(edges + [date(year, 5, 1), date(year, 9, 1)], rng.choice((1, 1, 2, 3))):
        change = {"from": start.isoformat(), "category": rng.choice(oracle.CATEGORIES)}
        for field in ("declares_title_next_year", "confirmation_only"):
            if rng.random() < 0.5:
                change[field] = rng.random() < 0.5
        changes.append(change)
    return changes


def bring_to_a_threshold(rng, facts, kinds, tables):
    """Adds one verified item, so that the year ends at, just under or just above a threshold."""
    known = oracle.judge(facts, tables)
    have, need = rng.choice(
        ((known.total, oracle.REQUIRED_TOTAL), (known.professional, oracle.REQUIRED_PROFESSIONAL))
    )
    missing = need + rng.choice(AROUND) - have
    if missing < 0:
        return
    wanted = rng.choice(("other-recognised", "training-half-days"))
    kind = next(kind for kind in kinds if kind["id"] == wanted)
    last = item(rng, facts["year"], kind, len(facts["items"]))
    last.update(
        id=rng.choice(("0-last", "99")),
        title="最后一项",
        starts=f"{facts['year']}-05-20",
        ends=f"{facts['year']}-05-20",
        verified=hours(str(missing / oracle.HOUR)),
        accepted=rng.choice((True, None)),
    )
    facts["items"].insert(rng.randrange(len(facts["items"]) + 1), last)


def random_year(seed, number, kinds, tables):
    """The year of this seed and number; the same ones always give the same year."""
    rng = random.Random(f"{seed}/{number}")
    year = rng.choice(YEARS)
    facts = {"year": year, "category": rng.choice(oracle.CATEGORIES + ("full-time-teacher",) * 3)}
    for field in ("declares_title_next_year", "confirmation_only", "approved", "declares_title_this_year"):
        if rng.random() < 0.8:
            facts[field] = rng.random() < 0.5
    if rng.random() < 0.2:
        facts["posts"] = posts(rng, year)
    if rng.random() < 0.5:
        facts["last_year"] = rng.choice(("satisfied", "not-satisfied", "undetermined", "reference-only"))
        facts["title_series_opens"] = day(rng, year).isoformat()
    if rng.random() < 0.3:
        study, exam = rng.choice((("10", "5"), ("9.99", "5.01"), ("10.01", "10"), ("0", "1")))
        facts["training_year"] = {"study": hours(study), "exam": hours(exam)}
    facts["public"] = [course(rng, year) for _ in range(rng.choice((0, 1, 1, 1, 2, 3)))]
    wanted = rng.choice((0, 1, 2, 3, 4, 6, 8))
    some = rng.choices(kinds, k=3) if rng.random() < 0.3 else kinds
    # Years full of self-study fill the nested caps.
    if rng.random() < 0.25:
        some = [kind for kind in kinds if kind["id"] in oracle.GROUPS_OF]
    numbers = rng.sample(range(1, 40), wanted)
    facts["items"] = [item(rng, year, rng.choice(some), number) for number in numbers]
    if numbers and rng.random() < 0.1:
        found = {"item": str(rng.choice(numbers)), "on": f"{year + 1}-03-01", "decision": "决定 1 号"}
        facts["findings"] = [found]
    if rng.random() < 0.6:
        bring_to_a_threshold(rng, facts, kinds, tables)
    return facts


def main():
    """Prints years, for a look or for another program."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--kinds", required=True, help="what `xueshi policy kinds PACK --json` printed")
    arguments.add_argument("--pack", required=True, help="the pack's folder")
    arguments.add_argument("--count", type=int, default=10)
    arguments.add_argument("--seed", default="1")
    given = arguments.parse_args()
    import tables

    with open(given.kinds, encoding="utf-8") as file:
        kinds = json.load(file)
    for number in range(given.count):
        print(json.dumps(random_year(given.seed, number, kinds, tables.of_pack(given.pack)), ensure_ascii=False))


if __name__ == "__main__":
    main()
