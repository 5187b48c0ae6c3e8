"""One person's year, judged from the regulation, its requirements page and the facts format alone.

This is the second opinion on what `xueshi assess` says. It must never be written from the Rust code: where the two
differ, the document decides (README.md beside this file). Hours are whole hundredths, so that nothing is rounded
by accident. Only the standard library is used.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

HOUR = 100
# More hours than any year asks for.
UNLIMITED = 10**12

# Article 2: 90 hours, two thirds of them professional. Reading `ratio_base = required_total`: two thirds of the 90.
REQUIRED_TOTAL = 90 * HOUR
REQUIRED_PROFESSIONAL = REQUIRED_TOTAL * 2 // 3

# Article 4: self-study at most 20 hours; inside it at most 10 for 学习强国, and 10 for the law examination of the year.
SELF_STUDY_CAP, XUEXI_CAP, LAW_EXAM_CAP = 20 * HOUR, 10 * HOUR, 10 * HOUR
# Each kind's groups, the inner one first. Degree study and title examinations are self-study by category (article 5),
# but article 4 caps only what people or their units study by themselves.
GROUPS_OF = {
    "xuexi-points": ("xuexi", "self-study"),
    "law-exam": ("law-exam", "self-study"),
    "online-study": ("self-study",),
    "self-study": ("self-study",),
    "unit-self-study": ("self-study",),
}
CAPS = {"self-study": SELF_STUDY_CAP, "xuexi": XUEXI_CAP, "law-exam": LAW_EXAM_CAP}
LAW_EXAM = 10 * HOUR
# What one hour takes (article 4), and what half a day of training is (annex 1).
POINTS, MINUTES = 100, 45
HALF_DAY = 4 * HOUR
# That a day holds three half days of training, twelve hours, is a reading of the packs.
TRAINING_A_DAY = 12 * HOUR
# The required course goes by this name on the platform, and in some training years by its theme.
REQUIRED_COURSE = "公需科目必修课"
THEMES = {2021: "《广西发展新机遇》", 2024: "《高质量共建“一带一路”谱写人类命运共同体新篇章》"}
# Hours of study that a notice asks for besides the examination; where no notice says, some study.
STUDY = {2021: 10 * HOUR}
# For study and examination together, as the same notices announced it.
ANNOUNCED = {2021: 15 * HOUR, 2024: 15 * HOUR}
INSIDE = {"xuexi": "self-study", "law-exam": "self-study"}

# Kinds whose hours stand in a table of the pack (annex 1), and those that the unit alone can judge.
TABLES = {
    "degree-study", "title-exam", "conference", "lecture", "project", "award", "patent", "report", "paper", "book",
    "assignment",
}
BY_THE_UNIT = {"self-study", "unit-self-study", "other-recognised"}
COMPUTED = {"training-half-days", "training-hosted", "xuexi-points", "law-exam", "online-study", "connected-system"}
KINDS = TABLES | BY_THE_UNIT | COMPUTED

CATEGORIES = ("full-time-teacher", "other-professional", "administrative", "worker")


class Refused(Exception):
    """Facts that contradict themselves: nothing may be judged from them."""


@dataclass
class Item:
    """What becomes of one registered activity; `recognised` is None while it cannot be known."""

    id: str
    kind: str
    applied: int | None
    computed: int | None
    recognised: int | None
    counted: int = 0


@dataclass
class Year:
    """The result, in the words of the program's answer."""

    obligation: str
    public: int
    professional: int
    items: list
    groups: dict
    requirements: dict
    outcome: str
    certificates: dict
    consequences: dict
    # Hours that are still to be done, of whichever subject.
    left: int
    total: int = field(init=False)

    def __post_init__(self):
        self.total = self.public + self.professional


def hundredths(value):
    """Hours in hundredths; the facts format allows two decimals and nothing below zero."""
    if value is None:
        return None
    scaled = Decimal(str(value)) * HOUR
    if scaled < 0 or scaled != int(scaled):
        raise Refused(f"not hours: {value}")
    return int(scaled)


