"""After a round: what is decided, who hears of it, and whether the next round asks about it."""

from typing import Any

import pytest
from sqlalchemy import delete, select, update

from handlers.decisions import Decide
from models import Assignment, AuditEntry, Decision, Notification, Wave
from models.enums import Role
from services import catalogue, decisions
from services.catalogue import QuestionnaireSpec, Words
from services.decisions import carried
from tests.conversation import User, World
from tests.factories import School, make_coordinator, make_school
from tests.year import INTRO, at, comes, ticks, told, wave_of

OVER = "2026-10-05 11:00"


@pytest.fixture
async def school(world: World) -> School:
    """Anna has answered the intro questionnaire, Boris has not; it is over."""
    made = await make_school(world)
    await comes(world, "2026-09-15 10:01")
    async with world.sessions.begin() as session:
        of_anna = update(Assignment).where(Assignment.role == Role.MENTOR)
        await session.execute(of_anna.values(started_at=world.now, submitted_at=world.now))
    await comes(world, OVER)
    return made


def page_of(school: School, code: str = INTRO, act: Any = "show", **more: str) -> str:
    place = school.school.id
    return Decide(act=act, year=2026, code=code, organisation=place, whole=False, **more).pack()


async def opens(school: School, user: User | None = None, **more: Any) -> str:
    reader = user or school.curator
    await reader.presses(page_of(school, **more))
    return reader.sees


async def kept(world: World) -> list[tuple[int, str | None, str | None]]:
    async with world.sessions() as session:
        rows = await session.execute(
            select(Decision.position, Decision.choice, Decision.body).order_by(Decision.position)
        )
        return [(position, choice, body) for position, choice, body in rows]


async def test_the_curator_is_asked_when_a_round_is_over(world: World, school: School) -> None:
    assert await told(world, "decide") == [(school.people["curator"].full_name.split()[1], "sent")]
    asked = next(m for m in school.curator.chat if "завершена" in m.plain)

    assert "Вводная анкета завершена. Ответили 1 из 2." in asked.plain
    await school.curator.clicks("Что решили", asked)
    assert "Пока ничего не выбрано" in asked.plain


async def test_the_second_request_comes_a_week_after_the_first_has_come(
    world: World, school: School
) -> None:
    """The first one waited for a curator who had blocked the bot."""
    async with world.sessions.begin() as session:
        await session.execute(delete(Notification).where(Notification.kind == "decide"))
    await school.curator.blocks()
    await comes(world, "2026-10-10 12:00")
    await school.curator.blocks(back=True)
    found = []
    for day in range(12, 24):
        await comes(world, f"2026-10-{day} 10:00")
        found.append(await told(world, "decide"))
    assert [len(one) for one in found].index(2) == 7, found


async def test_up_to_three_decisions_from_the_list_and_in_own_words(
    world: World, school: School
) -> None:
    await opens(school)
    await school.curator.clicks("время для встреч")
    await school.curator.clicks("Своими словами")
    await school.curator.says("  Купим   кофеварку в учительскую ")
    seen = await school.curator.clicks("пригласить психолога")

    assert "• Купим кофеварку в учительскую" in seen
    assert await kept(world) == [
        (1, "time", None),
        (2, None, "Купим кофеварку в учительскую"),
        (3, "psychologist", None),
    ]
    assert school.curator.last.buttons[:3] == [
        "✓ освободить в расписании время для встреч пар",
        "✓ Купим кофеварку в учительскую",
        "✓ пригласить психолога",
    ]
    assert not any("Своими словами" in label for label in school.curator.last.buttons)

    await opens(school, act="add", value="visits")
    assert "Больше 3 решений" in school.curator.toasts[-1]
    await school.curator.clicks("✓ Купим")
    assert [position for position, _, _ in await kept(world)] == [1, 3]


async def test_all_who_were_asked_are_told_once(world: World, school: School) -> None:
    await opens(school)
    await school.curator.clicks("время для встреч")
    asked = await school.curator.clicks("Рассказать")
    assert "получат 2 человека" in asked
    yes = school.curator.last.data("Да")
    seen = await school.curator.clicks("Да")
    await school.curator.presses(yes)
    await world.settle()

    assert "Участникам рассказали 5 октября." in seen
    assert sorted(await told(world, "decisions")) == [("Анна", "sent"), ("Борис", "sent")]
    assert "• освободить в расписании время для встреч пар" in school.boris.sees
    assert school.boris.sees.startswith("Вводная анкета: что решили")
    async with world.sessions() as session:
        done = await session.scalars(
            select(AuditEntry.details).where(AuditEntry.action == "decisions_told")
        )
        assert [details["wave"] for details in done] == ["intro"]


async def test_what_was_told_stays(world: World, school: School) -> None:
    await opens(school)
    await school.curator.clicks("время для встреч")
    drop = school.curator.last.data("✓ освободить")
    await school.curator.clicks("Рассказать")
    await school.curator.clicks("Да")
    await school.curator.presses(drop)

    assert "уже рассказали" in school.curator.toasts[-1]
    assert len(await kept(world)) == 1


