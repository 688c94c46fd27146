"""Themes in the report of the year: what is most valuable, and what is missing."""

from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation
from services.reports.spravka import spravka
from services.results import figures
from services.results.themes import placed
from tests.factories import make_organisation
from tests.polls import make_town
from tests.test_reports import material, opened, place_of, speech, starting, table, words
from tests.yearly import MENTEE, MENTOR, make_year

NOTHING_FOUND = "впишите темы открытых ответов"

VALUED = ["Опыт и поддержка", "Опыт наставника", "Поддержка", "Опыт", "Опыт", "Лето"]
MISSED = ["Времени", "Нет времени", "Родители", "Нет", "Ничего", "Нет, всё хорошо"]


async def year_of(
    session: AsyncSession, valued: list[str], missed: list[str]
) -> tuple[Organisation, str, list[str], list[str]]:
    """A school with its report: all of its words, then the opportunities and the threats."""
    school = await make_organisation(session, "МБОУ СОШ № 1")
    mentors = [{"VAL": one, "LCK": other} for one, other in zip(valued, missed, strict=True)]
    sheets = {MENTOR: mentors, MENTEE: [{"LCK": "Секрет времени"}] * 4}
    waves = await make_year(session, school, rounds={"final": sheets})
    paper = opened(spravka(await material(session, school, waves["final"]), speech()))
    return school, words(paper), starting(paper, "Возможности"), starting(paper, "Угрозы")


async def test_themes_are_opportunities_and_threats(session: AsyncSession) -> None:
    _, said, hopes, threats = await year_of(session, VALUED, MISSED)

    line = "Опыт и пример — 4 из 6, Поддержка и доброжелательность — 2 из 6"
    assert f"Самое ценное, наставники: {line}" in hopes
    line = "Время и нагрузка — 2 из 6, Родители — 1 из 6"
    assert [one for one in threats if "Чего не хватает" in one] == [
        f"Чего не хватает, наставники: {line}"
    ], "four mentees are too few"
    assert NOTHING_FOUND not in said
    assert not any(answer in said for answer in ("Опыт наставника", "Нет времени", "Лето"))


async def test_without_themes_there_is_room_to_write_them(session: AsyncSession) -> None:
    _, said, hopes, threats = await year_of(session, ["Лето"] * 6, ["Нет"] * 6)

    assert NOTHING_FOUND in said
    assert not any("наставники:" in one for one in (*hopes, *threats) if "Самое" in one)


async def test_the_counts_of_a_document_are_those_of_the_pages(session: AsyncSession) -> None:
    """The one reads answer by answer, the other all at once; neither has those left out."""
    town = await make_town(session)
    said = [{"VAL": one, "LCK": other} for one, other in zip(VALUED, MISSED, strict=True)]
    for name, number in (("МБОУ СОШ № 1", 6), ("МБОУ СОШ № 2", 4)):
        school = await make_organisation(session, name, parent=town)
        sheets = {MENTOR: said[:number], MENTEE: said[:number]}
        waves = await make_year(session, school, rounds={"final": sheets})
    asking, place = await place_of(session, town, waves["final"], whole=True)
    made = await figures.results(session, place, asking.min_group)
    assert made is not None
    made = await placed.with_counts(session, made)

    assert made.themes is not None
    assert {at: one.counts for at, one in placed.questions(made).items()} == {
        at: counts for at, counts in made.themes.counts.items()
    }
    assert made.themes.counts[MENTOR, "VAL"]["exp"] == 4
    assert made.left_out == 4


async def test_the_table_of_open_answers(session: AsyncSession) -> None:
    school = await make_organisation(session, "МБОУ СОШ № 1")
    sheets = {MENTOR: [{"LCK": one} for one in MISSED], MENTEE: [{"LCK": "Секрет"}] * 4}
    waves = await make_year(session, school, rounds={"final": sheets})
    paper = opened(spravka(await material(session, school, waves["final"]), speech()))

    rows = {(row[0], row[1]): row[2:] for row in table(paper, "Вопрос", -1)}
    assert rows["Чего не хватает", "Наставники"] == [
        "6",
        "Время и нагрузка — 2; Родители — 1; Всё устраивает или нечего добавить — 3",
    ]
    assert rows["Чего не хватает", "Наставляемые"] == ["—", "—"]
