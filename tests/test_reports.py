"""The Word documents opened again: what they say is what the chat says, and no more."""

import html
import re
from collections.abc import Mapping
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as Paper
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.results import pages
from handlers.results.screens import View
from handlers.texts import Translate
from models import Decision, Organisation, Wave
from models.enums import Role
from services.errors import UserError
from services.people import organisations_below
from services.reports import gathering
from services.reports.gathering import Asking, Material
from services.reports.note import note
from services.reports.spravka import spravka
from services.results import figures, rounds
from tests.factories import make_organisation, make_person
from tests.handmade import scale, spec_of
from tests.polls import Said, make_round, make_town
from tests.test_results_files import speech
from tests.yearly import MENTEE, MENTOR, SAT, june, make_year, whole_year

K = 5
T = Translate("ru")


@pytest.fixture
async def school(session: AsyncSession) -> Organisation:
    return await make_organisation(session, "МБОУ <СОШ> & № 1")


async def place_of(
    session: AsyncSession, top: Organisation, wave: Wave, whole: bool = False
) -> tuple[Asking, rounds.Place]:
    scope = frozenset(await organisations_below(session, [top.id]))
    found = await rounds.places_in(session, scope, wave.academic_year, wave.code, june())
    return Asking(session, scope, K, june()), rounds.pick(found, top.id, whole)


async def material(
    session: AsyncSession, top: Organisation, wave: Wave, whole: bool = False
) -> Material:
    asking, place = await place_of(session, top, wave, whole)
    return await gathering.material(asking, place)


def opened(content: bytes) -> Paper:
    return Document(BytesIO(content))


def headings(paper: Paper) -> list[str]:
    styles = (p for p in paper.paragraphs if p.style and (p.style.name or "").startswith("Head"))
    return [paragraph.text for paragraph in styles]


def table(paper: Paper, heading: str, number: int = 0) -> list[list[str]]:
    """The rows of a table whose first heading this is."""
    found = [one for one in paper.tables if one.rows[0].cells[0].text == heading]
    return [[cell.text for cell in row.cells] for row in found[number].rows]


def words(paper: Paper) -> str:
    cells = [cell.text for one in paper.tables for row in one.rows for cell in row.cells]
    said = "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])
    return said.replace("\xa0", " ")


def section(paper: Paper, name: str) -> list[str]:
    """The paragraphs between this heading and the next."""
    texts = [p.text for p in paper.paragraphs]
    start = next(n for n, text in enumerate(texts) if text.endswith(name))
    ends = {text for text in headings(paper)} - {texts[start]}
    rest = texts[start + 1 :]
    return rest[: next((n for n, text in enumerate(rest) if text in ends), len(rest))]


def starting(paper: Paper, name: str) -> list[str]:
    """The paragraphs under the heading that begins so, after its number."""
    full = next(h for h in headings(paper) if re.sub(r"^[\d.]+ ", "", h).startswith(name))
    return section(paper, full)


async def test_the_note_has_its_sections_on_a4(
    session: AsyncSession, school: Organisation
) -> None:
    waves = await make_year(session, school)
    paper = opened(note(await material(session, school, waves["intro"]), speech()))

    assert headings(paper) == [
        "1. Основание, сроки, цель",
        "2. Участники и отклик",
        "3. Результаты анкет",
        "3.1. Средние оценки",
        "3.2. Распределения ответов",
        "3.3. Где видят по-разному",
        "3.4. Открытые ответы",
        "4. Выводы",
        "5. Адресные рекомендации",
        "6. Решения",
        "7. Как считали и кто не вошёл",
    ]
    size = paper.sections[0]
    assert (round(size.page_width.cm, 1), round(size.page_height.cm, 1)) == (21.0, 29.7)
    assert [p.text for p in paper.paragraphs[:3]] == [
        "Аналитическая записка", "Вводная анкета, 2026/27", "МБОУ <СОШ> & № 1",
    ]  # fmt: skip
    assert "10 мая 2027 г. – 25 мая 2027 г." in words(paper)
    assert len(paper.inline_shapes) == 2