def count(answers, ask):
    """A count in digits, or None when the answer is missing or is no count. Below zero it contradicts itself."""
    text = answers.get(ask, "")
    if text.startswith("-") and text[1:].isascii() and text[1:].isdigit() and int(text) < 0:
        raise Refused(f"{ask} is below zero: {text}")
    return int(text) if text.isascii() and text.isdigit() else None


def stated(answers, ask):
    """Hours that a certificate states, with at most two decimals, or None."""
    whole, _, part = answers.get(ask, "").partition(".")
    digits = whole + part
    if not (whole and digits.isascii() and digits.isdigit()) or len(part) > 2:
        return None
    return int(whole) * HOUR + int(part.ljust(2, "0") or 0)


def post_of(facts):
    """The post that decides: the one held on the year's last day, which is a reading of the packs (R-1.1: dated)."""
    held = [post for post in facts.get("posts", []) if date.fromisoformat(post["from"]).year <= facts["year"]]
    return max(held, key=lambda post: post["from"]) if held else facts


def obligation(facts):
    """Article 1: teachers, and whoever declares a title next year unless only to be confirmed, owe all of it."""
    post = post_of(facts)
    if post["category"] == "full-time-teacher":
        return "full"
    if post.get("declares_title_next_year", False) and not post.get("confirmation_only", False):
        return "full"
    return "none" if post["category"] == "worker" else "public-exam-only"


def by_the_standard(item, tables):
    """Hours that article 4 and annex 1 give for the answers, or None: an answer is missing, or there is no number."""
    kind, answers = item["kind"], item.get("answers", {})
    if kind == "training-half-days":
        half_days = count(answers, "half_days")
        return None if half_days is None else half_days * HALF_DAY
    # What a connected system registered counts as registered (article 4, R-4.5), without a limit by days.
    if kind in ("training-hosted", "connected-system"):
        return stated(answers, "stated_hours")
    if kind == "xuexi-points":
        points = count(answers, "points")
        return None if points is None else points // POINTS * HOUR
    if kind == "online-study":
        minutes = count(answers, "minutes")
        return None if minutes is None else minutes // MINUTES * HOUR
    if kind == "law-exam":
        # Only with the certificate (article 4): what it is called or numbered is the fact that there is one.
        return LAW_EXAM if answers.get("certificate_number", "").strip() else None
    if kind in TABLES:
        return tables[kind].hours(answers)
    return None


def contradicts_its_days(item, computed, days):
    """Whether the training is said to be longer than its days allow."""
    if computed is None:
        return False
    return item["kind"] in ("training-half-days", "training-hosted") and computed > TRAINING_A_DAY * days


def recognised(item, facts, computed):
    """What article 4 and the unit's verifier recognise: hours, or None while a fact for it is missing."""
    year = facts["year"]
    starts, ends = date.fromisoformat(item["starts"]), date.fromisoformat(item["ends"])
    if ends < starts:
        raise Refused(f"item {item['id']} ends before it starts")
    if starts.year != year or ends.year != year or item.get("accepted") is False:
        return 0
    # Article 13: what was found to be false counts nothing, whoever had verified it.
    if any(finding["item"] == item["id"] for finding in facts.get("findings", [])):
        return 0
    if item.get("verified") is not None:
        return hundredths(item["verified"])
    if contradicts_its_days(item, computed, (ends - starts).days + 1):
        return 0
    applied = hundredths(item.get("applied"))
    if item.get("accepted") is True and applied is not None:
        # the verifier accepts, changes the hours or returns. Accepted unchanged is what was applied for, and the
        # verifier checks that it accords with the rules: never above the standard, where that gives a number.
        return applied if computed is None else min(applied, computed)
    if applied is not None and computed is not None:
        # Nobody has decided yet: what an acceptance will give.
        return min(applied, computed)
    return computed


