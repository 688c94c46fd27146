"""Pictures of results: what is written on them and how long bars are, against the numbers."""

import random
import statistics
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, get_args

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation
from models.enums import Role, WaveCode
from services.catalogue import Item, Language
from services.results.cells import Results, Side, tenths
from services.results.pictures import album
from services.results.pictures.bars import FULL, parts
from services.results.pictures.kinds import Picture, there
from services.results.pictures.style import TALLEST, WIDTH
from tests.factories import make_organisation
from tests.handmade import question, scale, spec_of
from tests.polls import Said, make_poll, make_round
from tests.surveys import specs
from tests.test_changes import seen
from tests.test_results import of_wave
from tests.test_results_files import large, speech
from tests.twice import make_two
from tests.yearly import whole_year

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
LONG = "Школа имени Героя " * 12


@pytest.fixture
async def school(session: AsyncSession) -> Organisation:
    return await make_organisation(session, "МБОУ СОШ № 1")


def drawn(found: Results, kind: Picture, language: Language = "ru") -> list[Figure]:
    return album.figures(kind, found, speech(language))


def texts(figure: Figure) -> list[Text]:
    legends = (text for legend in figure.legends for text in legend.get_texts())
    written = (text for axes in figure.axes for text in axes.texts)
    return [text for text in (*figure.texts, *legends, *written) if text.get_text()]


def words(found: Results, kind: Picture, language: Language = "ru") -> list[str]:
    """Everything that is written on all figures of a picture."""
    every = (text for figure in drawn(found, kind, language) for text in texts(figure))
    return [text.get_text() for text in every]


def said(value: Fraction) -> str:
    return str(tenths(value)).replace(".", ",")


async def own(
    session: AsyncSession, school: Organisation, said: list[Said], *items: dict[str, Any]
) -> Results:
    """Mentees answered a questionnaire of these questions."""
    spec = spec_of(*items, key="mentee-own", wave="final", role="mentee")
    return await of_wave(
        session, await make_round(session, school, "own-4", [spec], {MENTEE: said})
    )


async def both_sides(session: AsyncSession, school: Organisation, number: int) -> Results:
    """A final round with random marks of everything, from so many of each role."""
    rng = random.Random(number)
    codes = ("EFF", "ORG", "ADP", "EVT", "THE", "PRA", "MET")
    sheets = {
        role: [{code: rng.randint(1, 10) for code in codes} for _ in range(number)]
        for role in (MENTOR, MENTEE)
    }
    return await of_wave(session, await make_poll(session, school, sheets, WaveCode.FINAL))


async def deficits(
    session: AsyncSession, school: Organisation, areas: str = "SUBJ METH PSYP"
) -> Results:
    """Mentees have rated four statements of each area, and their mentors the first area."""
    names = areas.split()
    codes = [f"{area}{n}" for area in names for n in range(1, 5)]
    mentees: list[Said] = [dict.fromkeys(codes, mark) for mark in (1, 2, 3, 4, 5, 5)]
    mentors: list[Said] = [{names[0]: [mark]} for mark in (2, 2, 2, 3, 2)]
    return await of_wave(
        session,
        await make_poll(session, school, {MENTOR: mentors, MENTEE: mentees}, WaveCode.DEFICITS),
    )


async def test_means_have_their_numbers_and_the_people_of_what_is_shown(
    session: AsyncSession,
) -> None:
    found = words(await large(session), Picture.MEANS)

    assert {"7,5", "7,0", "n = 11", "n = 6", "Польза наставничества"} <= set(found)
    assert "Вхождение в школу" not in found
    assert "МБОУ <СОШ> & № 1" in found


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("kind", [Picture.MEANS, Picture.DISTRIBUTIONS, Picture.GAPS])
async def test_a_picture_fits_a_phone_and_is_the_same_for_the_same_answers(
    session: AsyncSession, school: Organisation, kind: Picture, language: Language
) -> None:
    found = await both_sides(session, school, 12)
    files = album.files(kind, found, speech(language))

    assert files
    for content in files:
        assert content[:8] == b"\x89PNG\r\n\x1a\n"
        width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
        assert width == 1080
        assert height <= 2.2 * width
        assert len(content) < 500_000
    assert album.files(kind, found, speech(language)) == files


async def test_nothing_of_fewer_than_k_people_is_drawn(
    session: AsyncSession, school: Organisation
) -> None:
    found = await both_sides(session, school, 4)

    assert there(found) == []
    assert [album.figures(kind, found, speech()) for kind in Picture] == [[]] * len(Picture)


async def test_what_the_chat_offers_is_what_can_be_drawn(
    session: AsyncSession, school: Organisation
) -> None:
    other = await make_organisation(session, "МБОУ СОШ № 2")
    third = await make_organisation(session, "МБОУ СОШ № 3")
    rounds = [
        await both_sides(session, school, 9),
        await large(session),
        await deficits(session, other),
        await deficits(session, third, "SUBJ METH"),
    ]
    offered = [there(found) for found in rounds]

    assert offered == [[k for k in Picture if drawn(found, k)] for found in rounds]
    assert Picture.RADAR in offered[2]
    assert Picture.RADAR not in offered[3]
    assert Picture.GAPS in offered[0]


