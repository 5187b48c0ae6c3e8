"""A year by formulas: the same for one year in plain Python (`plainly.py`) and for very many in OpenFisca (`rules.py`).

Each formula is given what it is about, the regulation's numbers, and how to choose (`where`, `select`, `minimum`,
`maximum`): of numpy for arrays, of `plainly.py` for single numbers. What it is about is an entry (an activity or a report of
a public course), a course with its reports, or the account with all entries of a year. Hours are hundredths.
"""

# Ways in which a kind comes to its hours. A report of a public course has none of them.
BY_THE_UNIT, TRAINING, STATED, POINTS, MINUTES, LAW_EXAM, TABLE, REGISTERED, REPORT = range(9)
# Groups of article 4.
NO_GROUP, SELF_STUDY, XUEXI, LAW = range(4)
# An answer or a figure that is not there.
NOTHING = -1
# What nobody has to fulfil counts least and what fails counts most: of several the highest decides.
REFERENCE_ONLY, SATISFIED, UNDETERMINED, NOT_SATISFIED = range(4)
NONE, EXAM_ONLY, FULL = range(3)

TEACHER, OTHER_PROFESSIONAL, ADMINISTRATIVE, WORKER = range(4)

# What is read of an entry and of an account; everything else is computed.
ENTRY_GIVEN = (
    "way", "group", "table", "number", "first", "second", "verified", "applied", "accepted", "starts", "ends", "days",
    "found_false", "marked", "is_named", "theme_year", "study", "passed", "hours", "without_exam",
)
ACCOUNT_GIVEN = ("year", "category", "declares", "confirmed", "approved", "settled_study")


def computed(entry, rules, np):
    """Article 4 and annex 1."""
    way, number = entry("way"), entry("number")
    hours = np.select(
        [way == TRAINING, (way == STATED) | (way == REGISTERED), way == POINTS, way == MINUTES, way == LAW_EXAM],
        [
            number * rules.half_day,
            number,
            number // rules.points * 100,
            number // rules.minutes * 100,
            rules.law_exam,
        ],
        NOTHING,
    )
    row = entry.row(entry("table"), entry("first"), entry("second"), way == TABLE)
    return np.where(way == TABLE, row, np.where(number >= 0, hours, NOTHING))


def recognised(entry, rules, np):
    """What article 4 and the unit's verifier recognise; NOTHING while it cannot be known."""
    way, hours = entry("way"), entry("computed")
    # Training that is longer than its days allow contradicts itself.
    is_beyond = ((way == TRAINING) | (way == STATED)) & (hours > rules.training_a_day * entry("days"))
    hours = np.where(is_beyond, 0, hours)
    # Accepted is what was applied for, never above the standard; who is not decided about can hope for as much. But where
    # the standard has no number, what was applied for is nothing yet.
    applied, accepted, verified = entry("applied"), entry("accepted"), entry("verified")
    without_standard = np.where((accepted == 1) & (applied >= 0), applied, NOTHING)
    lower = np.where(applied < 0, hours, np.minimum(hours, applied))
    granted = np.where(hours < 0, without_standard, lower)
    hours = np.where(verified >= 0, verified, granted)
    year = entry.account("year")
    counts = (entry("starts") == year) & (entry("ends") == year) & (accepted != 0) & (entry("found_false") != 1)
    return np.where(counts & (way != REPORT), hours, 0)


def known(entry, rules, np):
    """What is recognised by now."""
    return np.maximum(entry("recognised"), 0)


def at_best(entry, rules, np):
    """What is not known yet may still bring all that a year asks for: article 6 sets the verifier no limit."""
    return np.where(entry("recognised") < 0, rules.required_total, entry("recognised"))


def says_required(entry, rules, np):
    """R-3.1: a report is about the year's required course by its mark, its name or the year's theme."""
    is_said = (entry("marked") == 1) | (entry("is_named") == 1) | (entry("theme_year") == entry.account("year"))
    return np.where(is_said, 1, 0)


def required_study(entry, rules, np):
    """Study that a report has of the required course."""
    return entry("study") * entry.course("is_required")


def required_passed(entry, rules, np):
    """Whether a report says that the required course's examination was passed."""
    return entry("passed") * entry.course("is_required")


def required_hours(entry, rules, np):
    """Hours count once the examination is passed (article 3)."""
    return entry("hours") * entry("required_passed")


