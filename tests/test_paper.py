"""Questionnaires on paper: the form, the table, and the answers that come back."""

from io import BytesIO

import docx
import openpyxl
import pytest
from sqlalchemy import select, update

from handlers.paper import Enter, OnPaper
from models import Answer, Assignment, AuditEntry, File
from models.enums import Missing, Role
from services.errors import UserError
from services.paper.reading import read
from tests.conversation import User, World
from tests.factories import School, make_school
from tests.papers import NAME, sent, typed
from tests.year import INTERIM, comes, wave_of


@pytest.fixture
async def school(world: World) -> School:
    """The interim questionnaire is open; Anna mentors Boris."""
    made = await make_school(world)
    await comes(world, "2026-12-10 10:01")
    return made


async def opens(world: World, user: User, act: str = "show", role: str = "") -> str:
    wave = await wave_of(world, INTERIM)
    data = {"wave": wave.id, "act": act, "role": role}
    await user.presses(OnPaper.model_validate(data).pack())
    return user.sees


async def table(world: World, user: User) -> openpyxl.Workbook:
    await opens(world, user, "table")
    return openpyxl.load_workbook(BytesIO(sent(user)))


MENTEE = {
    "COM": 9,
    "ADP": "8",
    "PRA": "затрудняюсь",
    "SUP": 10,
    "FRQ": "Редко",
    "LCK": "Мало времени",
}


async def answers(world: World) -> dict[str, object]:
    async with world.sessions() as session:
        rows = await session.scalars(select(Answer))
        return {row.item: row.number or row.choices or row.body or row.missing for row in rows}


async def test_a_form_to_print_has_every_question_but_the_private_one(
    world: World, school: School
) -> None:
    seen = await opens(world, school.curator)
    assert "Ещё не ответили: 2" in seen
    await school.curator.clicks("Бланк наставляемого")
    paper = docx.Document(BytesIO(sent(school.curator)))
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)

    assert "Промежуточная анкета наставляемого" in words
    assert "Насколько вы уже освоились в должности?" in words
    assert "О коллеге" in words
    assert "☐ Редко" in words
    assert "1   2   3   4   5   6   7   8   9   10" in words
    assert "Нужна ли вам сейчас помощь" not in words
    assert paper.sections[0].page_width.cm == pytest.approx(21, abs=0.1)  # type: ignore[union-attr]


async def test_answers_on_paper_are_entered_and_marked(world: World, school: School) -> None:
    book = await table(world, school.curator)
    seen = await school.curator.sends(NAME, typed(book, MENTEE, "Наставляемые"))
    assert "В таблице ответы 1 человека" in seen
    assert "Орлов Борис" in seen or "Борис" in seen
    assert await answers(world) == {}
    seen = await school.curator.clicks("Да, внести")

    assert "Внесены ответы 1 человека" in seen
    found = await answers(world)
    assert found["COM"] == 9
    assert found["ADP"] == 8
    assert found["PRA"] == Missing.HARD_TO_SAY
    assert found["FRQ"] == ["seldom"]
    assert found["LCK"] == "Мало времени"
    assert found["LOAD"] == Missing.SKIPPED
    assert "HLP" not in found
    async with world.sessions() as session:
        row = await session.scalar(select(Assignment).where(Assignment.submitted_at.is_not(None)))
        assert row
        assert (row.on_paper, row.role) == (True, Role.MENTEE)
        assert NAME not in list(await session.scalars(select(File.name)))
        done = select(AuditEntry.details).where(AuditEntry.action == "paper_entered")
        assert [details["people"] for details in await session.scalars(done)] == [1]


async def test_the_yes_pressed_twice_enters_once(world: World, school: School) -> None:
    book = await table(world, school.curator)
    await school.curator.sends(NAME, typed(book, MENTEE, "Наставляемые"))
    yes = school.curator.last.data("Да")
    await school.curator.clicks("Да")
    entered = await answers(world)
    await school.curator.presses(yes)

    assert "уже внесена" in school.curator.sees
    assert entered["COM"] == 9
    assert await answers(world) == entered