def judge_items(facts, tables):
    """The year's items in the order of their ids."""
    listed = sorted(facts.get("items", []), key=lambda item: item["id"])
    if len({item["id"] for item in listed}) < len(listed):
        raise Refused("two items have the same id")
    results = []
    for item in listed:
        if item["kind"] not in KINDS:
            raise Refused(f"no such kind: {item['kind']}")
        computed = by_the_standard(item, tables)
        hours = recognised(item, facts, computed)
        results.append(Item(item["id"], item["kind"], hundredths(item.get("applied")), computed, hours))
    return results


def under_the_caps(items, unknown):
    """What each item counts, first come first served; `unknown` says what an item without known hours brings."""
    room, counts = dict(CAPS), []
    for item in items:
        groups = GROUPS_OF.get(item.kind, ())
        brings = unknown(item) if item.recognised is None else item.recognised
        counts.append(min([brings] + [room[group] for group in groups]))
        for group in groups:
            room[group] -= counts[-1]
    return counts


def group_sums(items):
    """Each group's sum and what counts of it; an outer group adds what its inner ones count."""
    own, groups = dict.fromkeys(CAPS, 0), {}
    for item in items:
        for group in GROUPS_OF.get(item.kind, ())[:1]:
            own[group] += item.recognised or 0
    for group in ("xuexi", "law-exam", "self-study"):
        inner = sum(groups[other][1] for other, outer in INSIDE.items() if outer == group)
        total = own[group] + inner
        groups[group] = (total, min(total, CAPS[group]))
    return groups


@dataclass
class Course:
    """What all reports of one public course say together."""

    study: int = 0
    is_passed: bool = False
    hours: int = 0
    # What the reports say that it is worth, passed or not.
    reported: int = 0


REQUIRED = object()


def is_required(report, year):
    """Whether a report says, by its mark or its name, that it is about the year's required course."""
    return report.get("required", False) or report["course"] in (REQUIRED_COURSE, THEMES.get(year))


def is_required_by_any(report, facts):
    """The same, where another report of the same name says so."""
    others = (other for other in facts.get("public", []) if other["course"] == report["course"])
    return any(is_required(other, facts["year"]) for other in others)


def courses(facts):
    """The year's public courses. There is one required course a year (R-3.1), so all reports of it are one."""
    reports = facts.get("public", [])
    required = {report["course"] for report in reports if is_required(report, facts["year"])}
    found = {REQUIRED: Course()}
    for report in reports:
        course = found.setdefault(REQUIRED if report["course"] in required else report["course"], Course())
        course.study = max(course.study, hundredths(report["study"]))
        course.reported = max(course.reported, hundredths(report["hours"]))
        # An elective that has no examination waits for none (the reading of article 3).
        is_elective = report["course"] not in required
        is_free = is_elective and report.get("without_exam", False) and hundredths(report["study"]) > 0
        course.is_passed = course.is_passed or report["exam_passed"]
        if report["exam_passed"] or is_free:
            # Hours count once the examination is passed (article 3); of two reports the better one.
            course.hours = max(course.hours, hundredths(report["hours"]))
    return found


def at_least(have, most, need):
    """More learning never harms (the reading of article 2), so what may still come can only help."""
    if have >= need:
        return "satisfied"
    return "undetermined" if most >= need else "not-satisfied"


def yes_or_no(is_so):
    """The outcome of what is known either way."""
    return "satisfied" if is_so else "not-satisfied"


def before_the_series(facts):
    """Article 8: whoever declares a title has the required course done before registration for their series opens."""
    opens = facts.get("title_series_opens")
    passed = [
        report for report in facts.get("public", [])
        if report["exam_passed"] and is_required_by_any(report, facts)
    ]
    if not passed:
        return []
    days = [report.get("happened") for report in passed]
    # A missing day leaves it open.
    if opens is None:
        return ["undetermined"]
    if any(day is not None and day < opens for day in days):
        return ["satisfied"]
    return ["undetermined" if None in days else "not-satisfied"]