def report_hours(entry, rules, np):
    """The same of an elective; one without an examination waits for none (the reading of article 3)."""
    is_free = (entry("without_exam") == 1) & (entry("study") > 0)
    return np.where((entry("passed") == 1) | is_free, entry("hours"), 0)


def elective_hours(entry, rules, np):
    """A course's hours, at the first of its reports, so that they count once."""
    return np.where(entry.is_first() & (entry.course("is_required") == 0), entry.course("course_hours"), 0)


def is_required(course, rules, np):
    """One report that says so is enough."""
    return course.max("says_required")


def course_hours(course, rules, np):
    """Of two reports the better one."""
    return course.max("report_hours")


def public(account, rules, np):
    """There is one required course a year (R-3.1), so all reports of it are one."""
    return account.max("required_hours") + account.sum("elective_hours")


def xuexi(account, rules, np, hours="known"):
    return np.minimum(account.sum(hours, XUEXI), rules.xuexi_cap)


def law_exam(account, rules, np, hours="known"):
    return np.minimum(account.sum(hours, LAW), rules.law_exam)


def self_study(account, rules, np, hours="known"):
    inner = xuexi(account, rules, np, hours) + law_exam(account, rules, np, hours)
    return np.minimum(account.sum(hours, SELF_STUDY) + inner, rules.self_study_cap)


def professional(account, rules, np, hours="known"):
    return account.sum(hours, NO_GROUP) + self_study(account, rules, np, hours)


def most_professional(account, rules, np):
    return professional(account, rules, np, "at_best")


def total(account, rules, np):
    return account("public") + account("professional")


def obligation(account, rules, np):
    """Article 1."""
    is_declaring = (account("declares") == 1) & (account("confirmed") != 1)
    is_full = (account("category") == TEACHER) | is_declaring
    return np.where(is_full, FULL, np.where(account("category") == WORKER, NONE, EXAM_ONLY))


def at_least(np, have, most, need):
    """What may still come can only help (the reading of article 2)."""
    return np.where(have >= need, SATISFIED, np.where(most >= need, UNDETERMINED, NOT_SATISFIED))


def has_total(account, rules, np):
    most = account("public") + account("most_professional")
    return at_least(np, account("total"), most, rules.required_total)


def has_share(account, rules, np):
    return at_least(np, account("professional"), account("most_professional"), rules.required_professional)


def has_exam(account, rules, np):
    return np.where(account.max("required_passed") == 1, SATISFIED, NOT_SATISFIED)


def has_study(account, rules, np):
    """As settled, or by the year's notice; where neither names hours any study will do."""
    announced = np.where(account("year") == 2021, rules.study_of_2021, 1)
    asked = np.where(account("settled_study") > 0, account("settled_study"), announced)
    return np.where(account.max("required_study") >= asked, SATISFIED, NOT_SATISFIED)


def annual_total(account, rules, np):
    return np.where(account("obligation") == FULL, account("has_total"), REFERENCE_ONLY)


def professional_share(account, rules, np):
    return np.where(account("obligation") == FULL, account("has_share"), REFERENCE_ONLY)


def public_exam(account, rules, np):
    return np.where(account("obligation") != NONE, account("has_exam"), REFERENCE_ONLY)


def outcome(account, rules, np):
    return np.maximum(np.maximum(account("annual_total"), account("professional_share")), account("public_exam"))


def exam_certificate(account, rules, np):
    """Article 7: study and examination."""
    return np.maximum(account("has_exam"), account("has_study"))


def annual_certificate(account, rules, np):
    """Article 7: hours, share and approval; it does not ask for the examination."""
    approved = np.where(account("approved") == 1, SATISFIED, NOT_SATISFIED)
    return np.maximum(np.maximum(account("has_total"), account("has_share")), approved)


ENTRY = (
    computed, recognised, known, at_best, says_required, required_study, required_passed, required_hours, report_hours,
    elective_hours,
)
COURSE = (is_required, course_hours)
ACCOUNT = (
    public, xuexi, law_exam, self_study, professional, most_professional, total, obligation, has_total, has_share,
    has_exam, has_study, annual_total, professional_share, public_exam, outcome, exam_certificate, annual_certificate,
)
# What is compared with the oracle and with the program.
COMPARED = (
    "public", "professional", "total", "self_study", "xuexi", "law_exam", "obligation", "annual_total",
    "professional_share", "public_exam", "outcome", "exam_certificate", "annual_certificate",
)
