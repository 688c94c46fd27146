import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from handlers.questionnaires import OpenSurvey
from models import Mentorship, QuestionnaireVersion, Wave
from models.enums import MentorshipStatus, Role, WaveCode
from services.catalogue import QuestionnaireSpec, lint
from services.questionnaires import freeze, spec_of
from services.versions import asked_before
from tests.answering import STALE, asked, reaching
from tests.conftest import NOW
from tests.conversation import World
from tests.factories import (
    make_organisation,
    make_pair,
    make_person,
)
from tests.surveys import (
    answer_all,
    joined,
    make_joined_school,
    make_wave,
    question_on,
    specs,
)


@pytest.mark.parametrize(
    "change",
    [
        {"status": MentorshipStatus.ENDED_EARLY},
        {"status": MentorshipStatus.COMPLETED},
        {"ends_on": date(2026, 9, 13)},
        {"starts_on": date(2026, 10, 1)},
    ],
)
async def test_a_pair_that_does_not_work_during_the_wave_is_not_asked_about(
    world: World, change: dict[str, Any]
) -> None:
    everything = await reaching(world, "COM")
    assert "Орлов Борис" in everything.anna.sees
    old = everything.anna.last.data("8")
    async with world.sessions.begin() as session:
        await session.execute(update(Mentorship).values(**change))

    await everything.anna.presses(old)
    assert question_on(everything.anna.last) == ("ROLE", None)
    assert everything.anna.toasts[-1] == STALE
    assert ("COM", everything.school.pair.id) not in await everything.given()


async def test_a_closed_wave_says_when_it_closed_and_what_became_of_the_answers(
    world: World,
) -> None:
    everything = await reaching(world, "EFF")
    tap = everything.anna.last.data("8")
    world.moves_to(datetime(2026, 9, 30, 18, 59, tzinfo=UTC))
    await everything.anna.says("/survey")
    assert question_on(everything.anna.last) == ("EFF", None), "23:59 of the last day"

    world.waits(minutes=1)
    await everything.anna.presses(tap)
    assert "Анкета закрылась 30 сентября." in everything.anna.sees
    assert "ответы в результаты не попали" in everything.anna.sees
    assert ("EFF", None) not in await everything.given()
    assert "открытых анкет для вас нет" in await everything.anna.says("/survey")


async def test_a_wave_closed_by_the_curator_takes_nothing_more(world: World) -> None:
    everything = await reaching(world, None)
    async with world.sessions.begin() as session:
        await session.execute(update(Wave).values(closed_at=datetime(2026, 9, 20, 20, tzinfo=UTC)))
    await everything.anna.clicks("Отправить")
    assert "Анкета закрылась 21 сентября." in everything.anna.sees
    assert (await everything.assignment()).submitted_at is None

    await everything.boris.says("/menu")
    await everything.boris.presses(OpenSurvey(assignment=everything.number("boris")).pack())
    assert "не попали" not in everything.boris.sees


async def test_a_text_after_the_close_is_not_taken(world: World) -> None:
    everything = await reaching(world, "ROLE")
    world.moves_to(datetime(2026, 10, 1, tzinfo=UTC))

    assert "Анкета закрылась" in await everything.anna.says("Опоздал")
    assert ("ROLE", None) not in await everything.given()


async def test_a_wave_not_opened_yet_says_when_it_will(world: World) -> None:
    everything = await asked(world, opens_on=date(2026, 9, 15), opened_at=None)
    shown = await everything.anna.says("/survey")
    assert "открытых анкет для вас нет" in shown
    assert "Следующая анкета откроется 15 сентября" in shown

    push = OpenSurvey(assignment=everything.number("anna")).pack()
    for data in (push, push.replace("s:", "qs:") + ":begin"):
        await everything.anna.presses(data)
        assert "Эта анкета откроется 15 сентября" in everything.anna.sees
    assert (await everything.assignment()).started_at is None


async def test_without_any_wave_nothing_is_promised(world: World) -> None:
    anna = (await make_joined_school(world)).anna

    assert await anna.says("/survey") == "Сейчас открытых анкет для вас нет."


