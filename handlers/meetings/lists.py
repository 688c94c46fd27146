"""/meetings: the pair's meetings, the latest first, and planning."""

from datetime import date

from handlers.context import Context
from handlers.meetings.buttons import Card, Day, Page, Whom
from handlers.meetings.card import card
from handlers.meetings.days import month_screen
from handlers.meetings.log import due_screen
from handlers.meetings.words import View
from handlers.screen import Button, Rows, Screen, column
from handlers.sections import menu_button
from models import Meeting, Mentorship
from services import meetings, pairs


async def show_pairs(event: object, c: Context) -> Screen:
    """/meetings: which pair, when there are several; ended ones can be read."""
    view = View.of(c)
    found = await pairs.of_person(c.session, view.me)
    if not found:
        return Screen(c.t("meeting-no-pair"), ((menu_button(c.t),),))
    if len(found) == 1:
        return await opened(c, view, found[0])
    found.sort(key=lambda pair: not pairs.is_active(pair, view.today))
    buttons = [
        Button.of(label, Whom(use="list", pair=pair.id))
        for pair, label in zip(found, view.labels(found), strict=True)
    ]
    return Screen(c.t("meeting-which-pair"), column((*buttons, menu_button(c.t))))


async def choose_pair(query: object, callback_data: Whom, c: Context) -> Screen:
    view = View.of(c)
    return await opened(c, view, await pairs.get_own(c.session, view.me, callback_data.pair))


async def opened(c: Context, view: View, pair: Mentorship) -> Screen:
    """A planned meeting whose day has come is asked about first."""
    due = await meetings.due_plan(c.session, pair.id, view.today)
    if due is None or not pairs.is_active(pair, view.today):
        return await page_screen(c, view, pair, 0)
    due = await meetings.get_own(c.session, view.me, due.id)
    to_list = Button.of(c.t("meeting-to-list"), Page(pair=pair.id, number=0))
    return due_screen(view, due, to_list)


async def show_page(query: object, callback_data: Page, c: Context) -> Screen:
    view = View.of(c)
    pair = await pairs.get_own(c.session, view.me, callback_data.pair)
    return await page_screen(c, view, pair, callback_data.number)


async def page_screen(c: Context, view: View, pair: Mentorship, number: int) -> Screen:
    found, number, pages = await meetings.page(c.session, pair.id, number)
    title = c.t("meeting-list", name=view.name(pair))
    active = pairs.is_active(pair, view.today)
    lines = [line(view, meeting) for meeting in found]
    if not lines:
        lines.append(c.t("meeting-list-empty" if active else "meeting-list-none"))
    if not active:
        lines.append(c.t("meeting-list-ended"))
    rows = (
        *column(open_button(view, meeting) for meeting in found),
        *paging(pair.id, number, pages),
        *begin_rows(view, pair),
        (menu_button(c.t),),
    )
    return Screen("\n\n".join((title, "\n".join(lines))), rows)


def line(view: View, meeting: Meeting) -> str:
    mark = view.t(f"meeting-mark-{meeting.status}")
    what, state = view.what(meeting), view.state(meeting)
    return view.t("meeting-list-line", mark=mark, what=what, state=state)


def open_button(view: View, meeting: Meeting) -> Button:
    mark = view.t(f"meeting-mark-{meeting.status}")
    text = f"{mark} {view.t.weekday(meeting.held_on)}"
    return Button.of(text, Card(meeting=meeting.id, act="show"))


def paging(pair_id: int, number: int, pages: int) -> Rows:
    """Newer and older pages, with where one is; nothing when all fits on one."""
    if pages == 1:
        return ()
    newer = (Button.of("‹", Page(pair=pair_id, number=number - 1)),) if number else ()
    here = Button.of(f"{number + 1}/{pages}", Page(pair=pair_id, number=number))
    older = (Button.of("›", Page(pair=pair_id, number=number + 1)),) if number + 1 < pages else ()
    return ((*newer, here, *older),)


def begin_rows(view: View, pair: Mentorship) -> Rows:
    if not pairs.is_active(pair, view.today):
        return ()
    log = Button.of(view.t("section-meeting"), Whom(use="log", pair=pair.id))
    return ((log,), (Button.of(view.t("meeting-plan"), Whom(use="plan", pair=pair.id)),))


async def begin_plan(query: object, callback_data: Whom, c: Context) -> Screen:
    view = View.of(c)
    pair = await pairs.get_active(c.session, view.me, callback_data.pair, view.today)
    return month_screen(view, pair, "plan", pair.id, view.today)


async def plan(query: object, callback_data: Day, c: Context) -> Screen:
    view, day = View.of(c), date.fromordinal(callback_data.day)
    meeting = await meetings.plan(c.session, view.me, callback_data.id, day, c.now, view.today)
    return card(view, meeting, c.t("meeting-planned", what=view.what(meeting)))


async def move(query: object, callback_data: Day, c: Context) -> Screen:
    view, day = View.of(c), date.fromordinal(callback_data.day)
    meeting = await meetings.move(c.session, view.me, callback_data.id, day, c.now, view.today)
    return card(view, meeting, c.t("meeting-planned", what=view.what(meeting)))
