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
            item["answers"]["passed_on"] = "there is one"


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


APPLIED_IS_THE_MOST = "applied-is-the-most"
FULL_GROUP_STAYS_OPEN = "full-group-stays-open"
# The first two change what is read, the last two what may still come.
DEPARTURES = {
    "law-exam-without-certificate": _law_exam_without_certificate,
    "accepted-without-hours": _accepted_without_hours,
    APPLIED_IS_THE_MOST: None,
    FULL_GROUP_STAYS_OPEN: None,
}


def judge(facts, tables, names):
    """The oracle's result with these departures."""
    facts = copy.deepcopy(facts)
    for name in names:
        if DEPARTURES[name]:
            DEPARTURES[name](facts)
    return oracle.judge(facts, tables, _at_best(names))


def sets():
    """The sets of departures, small ones first."""
    for size in range(1, len(DEPARTURES) + 1):
        yield from combinations(DEPARTURES, size)
