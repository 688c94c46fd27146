"""What the other side of a pair is told; None when it is no longer so."""

from datetime import date, datetime

from handlers.meetings.card import card_rows, question
from handlers.meetings.words import View
from handlers.notices import Notice, Telling
from handlers.screen import Screen
from models import Meeting
from models.enums import MeetingStatus
from services import meetings
from services.errors import NotFound


def notices() -> dict[str, Notice]:
    """Args of each: the meeting's id; `logged_at` voids questions about an earlier version."""
    return {
        "meeting_confirm": ask,
        "meeting_disputed": disputed,
        "meeting_changed": changed,
        "meeting_planned": planned,
        "meeting_cancelled": cancelled,
    }


async def _meeting(n: Telling, status: MeetingStatus) -> Meeting | None:
    """The meeting, if it still has this status and is the version the notice is about."""
    try:
        meeting = await meetings.get_own(n.session, n.who.me.id, n.args["meeting"])
    except NotFound:
        return None
    logged_at = n.args.get("logged_at", meeting.logged_at.isoformat())
    fits = meeting.status == status and meeting.logged_at == datetime.fromisoformat(logged_at)
    return meeting if fits else None


async def ask(n: Telling) -> Screen | None:
    meeting = await _meeting(n, MeetingStatus.WAITING)
    return question(View.of(n), meeting) if meeting else None


async def disputed(n: Telling) -> Screen | None:
    meeting = await _meeting(n, MeetingStatus.DISPUTED)
    return _told(n, meeting, "meeting-told-disputed") if meeting else None


async def changed(n: Telling) -> Screen | None:
    meeting = await _meeting(n, MeetingStatus.CONFIRMED)
    return _told(n, meeting, "meeting-told-changed") if meeting else None


async def planned(n: Telling) -> Screen | None:
    """A plan, or a plan moved; of no use once its day is over."""
    meeting = await _meeting(n, MeetingStatus.PLANNED)
    if meeting is None or meeting.held_on < View.of(n).today:
        return None
    return _told(n, meeting, "meeting-told-moved" if "was" in n.args else "meeting-told-planned")


async def cancelled(n: Telling) -> Screen | None:
    """Unless it has been written down again meanwhile."""
    meeting = await _meeting(n, MeetingStatus.CANCELLED)
    if meeting is None:
        return None
    if await meetings.on_day(n.session, meeting.mentorship_id, meeting.held_on):
        return None
    plan = "planned" in n.args
    return _told(n, meeting, "meeting-told-called-off" if plan else "meeting-told-cancelled")


def _told(n: Telling, meeting: Meeting, key: str) -> Screen:
    view = View.of(n)
    was = {"was": n.t.day(date.fromisoformat(n.args["was"]))} if "was" in n.args else {}
    text = n.t(key, name=view.name(meeting.mentorship), day=n.t.day(meeting.held_on), **was)
    return Screen(text, card_rows(view, meeting))
