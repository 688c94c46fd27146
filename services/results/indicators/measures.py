"""The table of indicators: how each is counted, its threshold, whether last year's is known."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from models.enums import Role
from services.results.cells import Results
from services.results.figures import Response
from services.results.indicators import opinions
from services.results.indicators.definitions import Definitions
from services.results.indicators.opinions import Found, Reason, counted
from services.results.indicators.registry import Registry

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE


class Kind(StrEnum):
    """How a value reads: «7 из 9», «1,5», «+0,4», «15 из 18»."""

    SHARE = "share"
    LOAD = "load"
    CHANGE = "change"
    POINTS = "points"


class Threshold(NamedTuple):
    """Of the ratio; `most`: it should not be above."""

    bound: Fraction
    most: bool = False


@dataclass(frozen=True)
class Facts:
    """What one school year knows of a place. `shown`: the round the report is about;
    `deficits`: the self-assessments of autumn and May."""

    registry: Registry | None = None
    shown: Results | None = None
    response: Response | None = None
    growth: Results | None = None
    forms: Results | None = None
    deficits: tuple[Results | None, Results | None] = (None, None)


@dataclass(frozen=True)
class Indicator:
    """`of_all`: how many schools it speaks for, of how many, where some have not said.
    `unknown`: mentees who may be young or not."""

    code: str
    role: Role | None
    kind: Kind
    now: Found
    before: Found
    threshold: Threshold | None
    of_all: tuple[int, int] | None = None
    unknown: int = 0

    @property
    def met(self) -> bool | None:
        """None when there is no number, or no threshold."""
        if self.threshold is None or isinstance(self.now, Reason):
            return None
        bound, most = self.threshold
        return self.now.ratio <= bound if most else self.now.ratio >= bound


Measure = Callable[[Facts, Definitions], Found]


class Rule(NamedTuple):
    """`said`: the number that schools have to have told for it. `lasting`: last year's can be
    counted today; of how many teachers there were then nothing is kept. `young`: hangs on who is
    young."""

    code: str
    measure: Measure
    kind: Kind = Kind.SHARE
    threshold: Threshold | None = None
    role: Role | None = None
    said: str | None = None
    lasting: bool = True
    young: bool = False


def _of_registry(part: str, whole: str) -> Measure:
    def measure(facts: Facts, d: Definitions) -> Found:
        found = facts.registry
        return counted(found.total(part), found.total(whole)) if found else Reason.MISSING

    return measure


def _of_said(part: str, said: str) -> Measure:
    """Only of schools that have told the whole, so that both are about the same ones."""

    def measure(facts: Facts, d: Definitions) -> Found:
        found = facts.registry.saying(said) if facts.registry else None
        if not found or not found.schools:
            return Reason.MISSING
        return counted(found.total(part), found.total(said))

    return measure


def _schools(facts: Facts, d: Definitions) -> Found:
    if facts.registry is None:
        return Reason.MISSING
    schools = facts.registry.schools
    return counted(sum(school.pairs > 0 for school in schools), len(schools))


def _satisfied(role: Role) -> Measure:
    return lambda facts, d: opinions.satisfied(facts.shown, role, d.satisfied_from)


def _response(role: Role) -> Measure:
    return lambda facts, d: opinions.response(facts.response, role)


def _continuing(role: Role) -> Measure:
    return lambda facts, d: opinions.agreeing(facts.shown, role, "CNT")


def rules(d: Definitions) -> list[Rule]:
    """In the order of their codes."""
    share, target = Kind.SHARE, Threshold(Fraction(d.satisfied, 100))
    covered, all_of = Threshold(Fraction(d.coverage, 100)), Threshold(Fraction(1))
    eighty = Threshold(Fraction(80, 100))
    base = ("mentees", "teachers") if d.all_teachers else ("young_mentored", "young")
    by_tenure = not d.all_teachers
    return [
        Rule("i1", _of_said(*base), share, covered, None, base[1], False, young=by_tenure),
        Rule("i2", _of_said("involved", "teachers"), share, covered, None, "teachers", False),
        Rule("i3", _satisfied(MENTEE), share, target),
        Rule("i4", _satisfied(MENTOR), share, target),
        Rule("i5", _of_registry("young_category", "young_mentored"), lasting=False, young=True),
        Rule("i7", _schools, share, all_of),
        Rule("i8", _of_registry("ordered", "pairs"), share, all_of),
        Rule("i9", _of_registry("rhythmic", "long_pairs")),
        Rule("i11", _response(MENTOR), share, eighty, MENTOR),
        Rule("i11", _response(MENTEE), share, eighty, MENTEE),
        Rule("i13", _continuing(MENTOR), role=MENTOR),
        Rule("i13", _continuing(MENTEE), role=MENTEE),
        Rule("i14", lambda facts, d: opinions.grown(facts.growth)),
        Rule("i14-mean", lambda facts, d: opinions.growth(facts.growth), Kind.CHANGE),
        Rule("i15", lambda facts, d: opinions.closed(*facts.deficits)),
        Rule("i16", _of_registry("mentees", "mentors"), Kind.LOAD, Threshold(Fraction(3), True)),
        Rule(
            "i17",
            lambda facts, d: opinions.points(facts.forms),
            Kind.POINTS,
            Threshold(Fraction(15)),
        ),
    ]


def indicators(now: Facts, before: Facts, d: Definitions) -> list[Indicator]:
    return [
        Indicator(
            rule.code,
            rule.role,
            rule.kind,
            Reason.MISSING if rule.young and _nobody_knows(now) else rule.measure(now, d),
            rule.measure(before, d) if rule.lasting else Reason.MISSING,
            rule.threshold,
            _speaking(rule, now.registry),
            now.registry.total("unknown") if rule.young and now.registry else 0,
        )
        for rule in rules(d)
    ]


def _nobody_knows(facts: Facts) -> bool:
    """Of no mentee is it known whether they are young: that is no zero."""
    found = facts.registry
    return bool(found and 0 < found.total("mentees") == found.total("unknown"))


def _speaking(rule: Rule, found: Registry | None) -> tuple[int, int] | None:
    if not rule.said or not found:
        return None
    said = found.saying(rule.said).schools
    return (len(said), len(found.schools)) if 0 < len(said) < len(found.schools) else None


class Card(NamedTuple):
    """The four counts of May; None is no data. `young` is what `said` of the `schools` have
    told, the others are of people in a pair; `unknown` of them may be young or not."""

    young: int | None
    mentors: int
    young_mentored: int | None
    young_category: int | None
    said: int
    schools: int
    unknown: int


def card(found: Registry) -> Card:
    said = found.saying("young")
    unclear = _nobody_knows(Facts(found))
    return Card(
        young=said.total("young") if said.schools else None,
        mentors=found.total("mentors"),
        young_mentored=None if unclear else found.total("young_mentored"),
        young_category=None if unclear else found.total("young_category"),
        said=len(said.schools),
        schools=len(found.schools),
        unknown=found.total("unknown"),
    )