async def test_long_names_stay_on_the_picture_and_apart(session: AsyncSession) -> None:
    school = await make_organisation(session, LONG)
    sheets = {MENTOR: [{"ENG": [10]}] * 100, MENTEE: [{"SUP": [1]}] * 200}
    found = await of_wave(session, await make_poll(session, school, sheets))
    (figure,) = drawn(found, Picture.MEANS)
    boxes = boxes_of(figure)

    label = boxes["Включённость коллеги / Поддержка наставника"]
    assert label.x1 < boxes["n = 100"].x0 < boxes["n = 100"].x1 < boxes["n = 200"].x0


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("kind", Picture)
async def test_no_word_leaves_the_picture_or_covers_another(
    session: AsyncSession, kind: Picture, language: Language
) -> None:
    school = await make_organisation(session, LONG)
    if kind is Picture.RADAR:
        found = await deficits(session, school, "SUBJ METH PSYP COMM ICT NORM")
    elif kind is Picture.CHANGES:
        await make_two(session, school, [5] * 12, [7] * 12)
        found = await seen(session, school)
    else:
        found = await both_sides(session, school, 11)
    for figure in drawn(found, kind, language):
        boxes = list(boxes_of(figure).values())
        right, top = WIDTH * figure.dpi, figure.get_figheight() * figure.dpi
        assert all(0 <= b.x0 < b.x1 <= right and 0 <= b.y0 < b.y1 <= top for b in boxes)
        pairs = [(a, b) for n, a in enumerate(boxes) for b in boxes[:n]]
        assert not [(a, b) for a, b in pairs if covers(a, b)]


def boxes_of(figure: Figure) -> dict[str, Any]:
    """Where each text stands, by what it says; of the same words the last."""
    figure.canvas.draw()
    return {text.get_text(): text.get_window_extent() for text in texts(figure)}


