"""What has changed for the same people, and where mentors and mentees see differently."""

from collections.abc import Iterator

from handlers.results.asked import Asked
from handlers.results.pages import back
from handlers.results.screens import PAGE, packed, paged, title
from handlers.screen import Screen
from handlers.texts import Translate
from handlers.wording import language, round_name
from services import access
from services.reports import words
from services.results.cells import Cell, Results, Row, Speech
from services.results.change import Change
from services.results.changes import with_changes


async def known(asked: Asked, made: Results) -> Results:
    """The results with the changes that whoever asks may see."""
    c = asked.c
    scope = await access.scope(c.session, c.who)
    return await with_changes(c.session, made, scope, c.programme.min_group, c.now)


async def changes(asked: Asked, made: Results) -> Screen:
    """A question a paragraph, under the earlier round it is compared with."""
    t, made = asked.c.t, await known(asked, made)
    head = [title(t, made.place), "", *_remarks(t, made)]
    pages = packed(_changed(asked.speech, t, made), PAGE)
    return paged(t, asked.view, head, pages, back(t, made))


def _remarks(t: Translate, made: Results) -> Iterator[str]:
    if not made.changes:
        yield t("results-changes-none")
        return
    yield t("results-changes-head")
    hidden = sum(not one.shown for one in made.changes)
    left_out = max((one.verdict.left_out for one in made.changes if one.shown), default=0)
    if hidden:
        yield t("results-changes-hidden", n=hidden, k=made.k)
    if left_out:
        yield t("results-changes-left-out", n=left_out)


def _changed(speech: Speech, t: Translate, made: Results) -> Iterator[str]:
    earlier = None
    for row, same in made.changed():
        if same[0].earlier != earlier:
            earlier = same[0].earlier
            yield _since(t, same[0]) + "\n"
        lines = [line for one in same for line in _change(speech, t, one)]
        yield "\n".join([t("results-heading", text=row.label(language(t))), *lines, ""])


def _since(t: Translate, one: Change) -> str:
    key = "results-change-expected" if one.expected else "results-change-was"
    return t(key, round=round_name(t, one.earlier, None))


def _change(speech: Speech, t: Translate, one: Change) -> Iterator[str]:
    """«Наставники: 6,2 → 7,4 (+1,2) · n = 12», the directions, then how sure that is."""
    key = "results-n-pairs" if one.sums.answers > one.sums.people else "results-n"
    n = t(key, n=one.sums.people, answers=one.sums.answers)
    yield f"{t(f'results-role-{one.role}')}: {words.change(speech, one)} · {n}"
    yield words.ways(speech, one)
    if certainty := words.certainty(speech, one):
        yield certainty


async def gaps(asked: Asked, made: Results) -> Screen:
    """The questions to both sides, those they answer most differently first."""
    t, found = asked.c.t, made.gaps()
    blocks = [_gap(asked.speech, t, *one) for one in found]
    said = t("results-gaps-head") if found else t("results-gaps-none", k=made.k)
    head = [title(t, made.place), "", said]
    return paged(t, asked.view, head, packed(blocks, PAGE), back(t, made))


def _gap(speech: Speech, t: Translate, row: Row, mentors: Cell, mentees: Cell) -> str:
    """«Комфорт в паре: на 1,4» and both means with their n."""
    apart = words.number(speech, abs(mentors.mean - mentees.mean))
    sides = {"mentor": mentors, "mentee": mentees}
    lines = [
        f"{t(f'results-role-{role}')}: {words.mean(speech, cell)}" for role, cell in sides.items()
    ]
    heading = t("results-gap", text=row.label(language(t)), apart=apart)
    return "\n".join([heading, *lines, ""])
