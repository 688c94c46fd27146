"""What every document says besides the answers: who was asked, the indicators, what is decided,
how it was counted; and the places left for whoever signs it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from models.enums import Role
from services import decisions
from services.reports import card, themed, words
from services.reports.judgement import CAUTION, draft
from services.reports.report import TEXT, Report
from services.results.figures import together
from services.results.indicators.opinions import Value, satisfied
from services.results.privacy import PERCENT_FROM
from services.results.workbook import RULES, counted_states
from services.roster.normalise import natural_order
from services.waves.response import State


def basis(r: Report) -> None:
    """Why, when, what for; the number of the order is for whoever signs."""
    place = r.material.place
    opens_on, closes_on = place.days
    r.word.heading(r.t("reports-basis"))
    r.said("reports-order")
    r.said(
        "reports-days", opens=words.day(r.speech, opens_on), closes=words.day(r.speech, closes_on)
    )
    if place.whole:
        r.said("reports-schools", n=len(place.waves))
    r.said("reports-purpose")


def participants(r: Report) -> None:
    r.word.heading(r.t("reports-participants"))
    found = together(r.material.responses)
    roles = [role for role in Role if role in found]
    columns = _columns([found[role] for role in roles])
    names = [r.t(f"results-role-{role}") for role in roles]
    both = [r.t("results-both")] if len(roles) > 1 else []
    rows = [
        [r.t(f"results-response-{key}"), *(str(_sum(one, states)) for one in columns)]
        for key, states in counted_states().items()
    ]
    rows.append([r.t("results-response-share"), *(_answered(r, one) for one in columns)])
    width = 9 / (len(names) + len(both))
    widths = (TEXT - 9, *[width] * (len(names) + len(both)))
    r.word.table([r.t("reports-column-response"), *names, *both], rows, widths)
    if columns and _is_low(columns[-1]):
        r.note("reports-low-response")
    if r.material.place.whole:
        _schools(r, roles)


def _columns(by_role: list[Counter[State]]) -> list[Counter[State]]:
    """The roles, and all together where there are several."""
    return [*by_role, sum(by_role, Counter())] if len(by_role) > 1 else by_role


def _sum(counted: Counter[State], states: Sequence[State]) -> int:
    return sum(counted[state] for state in states)


def _answered(r: Report, counted: Counter[State]) -> str:
    return words.part_of(r.speech, counted[State.SUBMITTED], counted.total())


def _is_low(counted: Counter[State]) -> bool:
    return counted[State.SUBMITTED] < CAUTION * counted.total()


def _schools(r: Report, roles: list[Role]) -> None:
    """By name, which is no ranking."""
    waves = sorted(
        r.material.place.waves, key=lambda wave: natural_order(wave.organisation.name_key)
    )
    rows = []
    for wave in waves:
        found = r.material.responses.get(wave.id, {})
        columns = _columns([found.get(role, Counter()) for role in roles])
        done = (r.t("results-of", done=c[State.SUBMITTED], all=c.total()) for c in columns)
        rows.append([wave.organisation.name, *done])
    names = [r.t(f"results-role-{role}") for role in roles]
    headings = [r.t("results-by-school"), *names, *([r.t("results-both")] if rows[0][2:] else [])]
    width = 9 / (len(headings) - 1)
    r.word.table(headings, rows, (TEXT - 9, *[width] * (len(headings) - 1)))


def indicators(r: Report) -> None:
    """The statistics card, then the indicators with how they are counted."""
    found = r.material.statistics
    card.table(r.word, found, r.speech)
    r.word.heading(r.t("reports-indicators"))
    r.said("reports-indicators-day", day=words.day(r.speech, found.day))
    r.word.table(card.headings(r.speech), card.rows(found, r.speech), (7, 4.4, 2.4, 3.2))
    for line in _other_cuts(r, found.definitions.satisfied_from):
        r.word.note(line)
    r.note("indicator-thresholds")


def _other_cuts(r: Report, cut: int) -> Iterator[str]:
    """Nothing official says which mark means satisfied: so those beside it, too."""
    for role in (Role.MENTEE, Role.MENTOR):
        found = {one: satisfied(r.material.results, role, one) for one in (cut - 1, cut + 1)}
        said = {
            one: words.part_of(r.speech, int(value.part), value.whole)
            for one, value in found.items()
            if isinstance(value, Value)
        }
        for one, share in said.items():
            who = r.t(f"results-role-{role}").lower()
            yield r.t("reports-other-cut", who=who, cut=one, share=share)


def judged(r: Report) -> None:
    """Always a draft."""
    r.word.heading(r.t("reports-swot"))
    r.word.text(r.t("reports-swot-draft"), bold=True)
    made = draft(r.material, r.speech)
    for name, lines in vars(made).items():
        r.word.heading(r.t(f"reports-swot-{name}"), 2)
        r.word.bullets(lines or [r.t("reports-swot-none")])
    results = r.material.results
    if not [*themed.lines(r.speech, results, "VAL"), *themed.lines(r.speech, results, "LCK")]:
        r.word.fill_in(r.t("reports-swot-themes"), 2)


def to_write(r: Report, key: str) -> None:
    """A section that only a human can write."""
    r.word.heading(r.t(f"reports-{key}"))
    r.word.fill_in(r.t(f"reports-{key}-fill"))


def decided(r: Report) -> None:
    """What everybody has been told; days and people are for whoever signs."""
    r.word.heading(r.t("reports-decided"))
    told = [decisions.words(one).of(r.speech.language) for one in r.material.decided]
    rows = [[str(n), text, "", ""] for n, text in enumerate([*told, *[""] * (3 - len(told))], 1)]
    columns = ("number", "decision", "term", "who-does")
    headings = [r.t(f"reports-column-{column}") for column in columns]
    r.word.table(headings, rows, (1, 8.5, 3, 4.5))
    r.note("reports-decided-told" if told else "reports-decided-none")


def method(r: Report) -> None:
    """How it was counted, who is not in the numbers, and why."""
    results = r.material.results
    r.word.heading(r.t("reports-method"))
    facts = {"least": results.k, "hidden": results.hidden, "rest": results.left_out}
    facts |= {"paper": results.paper} if results.paper else {}
    r.word.bullets(f"{r.t(f'results-fact-{key}')}: {value}" for key, value in facts.items())
    r.said("reports-method-left")
    numbers = {"k": results.k, "twice": 2 * results.k, "share": PERCENT_FROM}
    for rule in RULES:
        name, how = r.t(f"results-name-{rule}"), r.t(f"results-rule-{rule}", **numbers)
        r.word.note(f"{name}. {how}")


def indicator_method(r: Report) -> None:
    """How each indicator is counted, and which cannot be."""
    r.word.heading(r.t("reports-method-indicators"), 2)
    for line in card.how(r.speech, r.material.statistics.definitions):
        r.word.note(line)


def made(r: Report) -> None:
    r.said("reports-made", day=words.day(r.speech, r.material.statistics.today))
