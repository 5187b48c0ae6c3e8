"""Where the program is known to depart from the document, each departure with its name.

The oracle itself stays with the document. A year that differs is put down to departures only if the oracle, told to
depart in just these ways, comes to exactly what the program said; README.md says what each is and who is right.
A departure that no longer occurs must be taken off the list.
"""

from itertools import combinations

import oracle


def _applied(item):
    """Nothing brings more than was applied for."""
    return oracle.UNLIMITED if item.applied is None else item.applied


def _at_best(names):
    """The most that the year's items can come to, as these departures have it."""
    may_bring = _applied if APPLIED_IS_THE_MOST in names else oracle.anything

    def at_best(items):
        return sum(oracle.under_the_caps(items, may_bring))

    return at_best


APPLIED_IS_THE_MOST = "applied-is-the-most"
DEPARTURES = [APPLIED_IS_THE_MOST]


def judge(facts, tables, names):
    """The oracle's result with these departures."""
    return oracle.judge(facts, tables, _at_best(names), oracle.courses)


def sets():
    """The sets of departures, small ones first."""
    for size in range(1, len(DEPARTURES) + 1):
        yield from combinations(DEPARTURES, size)
