"""A school among the others of its town: where its means stand, without a league table.

Of each rating the band is the middle half (the quartiles) of the means of all schools that may
be shown there, this one too, beside the mean of the whole. It tells of nobody, and so a school's
curator may see it though the town's results are not his:

- it is a function of means that privacy lets be shown, each of k people, and whoever runs the
  whole may open every one of them: so it tells less than the views of that person, of which no
  two leave fewer than k people between them;
- it comes only after the whole is over, when no shown number changes any more (privacy, 1);
- it takes LEAST schools, and says neither whose a mean is nor which place one has.

The whole is the organisation right above the school.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from statistics import quantiles

from sqlalchemy.ext.asyncio import AsyncSession

from models.enums import Role, WaveCode
from services.catalogue import Item
from services.people import organisations_below
from services.results import rounds, tallies
from services.results.growing import now_of
from services.results.privacy import Verdict, Waves, k_of, same_people, verdicts
from services.results.rounds import Place
from services.results.tallies import At, Tally

LEAST = 5
"""Schools with a shown mean; with fewer a quartile is nearly one of them."""

By = Mapping[int, Tally]


@dataclass(frozen=True)
class Band:
    """One question to one role. `low`, `high`: the quartiles of the `schools` shown."""

    role: Role
    item: Item
    school: Fraction
    people: int
    low: Fraction
    high: Fraction
    whole: Fraction
    schools: int


@dataclass(frozen=True)
class Bands:
    """`name` of the whole; `found` in the order of the questions, by role."""

    name: str
    found: Mapping[At, Band]


async def bands(
    session: AsyncSession, place: Place, min_group: int, now: datetime
) -> Bands | None:
    """None for several schools together, while the whole goes on, and where there is nothing."""
    whole = await _whole(session, place, now)
    if whole is None or not whole.is_over:
        return None
    items = await tallies.items(session, whole.ids)
    counted = await tallies.tallies(session, whole.ids)
    sent = await tallies.sent(session, whole.ids)
    found: dict[At, Band] = {}
    for role, asked in items.items():
        k = {
            wave: k_of(sent[wave, role].promised if (wave, role) in sent else 0, min_group)
            for wave in whole.ids
        }
        here = {item.code: counted.get((role, item.code), {}) for item in asked}
        judged = _judged(asked, here, whole, k)
        for item in filter(lambda one: _drawn(one, whole), asked):
            groups = judged[item.code]
            if made := _band((role, item), here[item.code], groups, (place.ids, whole.ids)):
                found[role, item.code] = made
    return Bands(whole.organisation.name, found) if found else None


async def _whole(session: AsyncSession, place: Place, now: datetime) -> Place | None:
    """As whoever runs it sees it; None where no other school is below it."""
    above = place.organisation.parent_id
    if place.whole or above is None or not place.is_over:
        return None
    ids = frozenset(await organisations_below(session, [above]))
    found = await rounds.places_in(session, ids, place.year, place.code, now)
    return next((one for one in found if one.whole and one.organisation.id == above), None)


def _drawn(item: Item, whole: Place) -> bool:
    """Ratings, and of the growth form only those of today."""
    then = WaveCode.of(whole.code) is WaveCode.GROWTH and now_of(item.code) is not None
    return item.kind == "scale" and not then


def _judged(
    asked: Sequence[Item], counted: Mapping[str, By], whole: Place, k: Mapping[int, int]
) -> dict[str, dict[Waves, Verdict]]:
    """As the results of each group are; a question that hangs on another comes after it."""
    made: dict[str, dict[Waves, Verdict]] = {}
    for item in asked:
        source = made.get(item.only_if.item) if item.only_if else None
        groups = same_people(source) if source else whole.groups
        people = {wave: tally.people for wave, tally in counted[item.code].items()}
        made[item.code] = verdicts(groups, people, k)
    return made


def _band(
    what: tuple[Role, Item],
    counted: By,
    judged: Mapping[Waves, Verdict],
    groups: tuple[Waves, Waves],
) -> Band | None:
    """`groups`: the school and the whole."""
    alone = {group: one for group, one in judged.items() if len(group) == 1 and one.shown}
    own, whole = alone.get(groups[0]), judged[groups[1]]
    if own is None or len(alone) < LEAST:
        return None
    means = [_mean(counted, one.waves) for one in alone.values()]
    low, _, high = quantiles(means, n=4, method="inclusive")
    school = _mean(counted, own.waves)
    return Band(
        *what, school, own.people, low, high, _mean(counted, whole.waves), schools=len(alone)
    )


def _mean(counted: By, waves: Waves) -> Fraction:
    """Of all the marks given in these waves."""
    marks = [one for wave in waves if wave in counted for one in counted[wave].values.items()]
    total = sum(int(value) * count for value, count in marks)
    return Fraction(total, sum(count for _, count in marks))
