"""The formulas as an OpenFisca system. It knows people and groups of people: here an entry (an activity, or a report of a
public course) is a person, its course is a group with a first one, and the account of a year is a group as well."""

import numpy as np
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import YEAR
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

import formulas
import reading

PERIOD = "2026"

ENTRY = Entity("entry", "entries", "One activity, or one report of a public course", "")
COURSE = GroupEntity(
    "course", "courses", "One public course", "",
    roles=[{"key": "first", "plural": "first_ones", "max": 1}, {"key": "other", "plural": "others"}],
)
ACCOUNT = GroupEntity("account", "accounts", "One person's year", "", roles=[{"key": "part", "plural": "parts"}])


class Of:
    """What a formula is about, of all at once."""

    def __init__(self, population, period):
        self.population, self.period = population, period

    def __call__(self, name):
        return self.population(name, self.period)

    def account(self, name):
        """An entry's account."""
        return self.population.account(name, self.period)

    def course(self, name):
        """An entry's course."""
        return self.population.course(name, self.period)

    def is_first(self):
        """Whether an entry is the first of its course."""
        return self.population.has_role(COURSE.FIRST)

    def row(self, table, first, second, is_asked):
        """The row of a table for each entry, or NOTHING."""
        tables = self.population.simulation.tax_benefit_system.tables
        has_row = is_asked & (first >= 0) & (second >= 0)
        return np.where(has_row, tables[table * has_row, first * has_row, second * has_row], formulas.NOTHING)

    def sum(self, name, group=None):
        """Over the members, or those of one group."""
        members = self.population.members
        values = members(name, self.period)
        return self.population.sum(values if group is None else values * (members("group", self.period) == group))

    def max(self, name):
        """The highest of the members."""
        return self.population.max(self.population.members(name, self.period))


class Numbers:
    """The numbers of the regulation at the period: whole ones."""

    def __init__(self, parameters):
        self.parameters = parameters

    def __getattr__(self, name):
        return int(getattr(self.parameters, name))


def variable(name, entity, formula=None):
    """A whole number that is read, or computed by a formula."""
    fields = {"value_type": int, "entity": entity, "definition_period": YEAR}
    if formula:

        def run(population, period, parameters):
            return formula(Of(population, period), Numbers(parameters(period)), np)

        fields["formula"] = run
    return type(name, (Variable,), fields)


def system(rows):
    """The system with these tables: hours by table, first and second answer, NOTHING where there is no row."""
    made = TaxBenefitSystem([ENTRY, COURSE, ACCOUNT])
    made.tables = np.array(rows, dtype=np.int32)
    data = {name: {"values": {"2019-01-01": {"value": value}}} for name, value in reading.numbers().items()}
    made.parameters = ParameterNode("", data=data)
    for entity, names in ((ENTRY, formulas.ENTRY_GIVEN), (ACCOUNT, formulas.ACCOUNT_GIVEN)):
        for name in names:
            made.add_variable(variable(name, entity))
    for entity, computed in ((ENTRY, formulas.ENTRY), (COURSE, formulas.COURSE), (ACCOUNT, formulas.ACCOUNT)):
        for formula in computed:
            made.add_variable(variable(formula.__name__, entity, formula))
    return made
