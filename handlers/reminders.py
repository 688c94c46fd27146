"""What the schedule says by itself: a questionnaire is open, and reminders; putting these off."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from aiogram import Router

from handlers.context import Context
from handlers.meetings.buttons import Act, Card, Day, Whom
from handlers.menu import menu_screen
from handlers.notices import Notices, Telling
from handlers.questionnaire_ends import is_form
from handlers.questionnaires import OpenSurvey
from handlers.screen import Button, Rows, Screen, column
from handlers.sections import menu_button
from handlers.snooze import Snooze, snooze_rows, till, undo_button
from handlers.texts import Html, Translate
from handlers.wording import first_names, said
from models.enums import Role
from services.questionnaires import Whose
from services.reminders import snoozed
from services.reminders.reasons import (
    Confirm,
    Over,
    Quiet,
    Reason,
    Soon,
    Survey,
    Surveys,
    standing,
    surveys,
)

MOST = 8
"""Reasons told in one message; the others wait for the person in the menu."""


def router() -> Router:
    r = Router()
    r.callback_query.register(put_off, Snooze.filter())
    return r


def notices() -> dict[str, Notices]:
    """Told to many at once: the questionnaires of all are read together."""
    return {"survey_open": survey_open, "reminder": reminder}


async def survey_open(several: Sequence[Telling]) -> list[Screen | None]:
    """`wave`, `role`: told while the questionnaire waits for the person."""
    surveys = await surveys_of([(n, n.args) for n in several])
    return [opened(n, surveys.get(whose(n, n.args))) for n in several]


async def surveys_of(parts: Iterable[tuple[Telling, Mapping[str, Any]]]) -> Surveys:
    wanted = {whose(n, part): n for n, part in parts}
    if not wanted:
        return {}
    one = next(iter(wanted.values()))
    return await surveys(one.session, wanted, one.now)


def whose(n: Telling, part: Mapping[str, Any]) -> Whose:
    return part["wave"], n.who.me.id, Role(part["role"])


def opened(n: Telling, found: Survey | None) -> Screen | None:
    if found is None or found.sheet.started_at:
        return None
    promise = "reminder-survey-signed" if is_form(found.sheet) else "reminder-survey-promise"
    text = n.t(
        "reminder-survey-open",
        name=first_names(n.who.me.full_name),
        title=said(n.t, found.sheet.spec.title),
        left=found.left,
        minutes=found.minutes,
        day=n.t.day(found.sheet.wave.closes_on),
        promise=n.t(promise, group=found.sheet.min_group),
    )
    return Screen(text, (survey_buttons(n.t, found), (menu_button(n.t),)))


async def reminder(several: Sequence[Telling]) -> list[Screen | None]:
    """`parts`: one or several reasons; those that are gone are left out."""
    parts = [(n, part) for n in several for part in n.args["parts"][:MOST]]
    found = await surveys_of((n, part) for n, part in parts if part["what"] == "survey")
    people = {n.who.me.id: n.who.me.organisation_id for n in several}
    offers = await snoozed.offered(several[0].session, people, several[0].now)
    told = []
    for n in several:
        due, person = n.args["parts"][:MOST], n.who.me.id
        reasons = await standing(n.session, person, due, found, n.now)
        today = n.now.astimezone(n.who.zone).date()
        told.append(reminded(n, reasons, snooze_rows(n.t, today, offers[person])))
    return told


def reminded(n: Telling, reasons: Sequence[Reason], later: Rows) -> Screen | None:
    """`later`: the buttons that put it off."""
    if not reasons:
        return None
    name = first_names(n.who.me.full_name)
    text = words(n.t, name, [line(n.t, reason) for reason in reasons])
    rows = tuple(buttons(n.t, reason) for reason in reasons)
    return Screen(text, (*rows, *later, (menu_button(n.t),)))


def words(t: Translate, name: str, lines: Sequence[Html]) -> Html:
    """What a reader of that name is reminded of, in one message."""
    if len(lines) == 1:
        return t("reminder-one", name=name, line=lines[0])
    listed = "\n".join(t("reminder-line", line=one) for one in lines)
    return t("reminder-several", name=name, lines=Html(listed))


async def put_off(query: object, callback_data: Snooze, c: Context) -> Screen:
    """A day that is over, or makes no sense any more, changes nothing."""
    me = c.who.me.id
    if not callback_data.day:
        await snoozed.undo(c.session, me)
        return await as_it_stands(c, c.t("snooze-undone"))
    day = date.fromordinal(callback_data.day)
    if not await snoozed.put_off(c.session, me, day, c.now):
        return await as_it_stands(c, c.t("button-stale"))
    buttons = (undo_button(c.t), menu_button(c.t))
    return Screen(c.t("snooze-done", day=till(c.t, day)), column(buttons))


async def as_it_stands(c: Context, toast: str) -> Screen:
    """What was reminded of last, as far as it holds; the menu when nothing does."""
    parts = await snoozed.last_said(c.session, c.who.me.id, c.now)
    telling = Telling(c.session, c.who, {"parts": parts}, c.t, c.programme, c.now)
    [screen] = await reminder([telling])
    return Screen(**vars(screen or menu_screen(c)) | {"toast": toast})


def line(t: Translate, reason: Reason) -> Html:
    if isinstance(reason, Survey):
        return survey_line(t, reason)
    if isinstance(reason, Quiet):
        return quiet_line(t, reason.pair.mentee.full_name)
    keys = {Confirm: "reminder-confirm", Soon: "reminder-soon", Over: "reminder-held"}
    key = keys[type(reason)]
    day = t.weekday(reason.meeting.held_on)
    return t(key, day=day, name=first_names(reason.other.full_name))


def quiet_line(t: Translate, mentee: str) -> Html:
    return t("reminder-quiet", name=first_names(mentee))


def survey_line(t: Translate, found: Survey) -> Html:
    key = "reminder-survey-left" if found.left else "reminder-survey-send"
    if found.left and found.sheet.started_at is None:
        key = "reminder-survey-waits"
    day = t.day(found.sheet.wave.closes_on)
    title = said(t, found.sheet.spec.title)
    if not found.left:
        return t(key, title=title, day=day)
    return t(key, title=title, left=found.left, minutes=found.minutes, day=day)


def buttons(t: Translate, reason: Reason) -> tuple[Button, ...]:
    """Each reason's own row: the shortest way to be done with it."""
    if isinstance(reason, Survey):
        return survey_buttons(t, reason)
    if isinstance(reason, Quiet):
        name = first_names(reason.pair.mentee.full_name)
        whom = Whom(use="log", pair=reason.pair.id)
        return (Button.of(t("reminder-button-log", name=name), whom),)
    day = t.day(reason.meeting.held_on)
    card = Card(meeting=reason.meeting.id, act="show")
    if isinstance(reason, Soon):
        return (Button.of(t("reminder-button-meeting", day=day), card),)
    yes = Button.of(t("reminder-button-yes", day=day), was_it(reason))
    return (yes, Button.of(t("reminder-button-other"), card))


def was_it(reason: Confirm | Over) -> Act | Day:
    """The other side's meeting is confirmed at once, one's own plan goes on with its length."""
    meeting = reason.meeting
    if isinstance(reason, Confirm):
        return Act.on(meeting, "yes")
    return Day(use="log", id=meeting.mentorship_id, day=meeting.held_on.toordinal())


def survey_buttons(t: Translate, found: Survey) -> tuple[Button, ...]:
    key = "reminder-button-go-on" if found.sheet.started_at else "reminder-button-begin"
    return (Button.of(t(key), OpenSurvey(assignment=found.sheet.id)),)
