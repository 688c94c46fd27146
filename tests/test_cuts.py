"""Results by form, tenure and area of work: settled when sent, counted, seen in the chat."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.results import cutting
from models import Assignment, Mentorship, Organisation, Person, Wave
from models.enums import MentorshipForm, Role, WorkArea
from services import strata
from services.people import organisations_below
from services.results import figures, rounds
from services.results.cells import Results
from services.results.changes import with_changes
from services.results.cuts import with_cuts
from tests.answering import reaching
from tests.conversation import User, World
from tests.exporting import sheets
from tests.factories import make_joined, make_organisation, make_pair, make_person
from tests.polls import AFTER, make_poll, make_town
from tests.test_changes import JUNE
from tests.twice import make_two

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
HEAD, PEER, YOUNG, OLD = (
    "form-head_teacher", "form-teacher_teacher", "tenure-0", "tenure-4",
)  # fmt: skip
K = 5


async def belong(session: AsyncSession, wave: Wave, role: Role, whose: Sequence[str]) -> None:
    """The first who sent it belong to the first strata, and so on: «form-… tenure-…»."""
    mine = select(Assignment).where(Assignment.wave_id == wave.id, Assignment.role == role)
    for one, names in zip(await session.scalars(mine.order_by(Assignment.id)), whose, strict=True):
        one.strata = names.split()
    await session.flush()


async def poll(
    session: AsyncSession, school: Organisation, said: Mapping[str, Sequence[Any]]
) -> None:
    """Mentees by strata, with what they said of EFF or everything."""
    people = [(names, one) for names, answers in said.items() for one in answers]
    sheets = [one if isinstance(one, Mapping) else {"EFF": one} for _, one in people]
    wave = await make_poll(session, school, {MENTOR: [], MENTEE: sheets})
    await belong(session, wave, MENTEE, [names for names, _ in people])


async def cut(
    session: AsyncSession, top: Organisation, whole: bool = False, code: str = "intro"
) -> Results:
    scope = frozenset(await organisations_below(session, [top.id]))
    found = await rounds.places_in(session, scope, 2026, code, JUNE)
    made = await figures.results(session, rounds.pick(found, top.id, whole), K)
    assert made is not None
    return await with_cuts(session, made, K)


async def test_each_stratum_has_its_own_arithmetic(session: AsyncSession) -> None:
    school = await make_organisation(session)
    marks = {HEAD: [9, 8, 10, 7, 9], PEER: [3, 4, 5, 6, 2, 10]}
    await poll(session, school, marks)

    found = (await cut(session, school)).cuts[MENTEE, "EFF"]

    assert {name: cell.people for name, cell in found.items()} == {PEER: 6, HEAD: 5}
    for name, given in marks.items():
        assert found[name].mean == pytest.approx(statistics.mean(given))
        assert found[name].extremes is None
        assert found[name].distribution is None


async def test_a_stratum_that_all_belong_to_is_set_against_nothing(session: AsyncSession) -> None:
    school = await make_organisation(session)
    await poll(session, school, {f"{PEER} {YOUNG}": [9] * 5, f"{PEER} {OLD}": [7] * 5})
    assert (await cut(session, school)).cuts[MENTEE, "EFF"].keys() == {YOUNG, OLD}


async def test_choices_are_counted_and_what_hangs_on_them_is_not_cut(
    session: AsyncSession,
) -> None:
    school = await make_organisation(session)
    yes = {"EXPR": ("yes",), "EXPR_MORE": "в лицее", "VAL": "опыт"}
    await poll(session, school, {HEAD: [yes] * 4 + [{"EXPR": ("no",)}], PEER: [yes] * 5})

    found = (await cut(session, school)).cuts

    assert set(found) == {(MENTEE, "EXPR")}
    assert found[MENTEE, "EXPR"][HEAD].distribution == {"yes": 4, "no": 1}
    assert found[MENTEE, "EXPR"][PEER].distribution == {"yes": 5, "no": 0}


@pytest.mark.parametrize(("heads", "is_told"), [(4, False), (5, True)])
async def test_fewer_than_k_are_not_told(session: AsyncSession, heads: int, is_told: bool) -> None:
    school = await make_organisation(session)
    await poll(session, school, {HEAD: [9] * heads, PEER: [5] * 9})
    assert ((MENTEE, "EFF") in (await cut(session, school)).cuts) is is_told


async def test_a_town_tells_what_no_school_can(session: AsyncSession) -> None:
    town = await make_town(session)
    schools = [await make_organisation(session, f"Школа {n}", parent=town) for n in (1, 2, 3)]
    for school in schools:
        await poll(session, school, {HEAD: [9, 8], PEER: [5, 6, 4]})

    whole = (await cut(session, town, whole=True)).cuts[MENTEE, "EFF"]

    assert {name: (cell.people, cell.mean) for name, cell in whole.items()} == {
        HEAD: (6, 8.5),
        PEER: (9, 5),
    }
    assert (await cut(session, schools[0])).cuts == {}


async def test_who_answered_both_times_is_not_told_by_strata(session: AsyncSession) -> None:
    """Six heads came in May; those of September are peers. The matched are the peers, then."""
    school = await make_organisation(session)
    before, after = [5] * 6 + [None] * 6, [6] * 6 + [7] * 6
    _, final = await make_two(session, school, before, after)
    await belong(session, final, MENTOR, [PEER] * 6 + [HEAD] * 6)
    made = await cut(session, school, code="final")

    assert made.cuts == {}
    await belong(session, final, MENTOR, [PEER, HEAD] * 6)
    assert (await cut(session, school, code="final")).cuts[MENTOR, "EFF"].keys() == {PEER, HEAD}


async def test_strata_shown_in_september_keep_back_a_change_that_would_narrow_them(
    session: AsyncSession,
) -> None:
    """Those who have answered again are one of the two strata and one man more."""
    school = await make_organisation(session)
    before, after = [5] * 12, [6] * 7 + [None] * 5
    intro, _ = await make_two(session, school, before, after)
    await belong(session, intro, MENTOR, [PEER] * 6 + [HEAD] * 6)
    assert (await changed(session, school)) is False

    await belong(session, intro, MENTOR, [""] * 12)
    assert (await changed(session, school)) is True


async def changed(session: AsyncSession, school: Organisation) -> bool:
    scope = frozenset(await organisations_below(session, [school.id]))
    found = await rounds.places_in(session, scope, 2026, "final", JUNE)
    made = await figures.results(session, rounds.pick(found, school.id, False), K)
    assert made is not None
    made = await with_changes(session, made, scope, K, JUNE)
    return next(one.shown for one in made.changes if one.item.code == "EFF")


@pytest.mark.parametrize(
    ("years", "band"), [(0, YOUNG), (3, YOUNG), (4, OLD), (10, OLD), (21, "tenure-21"), (None, "")]
)
async def test_tenures_are_bands(session: AsyncSession, years: int | None, band: str) -> None:
    school = await make_organisation(session)
    person = await make_person(session, school, "Ким Вера Олеговна", MENTOR)
    person.tenure_years = years
    assert " ".join(await strata.of(session, person.id, MENTOR)) == band


async def test_who_has_pairs_of_several_forms_is_of_none(session: AsyncSession) -> None:
    school = await make_organisation(session)
    mentor = await make_person(session, school, "Ким Вера Олеговна", MENTOR)
    pairs = [
        await make_pair(session, mentor, await make_person(session, school, f"Новая {n}", MENTEE))
        for n in (1, 2)
    ]
    for pair in pairs:
        pair.work_area = WorkArea.EXCHANGE
    assert await strata.of(session, mentor.id, MENTOR) == [PEER, "area-exchange"]
    pairs[1].form, pairs[1].work_area = MentorshipForm.HEAD_TEACHER, None
    await session.flush()
    assert await strata.of(session, mentor.id, MENTOR) == []


async def test_they_are_settled_when_the_answers_are_sent(world: World) -> None:
    """Another form of the pair later groups nothing anew."""
    everything = await reaching(world, None)
    async with world.sessions.begin() as session:
        anna = await session.get_one(Person, everything.school.people["anna"].id)
        anna.tenure_years = 2
    await everything.anna.clicks("Отправить")
    async with world.sessions.begin() as session:
        (await session.scalars(select(Mentorship))).one().form = MentorshipForm.HEAD_TEACHER
    assert (await everything.assignment()).strata == [PEER, YOUNG]


async def curator_of(world: World, said: Mapping[str, Sequence[Any]]) -> User:
    async with world.sessions.begin() as session:
        school = await make_organisation(session, "МБОУ СОШ № 1")
        await poll(session, school, said)
        person = await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR)
    world.moves_to(AFTER)
    curator = await make_joined(world, person, 900)
    await curator.says("/results")
    await curator.clicks("Вводная")
    return curator


SAID = [{"EFF": mark, "EXPR": ("yes",)} for mark in (8, 9, 8, 9, 10)]


async def test_the_page_has_the_strata_of_one_attribute(world: World) -> None:
    curator = await curator_of(world, {f"{HEAD} {YOUNG}": SAID, f"{PEER} {OLD}": SAID * 2})

    assert "Как разделить ответы?" in await curator.clicks("По форме и стажу")
    assert not any("направлению" in label for label in curator.last.buttons)
    text = await curator.clicks("По стажу")

    assert "Наставляемые, стаж до 3 лет: 8,8 · n = 5\n" in text
    assert "Наставляемые, стаж 4–10 лет: 8,8 · n = 10\n" in text
    assert "Наставляемые, стаж 4–10 лет: Да — 10 (100 %), Нет — 0 (0 %) · n = 10" in text
    assert "руководитель" not in text
    await curator.clicks("Разделить иначе")
    assert "руководитель — учитель: 8,8 · n = 5" in await curator.clicks("По форме")
    assert "медиана" in await curator.clicks("К результатам")


async def test_where_nothing_may_be_told_the_page_says_why(world: World) -> None:
    curator = await curator_of(world, {HEAD: SAID[:3], PEER: SAID * 2})
    text = await curator.clicks("По форме и стажу")
    assert "в какой-нибудь части осталось бы меньше 5 человек" in text
    assert curator.last.buttons == ["‹ К результатам", "☰ Меню"]


async def test_an_old_button_of_an_attribute_that_has_nothing_says_so(world: World) -> None:
    curator = await curator_of(world, {f"{HEAD} {YOUNG}": SAID, f"{PEER} {OLD}": SAID * 2})
    await curator.clicks("По форме и стажу")
    pressed = curator.last.data("По стажу")
    async with world.sessions.begin() as session:
        for one in await session.scalars(select(Assignment)):
            one.strata = []
    await curator.presses(pressed)
    assert "Разделить ответы не выйдет" in curator.sees


async def test_of_many_schools_they_are_in_the_workbook(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "MANY_SCHOOLS", 0)
    curator = await curator_of(world, {f"{HEAD} {YOUNG}": SAID, f"{PEER} {OLD}": SAID * 2})
    assert "есть в книге Excel" in await curator.clicks("По форме и стажу")
    await curator.clicks("Excel")
    book = sheets(curator.last)["По форме и стажу"]
    assert ("Польза наставничества", "Наставляемые", "стаж до 3 лет", 5, 5, 8.8) in [
        line[:6] for line in book
    ]
