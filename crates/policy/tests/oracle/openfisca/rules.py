"""The sums of a year as an OpenFisca system: items are its persons, years are its groups."""

from pathlib import Path

import numpy as np
import yaml
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import YEAR
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2026"

ITEM = Entity("item", "items", "One registered activity", "")
ACCOUNT = GroupEntity("account", "accounts", "One person's year", "", roles=[{"key": "part", "plural": "parts"}])

# Ways in which a kind comes to its hours.
BY_THE_UNIT, TRAINING, STATED, POINTS, MINUTES, LAW_EXAM, TABLE, REGISTERED = range(8)
# Groups of article 4.
NO_GROUP, SELF_STUDY, XUEXI, LAW = range(4)
# An answer or a figure that is not there.
NOTHING = -1


def given(name, kind=int, entity=ITEM):
    """A variable that is read, not computed."""
    fields = {"value_type": kind, "entity": entity, "definition_period": YEAR}
    if kind is int:
        fields["default_value"] = NOTHING
    return type(name, (Variable,), fields)


class computed(Variable):
    value_type, entity, definition_period, default_value = int, ITEM, YEAR, NOTHING

    def formula(item, period, parameters):
        rules, way = parameters(period), item("way", period)
        number, first, second = item("number", period), item("first", period), item("second", period)
        tables = item.simulation.tax_benefit_system.tables
        has_row = (way == TABLE) & (first >= 0) & (second >= 0) & (second < tables.shape[2])
        row = tables[item("table", period) * has_row, first * has_row, second * has_row]
        hours = np.select(
            [way == TRAINING, (way == STATED) | (way == REGISTERED), way == POINTS, way == MINUTES, way == LAW_EXAM],
            [
                number * rules.half_day,
                number,
                number // int(rules.points) * 100,
                number // int(rules.minutes) * 100,
                rules.law_exam,
            ],
            NOTHING,
        )
        return np.where(has_row, row, np.where((number >= 0) & (way != TABLE), hours, NOTHING))


class recognised(Variable):
    value_type, entity, definition_period = int, ITEM, YEAR

    def formula(item, period):
        verified, hours = item("verified", period), item("computed", period)
        # Training that is longer than its days allow contradicts itself.
        way, days = item("way", period), item("days", period).astype(np.int64)
        is_beyond = ((way == TRAINING) | (way == STATED)) & (hours > 1200 * days)
        hours = np.where(is_beyond, 0, hours)
        accepted = item("accepted", period)
        applied = np.where(accepted == 1, item("applied", period), NOTHING)
        # Accepted is what was applied for, never above the standard.
        granted = np.where(hours < 0, applied, np.where(applied < 0, hours, np.minimum(hours, applied)))
        hours = np.where(verified >= 0, verified, granted)
        year = item.account("year", period)
        is_inside = (item("starts", period) == year) & (item("ends", period) == year)
        return np.maximum(hours, 0) * (is_inside & (accepted != 0) & (item("found_false", period) != 1))


def sum_of(group):
    """What the items of one group come to before its cap."""

    def formula(account, period):
        items = account.members
        return account.sum(items("recognised", period) * (items("group", period) == group))

    return formula


def account_variable(name, formula):
    """A computed number of a year."""
    fields = {"value_type": int, "entity": ACCOUNT, "definition_period": YEAR, "formula": formula}
    return type(name, (Variable,), fields)


def xuexi(account, period, parameters):
    return np.minimum(account("xuexi_sum", period), parameters(period).xuexi_cap)


def law_exam(account, period, parameters):
    return np.minimum(account("law_exam_sum", period), parameters(period).law_exam)


def self_study(account, period, parameters):
    inner = account("xuexi", period) + account("law_exam", period)
    return np.minimum(account("self_study_sum", period) + inner, parameters(period).self_study_cap)


def professional(account, period):
    return account("other_sum", period) + account("self_study", period)


def total(account, period):
    return account("public", period) + account("professional", period)


def system(tables):
    """The system with these tables: hours by table, first and second answer, NOTHING where there is no row."""
    made = TaxBenefitSystem([ITEM, ACCOUNT])
    made.tables = tables
    data = yaml.safe_load(Path(__file__).with_name("parameters.yaml").read_text(encoding="utf-8"))
    for entry in data.values():
        entry["values"] = {str(day): {"value": value} for day, value in entry["values"].items()}
    made.parameters = ParameterNode("", data=data)
    names = ("way", "group", "table", "number", "first", "second", "verified", "applied", "accepted", "starts", "ends")
    names += ("days", "found_false")
    for name in names:
        made.add_variable(given(name))
    for name in ("year", "public"):
        made.add_variable(given(name, entity=ACCOUNT))
    for variable in (computed, recognised):
        made.add_variable(variable)
    sums = {"other_sum": NO_GROUP, "self_study_sum": SELF_STUDY, "xuexi_sum": XUEXI, "law_exam_sum": LAW}
    for name, group in sums.items():
        made.add_variable(account_variable(name, sum_of(group)))
    for formula in (xuexi, law_exam, self_study, professional, total):
        made.add_variable(account_variable(formula.__name__, formula))
    return made
