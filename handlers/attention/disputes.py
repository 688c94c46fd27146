"""Meetings about which the two of a pair disagree: what each says, and what to do.

Their notes are not shown: they were promised to the two alone.
"""

from collections.abc import Sequence

from handlers.attention.buttons import Disputes
from handlers.attention.pages import back
from handlers.context import Context
from handlers.meetings.words import View
from handlers.paging import cut, turner
from handlers.people import OnePerson, short
from handlers.screen import Button, Screen, column
from handlers.sections import menu_button
from handlers.texts import Html
from handlers.wording import clipped
from models import Meeting, Person
from services import access, pairs
from services.attention import disputes
from services.errors import NotFound

MEETINGS = 4
"""On one page: each has two sides."""

LONGEST = 80
"""Of a name in a line."""


async def show(query: object, callback_data: Disputes, c: Context) -> Screen:
    t, place = c.t, callback_data.place
    mine = await access.scope(c.session, c.who)
    if place not in mine:
        raise NotFound
    found = await disputes.of_place(c.session, place, c.now)
    if not found:
        return Screen(t("attention-disputed-none"), ((back(t), menu_button(t)),))
    page = cut(found, callback_data.page, MEETINGS)
    told = [both(c, meeting) for meeting in page.items]
    turn = turner(page.number, page.count, lambda n: Disputes(place=place, page=n))
    text = "\n\n".join([t("attention-disputed-title"), *told, t("attention-disputed-how")])
    return Screen(text, (*column(cards(page.items, mine)), *turn, (back(t), menu_button(t))))


def both(c: Context, meeting: Meeting) -> Html:
    """«Иванова Анна Петровна: встреча была, вт, 15 сентября · 45 мин · урок»; and the answer."""
    logger, other = sides(meeting)
    assert meeting.answered_at is not None
    return c.t(
        "attention-disputed-meeting",
        logger=clipped(logger.full_name, LONGEST),
        other=clipped(other.full_name, LONGEST),
        what=View.of(c).what(meeting),
        day=c.t.local_day(meeting.answered_at, c.who.zone),
    )


def sides(meeting: Meeting) -> tuple[Person, Person]:
    """Who says that it was, and who that it was not."""
    other = pairs.other(meeting.mentorship, meeting.logged_by)
    return pairs.other(meeting.mentorship, other.id), other


def cards(meetings: Sequence[Meeting], mine: frozenset[int]) -> list[Button]:
    """To each person of these meetings, once; a mentor may be of another school."""
    people = {one.id: one for meeting in meetings for one in sides(meeting)}
    own = (one for one in people.values() if one.organisation_id in mine)
    return [Button.of(short(one.full_name), OnePerson(person=one.id)) for one in own]
