"""The map of the bot: every conversation in the order in which updates are offered to them,
and every kind of message that the bot sends by itself."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from aiogram import F, Router
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import (
    attention,
    calendars,
    decisions,
    help_requests,
    invitations,
    joining,
    leave,
    meetings,
    menu,
    operations,
    own_questionnaires,
    paper,
    questionnaires,
    reminders,
    results,
    roster,
    waves,
)
from handlers import people as participants
from handlers.notices import Notices, NotNow, Telling, Told, one_by_one
from handlers.screen import Screen
from handlers.texts import Translate
from services import people, reach
from services.contact import ContactCalendar, is_contact_time
from services.people import Who
from services.programme import Programme
from services.reach import Paused


def build_router() -> Router:
    """Joining comes before the programme's: it stops whoever has no invitation or has not
    agreed yet. Administrators need neither for what is theirs."""
    root = Router()
    root.message.filter(F.chat.type == "private")
    root.include_routers(
        operations.router(),
        joining.router(),
        questionnaires.router(),
        reminders.router(),
        leave.router(),
        meetings.router(),
        help_requests.router(),
        participants.router(),
        paper.router(),
        own_questionnaires.router(),
        invitations.router(),
        roster.router(),
        waves.router(),
        calendars.router(),
        attention.router(),
        results.router(),
        decisions.router(),
        menu.router(),
        menu.fallback(),
    )
    return root


ALWAYS = frozenset({operations.KIND})
"""Kinds that are told to whoever they are owed to: who runs the bot need not take part in it."""


@cache
def notices() -> dict[str, Notices]:
    """Every kind but `reply`."""
    one = {
        **help_requests.notices(),
        **meetings.notices(),
        **operations.notices(),
        **attention.notices(),
        **decisions.notices(),
    }
    return {**one_by_one(one), **reminders.notices()}


async def compose(
    session: AsyncSession, told: Sequence[Told], programme: Programme, now: datetime
) -> list[Screen | NotNow | None]:
    """The screens of messages as things stand now, in their order; nothing is written.

    None for what is not to be sent: its reason is gone, or it is a reminder to who has put them
    off (what still holds is due again afterwards). Whoever has not agreed, or said /stop since
    it was planned, is told nothing but replies.
    """
    readers = await people.of_many(session, {one.account_id for one in told})
    joined = {who.me.id for who in readers.values() if who.person}
    paused = await reach.paused(session, joined, now)
    screens: dict[int, Screen | NotNow | None] = {}
    kinds: dict[str, dict[int, Telling]] = defaultdict(dict)
    for number, one in enumerate(told):
        who = readers.get(one.account_id)
        if who is None or (one.kind == reach.REMINDER and _snoozed(who, paused)):
            continue
        if one.kind not in ALWAYS and (not_now := _not_now(who, one.kind, paused, now)):
            screens[number] = not_now
            continue
        t = Translate(who.account.language)
        kinds[one.kind][number] = Telling(session, who, one.args, t, programme, now)
    for kind, several in kinds.items():
        found = await notices()[kind](list(several.values()))
        screens |= zip(several, found, strict=True)
    return [screens.get(number) for number in range(len(told))]


def _snoozed(who: Who, paused: Paused) -> bool:
    return who.person is not None and who.me.id in paused.snoozed


def _may_be_told(who: Who) -> bool:
    return who.consented and who.account.muted_at is None


def _not_now(who: Who, kind: str, paused: Paused, now: datetime) -> NotNow | None:
    """Not in these hours, not before the reader is back from leave, or not wanted at all."""
    if not _may_be_told(who):
        return NotNow.UNWANTED
    away = who.me.id in paused.away and kind not in reach.ASKED_FOR
    is_later = away or not is_contact_time(now, ContactCalendar(who.zone))
    return NotNow.NOT_NOW if is_later else None
