"""A meeting's card: answering, correcting, taking back, a note and a task."""

from collections.abc import Callable
from datetime import date
from typing import Any

from aiogram.types import Message

from handlers.context import Context
from handlers.meetings.buttons import Act, Card, Change, Day, Topic, Use
from handlers.meetings.card import card, card_rows, written
from handlers.meetings.days import month_screen, recent_rows
from handlers.meetings.log import capital
from handlers.meetings.words import View
from handlers.screen import Button, Screen, column, grid
from handlers.sections import menu_button
from models import Meeting
from models.enums import MeetingStatus
from services import meetings
from services.meetings import MINUTES, TOPICS, Seen

Question = Callable[[View, Meeting], Screen]


async def show(query: object, callback_data: Card, c: Context) -> Screen:
    """The card, or a question about it; a question that no longer fits shows the card."""
    view = View.of(c)
    meeting = await meetings.get_own(c.session, view.me, callback_data.meeting)
    asks, allowed = QUESTIONS.get(callback_data.act, (card, always))
    return asks(view, meeting) if allowed(view, meeting) else stale(view, meeting)


def stale(view: View, meeting: Meeting) -> Screen:
    return card(view, meeting, toast=view.t("button-stale"))


def always(view: View, meeting: Meeting) -> bool:
    return True


def is_planned(view: View, meeting: Meeting) -> bool:
    return meetings.may_plan(meeting, view.today)


def is_logged(view: View, meeting: Meeting) -> bool:
    return meeting.status in meetings.LOGGED


def may_change(view: View, meeting: Meeting) -> bool:
    return meetings.may_change(meeting, view.me)


def may_answer(view: View, meeting: Meeting) -> bool:
    return meetings.may_answer(meeting, view.me)


def ask_correction(view: View, meeting: Meeting) -> Screen:
    t = view.t
    what = [
        Button.of(t(f"meeting-correct-{act}"), Card(meeting=meeting.id, act=act))
        for act in ("day", "minutes", "topic")
    ]
    text = t("meeting-correct-what", what=view.what(meeting))
    return Screen(text, column((*what, back_button(view, meeting))))


def ask_minutes(view: View, meeting: Meeting) -> Screen:
    buttons = [
        Button.of(
            view.t("meeting-minutes", minutes=minutes),
            Change(meeting=meeting.id, minutes=minutes),
        )
        for minutes in MINUTES
    ]
    text = view.t("meeting-how-long", **named(view, meeting))
    return Screen(text, (*grid(buttons, 3), (back_button(view, meeting),)))


def ask_topic(view: View, meeting: Meeting) -> Screen:
    buttons = [
        Button.of(capital(view.topic(topic)), Change(meeting=meeting.id, topic=topic))
        for topic in TOPICS
    ]
    text = view.t("meeting-about", **named(view, meeting), minutes=meeting.minutes or 0)
    return Screen(text, (*grid(buttons, 2), (back_button(view, meeting),)))


def named(view: View, meeting: Meeting) -> dict[str, object]:
    return {"name": view.name(meeting.mentorship), "day": view.t.weekday(meeting.held_on)}


def ask_day(view: View, meeting: Meeting) -> Screen:
    return _ask_day(view, meeting, "correct")


def ask_other_day(view: View, meeting: Meeting) -> Screen:
    return _ask_day(view, meeting, "answer")


def _ask_day(view: View, meeting: Meeting, use: Use) -> Screen:
    rows = recent_rows(view, meeting.mentorship, use, meeting.id, but=meeting.held_on)
    text = view.t("meeting-when", name=view.name(meeting.mentorship))
    return Screen(text, (*rows, (back_button(view, meeting),)))


def ask_move(view: View, meeting: Meeting) -> Screen:
    return month_screen(view, meeting.mentorship, "move", meeting.id, meeting.held_on)


def ask_note(view: View, meeting: Meeting) -> Screen:
    return _ask_text(view, meeting, "note", meeting.note)


def ask_task(view: View, meeting: Meeting) -> Screen:
    return _ask_text(view, meeting, "next_task", meeting.next_task)


