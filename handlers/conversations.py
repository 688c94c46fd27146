"""The map of the bot: every conversation in the order in which updates are offered to them,
and every kind of message that the bot sends by itself."""

from datetime import datetime

from aiogram import F, Router
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import (
    help_requests,
    invitations,
    joining,
    meetings,
    menu,
    people,
    questionnaires,
    reminders,
    results,
    roster,
    waves,
)
from handlers.notices import Notice, Telling
from handlers.screen import Screen
from handlers.texts import Translate
from models import Notification
from services.people import Who
from services.programme import Programme


def build_router() -> Router:
    """Joining comes first: it stops whoever has no invitation or has not agreed yet."""
    root = Router()
    root.message.filter(F.chat.type == "private")
    root.include_routers(
        joining.router(),
        meetings.router(),
        questionnaires.router(),
        help_requests.router(),
        people.router(),
        invitations.router(),
        roster.router(),
        waves.router(),
        results.router(),
        menu.router(),
        menu.fallback(),
    )
    return root


def notices() -> dict[str, Notice]:
    """Every kind but `reply`."""
    return {**help_requests.notices(), **meetings.notices(), **reminders.notices()}


async def compose(
    session: AsyncSession,
    who: Who,
    notification: Notification,
    t: Translate,
    programme: Programme,
    now: datetime,
) -> Screen | None:
    """The screen of a notification as things stand now; None when it is not to be sent.

    Who has not agreed, or said /stop since it was planned, is told nothing but replies.
    """
    if not who.consented or who.account.muted_at:
        return None
    telling = Telling(session, who, notification.args, t, programme, now)
    return await notices()[notification.kind](telling)
