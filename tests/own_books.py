"""The workbook of an own questionnaire, as a curator fills it in."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import openpyxl
from sqlalchemy import select

from models import Organisation, OwnQuestionnaire, Wave
from models.enums import Role
from services.own_questionnaires.table import (
    EXAMPLES,
    HEAD,
    LAYOUT,
    MINUTES,
    PURPOSE,
    QUESTIONS,
    ROLES,
    TITLE,
    template,
)
from tests.conftest import NOW
from tests.conversation import User, World
from tests.factories import School, make_organisation, make_pair, make_person

Question = Mapping[str, object]

NAME = "анкета.xlsx"
ABOUT: Mapping[str, object] = {
    TITLE: "Методическая неделя",
    PURPOSE: "Чтобы следующая прошла лучше.",
    ROLES: "наставники и наставляемые",
    MINUTES: 2,
}
DAYS = "05.11–10.11"
"""Between the rounds of the programme."""

LIKED: Question = {"code": "LIKE", "text": "Понравилась ли вам неделя?", "kind": "да/нет"}


def book(
    questions: Sequence[Question] = EXAMPLES, about: Mapping[str, object] | None = None
) -> bytes:
    """The template with these questions; `about` changes what is said of the whole."""
    made = openpyxl.load_workbook(BytesIO(template(NOW)))
    head, sheet = made[HEAD], made[QUESTIONS]
    values = {**ABOUT, **(about or {})}
    for row in range(2, head.max_row + 1):
        value = values.get(str(head.cell(row, 1).value))
        head.cell(row, 2).value = value  # type: ignore[assignment]
    for number, question in enumerate(questions, start=2):
        for place, column in enumerate(LAYOUT.columns, start=1):
            sheet.cell(number, place).value = question.get(column.code)  # type: ignore[assignment]
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def asked(number: int, **more: object) -> Question:
    """The question of this number, closed and without blame."""
    return {"text": f"Понравилась ли вам встреча номер {number}?", "kind": "да/нет", **more}


async def brings(user: User, content: bytes) -> str:
    """Sends the workbook from the list of own questionnaires."""
    await user.says("/waves")
    await user.clicks("Свои анкеты")
    return await user.sends(NAME, content)


async def kept(world: World) -> list[OwnQuestionnaire]:
    async with world.sessions() as session:
        found = await session.scalars(select(OwnQuestionnaire).order_by(OwnQuestionnaire.id))
        return list(found)


async def planned(user: User, days: str = DAYS, **about: object) -> str:
    """As far as the page before the launch."""
    await brings(user, book(about=about))
    await user.clicks("К запуску")
    await user.says(days)
    return await user.clicks("Дальше")


async def waves(world: World) -> list[Wave]:
    async with world.sessions() as session:
        own = select(Wave).where(Wave.code.startswith("own-")).order_by(Wave.id)
        return list(await session.scalars(own))


async def second_school(world: World, school: School, name: str = "МБОУ СОШ № 2") -> Organisation:
    async with world.sessions.begin() as session:
        place = await make_organisation(session, name, school.town)
        olga = await make_person(session, place, "Белова Ольга Игоревна", Role.MENTOR)
        pyotr = await make_person(session, place, "Серов Пётр Львович", Role.MENTEE)
        await make_pair(session, olga, pyotr)
    return place
