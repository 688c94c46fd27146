"""Logging a meeting in four taps: with whom, when, how long, about what."""

from datetime import date

from handlers.context import Context
from handlers.meetings.buttons import Day, Length, Topic, Whom
from handlers.meetings.card import card, planned_rows, question
from handlers.meetings.days import recent_rows
from handlers.meetings.words import View
from handlers.screen import Button, Screen, column, grid
from handlers.sections import menu_button
from models import Meeting, Mentorship
from models.enums import MeetingStatus
from services import meetings, pairs
from services.meetings import MINUTES, TOPICS, Entry, Outcome


async def begin(event: object, c: Context) -> Screen:
    """/meeting: the question with whom is skipped when there is only one."""
    view = View.of(c)
    found = await pairs.active_pairs(c.session, view.me, view.today)
    if not found:
        return Screen(c.t("meeting-no-pair"), ((menu_button(c.t),),))
    if len(found) == 1:
        return await when(c, view, found[0])
    buttons = [
        Button.of(label, Whom(use="log", pair=pair.id))
        for pair, label in zip(found, view.labels(found), strict=True)
    ]
    return Screen(c.t("meeting-who"), column((*buttons, menu_button(c.t))))


async def choose_pair(query: object, callback_data: Whom, c: Context) -> Screen:
    view = View.of(c)
    pair = await pairs.get_active(c.session, view.me, callback_data.pair, view.today)
    return await when(c, view, pair)


async def when(c: Context, view: View, pair: Mentorship) -> Screen:
    """A planned meeting whose day has come is offered before anything else."""
    due = await meetings.due_plan(c.session, pair.id, view.today)
    if due:
        due = await meetings.get_own(c.session, view.me, due.id)
        another = Button.of(c.t("meeting-log-another"), Whom(use="another", pair=pair.id))
        return due_screen(view, due, another)
    return when_screen(view, pair)


def due_screen(view: View, meeting: Meeting, leave: Button) -> Screen:
    """Was the planned meeting? `leave` is for who came for something else."""
    name = view.name(meeting.mentorship)
    text = view.t("meeting-due", name=name, day=view.t.weekday(meeting.held_on))
    rows = planned_rows(view, meeting)
    return Screen(text, (*rows, (leave,), (menu_button(view.t),)))


async def another_day(query: object, callback_data: Whom, c: Context) -> Screen:
    view = View.of(c)
    pair = await pairs.get_active(c.session, view.me, callback_data.pair, view.today)
    return when_screen(view, pair)


def when_screen(view: View, pair: Mentorship) -> Screen:
    text = view.t("meeting-when", name=view.name(pair))
    rows = recent_rows(view, pair, "log", pair.id)
    return Screen(text, (*rows, (menu_button(view.t),)))


async def choose_day(query: object, callback_data: Day, c: Context) -> Screen:
    """How long? Unless the day is logged already: then nobody has to type it twice."""
    view, day = View.of(c), date.fromordinal(callback_data.day)
    pair = await pairs.get_active(c.session, view.me, callback_data.id, view.today)
    pairs.refuse_outside(day, pairs.past_days(pair, view.today))
    there = await meetings.on_day(c.session, pair.id, day)
    if there and there.status in meetings.LOGGED:
        return already(view, await meetings.get_own(c.session, view.me, there.id))
    buttons = [
        Button.of(
            c.t("meeting-minutes", minutes=minutes),
            Length(pair=pair.id, day=callback_data.day, minutes=minutes),
        )
        for minutes in MINUTES
    ]
    text = c.t("meeting-how-long", name=view.name(pair), day=c.t.weekday(day))
    back = Button.of(c.t("button-back"), Whom(use="another", pair=pair.id))
    return Screen(text, (*grid(buttons, 3), (back,)))


def already(view: View, meeting: Meeting) -> Screen:
    """The day is logged: by the other side, who waits for an answer, or as it stands."""
    if meeting.status == MeetingStatus.WAITING and meetings.may_answer(meeting, view.me):
        return question(view, meeting)
    return card(view, meeting, view.t("meeting-exists", what=view.what(meeting)))


async def choose_length(query: object, callback_data: Length, c: Context) -> Screen:
    view, chosen = View.of(c), callback_data
    pair = await pairs.get_active(c.session, view.me, chosen.pair, view.today)
    day = date.fromordinal(chosen.day)
    text = c.t(
        "meeting-about",
        name=view.name(pair),
        day=c.t.weekday(day),
        minutes=chosen.minutes,
    )
    back = Button.of(c.t("button-back"), Day(use="log", id=pair.id, day=chosen.day))
    data = {"pair": pair.id, "day": chosen.day, "minutes": chosen.minutes}
    buttons = [
        Button.of(capital(view.topic(topic)), Topic(**data, topic=topic)) for topic in TOPICS
    ]
    return Screen(text, (*grid(buttons, 2), (back,)))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


async def write_down(query: object, callback_data: Topic, c: Context) -> Screen:
    """The last tap."""
    view, given = View.of(c), callback_data
    entry = Entry(date.fromordinal(given.day), given.minutes, given.topic)
    meeting, outcome = await meetings.log(c.session, view.me, given.pair, entry, c.now, view.today)
    head = {
        Outcome.LOGGED: "meeting-logged",
        Outcome.CONFIRMED: "meeting-both-logged",
        Outcome.EXISTS: "meeting-exists",
    }[outcome]
    return card(view, meeting, c.t(head, what=view.what(meeting)))
