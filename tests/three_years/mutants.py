"""Rules of the bot, broken one at a time: the checks must notice each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from sqlalchemy import ColumnElement, event, false, true
from sqlalchemy.ext.asyncio import AsyncEngine

from handlers import conversations
from services import calendar, contact, reach, schedule
from services.contact import ContactCalendar
from services.programme import Programme
from services.questionnaires import Phase
from services.reminders import ladder, reasons, surveys
from services.waves import pushes

Patch = pytest.MonkeyPatch
Parts = dict[str, schedule.Part]


@dataclass(frozen=True)
class Mutant:
    """`found`: the rule that is broken by it; `scene`: what has to befall people for that."""

    name: str
    found: str
    breaks: Callable[[Patch, AsyncEngine], None]
    scene: str = ""


def at_any_hour(patch: Patch, engine: AsyncEngine) -> None:
    def at_once(self: ContactCalendar, end: datetime, moment: datetime) -> datetime:
        return moment

    patch.setattr(ContactCalendar, "next_before", at_once)
    patch.setattr(conversations, "is_contact_time", lambda *given: True)


def on_days_off(patch: Patch, engine: AsyncEngine) -> None:
    def is_working(self: ContactCalendar, day: date) -> bool:
        return day.weekday() < contact.SATURDAY

    patch.setattr(ContactCalendar, "is_contact_day", is_working)


def in_a_leave(patch: Patch, engine: AsyncEngine) -> None:
    def never(*given: object) -> ColumnElement[bool]:
        return false()

    patch.setattr(reach, "absent", never)


def to_the_muted(patch: Patch, engine: AsyncEngine) -> None:
    patch.setattr(conversations, "_may_be_told", lambda *given: True)
    reads(engine, {"accounts.muted_at IS NULL": "true"})


def to_those_who_withdrew(patch: Patch, engine: AsyncEngine) -> None:
    patch.setattr(conversations, "_may_be_told", lambda *given: True)
    patch.setattr(reach, "consented", lambda *given: true())


def after_the_answer(patch: Patch, engine: AsyncEngine) -> None:
    patch.setattr(reasons, "WAITING", (*reasons.WAITING, Phase.SENT))
    reads(engine, {"assignments.submitted_at IS NULL": "true"})


def after_the_end_of_the_pair(patch: Patch, engine: AsyncEngine) -> None:
    patch.setattr(reasons, "_waits", lambda sheet: sheet.phase in reasons.WAITING)


def again_and_again(patch: Patch, engine: AsyncEngine) -> None:
    limits = "done.messages < steps.most", "done.due_at < steps.told"
    reads(engine, {"done.step < CASE": "-1 < CASE", **dict.fromkeys(limits, "true")})


def all_openings_at_once(patch: Patch, engine: AsyncEngine) -> None:
    patch.setattr(pushes, "_told_lately", lambda *given: false())


def to_nobody_who_comes_late(patch: Patch, engine: AsyncEngine) -> None:
    whole = schedule.parts

    def without(programme: Programme) -> Parts:
        return {name: part for name, part in whole(programme).items() if name != "assign_missing"}

    patch.setattr(schedule, "parts", without)


def with_fewer_steps(patch: Patch, engine: AsyncEngine) -> None:
    patch.setattr(ladder, "of_round", lambda code: ladder.Rounds(after=()))


def no_reminders(patch: Patch, engine: AsyncEngine) -> None:
    async def nobody(*given: object) -> list[object]:
        return []

    patch.setattr(surveys, "unfinished", nobody)


def without_a_round(patch: Patch, engine: AsyncEngine) -> None:
    patch.delitem(calendar.DEFAULTS, "check-2")


def reads(engine: AsyncEngine, changes: dict[str, str]) -> None:
    """The statements say something else from now on."""

    def rewrite(
        connection: object, cursor: object, text: str, given: object, *rest: object
    ) -> tuple[str, object]:
        for old, new in changes.items():
            text = text.replace(old, new)
        return text, given

    event.listen(engine.sync_engine, "before_cursor_execute", rewrite, retval=True)


MUTANTS = (
    Mutant("at any hour", "outside hours", at_any_hour),
    Mutant("on days off", "outside hours", on_days_off),
    Mutant("in a leave", "absent", in_a_leave, "open leave"),
    Mutant("to the muted", "muted", to_the_muted, "mute"),
    Mutant("to those who withdrew", "no_consent", to_those_who_withdrew, "withdraw"),
    Mutant("after the answer", "answered", after_the_answer, "answer"),
    Mutant("after the end of the pair", "not meant any more", after_the_end_of_the_pair, "part"),
    Mutant("again and again", "reminded too often", again_and_again),
    Mutant("all openings at once", "two rounds on one day", all_openings_at_once),
    Mutant("to nobody who comes late", "never told", to_nobody_who_comes_late),
    Mutant("with fewer steps", "another ladder", with_fewer_steps),
    Mutant("no reminders", "another ladder", no_reminders),
    Mutant("without a round", "no round", without_a_round),
)
