"""What the command line does besides running: each function opens the database for itself."""

import html
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import utc_now
from bot.config import Settings
from bot.database import connect, database_url, migrate, session_maker
from bot.transport import Telegram
from handlers.roster_report import done_text, report_text
from handlers.texts import Translate
from models import Person
from models.enums import Role
from services import catalogue, joining, roster, schedule
from services.errors import NotFound
from services.operations import decisions
from services.operations.decisions import Act, Row, Which
from services.operations.overview import Overview, Trouble, overview
from services.programme import Programme
from services.versions import asked_before

DEMO_TOKEN = "4242424242:DEMO-TOKEN-of-the-sandbox-0123456789"


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """The migrated database."""
    with database_url(settings.database_url, settings.data_dir) as url:
        engine = connect(url)
        try:
            await migrate(engine)
            yield engine
        finally:
            await engine.dispose()


async def migrate_database(settings: Settings) -> None:
    async with opened(settings):
        pass


@dataclass(frozen=True)
class Report:
    """`fine` is False when the file has mistakes: then nothing was imported."""

    text: str
    fine: bool


async def import_roster(settings: Settings, name: str, content: bytes, dry_run: bool) -> Report:
    """Imports for the whole installation, in one transaction."""
    workbook = roster.read_workbook(content, name)
    async with opened(settings) as engine, session_maker(engine).begin() as session:
        known = await roster.known_organisations(session)
        checked = roster.check(workbook, known, settings.default_timezone)
        plan = await roster.plan(session, checked, roster.Scope())
        if plan.errors or dry_run:
            return Report(report_text(Translate("ru"), plan), not plan.errors)
        done = await roster.apply(session, checked, roster.Scope(), None, utc_now())
    return Report(html.unescape(done_text(Translate("ru"), done)), fine=True)


async def invite(
    settings: Settings, person: int | None, role: Role | None, organisation: int | None
) -> str:
    """A one-time link; asks Telegram for the bot's name."""
    async with aiohttp.ClientSession() as http:
        telegram = Telegram(http, str(settings.telegram_api_url), settings.token)
        name = (await telegram.call("getMe"))["username"]
    async with opened(settings) as engine, session_maker(engine).begin() as session:
        if role and organisation:
            token = await joining.invite_role(session, role, organisation, utc_now())
        else:
            if await session.get(Person, person) is None:
                raise NotFound("invite-no-person", number=str(person))
            token = await joining.invite_person(session, person or 0, utc_now())
    return Programme(bot_name=name).link(token)


async def lint_catalogue(settings: Settings | None) -> str:
    """With settings it is compared with what that database has asked, too."""
    t = Translate("en")
    findings = catalogue.lint(catalogue.load(), await _asked_before(settings) if settings else ())
    lines = [
        f"{finding.questionnaire} {finding.item or ''}: {t(finding.message_key, **finding.args)}"
        for finding in findings
    ]
    return "\n".join(lines) or "No remarks."


async def _asked_before(settings: Settings) -> list[catalogue.QuestionnaireSpec]:
    async with opened(settings) as engine, session_maker(engine)() as session:
        return await asked_before(session)


async def list_catalogue() -> str:
    rows = catalogue.summary(catalogue.load())
    return "\n".join(
        f"{row.key:21} {row.role:7} {row.wave:14} {row.items:3} questions  {row.minutes:2} min"
        for row in rows
    )


async def hold_restored(settings: Settings) -> int:
    """After a restore: leaves whatever the outbox owes to a human, and returns how much it is.

    The schedule runs once before that, so that what it would catch up on at the start (such as
    the opening of a wave, which people were told of after the backup was made) waits too.
    """
    async with opened(settings) as engine:
        sessions, now = session_maker(engine), utc_now()
        async with sessions.begin() as session:
            await decisions.hold(session)
        for name in schedule.PARTS:
            async with sessions.begin() as session:
                await schedule.run(session, name, now)
        async with sessions.begin() as session:
            return await decisions.hold(session)


LISTED = 20


async def list_outbox(settings: Settings) -> str:
    """What waits in numbers, and the first of what waits for a human."""
    async with opened(settings) as engine, session_maker(engine)() as session:
        seen = await overview(session, utc_now())
        lines = _counts(seen)
        for trouble, count in seen.troubles.items():
            lines += ["", f"{trouble}: {count}"] if count else []
            rows = await decisions.listed(session, Which(trouble), 0, LISTED)
            lines += [_line(row) for row in rows]
            lines += [f"  and {count - LISTED} more"] if count > LISTED else []
    return "\n".join(lines)


def _counts(seen: Overview) -> list[str]:
    queued = sum(seen.queued.values())
    since = f", the oldest since {seen.oldest:%Y-%m-%d %H:%M} UTC" if seen.oldest else ""
    troubles = ", ".join(f"{count} {trouble}" for trouble, count in seen.troubles.items())
    return [
        f"updates waiting: {seen.updates}",
        f"messages queued: {queued}{since}; not due yet: {seen.later}",
        f"with a sender: {seen.leased}, being sent: {seen.dispatching}",
        f"waiting for a human: {troubles}",
    ]


def _line(row: Row) -> str:
    since = f"{row.since:%Y-%m-%d %H:%M} UTC"
    return f"  {row.id}  {row.kind}  {since}  {row.attempts} tries  {row.error or ''}".rstrip()


async def decide(settings: Settings, trouble: Trouble, act: Act) -> int:
    """Acts on all that wait; returns on how many."""
    async with opened(settings) as engine, session_maker(engine).begin() as session:
        return await decisions.do(session, Which(trouble), act, None, utc_now())