def _ask_text(view: View, meeting: Meeting, field: str, text: str | None) -> Screen:
    """The next free text is the note or the task; what is written already can be taken away."""
    t = view.t
    lines: list[str] = [t(f"meeting-ask-{field}", name=view.name(meeting.mentorship))]
    buttons = [back_button(view, meeting)]
    if text:
        lines += [written(t("meeting-written"), text), t("meeting-replaces")]
        clear = Change(meeting=meeting.id, clear=field)
        buttons.insert(0, Button.of(t("meeting-clear"), clear))
    expects = {"what": "meeting-text", "meeting": meeting.id, "field": field}
    return Screen("\n\n".join(lines), column(buttons), expects)


def back_button(view: View, meeting: Meeting) -> Button:
    return Button.of(view.t("button-back"), Card(meeting=meeting.id, act="show"))


QUESTIONS: dict[str, tuple[Question, Callable[[View, Meeting], bool]]] = {
    "note": (ask_note, is_logged),
    "next_task": (ask_task, is_logged),
    "correct": (ask_correction, may_change),
    "minutes": (ask_minutes, may_change),
    "topic": (ask_topic, may_change),
    "day": (ask_day, may_change),
    "answer": (ask_other_day, may_answer),
    "move": (ask_move, is_planned),
}


async def act(query: object, callback_data: Act, c: Context) -> Screen:
    """Was it, was it not, or taken back; a button of an older state changes nothing."""
    view, pressed = View.of(c), callback_data
    seen = Seen(pressed.status, date.fromordinal(pressed.day))
    if pressed.act == "cancel":
        done = await meetings.cancel(c.session, view.me, pressed.meeting, c.now, view.today, seen)
    else:
        held = pressed.act == "yes"
        done = await meetings.answer(c.session, view.me, pressed.meeting, held, c.now, seen)
    meeting = await meetings.get_own(c.session, view.me, pressed.meeting)
    if not done:
        return stale(view, meeting)
    return cancelled(view, meeting) if pressed.act == "cancel" else answered(view, meeting)


def answered(view: View, meeting: Meeting) -> Screen:
    name, what = view.name(meeting.mentorship), view.what(meeting)
    return card(view, meeting, view.t(f"meeting-answered-{meeting.status}", name=name, what=what))


def cancelled(view: View, meeting: Meeting) -> Screen:
    """Taken back by mistake, it can be written down again with one tap."""
    if meeting.minutes is None or meeting.topic is None:
        text = view.t("meeting-called-off", what=view.what(meeting))
        return Screen(text, card_rows(view, meeting))
    again = Topic(
        pair=meeting.mentorship_id,
        day=meeting.held_on.toordinal(),
        minutes=meeting.minutes,
        topic=meeting.topic,
    )
    text = view.t("meeting-undone", what=view.what(meeting))
    buttons = (Button.of(view.t("meeting-restore"), again), menu_button(view.t))
    return Screen(text, column(buttons))


async def answer_day(query: object, callback_data: Day, c: Context) -> Screen:
    view, day = View.of(c), date.fromordinal(callback_data.day)
    meeting = await meetings.answer_day(
        c.session, view.me, callback_data.id, day, c.now, view.today
    )
    if meeting.status != MeetingStatus.CONFIRMED:
        return stale(view, meeting)
    return answered(view, meeting)


async def correct_day(query: object, callback_data: Day, c: Context) -> Screen:
    view, day = View.of(c), date.fromordinal(callback_data.day)
    meeting = await meetings.correct_day(
        c.session, view.me, callback_data.id, day, c.now, view.today
    )
    return card(view, meeting, c.t("meeting-corrected", what=view.what(meeting)))


async def change(query: object, callback_data: Change, c: Context) -> Screen:
    """Another length or topic, or a text taken away."""
    view, given = View.of(c), callback_data
    if given.clear:
        meeting = await meetings.annotate(
            c.session, view.me, given.meeting, given.clear, None, view.today
        )
        return card(view, meeting)
    meeting = await meetings.correct(
        c.session,
        view.me,
        given.meeting,
        view.today,
        minutes=given.minutes,
        topic=given.topic,
    )
    return card(view, meeting, c.t("meeting-corrected", what=view.what(meeting)))


async def write_text(message: Message, c: Context) -> Screen:
    """The note or the task that was asked for."""
    view, expected = View.of(c), dict[str, Any](c.who.account.expects or {})
    text = (message.text or "").strip() or None
    meeting_id, field = expected["meeting"], expected["field"]
    meeting = await meetings.annotate(c.session, view.me, meeting_id, field, text, view.today)
    return card(view, meeting)
