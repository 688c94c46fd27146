"""Reads the pages of the chat, and what is written on pictures."""

import re
from collections.abc import Callable, Iterator

from matplotlib.figure import Figure

from models.enums import Role
from services.results.cells import Side
from services.results.pictures.colours import look
from services.results.pictures.kinds import Picture
from services.results.trend import series
from services.strata import STRATA
from tests.adversary.reading import known, of_page
from tests.adversary.seen import Read, Seen

Reader = Callable[[str, Seen], Iterator[Read]]

NUMBER = r"[+-]?\d+,\d+"
CHANGE = re.compile(rf"(.+?): ({NUMBER}) → ({NUMBER}) \(({NUMBER})\) · n = (\d+)")
WAYS = re.compile(r"выше (\d+).*?, так же (\d+).*?, ниже (\d+)")
MEAN = re.compile(rf"(.+?): ({NUMBER}) \(n = (\d+)\)$")
POINT = re.compile(rf"({NUMBER}) \(n = (\d+)\)")
TENTH = 0.1001


def number(text: str) -> float:
    return float(text.replace(",", "."))


def usual(text: str, seen: Seen) -> Iterator[Read]:
    """Means, distributions, typed answers."""
    found = list(of_page(text, seen.speech, known(seen.made, seen.speech)))
    yield from seen.told(found)


def changes(text: str, seen: Seen) -> Iterator[Read]:
    role, label = Role.MENTOR, ""
    for line in text.splitlines():
        label = _label(line, seen) or label
        if match := CHANGE.match(line):
            role = _role(match[1], seen)
            item = seen.item(label, role)
            yield from seen.both(role, item, "people", int(match[5]), 1e-3)
            yield from seen.both(role, item, "before", number(match[2]), TENTH)
            yield from seen.both(role, item, "after", number(match[3]), TENTH)
        if match := WAYS.match(line):
            yield from ways(match, seen, role, seen.item(label, role))


def ways(match: re.Match[str], seen: Seen, role: Role, item: str) -> Iterator[Read]:
    for kind, count in zip(("better", "same", "worse"), match.groups(), strict=True):
        yield from seen.both(role, item, kind, int(count), 1e-3)


def gaps(text: str, seen: Seen) -> Iterator[Read]:
    label = ""
    for line in text.splitlines():
        label = _label(line.partition(": расходятся")[0], seen) or label
        if match := MEAN.match(line):
            yield from mean(seen, label, match)


def mean(seen: Seen, label: str, match: re.Match[str], code: str = "") -> Iterator[Read]:
    """«Наставники: 7,8 (n = 12)»."""
    role = _role(match[1], seen)
    item = seen.item(label, role)
    yield seen.of(role, item, "sum", number(match[2]), code, TENTH)
    yield seen.of(role, item, "people", int(match[3]), code)


def trend(text: str, seen: Seen) -> Iterator[Read]:
    label, codes = "", series(seen.code)
    for line in text.splitlines():
        label = _label(line, seen) or label
        who, _, rest = line.partition(", 2026/27: ")
        if rest and seen.side(who):
            for code, point in zip(codes, rest.split(" → "), strict=True):
                if match := POINT.match(point):
                    of = "" if code == seen.code else code
                    yield from mean(seen, label, _as_mean(who, match), of)


def _as_mean(who: str, match: re.Match[str]) -> re.Match[str]:
    found = MEAN.match(f"{who}: {match[0]}")
    assert found
    return found


def cuts(text: str, seen: Seen) -> Iterator[Read]:
    label, t = "", seen.speech.t
    for line in text.splitlines():
        label = _label(line, seen) or label
        for role in (Role.MENTOR, Role.MENTEE):
            for stratum in STRATA:
                who = f"{t(f'results-role-{role}')}, {t(f'stratum-{stratum}')}: "
                if line.startswith(who):
                    yield from _cut(seen, role, label, stratum, line.removeprefix(who))


def _cut(seen: Seen, role: Role, label: str, stratum: str, said: str) -> Iterator[Read]:
    item = seen.item(label, role)
    told, _, people = said.rpartition(" · n = ")
    yield seen.cut(role, item, stratum, "people", int(people))
    if re.fullmatch(NUMBER, told):
        yield seen.cut(role, item, stratum, "sum", number(told))
        return
    for choice in seen.cell(role, item).item.choices:
        match = re.search(rf"{re.escape(choice.text.of('ru'))} — (\d+)", told)
        assert match, said
        yield seen.cut(role, item, stratum, f"count {choice.value}", int(match[1]))


def _label(line: str, seen: Seen) -> str:
    return line if any(line == row.label(seen.speech.language) for row in seen.made.rows) else ""


def _role(name: str, seen: Seen) -> Role:
    side = seen.side(name)
    assert side, name
    return side.role


PAGES: dict[str, Reader] = {
    "means": usual,
    "distributions": usual,
    "changes": changes,
    "gaps": gaps,
    "trend": trend,
    **dict.fromkeys(("cut-form", "cut-tenure", "cut-area"), cuts),
}


def picture(kind: Picture, figure: Figure, seen: Seen) -> Iterator[Read]:
    """By what question a text stands under, and in whose colour."""
    roles = {look(Side(role))[0]: role for role in (Role.MENTOR, Role.MENTEE)}
    label, means = "", list[float]()
    for text in (text for axes in figure.axes for text in axes.texts):
        said, role = text.get_text(), roles.get(text.get_color())
        if name := _named(said, seen):
            label, means = name, []
        elif role and re.fullmatch(NUMBER, said):
            means.append(number(said))
            if kind is not Picture.CHANGES:
                yield seen.of(role, seen.item(label, role), "sum", means[-1], step=TENTH)
        elif role and (match := re.search(r"n = (\d+)$", said)):
            yield from _counted(kind, seen, role, seen.item(label, role), (int(match[1]), means))
            means = []


def _named(said: str, seen: Seen) -> str:
    """A name too long for its line goes on in the next one."""
    labels = [row.label(seen.speech.language) for row in seen.made.rows]
    return next((one for one in labels if said.startswith(one[:20])), "")


def _counted(
    kind: Picture, seen: Seen, role: Role, item: str, told: tuple[int, list[float]]
) -> Iterator[Read]:
    people, means = told
    if kind is Picture.CHANGES:
        yield from seen.both(role, item, "people", people, 1e-3)
        for which, value in zip(("before", "after"), means, strict=True):
            yield from seen.both(role, item, which, value, TENTH)
        return
    yield seen.of(role, item, "people", people)
    if kind is Picture.DISTRIBUTIONS:
        for value in seen.cell(role, item).item.values:
            yield seen.of(role, item, f"count {value}", None)