def covers(one: Any, other: Any) -> bool:
    """By more than the room that letters leave."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > 3 and down > 5)


async def test_a_bar_is_cut_by_the_answers(session: AsyncSession) -> None:
    found = await large(session)
    row = next(row for row in found.rows if row.item.code == "FRQ")
    counts = row.cells[Side(MENTOR)].counts
    (figure,) = drawn(found, Picture.DISTRIBUTIONS)

    assert counts["often"] == 6
    assert counts["never"] == 5
    widths = bars(figure)
    assert FULL * 6 / 11 in [pytest.approx(width) for width in widths]
    assert FULL * 5 / 11 in [pytest.approx(width) for width in widths]
    assert sum(widths) == pytest.approx(FULL * round(sum(widths) / FULL))
    assert {"55 %", "45 %", "n = 11", "Часто", "Никогда"} <= set(
        words(found, Picture.DISTRIBUTIONS)
    )


def bars(figure: Figure) -> list[float]:
    """How wide the fields are; those of the legend are small squares."""
    fields = [one for one in figure.axes[0].patches if isinstance(one, Rectangle)]
    return [one.get_width() for one in fields if one.get_height() > 0.2]


async def test_single_marks_are_drawn_from_2k_people_on_and_per_cent_from_ten(
    session: AsyncSession, school: Organisation
) -> None:
    few = await both_sides(session, school, 9)
    assert drawn(few, Picture.DISTRIBUTIONS) == []
    found = await large(session)
    written = words(found, Picture.DISTRIBUTIONS)

    assert "Польза наставничества" in written
    assert {"низкие (1–4)", "средние (5–6)", "хорошие (7–8)", "высокие (9–10)"} <= set(written)
    # Of two scales mentors gave 4, then 5 and 6, four times 7 or 8 and as often 9 or 10.
    assert [written.count(share) for share in ("9 %", "18 %", "36 %")] == [2, 2, 4]
    # Six mentees are glad to take part: too few for a percentage.
    assert "6" in written
    assert "Оценки видны, когда ответило хотя бы 10 человек." in written


@pytest.mark.parametrize(
    ("low", "high", "groups"),
    [
        (1, 10, ["1–4", "5–6", "7–8", "9–10"]),
        (1, 5, ["1–2", "3", "4", "5"]),
        (0, 9, ["0–3", "4–5", "6–7", "8–9"]),
        (1, 3, ["1", "2", "3"]),
        (0, 1, ["0", "1"]),
    ],
)
def test_the_groups_of_marks_hold_every_mark_once(low: int, high: int, groups: list[str]) -> None:
    item = Item.model_validate(scale("A", minimum=low, maximum=high))
    made = parts(item, speech())

    assert [part.text.split("(")[1].rstrip(")") for part in made] == groups
    assert [value for part in made for value in part.values] == list(item.values)


async def test_several_choices_have_a_bar_each(
    session: AsyncSession, school: Organisation
) -> None:
    said: list[Said] = [{"FOOD": ("x", "y")}] * 6 + [{"FOOD": ("y",)}] * 6
    found = await own(session, school, said, question("FOOD", "multiple", options=XY))
    written = words(found, Picture.DISTRIBUTIONS)

    assert {"50 %", "100 %", "n = 12"} <= set(written)


XY = [{"code": code, "text": {"ru": code, "en": code}} for code in ("x", "y")]


async def test_many_questions_make_several_pictures_with_each_question_once(
    session: AsyncSession, school: Organisation
) -> None:
    codes = [f"Q{n}" for n in range(25)]
    items = [scale(code, label={"ru": f"Вопрос {code}", "en": code}) for code in codes]
    found = await own(session, school, [dict.fromkeys(codes, 7)] * 12, *items)
    for kind in (Picture.MEANS, Picture.DISTRIBUTIONS):
        figures = drawn(found, kind)
        asked = [text.get_text() for f in figures for text in texts(f)]
        assert [word for word in asked if word.startswith("Вопрос")] == [
            f"Вопрос {code}" for code in codes
        ]
        heights = [figure.get_figheight() for figure in figures]
        assert len(heights) > 1
        assert max(heights) <= TALLEST
        assert min(heights) > max(heights) / 2


async def test_the_radar_has_the_areas_with_both_sides(
    session: AsyncSession, school: Organisation
) -> None:
    found = await deficits(session, school)
    written = words(found, Picture.RADAR)

    mean = statistics.fmean((1, 2, 3, 4, 5, 5))
    assert written.count(f"◆ {mean:.1f} · n = 6".replace(".", ",")) == 3
    assert written.count("● 2,2 · n = 5") == 1
    assert {"Предмет", "Методика", "зона развития: от 2,5"} <= set(written)
    assert "Общение" not in written


async def test_an_area_that_is_hidden_breaks_the_line(
    session: AsyncSession, school: Organisation
) -> None:
    found = await deficits(session, school, "SUBJ METH PSYP COMM")
    (figure,) = drawn(found, Picture.RADAR)
    lines = [line for line in figure.axes[0].lines if line.get_linestyle() in ("-", "--")]
    own = [line for line in lines if line.get_color() == "#c44e00" and len(line.get_xdata()) == 2]
    others = [line for line in lines if line.get_color() == "#0072b2"]

    assert len(own) == 4
    assert [line for line in others if len(line.get_xdata()) == 2] == []


async def test_changes_stand_under_the_round_they_are_compared_with(
    session: AsyncSession, school: Organisation
) -> None:
    await make_two(session, school, [5] * 18 + [8, 8], [7] * 18 + [8, 7])
    found = await seen(session, school)
    written = words(found, Picture.CHANGES)

    assert {"5,3", "7,1", "+1,8 · n = 20", "Польза наставничества"} <= set(written)
    assert "Ожидание и факт (раньше: Вводная анкета)" in written
    assert "рост" in next(word for word in written if word.startswith("Ожидание и факт —"))
    assert not any(word.startswith("Было и стало") for word in written)
    earlier = tuple(replace(one, earlier=WaveCode.INTERIM) for one in found.changes)
    later = words(replace(found, changes=earlier), Picture.CHANGES)
    assert "Было и стало (раньше: Промежуточная анкета)" in later
    assert not any("Ожидание" in word for word in later)


async def test_a_change_of_too_few_is_not_drawn(
    session: AsyncSession, school: Organisation
) -> None:
    await make_two(session, school, [5] * 4, [7] * 4)
    found = await seen(session, school)

    assert found.changes
    assert drawn(found, Picture.CHANGES) == []


async def test_what_is_furthest_apart_comes_first(
    session: AsyncSession, school: Organisation
) -> None:
    found = await both_sides(session, school, 8)
    written = words(found, Picture.GAPS)
    apart = [word.rsplit(" ", 1)[1] for word in written if ": разница " in word]
    means = {
        row.label("ru"): abs(row.cells[Side(MENTOR)].mean - row.cells[Side(MENTEE)].mean)
        for row in found.of_kind("scale")
        if all(cell.shown for cell in row.cells.values())
    }

    assert apart == [said(gap) for gap in sorted(means.values(), reverse=True)][:10]
    top = max(means, key=lambda name: means[name])
    assert any(word.startswith(f"{top}: разница") for word in written)


@pytest.mark.parametrize("code", ["intro", "deficits", "growth", "final"])
async def test_every_round_of_the_year_can_be_drawn_in_both_languages(
    session: AsyncSession, school: Organisation, code: str
) -> None:
    sheets: Mapping[Role, list[Said]] = whole_year()[code]
    asked = [s for s in specs().values() if s.wave == WaveCode.of(code) and s.role in sheets]
    found = await of_wave(session, await make_round(session, school, code, asked, sheets))
    for kind in there(found):
        russian, english = (words(found, kind, language) for language in get_args(Language))
        assert len(russian) > 8
        assert not [word for word in english if word != "МБОУ СОШ № 1" and is_russian(word)]


def is_russian(word: str) -> bool:
    return any("а" <= letter <= "я" for letter in word.lower())