async def test_the_report_of_the_year_has_the_skeleton(
    session: AsyncSession, school: Organisation
) -> None:
    waves = await make_year(session, school)
    paper = opened(spravka(await material(session, school, waves["final"]), speech()))

    found = [name for name in headings(paper) if re.match(r"\d+\. ", name)]
    assert [name.split(". ", 1)[1] for name in found] == [
        "Основание, сроки, цель", "Участники и отклик",
        "Статистическая карточка на 25 мая 2027\xa0г.", "Показатели", "Результаты анкет",
        "Дефициты и рост", "SWOT-анализ", "Выводы", "Адресные рекомендации", "Решения",
        "Как считали и кто не вошёл",
    ]  # fmt: skip
    assert len(paper.inline_shapes) == 4


async def chat(session: AsyncSession, made: Material) -> str:
    """All pages of means as a curator reads them."""
    place, found = made.place, figures.together(made.responses)
    view = View(act="means", year=place.year, code=place.code, organisation=1, whole=False)
    numbers = range(20)
    screens = [
        pages.means(T, view.model_copy(update={"page": n}), made.results, found, None)
        for n in numbers
    ]
    return html.unescape(re.sub(r"<[^>]+>", "", "\n".join(screen.text for screen in screens)))


async def test_every_mean_is_that_of_the_chat(session: AsyncSession, school: Organisation) -> None:
    waves = await make_year(session, school)
    made = await material(session, school, waves["final"])
    seen = await chat(session, made)
    rows = table(opened(spravka(made, speech())), "Вопрос")[1:]

    shown = [row for row in rows if row[2] != "—"]
    assert len(shown) >= 8
    question = ""
    for name, who, mean, median, span, n, _ in shown:
        question = name or question
        block = seen.split(question)[1].split("\n\n")[0]
        line = next(line for line in block.split("\n") if line.startswith(who))
        assert f"{mean} · медиана {median.removesuffix(',0')}" in line
        assert (span == "—") == ("от " not in line)
        assert f"n = {n.split(' ')[0]}" in line


async def test_the_means_are_those_of_the_answers(
    session: AsyncSession, school: Organisation
) -> None:
    waves = await make_year(session, school)
    paper = opened(spravka(await material(session, school, waves["final"]), speech()))
    rows = {(row[0], row[1]): row for row in table(paper, "Вопрос")}

    found = rows["Удовлетворённость работой", "Наставники"]
    expected = f"{sum(SAT[MENTOR]) / 12:.1f}".replace(".", ",")
    assert found[2:] == [expected, "8,5", "6–10", "12", "0"]


async def test_what_was_expected_stands_beside_what_came_of_it(
    session: AsyncSession, school: Organisation
) -> None:
    waves = await make_year(session, school)
    paper = opened(spravka(await material(session, school, waves["final"]), speech()))
    rows = next(
        rows for number in range(6) if "Ожидание" in (rows := table(paper, "Вопрос", number))[0]
    )

    mentees = f"{sum(SAT[MENTEE]) / 7:.1f}".replace(".", ",")
    assert ["Удовлетворённость работой", "Наставляемые", "9,0 (n = 5)", f"{mentees} (n = 7)"] in (
        rows
    )


async def test_difficulties_and_growth_are_looked_back_on(
    session: AsyncSession, school: Organisation
) -> None:
    waves = await make_year(session, school)
    paper = opened(spravka(await material(session, school, waves["final"]), speech()))

    areas = table(paper, "Область")
    assert areas[1] == [
        "Предмет", "Наставляемые", "3,0 (n = 5)", "3,8 (n = 5)",
        "зона развития — 2; достаточно — 2; ресурс — 1",
    ]  # fmt: skip
    competences = table(paper, "Умение")
    assert competences[1][1:] == ["2,0 (n = 6)", "4,0 (n = 6)", "+2,0"]
    assert competences[2][3] == "0,0"


