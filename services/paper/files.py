"""A table that was sent, from the look at it until the yes or no."""

from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, File
from services.people import Who
from services.roster.files import XLSX

UPLOADED = "paper_uploaded"


async def keep(session: AsyncSession, who: Who, name: str, content: bytes, now: datetime) -> int:
    """Returns the file's id. Earlier ones of the same person are forgotten: they hold answers."""
    await session.execute(delete(File).where(File.id.in_(_uploads(who))))
    file = File(name=name[:200], mime=XLSX, content=content, created_at=now)
    session.add(file)
    await session.flush()
    details = {"file": file.id}
    session.add(AuditEntry(at=now, actor_id=who.me.id, action=UPLOADED, details=details))
    await session.flush()
    return file.id


async def kept(session: AsyncSession, who: Who, file_id: int) -> File | None:
    """The person's own upload, locked; None when it has been decided on."""
    return await session.scalar(
        select(File)
        .where(File.id == file_id, File.id.in_(_uploads(who)))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def forget(session: AsyncSession, file: File) -> None:
    await session.delete(file)
    await session.flush()


def _uploads(who: Who) -> Select[int]:
    return select(AuditEntry.details["file"].as_integer()).where(
        AuditEntry.action == UPLOADED, AuditEntry.actor_id == who.me.id
    )
