"""The pages of a wave's delivery: long lists, ways on and back, who may see what."""

import pytest

from handlers.wave_buttons import ShowDeliveries, ShowDelivery
from models import Assignment
from models.enums import WaveCode
from tests.conversation import User, World
from tests.deliveries import (
    BORIS,
    FINE,
    MENTEE,
    MENTOR,
    MORNING,
    S,
    coordinator,
    crowd,
    make_told,
    opens,
    other_school,
    presses_of,
    pushed,
)
from tests.factories import School, make_organisation, make_person
from tests.surveys import MadeWave, make_joined_school, make_wave


@pytest.fixture
async def school(world: World) -> School:
    return await make_joined_school(world)


@pytest.fixture
async def wave(world: World, school: School) -> MadeWave:
    return await make_told(world, school)


@pytest.fixture
async def nina(world: World, school: School) -> User:
    return await coordinator(world, school)


async def test_the_most_urgent_come_first_and_long_lists_come_in_pages(
    world: World, school: School, wave: MadeWave
) -> None:
    await crowd(world, school, wave, 17)
    await pushed(world, wave, school.people["boris"], MENTEE, S.PENDING, due_at=MORNING)
    seen = await opens(school.curator)

    assert "ещё не входили в бот: 16" in seen
    assert "Telegram не подтвердил доставку, могло и дойти: 1" in seen
    assert "Ёлкинаб Яна" in seen
    assert "Ёлкинаа Яна" not in seen
    await school.curator.clicks("›")
    assert "Ёлкинар Яна" in school.curator.sees
    assert "ещё не входили в бот: 16" in school.curator.sees
    assert "Ёлкинаа Яна, наставляемый — Telegram" in await school.curator.clicks("›")
    assert school.curator.sees.endswith(f"{BORIS}уйдёт вт, 15 сентября, 09:00")
    assert "›" not in school.curator.last.buttons
    await school.curator.presses(ShowDelivery(wave=wave.wave.id, page=900).pack())
    assert school.curator.sees.endswith("09:00")


async def test_a_name_leads_to_the_card_where_the_link_is_made_and_back(
    world: World, school: School, wave: MadeWave
) -> None:
    await crowd(world, school, wave, 12)
    await opens(school.curator)
    await school.curator.clicks("›")
    world.restart()
    card = await school.curator.clicks("⚪ Ёлкинак")
    assert "Ссылку ещё не открывали." in card
    assert "По именам" in await school.curator.clicks("Назад")
    assert "⚪ Ёлкинак Яна" in school.curator.last.buttons

    await school.curator.clicks("⚪ Ёлкинак")
    assert "здравствуйте" in await school.curator.clicks("Ссылка-приглашение")


async def test_another_school_is_not_found(world: World, school: School, wave: MadeWave) -> None:
    theirs, stranger = await other_school(world, school)
    await opens(school.curator)
    for data in presses_of(theirs, stranger):
        await school.curator.presses(data)
        assert "Этого уже нет" in school.curator.sees, data
        assert "Серов" not in school.curator.sees


async def test_a_guest_of_the_school_has_a_line_and_no_card(
    world: World, school: School, wave: MadeWave
) -> None:
    """A mentor from elsewhere takes part in the wave; their card is their own curator's."""
    _, stranger = await other_school(world, school)
    async with world.sessions.begin() as session:
        session.add(
            Assignment(
                wave_id=wave.wave.id, person_id=stranger.id, role=MENTOR, created_at=world.now
            )
        )
    assert "Серов Пётр Львович, наставник — ещё не входили" in await opens(school.curator)
    assert "Серов" not in " ".join(school.curator.last.buttons)


async def test_mentors_and_mentees_are_refused(
    world: World, school: School, wave: MadeWave
) -> None:
    all_schools = ShowDeliveries(code=WaveCode.INTRO).pack()
    for user in (school.anna, school.boris):
        await user.says("/menu")
        for data in [*presses_of(wave, school.people["boris"]), all_schools]:
            await user.presses(data)
            assert user.toasts[-1] == "Эта кнопка уже устарела"


@pytest.mark.parametrize("data", ["wn:0:0", "wn:99999999999:0", "wq:1:x:0", "wm:none:0"])
async def test_a_forged_button_changes_nothing(school: School, wave: MadeWave, data: str) -> None:
    await opens(school.curator)
    await school.curator.presses(data)
    assert "устарела" in school.curator.toasts[-1]


async def test_buttons_of_every_age_show_how_things_stand(
    world: World, school: School, wave: MadeWave
) -> None:
    await opens(school.curator)
    name = school.curator.last.data("Орлов")
    await pushed(world, wave, school.people["boris"], MENTEE, S.SENT)
    world.restart()

    await school.curator.presses(f"wn:{wave.wave.id}:3")  # «До кого не дошла», as it was before
    assert FINE in school.curator.sees
    await school.curator.presses(name)
    assert "Последнее сообщение: доставлено 14 сентября." in school.curator.sees


async def test_a_wave_that_is_not_open_has_no_messages(world: World, school: School) -> None:
    async with world.sessions.begin() as session:
        made = await make_wave(session, school.school, opened_at=None)
    await school.curator.says("/waves")
    await school.curator.clicks("Вводная")
    assert "Доставка" not in " ".join(school.curator.last.buttons)
    await school.curator.presses(ShowDelivery(wave=made.wave.id).pack())
    assert "пока никому не отправляли" in school.curator.sees
    assert FINE not in school.curator.sees


async def test_a_coordinator_sees_sums_and_then_each_school_by_its_number(
    world: World, school: School, wave: MadeWave, nina: User
) -> None:
    await pushed(world, wave, school.people["boris"], MENTEE, S.SENT)
    for number in (12, 2, *range(20, 28)):
        await other_school(world, school, number)
    seen = await opens(nina)

    assert "11 школ, по людям:" in seen
    assert "✅ дошло: 2\n⚪ ещё не входили в бот: 10" in seen
    assert nina.last.buttons[:3] == [
        "МБОУ СОШ № 1 · без вопросов",
        "МБОУ СОШ № 2 · под вопросом 1",
        "МБОУ СОШ № 12 · под вопросом 1",
    ]
    assert "Серов" not in seen
    await nina.clicks("›")
    assert "МБОУ СОШ № 27 · под вопросом 1" in nina.last.buttons
    assert "Серов Пётр Львович" in await nina.clicks("№ 27")
    assert "Ссылку ещё не открывали" in await nina.clicks("Серов")


async def test_sums_of_schools_have_nothing_to_show_before_a_wave_is_open(
    world: World, school: School, nina: User
) -> None:
    await nina.says("/menu")
    await nina.presses(ShowDeliveries(code=WaveCode.FINAL).pack())
    assert "Этого уже нет" in nina.sees


async def test_sums_of_other_towns_are_not_told(
    world: World, school: School, wave: MadeWave, nina: User
) -> None:
    async with world.sessions.begin() as session:
        elsewhere = await make_organisation(session, "Дальняя школа")
        stranger = await make_person(session, elsewhere, "Серов Пётр Львович", MENTEE)
        made = await make_wave(session, elsewhere, people=[(stranger, MENTEE)])
    await nina.says("/menu")
    await nina.presses(ShowDeliveries(code=WaveCode.INTRO).pack())
    assert "1 школа, по людям:" in nina.sees
    for data in presses_of(made, stranger):
        await nina.presses(data)
        assert "Этого уже нет" in nina.sees