async def test_who_is_in_no_pair_and_no_curator_has_no_questionnaires(world: World) -> None:
    school = await make_joined_school(world)
    async with world.sessions.begin() as session:
        head = await make_person(session, school.school, "Львова Нина Яковлевна", Role.HEAD)
        user = await joined(session, world, head, 400)

    assert "Не понял" in await user.says("/survey")


async def test_a_curator_has_a_form_of_his_own_and_no_colleagues(world: World) -> None:
    school = await make_joined_school(world)
    curator = school.people["curator"]
    async with world.sessions.begin() as session:
        await make_pair(session, curator, school.people["boris"])
        people = [(curator, Role.CURATOR)]
        await make_wave(session, school.school, WaveCode.CURATOR, people=people)

    assert "9 вопросов" in await school.curator.says("/survey")
    await school.curator.clicks("Начать")
    assert school.curator.last.buttons[:3] == ["Пока нет", "Отчасти", "Да, полностью"]


async def test_what_is_all_about_colleagues_is_not_asked_of_who_has_none_any_more(
    world: World,
) -> None:
    everything = await asked(world, WaveCode.DEFICITS)
    anna = everything.anna
    await anna.says("/survey")
    begin = anna.last.data("Начать")
    async with world.sessions.begin() as session:
        await session.execute(update(Mentorship).values(status=MentorshipStatus.ENDED_EARLY))

    await anna.presses(begin)
    assert "сейчас таких нет" in anna.sees
    assert (await everything.assignment()).started_at is None
    assert "Сейчас открытых анкет для вас нет" in await anna.says("/survey")
    assert "24 вопроса" in await everything.boris.says("/survey")


async def test_a_mentor_who_is_a_mentee_too_chooses_which_to_answer(world: World) -> None:
    school = await make_joined_school(world)
    async with world.sessions.begin() as session:
        vera = await make_person(session, school.school, "Зайцева Вера", Role.MENTOR, Role.MENTEE)
        await make_pair(session, school.people["anna"], vera)
        await make_wave(session, school.school, people=[(vera, Role.MENTOR), (vera, Role.MENTEE)])
        user = await joined(session, world, vera, 400)
    assert "несколько анкет" in await user.says("/survey")
    await user.clicks("наставляемого")
    await user.clicks("Начать")
    await answer_all(user, {})
    await user.clicks("Отправить")

    assert "Вводная анкета наставника" in await user.says("/survey")


async def test_equal_questionnaires_are_one_version_and_a_changed_one_is_another(
    session: AsyncSession,
) -> None:
    spec = specs()["mentor-intro"]
    first = await freeze(session, spec, NOW)
    again = await freeze(session, spec, NOW)
    changed = await freeze(session, spec.model_copy(update={"minutes": 9}), NOW)

    assert first.id == again.id != changed.id
    assert spec_of(first) == spec
    assert spec_of(changed).minutes == 9


async def test_a_question_asked_in_other_words_than_before_is_remarked_on(
    session: AsyncSession,
) -> None:
    school = await make_organisation(session)
    await make_wave(session, school)
    changed = specs()["mentee-intro"].model_dump()
    changed["items"][2]["text"]["ru"] = "Насколько вам поможет наставник?"
    today = {"mentee-intro": QuestionnaireSpec.model_validate(changed)}

    before = await asked_before(session)
    assert {spec.key for spec in before} == {"mentee-intro", "mentor-intro"}
    (finding,) = (one for one in lint(specs() | today, before) if one.item == "EFF")
    assert (finding.message_key, finding.args["other"]) == (
        "catalogue-other-words",
        "mentee-intro",
    )
    assert [one for one in lint(specs(), before) if one.item] == []


async def test_schools_that_open_at_once_freeze_one_version(fresh_database: str) -> None:
    engine = create_async_engine(fresh_database, pool_size=8)
    sessions = async_sessionmaker(engine)

    async def freeze_one() -> int:
        async with sessions.begin() as session:
            return (await freeze(session, specs()["mentor-intro"], NOW)).id

    found = await asyncio.gather(*(freeze_one() for _ in range(8)))
    async with sessions() as session:
        count = await session.scalar(select(func.count()).select_from(QuestionnaireVersion))
    await engine.dispose()

    assert len(set(found)) == count == 1
