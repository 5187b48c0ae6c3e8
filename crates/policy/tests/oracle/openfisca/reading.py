"""Reads facts as the numbers that the formulas take. Nothing is judged here, but two things that dates decide: which post
is held at the end of the year, and how many days an activity has."""

import sys
import tomllib
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
import formulas  # noqa: E402
import oracle  # noqa: E402
import tables  # noqa: E402

WAYS = {
    "training-half-days": (formulas.TRAINING, "half_days"),
    "training-hosted": (formulas.STATED, "stated_hours"),
    # What a connected system registered counts as registered, without a limit by days.
    "connected-system": (formulas.REGISTERED, "stated_hours"),
    "xuexi-points": (formulas.POINTS, "points"),
    "online-study": (formulas.MINUTES, "minutes"),
    "law-exam": (formulas.LAW_EXAM, "certificate_number"),
}
GROUPS = {
    "xuexi-points": formulas.XUEXI,
    "law-exam": formulas.LAW,
    "online-study": formulas.SELF_STUDY,
    "self-study": formulas.SELF_STUDY,
    "unit-self-study": formulas.SELF_STUDY,
}
CATEGORIES = {
    "full-time-teacher": formulas.TEACHER,
    "other-professional": formulas.OTHER_PROFESSIONAL,
    "administrative": formulas.ADMINISTRATIVE,
    "worker": formulas.WORKER,
}
# An entry of which nothing is said: an activity has no report, a report no activity.
BLANK = dict.fromkeys(formulas.ENTRY_GIVEN, 0) | {
    "way": formulas.REPORT, "number": formulas.NOTHING, "first": formulas.NOTHING, "second": formulas.NOTHING,
    "verified": formulas.NOTHING, "applied": formulas.NOTHING, "accepted": formulas.NOTHING,
}


def numbers():
    """The numbers of the regulation."""
    data = tomllib.loads((HERE / "parameters.toml").read_text(encoding="utf-8"))
    return {name: entry["value"] for name, entry in data.items()}


class Tables:
    """The pack's tables as lists in lists, and the places of their answers in them."""

    SIZE = 40

    def __init__(self, pack_tables):
        self.pack_tables = pack_tables
        self.kinds = sorted(pack_tables)
        self.words = {"": 0}
        self.rows = [[[formulas.NOTHING] * self.SIZE for _ in range(self.SIZE)] for _ in self.kinds]
        for kind, table in pack_tables.items():
            for row, hours in table.rows.items():
                first, second = (self.place(word) for word in (*row, "")[:2])
                self.rows[self.kinds.index(kind)][first][second] = hours

    def place(self, word):
        """A count stands for itself, a word for its number."""
        return int(word) if word.isdigit() else self.words.setdefault(word, len(self.words))

    def places(self, kind, answers):
        """Where the row for these answers would be."""
        table = self.pack_tables[kind]
        words = [tables.plain(answers.get(ask, "?")) or "?" for ask in table.asks] + [""]
        found = [int(word) if word.isdigit() else self.words.get(word, formulas.NOTHING) for word in words[:2]]
        return [place if place < self.SIZE else formulas.NOTHING for place in found]


def figure(value):
    """Hundredths, or NOTHING."""
    return formulas.NOTHING if value is None else oracle.hundredths(value)


def activity(item, findings, places):
    """One item as numbers."""
    kind, answers = item["kind"], item.get("answers", {})
    way, ask = WAYS.get(kind, (formulas.TABLE if kind in oracle.TABLES else formulas.BY_THE_UNIT, ""))
    number = None
    if way in (formulas.STATED, formulas.REGISTERED):
        number = oracle.stated(answers, ask)
    elif way == formulas.LAW_EXAM:
        number = 1 if answers.get(ask, "").strip() else None
    elif ask:
        number = oracle.count(answers, ask)
    is_table = way == formulas.TABLE
    first, second = places.places(kind, answers) if is_table else (formulas.NOTHING, formulas.NOTHING)
    return BLANK | {
        "way": way,
        "group": GROUPS.get(kind, formulas.NO_GROUP),
        "table": places.kinds.index(kind) if is_table else 0,
        "number": formulas.NOTHING if number is None else number,
        "first": first,
        "second": second,
        "verified": figure(item.get("verified")),
        "applied": figure(item.get("applied")),
        "accepted": {None: formulas.NOTHING, False: 0, True: 1}[item.get("accepted")],
        "starts": int(item["starts"][:4]),
        "ends": int(item["ends"][:4]),
        "days": (date.fromisoformat(item["ends"]) - date.fromisoformat(item["starts"])).days + 1,
        "found_false": int(any(finding["item"] == item["id"] for finding in findings)),
    }


def report(public):
    """One report of a public course as numbers."""
    name = public["course"]
    return BLANK | {
        "marked": int(public.get("required", False)),
        "is_named": int(name == oracle.REQUIRED_COURSE),
        "theme_year": next((year for year, theme in oracle.THEMES.items() if theme == name), 0),
        "study": oracle.hundredths(public["study"]),
        "passed": int(public["exam_passed"]),
        "hours": oracle.hundredths(public["hours"]),
        "without_exam": int(public.get("without_exam", False)),
    }


def account(facts):
    """What is asked about the person, as numbers; the post is the last one that begins before the year ends."""
    begun = [post for post in facts.get("posts", []) if int(post["from"][:4]) <= facts["year"]]
    post = max(begun, key=lambda one: one["from"], default=facts)
    settled = facts.get("training_year")
    return {
        "year": facts["year"],
        "category": CATEGORIES[post["category"]],
        "declares": int(post.get("declares_title_next_year", False)),
        "confirmed": int(post.get("confirmation_only", False)),
        "approved": int(facts.get("approved", False)),
        "settled_study": oracle.hundredths(settled["study"]) if settled else 0,
    }


def entries(facts, places):
    """All entries of a year, each with the name of its course; none is empty, for the first one says nothing."""
    yield "", BLANK
    for item in facts["items"]:
        yield "", activity(item, facts.get("findings", []), places)
    for public in facts["public"]:
        yield public["course"], report(public)


OUTCOMES = {
    "reference-only": formulas.REFERENCE_ONLY,
    "satisfied": formulas.SATISFIED,
    "undetermined": formulas.UNDETERMINED,
    "not-satisfied": formulas.NOT_SATISFIED,
}
OBLIGATIONS = {"none": formulas.NONE, "public-exam-only": formulas.EXAM_ONLY, "full": formulas.FULL}


def of_oracle(year):
    """What the oracle says, in the order of `COMPARED`."""
    groups = tuple(year.groups[name][1] for name in ("self-study", "xuexi", "law-exam"))
    sums = (year.public, year.professional, year.total, *groups)
    outcomes = [year.requirements[name] for name in ("annual-total", "professional-share", "public-exam")]
    outcomes += [year.outcome] + [year.certificates[name] for name in ("public-exam", "annual")]
    return (*sums, OBLIGATIONS[year.obligation], *(OUTCOMES[one] for one in outcomes))
