"""The conversation of /results: who may see what, and when."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from handlers.results.screens import Round
from models import AuditEntry, Organisation
from models.enums import Role
from tests.conversation import User, World
from tests.factories import make_joined, make_organisation, make_person
from tests.polls import AFTER, Sheets, make_poll, make_town

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE


@pytest.fixture
async def joined(world: World) -> dict[str, User]:
    """A coordinator and the curators of a large and a small school, after the first round."""
    mentors = [{"EFF": n, "GLD": ("yes",), "VAL": f"мысль {n}"} for n in (4, 5, 8, 9, 10, 10)]
    async with world.sessions.begin() as session:
        town = await make_town(session)
        large = await make_organisation(session, "МБОУ СОШ № 1", parent=town)
        small = await make_organisation(session, "МБОУ СОШ № 2", parent=town)
        await make_poll(session, large, {MENTOR: mentors, MENTEE: [{"EFF": 8}] * 4 + [None]})
        await make_poll(session, small, {MENTOR: [{"EFF": 3}] * 4, MENTEE: [{"EFF": 7}]})
        people = {
            "curator": await make_person(session, large, "Ким Вера Олеговна", Role.CURATOR),
            "other": await make_person(session, small, "Лис Инна Олеговна", Role.CURATOR),
            "mentor": await make_person(session, large, "Гай Илья Львович", Role.MENTOR),
            "town": await make_person(
                session, town, "Дуб Олег Львович", Role.MUNICIPAL_COORDINATOR
            ),
        }
    world.moves_to(AFTER)
    return {
        name: await make_joined(world, person, 900 + number)
        for number, (name, person) in enumerate(people.items())
    }


async def test_a_curator_reads_the_response_and_the_means(joined: dict[str, User]) -> None:
    curator = joined["curator"]
    await curator.says("/results")
    seen = await curator.clicks("Вводная анкета · завершена")

    assert "Наставники: ответили 6 из 6" in seen
    assert "Наставляемые: ответили 4 из 5" in seen
    assert "Наставники: 7,7 · медиана 8,5 · n = 6" in seen
    assert "Наставляемые: на каждый вопрос ответило меньше 5 человек" in seen
    assert "от 4 до 10" not in seen
    assert "Все школы" not in str(curator.last.buttons)


async def test_distributions_and_typed_answers_have_pages_of_their_own(
    joined: dict[str, User],
) -> None:
    curator = joined["curator"]
    await curator.says("/results")
    await curator.clicks("Вводная")
    seen = await curator.clicks("Распределения")
    assert "Радость участия\nНаставники (n = 6)\nДа — 6\nНет — 0" in seen

    await curator.clicks("К результатам")
    await curator.clicks("Своими словами")
    pages = [curator.sees]
    while any("›" in label and label[0].isdigit() for label in curator.last.buttons):
        pages.append(await curator.clicks(f"{len(pages) + 1} ›"))
    assert all(f"мысль {n}" in "".join(pages) for n in (4, 5, 8, 9, 10))
    assert "Участник" not in "".join(pages)


async def test_the_coordinator_chooses_between_the_town_and_its_schools(
    joined: dict[str, User],
) -> None:
    town = joined["town"]
    await town.says("/results")
    await town.clicks("Вводная")
    schools = [label for label in town.last.buttons if "СОШ" in label or "Σ" in label]
    assert schools == ["Σ Управление образования", "МБОУ СОШ № 1", "МБОУ СОШ № 2"]

    seen = await town.clicks("№ 2")
    assert "Наставники: ответили 4 из 4" in seen
    assert "3,0" not in seen
    seen = await town.clicks("Все школы вместе")
    assert "Наставники: 7,7" in seen
    assert "до 4 чел." in seen
    assert "Наставляемые: 7,8 · медиана 8 · n = 5" in seen


async def test_another_schools_results_are_not_there(joined: dict[str, User]) -> None:
    curator, other = joined["curator"], joined["other"]
    await curator.says("/results")
    await curator.clicks("Вводная")
    data = curator.last.data("Распределения")
    await other.says("/results")
    await other.presses(data)
    assert "Этого уже нет" in other.sees

    await joined["mentor"].presses(data)
    assert "Этого уже нет" in joined["mentor"].sees
    whole = data.replace(":0:0", ":1:0")
    assert whole != data
    await curator.presses(whole)
    assert "Этого уже нет" in curator.sees


async def test_results_are_for_those_who_run_the_programme(joined: dict[str, User]) -> None:
    assert "Не понял" in await joined["mentor"].says("/results")


async def open_round(world: World, sheets: Sheets) -> User:
    async with world.sessions.begin() as session:
        school = await make_organisation(session, "МБОУ СОШ № 7")
        await make_poll(session, school, sheets, closed_at=None)
        person = await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR)
    world.moves_to(datetime(2026, 9, 20, 6, tzinfo=UTC))
    return await make_joined(world, person, 950)


async def test_while_the_round_goes_on_only_the_response_shows(world: World) -> None:
    curator = await open_round(world, {MENTOR: [{"EFF": 9}] * 6 + [None] * 2})
    await curator.says("/results")
    seen = await curator.clicks("Вводная анкета · идёт")

    assert "Наставники: ответили 6 из 8" in seen
    assert "Не открывали бота: 2" in seen
    assert "после завершения" in seen
    assert not {"📊 Картинки", "📗 Excel", "Распределения"} & set(curator.last.buttons)
    async with world.sessions() as session:
        school = await session.scalar(select(Organisation.id))
    for act in ("workbook", "unreached"):
        await curator.presses(f"xv:{act}:2026:intro:{school}:0:0")
        assert "после завершения" in curator.sees
        assert curator.last.file is None


async def test_who_is_not_reached_stands_on_the_page_of_the_delivery(world: World) -> None:
    curator = await open_round(world, {MENTOR: [{"EFF": 9}, None], MENTEE: [None] * 40})
    await curator.says("/results")
    await curator.clicks("Вводная")
    seen = await curator.clicks("Доставка")

    assert "ещё не входили в бот: 41" in seen
    assert "EFF" not in seen


@pytest.mark.parametrize(("today", "seen"), [(1, "Откроется 15 сентября"), (29, "Не проводилась")])
async def test_a_round_that_was_not_held_is_not_offered_and_shows_no_results(
    world: World, today: int, seen: str
) -> None:
    async with world.sessions.begin() as session:
        school = await make_organisation(session)
        wave = await make_poll(session, school, {}, closed_at=None)
        wave.opened_at, wave.closes_on = None, date(2026, 9, 28)
        person = await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR)
    world.moves_to(datetime(2026, 9, today, 6, tzinfo=UTC))
    curator = await make_joined(world, person, 950)
    assert "ещё не было" in await curator.says("/results")
    assert curator.last.buttons == ["☰ Меню"]

    await curator.presses(Round(year=2026, code="intro").pack())
    assert seen in curator.sees
    assert "Пока никого не приглашали" in curator.sees
    assert "📗 Excel" not in curator.last.buttons


async def test_many_schools_come_in_pages_by_name(world: World) -> None:
    async with world.sessions.begin() as session:
        town = await make_town(session)
        for number in range(10):
            school = await make_organisation(session, f"Школа {13 - number}", parent=town)
            await make_poll(session, school, {}, closed_at=None if number == 3 else AFTER)
        person = await make_person(session, town, "Дуб Олег Львович", Role.MUNICIPAL_COORDINATOR)
    world.moves_to(datetime(2026, 9, 20, 6, tzinfo=UTC))
    user = await make_joined(world, person, 950)
    await user.says("/results")
    await user.clicks("Вводная анкета · идёт")
    first = [label for label in user.last.buttons if "Школа" in label]
    await user.clicks("2 ›")
    second = [label for label in user.last.buttons if "Школа" in label]

    assert first + second == [f"Школа {number}" for number in range(4, 14)]
    await user.clicks("‹ 1")
    assert "Уже завершили школ: 9 из 10" in await user.clicks("Σ")
    assert "когда завершат все школы" in user.sees


async def test_without_waves_it_says_so(world: World) -> None:
    async with world.sessions.begin() as session:
        school = await make_organisation(session)
        person = await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR)
    curator = await make_joined(world, person, 950)

    assert "Анкет в 2026/27 учебном году ещё не было" in await curator.says("/results")


async def test_buttons_work_after_a_restart_and_twice(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    await curator.says("/results")
    await curator.clicks("Вводная")
    results_screen = curator.last
    world.restart()

    data = results_screen.data("Распределения")
    await curator.presses(data, results_screen)
    await curator.presses(data, results_screen)
    assert "Радость участия" in curator.sees


async def test_a_button_for_a_page_that_is_gone_shows_the_last_one(
    joined: dict[str, User],
) -> None:
    curator = joined["curator"]
    await curator.says("/results")
    await curator.clicks("Вводная")
    data = curator.last.data("Распределения")

    for page in ("99", "-4"):
        await curator.presses(data.rsplit(":", 1)[0] + f":{page}")
        assert "Радость участия" in curator.sees


async def test_the_texts_stay_within_the_limit(world: World) -> None:
    """Long answers full of signs that HTML escapes."""
    said = [{"VAL": f"{n} " + "<&>" * 600, "ROLE": f"{n} " + "<&>" * 600} for n in range(6)]
    async with world.sessions.begin() as session:
        school = await make_organisation(session, "Школа " + "имени " * 48)
        await make_poll(session, school, {MENTOR: said})
        person = await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR)
    world.moves_to(AFTER)
    curator = await make_joined(world, person, 950)
    await curator.says("/results")
    await curator.clicks("Вводная")
    await curator.clicks("Своими словами")
    for page in range(2, 8):
        assert len(curator.last.text) < 3500
        await curator.clicks(f"{page} ›")


async def test_in_english(joined: dict[str, User]) -> None:
    curator = joined["curator"]
    await curator.says("/language")
    await curator.clicks("English")
    await curator.says("/results")
    seen = await curator.clicks("Opening questionnaire · finished")

    assert "Mentors: 6 of 6 answered" in seen
    assert "Usefulness of mentoring\nMentors: 7.7 · median 8.5 · n = 6" in seen


async def test_every_file_that_leaves_is_written_down(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    await curator.says("/results")
    await curator.clicks("Вводная")
    await curator.clicks("Картинки")
    await curator.clicks("Средние")
    await curator.clicks("К результатам")
    await curator.clicks("Excel")

    async with world.sessions() as session:
        found = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    exports = [entry for entry in found if entry.action == "results_exported"]
    assert [entry.details["format"] for entry in exports] == ["png", "xlsx"]
    assert {entry.at for entry in exports} == {AFTER}


async def test_nothing_to_draw_is_said_in_words(joined: dict[str, User]) -> None:
    other = joined["other"]
    await other.says("/results")
    await other.clicks("Вводная")
    assert "📊 Картинки" not in other.last.buttons
    data = other.last.data("Excel")
    await other.presses(data.replace("workbook", "pictures"))
    assert "Рисовать пока нечего" in other.sees
    for act in ("picture", "pic-radar", "pic-band", "pic-changes"):
        await other.presses(data.replace("workbook", act))
        assert "Такой картинки сейчас нет" in other.sees


@pytest.mark.parametrize(
    "data",
    ["xr:99999:intro:0", "xv:means:99999:intro:1:0:0", "xv:means:2026:intro:9999999999:0:0"],
)
async def test_a_forged_number_is_a_stale_button(world: World, data: str) -> None:
    curator = await open_round(world, {MENTOR: [{"EFF": 9}]})
    await curator.says("/menu")
    await curator.presses(data)

    assert curator.toasts
