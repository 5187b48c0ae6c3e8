"""Where the program is known to depart from the document, each departure with its name.

The oracle itself stays with the document. A year that differs is put down to departures only if the oracle, told to
depart in just these ways, comes to exactly what the program said; README.md says what each is and who is right.
A departure that no longer occurs must be taken off the list.
"""

import copy
from itertools import combinations

import oracle


def _law_exam_without_certificate(facts):
    """The law examination counts although nobody says that there is a certificate."""
    for item in facts["items"]:
        if item["kind"] == "law-exam":
            item["answers"]["certificate_number"] = "there is one"


def _accepted_without_hours(facts):
    """An item that the verifier accepted without a figure is as good as not looked at."""
    for item in facts["items"]:
        if item.get("accepted") is True:
            item["accepted"] = None


def _applied(item):
    """Nothing brings more than was applied for."""
    return oracle.UNLIMITED if item.applied is None else item.applied


def _at_best(names):
    """The most that the year's items can come to, as these departures have it."""
    may_bring = _applied if APPLIED_IS_THE_MOST in names else oracle.anything

    def at_best(items):
        is_free = any(item.recognised is None and may_bring(item) >= oracle.UNLIMITED for item in items)
        if FULL_GROUP_STAYS_OPEN in names and is_free:
            return oracle.UNLIMITED
        return sum(oracle.under_the_caps(items, may_bring))

    return at_best


def _courses_by_name(facts):
    """The required course under two names gives hours twice, and is required only where a report says so."""
    found = {oracle.REQUIRED: oracle.Course()}
    for report in facts.get("public", []):
        hours = oracle.hundredths(report["hours"]) if report["exam_passed"] else 0
        course = found.setdefault(report["course"], oracle.Course())
        course.hours = max(course.hours, hours)
        if oracle.is_required(report, facts["year"]):
            required = found[oracle.REQUIRED]
            required.study = max(required.study, oracle.hundredths(report["study"]))
            required.is_passed |= report["exam_passed"]
    return found


APPLIED_IS_THE_MOST = "applied-is-the-most"
FULL_GROUP_STAYS_OPEN = "full-group-stays-open"
COURSES_BY_NAME = "courses-by-name"
# The first two change what is read, the others how it is judged.
DEPARTURES = {
    "law-exam-without-certificate": _law_exam_without_certificate,
    "accepted-without-hours": _accepted_without_hours,
    APPLIED_IS_THE_MOST: None,
    FULL_GROUP_STAYS_OPEN: None,
    COURSES_BY_NAME: None,
}


def judge(facts, tables, names):
    """The oracle's result with these departures."""
    facts = copy.deepcopy(facts)
    for name in names:
        if DEPARTURES[name]:
            DEPARTURES[name](facts)
    courses = _courses_by_name if COURSES_BY_NAME in names else oracle.courses
    return oracle.judge(facts, tables, _at_best(names), courses)


def sets():
    """The sets of departures, small ones first."""
    for size in range(1, len(DEPARTURES) + 1):
        yield from combinations(DEPARTURES, size)