async def test_the_response_is_on_the_first_pages(
    session: AsyncSession, school: Organisation
) -> None:
    mentors: list[Said | None] = [{"SAT": [8]}] * 5 + [None] * 6
    sheets: Mapping[str, Mapping[Role, list[Said | None]]] = {
        "final": {MENTOR: mentors, MENTEE: [None]}
    }
    waves = await make_year(session, school, rounds=sheets)
    paper = opened(note(await material(session, school, waves["final"]), speech()))
    rows = {row[0]: row[1:] for row in table(paper, "Отклик")}

    assert rows["Приглашены"] == ["11", "1", "12"]
    assert rows["Ответили"] == ["5", "0", "5"]
    assert rows["Доля ответивших"] == ["5 из 11 (45 %)", "0 из 1", "5 из 12 (42 %)"]
    assert rows["Не открывали бота"] == ["6", "1", "7"]
    assert "делайте осторожно" in words(paper)


async def test_nothing_below_k_and_no_name_and_no_typed_answer(
    session: AsyncSession, school: Organisation
) -> None:
    rounds_ = whole_year()
    rounds_["final"][MENTEE] = rounds_["final"][MENTEE][:4]
    waves = await make_year(session, school, rounds=rounds_)
    paper = opened(spravka(await material(session, school, waves["final"]), speech()))
    said = words(paper)

    assert "Наставляемые: на каждый вопрос ответило меньше 5 человек" in said
    assert not any("Наставляемые" in row for row in table(paper, "Вопрос")[1:])
    assert "не показываем: мало ответов" in said
    assert "мысль" not in said
    assert "Участник Номер" not in said
    assert "Коллега" not in said


async def test_the_draft_of_swot_follows_its_rule(
    session: AsyncSession, school: Organisation
) -> None:
    waves = await make_year(session, school)
    paper = opened(spravka(await material(session, school, waves["final"]), speech()))

    assert any(p.text.startswith("Черновик.") for p in paper.paragraphs)
    strengths = starting(paper, "Сильные стороны")
    assert strengths == [
        "Польза наставничества: наставники 9,0 (n = 12), наставляемые 8,0 (n = 7)"
    ]
    weaknesses = starting(paper, "Слабые стороны")
    assert [line.split(":")[0] for line in weaknesses] == [
        "Вхождение в школу",
        "Польза мероприятий",
    ]
    hopes = starting(paper, "Возможности")
    assert "Желание продолжить («Да»): наставники 12 из 12 (100 %)" in hopes
    assert any(line.startswith("Стать наставником («Да»): наставляемые 7 из 7") for line in hopes)
    threats = starting(paper, "Угрозы")
    assert any(line.startswith("Хватает ли времени: наставники 5,0") for line in threats)
    assert not any(line.startswith("Встречи по графику") for line in threats)
    assert not any("В школе через три года" in line for line in threats), "four have said so"
    assert any(line.startswith("Пар без приказа") for line in threats)


async def test_a_year_of_one_round_says_what_is_missing(
    session: AsyncSession, school: Organisation
) -> None:
    waves = await make_year(session, school, rounds={"final": whole_year()["final"]})
    said = words(opened(spravka(await material(session, school, waves["final"]), speech())))

    assert "Сравнить не с чем" in said
    assert "Самооценка затруднений не проводилась" in said
    assert "Анкета о росте наставников не проводилась" in said
    assert "анкеты не было" in said


async def test_decisions_stand_in_it_once_they_are_told(
    session: AsyncSession, school: Organisation
) -> None:
    waves = await make_year(session, school)
    person = await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR)
    made = {"organisation_id": school.id, "academic_year": 2026, "code": "final"}
    told = {"decided_by": person.id, "decided_at": june(), "position": 1}
    session.add(Decision(**made, **told, body="Один общий\x01 день встреч"))
    await session.flush()
    before = opened(spravka(await material(session, school, waves["final"]), speech()))
    assert "Один общий день" not in words(before)
    assert "Решения пока не объявлены" in words(before)

    for decision in await session.run_sync(lambda s: s.query(Decision).all()):
        decision.told_at = june()
    await session.flush()
    after = opened(spravka(await material(session, school, waves["final"]), speech()))
    assert table(after, "№")[1] == ["1", "Один общий день встреч", "", ""]
    assert [row[0] for row in table(after, "№")[1:]] == ["1", "2", "3"]