def title(facts, public):
    """Article 9: a declaration needs this year's required course; last year is for reference, from 2021 on."""
    declares = facts.get("declares_title_this_year")
    if facts["year"] < 2021 or declares is False:
        return "reference-only"
    # A missing fact leaves it open.
    return "undetermined" if declares is None else conclusion(public + before_the_series(facts))


def conclusion(outcomes):
    """The year: one failure fails it, one open question leaves it open; what is for reference does not matter."""
    asked = [outcome for outcome in outcomes if outcome != "reference-only"]
    if not asked:
        return "reference-only"
    for outcome in ("not-satisfied", "undetermined"):
        if outcome in asked:
            return outcome
    return "satisfied"


def anything(_item):
    """What an item whose hours are not known yet may still bring: article 6 sets the verifier no limit."""
    return UNLIMITED


def at_best(items):
    """The most that the items can come to once every missing fact is there: the caps hold for those as well."""
    return sum(under_the_caps(items, anything))


def announced_study(facts):
    """Hours of study that the required course asks: as the personnel office settled them, or by the year's notice. Nobody
    has studied in no time: where none are settled the notice is asked, and any study will do where that says nothing."""
    settled = facts.get("training_year")
    study = hundredths(settled["study"]) if settled else 0
    return study or STUDY.get(facts["year"], 1)


def announced(facts):
    """Hours of the required course in the same way; none where neither says."""
    settled = facts.get("training_year")
    if settled:
        return hundredths(settled["study"]) + hundredths(settled["exam"])
    return ANNOUNCED.get(facts["year"], 0)


def still_to_do(items, public, required, facts):
    """The least hours that are missing (articles 2 and 3): what is applied for may be granted, and the examination that is
    still to be passed brings the hours of its course, as reported or as announced, whichever is more."""
    hoped = sum(under_the_caps(items, lambda item: item.applied or 0))
    brings = 0 if required.is_passed else max(required.reported, announced(facts))
    return max(0, REQUIRED_PROFESSIONAL - hoped, REQUIRED_TOTAL - public - brings - hoped)


def judge(facts, tables):
    """The whole year."""
    items = judge_items(facts, tables)
    for item, counted in zip(items, under_the_caps(items, lambda item: 0), strict=True):
        item.counted = counted
    owed, public_courses = obligation(facts), courses(facts)
    public = sum(course.hours for course in public_courses.values())
    professional = sum(item.counted for item in items)
    most = at_best(items)
    total = at_least(public + professional, public + most, REQUIRED_TOTAL)
    share = at_least(professional, most, REQUIRED_PROFESSIONAL)
    required = public_courses[REQUIRED]
    exam = yes_or_no(required.is_passed)
    # Article 7: the first certificate is for training and examination.
    study = yes_or_no(required.study >= announced_study(facts))
    requirements = {
        "annual-total": total if owed == "full" else "reference-only",
        "professional-share": share if owed == "full" else "reference-only",
        "public-exam": exam if owed != "none" else "reference-only",
    }
    # Article 7: the second certificate asks for hours, share and approval; it does not ask for the examination.
    approved = yes_or_no(facts.get("approved", False))
    certificates = {"public-exam": conclusion([exam, study]), "annual": conclusion([total, share, approved])}
    outcome = conclusion(requirements.values())
    # Article 10 asks for the learning. Reading of the packs: the hours of those who owe them are an open question until
    # they are approved; that is no failure yet.
    is_open = owed == "full" and approved != "satisfied"
    appraisal = conclusion([outcome, "undetermined" if is_open else "reference-only"])
    consequences = {"title": title(facts, [exam, study]), "appraisal": appraisal}
    groups = group_sums(items)
    left = still_to_do(items, public, required, facts) if owed == "full" else 0
    return Year(owed, public, professional, items, groups, requirements, outcome, certificates, consequences, left)
