"""A roster sent to the bot: tried at once, kept until its sender agrees, imported once.

What the sender agrees to is the very plan that was shown: its fingerprint travels in the button,
so a database that has changed meanwhile brings a new dry run and never a surprise.
"""

import asyncio
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, File
from services import roster
from services.errors import NotFound, UserError
from services.people import Who
from services.roster import ImportPlan, Roster
from services.roster.importing import IMPORT_LOCK

LIMIT_MB = 5
UPLOADED = "roster.upload"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT = timedelta(days=7)


@dataclass(frozen=True)
class DryRun:
    """`file_id` is None when there is nothing to import: errors stand, or all is so already."""

    name: str
    plan: ImportPlan
    file_id: int | None

    @property
    def fingerprint(self) -> str:
        """What would be written (and not, by mistake), in eight characters."""
        parts = [
            (part.created, [(change.row, change.name, change.fields) for change in part.changed])
            for part in self.plan.parts.values()
        ]
        return hashlib.sha256(repr((parts, self.plan.errors)).encode()).hexdigest()[:8]


class Outcome(StrEnum):
    DONE = "done"
    ALREADY = "already"
    CHANGED = "changed"


@dataclass(frozen=True)
class Attempt:
    """`dry_run` says what was done, or for CHANGED what would be; None when done before."""

    outcome: Outcome
    dry_run: DryRun | None = None


def refuse_large(size: int | None) -> None:
    """Raises UserError for more than LIMIT_MB; `size` in bytes, None when not told."""
    if (size or 0) > LIMIT_MB * 2**20:
        raise UserError("roster-file-large", limit=LIMIT_MB)


async def upload(
    session: AsyncSession, who: Who, name: str, content: bytes, now: datetime
) -> DryRun:
    """Tries the file; it is kept when it can be imported. Raises UserError for a bad file."""
    refuse_large(len(content))
    plan = await _plan(session, who, await _read(session, name, content))
    if plan.errors or plan.changes_nothing:
        return DryRun(name, plan, None)
    await _forget_old(session, who, now)
    file = File(name=name[:200], mime=XLSX, content=content, created_at=now)
    session.add(file)
    await session.flush()
    details = {"file": file.id}
    session.add(AuditEntry(at=now, actor_id=who.me.id, action=UPLOADED, details=details))
    await session.flush()
    return DryRun(name, plan, file.id)


async def load(
    session: AsyncSession, who: Who, file_id: int, fingerprint: str, now: datetime
) -> Attempt:
    """Imports a kept file if this still does what `fingerprint` stands for.

    Raises NotFound for somebody else's file. Nobody can change the roster between the look and
    the import. The content of an imported file is dropped: the database has it all.
    """
    file = await _own(session, who, file_id)
    if not file.content:
        return Attempt(Outcome.ALREADY)
    checked = await _read(session, file.name, file.content)
    await session.execute(select(func.pg_advisory_xact_lock(IMPORT_LOCK)))
    plan = await _plan(session, who, checked)
    again = DryRun(file.name, plan, None if plan.errors or plan.changes_nothing else file.id)
    if again.fingerprint != fingerprint or again.file_id is None:
        return Attempt(Outcome.CHANGED, again)
    scope = await roster.scope_of(session, who.managed())
    done = await roster.apply(session, checked, scope, who.me, now)
    file.content = b""
    await session.flush()
    return Attempt(Outcome.DONE, DryRun(file.name, done, None))


async def discard(session: AsyncSession, who: Who, file_id: int) -> bool:
    """Forgets the file; False when it is imported already. Raises NotFound as `load`."""
    file = await _own(session, who, file_id)
    if not file.content:
        return False
    await session.delete(file)
    await session.flush()
    return True


async def _plan(session: AsyncSession, who: Who, checked: Roster) -> ImportPlan:
    if not who.managed():
        raise UserError("roster-not-yours")
    return await roster.plan(session, checked, await roster.scope_of(session, who.managed()))


async def _read(session: AsyncSession, name: str, content: bytes) -> Roster:
    """In a thread: a large workbook must not stop everybody else's messages."""
    known = await roster.known_organisations(session)
    return await asyncio.to_thread(_checked, name, content, known)


def _checked(name: str, content: bytes, known: Collection[str]) -> Roster:
    return roster.check(roster.read_workbook(content, name), known)


async def _own(session: AsyncSession, who: Who, file_id: int) -> File:
    """The person's upload, locked, so that two presses at once come one after the other."""
    file = await session.scalar(
        select(File)
        .where(File.id == file_id, File.id.in_(_uploads(who)))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if file is None:
        raise NotFound
    return file


async def _forget_old(session: AsyncSession, who: Who, now: datetime) -> None:
    """Files nobody decided about are personal data lying around."""
    old = File.created_at < now - KEPT
    await session.execute(delete(File).where(File.id.in_(_uploads(who)), old, File.content != b""))


def _uploads(who: Who):  # type: ignore[no-untyped-def]
    return select(AuditEntry.details["file"].as_integer()).where(
        AuditEntry.action == UPLOADED, AuditEntry.actor_id == who.me.id
    )