async def test_a_town_names_its_schools_in_their_order_and_ranks_nobody(
    session: AsyncSession,
) -> None:
    town = await make_town(session)
    for number, size in ((10, 6), (2, 5)):
        one = await make_organisation(session, f"МБОУ СОШ № {number}", parent=town)
        sheets = {MENTOR: [{"SAT": [number]}] * size}
        waves = await make_year(session, one, rounds={"final": sheets})
    paper = opened(spravka(await material(session, town, waves["final"], whole=True), speech()))

    assert table(paper, "Ответили по школам")[1:] == [
        ["МБОУ СОШ № 2", "5 из 5"],
        ["МБОУ СОШ № 10", "6 из 6"],
    ]
    assert "Школ: 2" in words(paper)
    rows = {row[0]: row for row in table(paper, "Вопрос")}
    assert rows["Удовлетворённость работой"][2:4] == ["6,4", "10,0"]


async def test_an_open_or_empty_round_makes_no_document(
    session: AsyncSession, school: Organisation
) -> None:
    waves = await make_year(session, school, rounds={"final": {MENTOR: [None], MENTEE: []}})
    with pytest.raises(UserError, match="reports-empty"):
        await material(session, school, waves["final"])

    waves["final"].closed_at = None
    waves["final"].closes_on = june().date()
    await session.flush()
    with pytest.raises(UserError, match="reports-open"):
        await material(session, school, waves["final"])


async def test_in_english(session: AsyncSession, school: Organisation) -> None:
    waves = await make_year(session, school)
    paper = opened(spravka(await material(session, school, waves["final"]), speech("en")))

    assert "1. Basis, days, purpose" in headings(paper)
    assert table(paper, "Question")[1][2].count(".") == 1


@pytest.mark.parametrize(
    ("code", "heading", "first"),
    [
        ("deficits_again", "Область", ["Предмет", "Наставляемые", "3,0 (n = 5)", "3,8 (n = 5)"]),
        ("growth", "Умение", ["Видеть затруднения", "2,0 (n = 6)", "4,0 (n = 6)", "+2,0"]),
    ],
)
async def test_a_note_on_what_is_hard_and_on_growth(
    session: AsyncSession, school: Organisation, code: str, heading: str, first: list[str]
) -> None:
    waves = await make_year(session, school)
    paper = opened(note(await material(session, school, waves[code]), speech()))

    assert table(paper, heading)[1][:4] == first


async def test_an_own_questionnaire_has_a_note(
    session: AsyncSession, school: Organisation
) -> None:
    asked = [
        spec_of(
            scale("MOOD", maximum=5, label={"ru": "Дела <b>", "en": "Mood"}),
            key=f"{role}-own",
            role=str(role),
            wave="final",
        )
        for role in (MENTOR, MENTEE)
    ]
    sheets: dict[Role, list[Said]] = {MENTOR: [{"MOOD": 4}] * 5, MENTEE: [{"MOOD": 5}] * 10}
    wave = await make_round(session, school, "own-7", asked, sheets)
    wave.title = "Как дела & настроение"
    await session.flush()
    paper = opened(note(await material(session, school, wave), speech()))

    assert paper.paragraphs[1].text == "Как дела & настроение, 2026/27"
    assert table(paper, "Вопрос")[1:] == [
        ["Дела <b>", "Наставники", "4,0", "4,0", "—", "5", "0"],
        ["", "Наставляемые", "5,0", "5,0", "5–5", "10", "0"],
    ]
    assert table(paper, "Вопрос", 1) == [
        ["Вопрос", "Кто", "1", "2", "3", "4", "5"],
        ["Дела <b>", "Наставляемые", "0", "0", "0", "0", "10"],
    ]