async def test_outside_working_hours_the_message_waits(world: World, school: School) -> None:
    world.moves_to(at("2026-10-05 20:00"))
    await opens(school, act="add", value="visits")
    await opens(school, act="tell")
    await world.settle()
    assert set(await told(world, "decisions")) == {("Анна", "pending"), ("Борис", "pending")}

    await comes(world, "2026-10-06 09:05")
    assert set(await told(world, "decisions")) == {("Анна", "sent"), ("Борис", "sent")}


async def test_the_curator_is_reminded_once_and_not_after_deciding(
    world: World, school: School
) -> None:
    await comes(world, "2026-10-09 11:00")
    assert len(await told(world, "decide")) == 1
    await comes(world, "2026-10-12 11:05")
    assert len(await told(world, "decide")) == 2
    await comes(world, "2026-10-20 11:00")
    assert len(await told(world, "decide")) == 2


async def test_whoever_has_decided_is_left_alone(world: World, school: School) -> None:
    await opens(school, act="add", value="visits")
    await comes(world, "2026-10-12 11:00")

    assert len(await told(world, "decide")) == 1


async def test_nothing_is_decided_while_the_round_goes_on(world: World, school: School) -> None:
    async with world.sessions.begin() as session:
        await session.execute(update(Wave).where(Wave.code == INTRO).values(closed_at=None))
    world.moves_to(at("2026-09-20 11:00"))
    await opens(school, act="add", value="visits")

    assert "ещё идёт" in school.curator.toasts[-1]
    assert await kept(world) == []


@pytest.mark.parametrize("act", ["show", "add", "own", "ask", "tell", "drop"])
async def test_mentors_and_other_schools_have_no_say(
    world: World, school: School, act: str
) -> None:
    await opens(school, school.anna, act=act, value="visits")
    assert await kept(world) == []
    assert await told(world, "decisions") == []


async def test_a_coordinator_sees_what_a_school_decided(world: World, school: School) -> None:
    nina = await make_coordinator(world, school.town)
    await opens(school, act="add", value="visits")

    assert "чаще ходить друг к другу на уроки" in await opens(school, nina)


@pytest.mark.parametrize(
    ("text", "answer"), [("д" * 201, "201 знаков"), ("   ", "Пока ничего не выбрано")]
)
async def test_own_words_have_a_length(
    world: World, school: School, text: str, answer: str
) -> None:
    await opens(school, act="own")
    await school.curator.says(text)

    assert answer in school.curator.sees
    assert await kept(world) == []


def asking() -> QuestionnaireSpec:
    """The interim questionnaire with a question about what was decided."""
    spec = catalogue.load()["mentee-interim"]
    item = next(item for item in spec.items if item.kind == "scale" and item.scope == "person")
    noticed = item.model_copy(update={"code": "SEEN", "decisions": True})
    rest = [item for item in spec.items if not item.decisions]
    return spec.model_copy(update={"items": (*rest, noticed)})


async def test_the_next_round_names_what_was_decided(world: World, school: School) -> None:
    interim = await wave_of(world, "interim")
    async with world.sessions() as session:
        before = await carried.with_decisions(session, asking(), interim)
    await opens(school, act="add", value="visits")
    await opens(school, act="add", value="time")
    await opens(school, act="tell")
    async with world.sessions() as session:
        after = await carried.with_decisions(session, asking(), interim)

    assert "SEEN" not in {item.code for item in before.items}
    hint = after.item("SEEN").hint
    assert hint == Words(
        ru="После прошлой анкеты решили: чаще ходить друг к другу на уроки;"
        " освободить в расписании время для встреч пар.",
        en="After the last questionnaire it was decided: visit each other's lessons more often;"
        " keep time for the pairs' meetings in the timetable.",
    )


async def test_a_town_decides_for_schools_without_their_own(world: World, school: School) -> None:
    interim = await wave_of(world, "interim")
    async with world.sessions.begin() as session:
        session.add(
            Decision(
                organisation_id=school.town.id,
                academic_year=2026,
                code="intro",
                position=1,
                body="Школа наставника в марте",
                decided_by=school.people["curator"].id,
                decided_at=world.now,
                told_at=world.now,
            )
        )
    async with world.sessions() as session:
        spec = await carried.with_decisions(session, asking(), interim)

    hint = spec.item("SEEN").hint
    assert hint
    assert "Школа наставника в марте" in hint.ru


def test_the_list_fits_on_buttons() -> None:
    for code, words in decisions.choices().items():
        assert len(code) <= 12
        assert max(len(words.ru), len(words.en)) <= 60


async def test_a_wave_without_answers_asks_nobody_to_decide(world: World) -> None:
    await make_school(world)
    await ticks(world)
    await comes(world, "2026-09-15 10:01")
    await comes(world, OVER)

    assert await told(world, "decide") == []
