"""A town whose files are large, and who makes them."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select

from bot.exporting import Exporting
from models import AuditEntry, Export
from models.enums import Role
from tests.conversation import Message, User, World
from tests.factories import make_joined, make_organisation, make_person
from tests.polls import AFTER, make_poll, make_town

NEVER = 1e6
"""Seconds between two looks, where nothing is to happen between."""

Sheets = dict[str, list[tuple[Any, ...]]]


async def make_answered(world: World, at_once: int = 3) -> dict[str, User]:
    """The first round is over: eleven have answered, so with `at_once` its files are large."""
    world.programme = replace(world.programme, at_once=at_once)
    world.restart()
    mentors = [{"EFF": n, "GLD": ("yes",), "VAL": f"мысль {n}"} for n in (4, 5, 8, 9, 10, 7)]
    async with world.sessions.begin() as session:
        town = await make_town(session)
        school = await make_organisation(session, "МБОУ СОШ № 1", parent=town)
        await make_poll(session, school, {Role.MENTOR: mentors, Role.MENTEE: [{"EFF": 8}] * 5})
        people = {
            "curator": await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR),
            "town": await make_person(
                session, town, "Дуб Олег Львович", Role.MUNICIPAL_COORDINATOR
            ),
        }
    world.moves_to(AFTER)
    return {
        name: await make_joined(world, person, 900 + number)
        for number, (name, person) in enumerate(people.items())
    }


def maker(world: World, **more: Any) -> Exporting:
    given: dict[str, Any] = {"every": NEVER, **more}
    return Exporting(world.sessions, lambda: world.now, world.programme, lambda: None, **given)


async def makes(world: World, **more: Any) -> bool:
    """A process makes the next file, and what it says arrives."""
    found = await maker(world, **more).step()
    await world.settle()
    return found


async def opens(user: User) -> Message:
    """The page of results."""
    await user.says("/results")
    await user.clicks("Вводная")
    return user.last


async def asks(user: User, label: str = "Excel") -> Message:
    """Asks for a file; the message that shows how far it is."""
    await opens(user)
    await user.clicks(label)
    return user.last


def files(user: User) -> list[Message]:
    return [message for message in user.chat if message.file]


def sheets(message: Message) -> Sheets:
    assert message.file is not None
    book = load_workbook(BytesIO(message.file.content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


async def exports(world: World) -> list[Export]:
    async with world.sessions() as session:
        return list(await session.scalars(select(Export).order_by(Export.id)))


async def written_down(world: World) -> list[str]:
    """The kinds of the files that have left."""
    async with world.sessions() as session:
        found = select(AuditEntry).where(AuditEntry.action == "results_exported")
        entries = await session.scalars(found.order_by(AuditEntry.id))
        return [entry.details["format"] for entry in entries]