async def test_every_mistake_is_named_with_its_cell(world: World, school: School) -> None:
    book = await table(world, school.curator)
    wrong = {"COM": 11, "ADP": "очень", "FRQ": "Иногда", "LCK": "д" * 2001, "PLN": "=1+1"}
    seen = await school.curator.sends(NAME, typed(book, wrong, "Наставляемые"))

    assert "В таблице 5 ошибок" in seen
    assert "«Наставляемые», строка 3, «COM»: «11» не подходит, нужно число от 1 до 10" in seen
    assert "«ADP»: «очень» не подходит" in seen
    assert "нужно одно из: «Очень часто», «Часто»" in seen
    assert "«LCK»: длиннее" in seen
    assert "«PLN»" in seen
    assert await answers(world) == {}

    await school.curator.sends(NAME, typed(book, {**MENTEE, "PLN": 5}, "Наставляемые"))
    assert "Внести?" in school.curator.sees


async def test_whoever_answered_meanwhile_keeps_the_own_answers(
    world: World, school: School
) -> None:
    book = await table(world, school.curator)
    content = typed(book, MENTEE, "Наставляемые")
    await school.curator.sends(NAME, content)
    yes = school.curator.last.data("Да")
    async with world.sessions.begin() as session:
        mine = update(Assignment).where(Assignment.role == Role.MENTEE)
        await session.execute(mine.values(submitted_at=world.now, started_at=world.now))
    await school.curator.presses(yes)

    assert "все уже ответили сами" in school.curator.sees
    assert await answers(world) == {}


async def test_an_empty_table_and_another_file_are_refused_kindly(
    world: World, school: School
) -> None:
    book = await table(world, school.curator)
    assert "Таблица пустая" in await school.curator.sends(NAME, typed(book, {}, "Наставники"))
    await opens(world, school.curator)
    other = openpyxl.Workbook()
    target = BytesIO()
    other.save(target)
    assert "Это не та таблица" in await school.curator.sends(NAME, target.getvalue())
    await opens(world, school.curator)
    assert "Это не та таблица" in await school.curator.sends("a.txt", b"hello")


async def test_a_changed_first_column_is_found(world: World, school: School) -> None:
    book = await table(world, school.curator)
    book["Наставляемые"]["A3"].value = "9999-1"
    content = typed(book, MENTEE, "Наставляемые")
    assert "Уже ответили сами" in await school.curator.sends(NAME, content)
    book["Наставляемые"]["A3"].value = "Борис"
    await opens(world, school.curator)
    content = typed(book, MENTEE, "Наставляемые")
    assert "такой строки в таблице не было" in await school.curator.sends(NAME, content)


@pytest.mark.parametrize("act", ["show", "form", "table"])
async def test_paper_is_for_those_who_run_the_school(
    world: World, school: School, act: str
) -> None:
    await opens(world, school.anna, act, "mentee")

    assert not any(message.file for message in school.anna.chat)


async def test_a_closed_wave_takes_no_paper(world: World, school: School) -> None:
    book = await table(world, school.curator)
    await school.curator.sends(NAME, typed(book, MENTEE, "Наставляемые"))
    yes = school.curator.last.data("Да")
    await comes(world, "2026-12-21 10:00")
    await school.curator.presses(yes)

    assert "сейчас не идёт" in school.curator.sees
    assert await answers(world) == {}


async def test_another_curators_upload_is_not_there(world: World, school: School) -> None:
    book = await table(world, school.curator)
    await school.curator.sends(NAME, typed(book, MENTEE, "Наставляемые"))
    enter = Enter.unpack(school.curator.last.data("Да"))
    async with world.sessions.begin() as session:
        await session.execute(update(AuditEntry).values(actor_id=school.people["anna"].id))
    await school.curator.presses(enter.pack())

    assert "уже внесена или отложена" in school.curator.sees


def test_a_file_that_is_no_table_says_so() -> None:
    with pytest.raises(UserError):
        read(b"PK nonsense", NAME, [])
