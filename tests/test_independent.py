"""The numbers of the workbook, the report and the card against pandas and scipy, which compute
them from what the players said, and not from our code."""

import random
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import pytest
from docx import Document
from scipy import stats
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation, Wave
from models.enums import Missing, Role, WaveCode
from services.people import organisations_below
from services.reports import drawn
from services.reports.gathering import Asking
from services.reports.making import Format, Report, make
from services.results import figures, rounds
from services.results.complete import complete
from services.results.workbook import results_book
from tests.factories import make_organisation
from tests.polls import make_poll
from tests.test_changes import JUNE
from tests.test_cuts import belong
from tests.test_results_files import speech
from tests.twice import make_two

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
K = 5
HARD, SKIPPED = Missing.HARD_TO_SAY, Missing.SKIPPED
EFF, FRQ = "Польза наставничества", "Частота совместных занятий"
NAMES = {MENTOR: "Наставники", MENTEE: "Наставляемые"}


@pytest.fixture
async def school(session: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    monkeypatch.setattr(drawn, "picture", lambda *_: None)
    return await make_organisation(session)


async def sheets(
    session: AsyncSession, school: Organisation, code: str = "intro"
) -> dict[str, pd.DataFrame]:
    """The workbook as pandas reads it."""
    scope = frozenset(await organisations_below(session, [school.id]))
    (place,) = await rounds.places_in(session, scope, 2026, code, JUNE)
    made = await figures.results(session, place, K)
    assert made is not None
    made = await complete(session, made, scope, K, JUNE)
    responses = await figures.responses(session, place)
    book = results_book(made, responses, speech(), JUNE)
    return pd.read_excel(BytesIO(book), sheet_name=None, engine="openpyxl")


async def made(
    session: AsyncSession, school: Organisation, report: Report, kind: Format, code: str
) -> bytes:
    scope = frozenset(await organisations_below(session, [school.id]))
    (place,) = await rounds.places_in(session, scope, 2026, code, JUNE)
    return await make(Asking(session, scope, K, JUNE), place, report, kind, speech(), None)


async def tables(session: AsyncSession, school: Organisation, code: str) -> list[pd.DataFrame]:
    """Those of the analytic note."""
    paper = Document(BytesIO(await made(session, school, Report.NOTE, Format.DOCX, code)))
    read = [[[cell.text for cell in row.cells] for row in one.rows] for one in paper.tables]
    return [pd.DataFrame(rows[1:], columns=rows[0]) for rows in read]


def line(sheet: pd.DataFrame, role: Role) -> pd.Series:
    """What the sheet says of EFF to a role, by the rest of its headings."""
    found = sheet.set_index(sheet.columns[0]).loc[EFF]
    of = f"{NAMES[role]}: "
    return pd.Series({k.removeprefix(of): v for k, v in found.items() if k.startswith(of)})


def tenths(value: float) -> str:
    """As a Russian reads it; halves go up."""
    return f"{np.floor(value * 10 + 0.5 + 1e-9) / 10:.1f}".replace(".", ",")


def marks(kind: str, number: int, seed: int = 1) -> list[Any]:
    rng = random.Random(seed)
    drawn_of = {"any": list(range(1, 11)), "equal": [7], "missing": [HARD, SKIPPED]}
    return [rng.choice(drawn_of[kind]) for _ in range(number)]


@pytest.mark.parametrize("kind", ["any", "equal", "missing"])
@pytest.mark.parametrize("number", [0, 1, 4, 5, 9, 10, 31])
async def test_means_medians_ranges_and_distributions(
    session: AsyncSession, school: Organisation, kind: str, number: int
) -> None:
    """Beside mentees who always are enough; two mentors find it hard to say."""
    said = [*marks(kind, number), HARD, HARD]
    mentees = marks("any", 12)
    rng = random.Random(number)
    sheet = {
        MENTOR: [{"EFF": one, "FRQ": (rng.choice(["often", "never"]),)} for one in said],
        MENTEE: [{"EFF": one} for one in mentees],
    }
    await make_poll(session, school, sheet)
    book, note = await sheets(session, school), await tables(session, school, "intro")

    for role, given in ((MENTOR, said), (MENTEE, mentees)):
        values = pd.Series([one for one in given if not isinstance(one, Missing)], dtype=float)
        means_are_true(line(book["Средние"], role), values, len(given) - len(values))
        words_are_true(note, role, values, len(given) - len(values))
        marks_are_true(book["Распределения"], role, values)
    options_are_true(book["Распределения"], pd.Series([one["FRQ"][0] for one in sheet[MENTOR]]))


def means_are_true(found: pd.Series, values: pd.Series, missing: int) -> None:
    if len(values) < K:
        assert found.isna().all()
        return
    assert found["среднее"] == pytest.approx(values.mean())
    assert found["медиана"] == values.median()
    assert list(found[["человек", "ответов", "без ответа"]]) == [len(values)] * 2 + [missing]
    ends = [values.min(), values.max()] if len(values) >= 2 * K else [None, None]
    assert [None if pd.isna(one) else one for one in found[["от", "до"]]] == ends


def words_are_true(note: Sequence[pd.DataFrame], role: Role, values: pd.Series, gone: int) -> None:
    (table,) = [one for one in note if "Медиана" in one]
    table["Вопрос"] = table["Вопрос"].replace("", None).ffill()
    found = table[(table["Вопрос"] == EFF) & (table["Кто"] == NAMES[role])]
    told = [] if found.empty else list(found.iloc[0, 2:])
    if len(values) < K:
        assert set(told) <= {"—"}
        return
    span = f"{values.min():.0f}–{values.max():.0f}" if len(values) >= 2 * K else "—"
    middle = [tenths(values.mean()), tenths(values.median())]
    assert told == [*middle, span, str(len(values)), str(gone)]


def marks_are_true(sheet: pd.DataFrame, role: Role, values: pd.Series) -> None:
    found = sheet[sheet["Вопрос"] == EFF].set_index("Ответ")[f"{NAMES[role]}: ответов"]
    found.index = [f"{one:g}" if isinstance(one, int | float) else one for one in found.index]
    if len(values) < 2 * K:
        assert found.drop(index=[i for i in found.index if i == "nan"]).isna().all()
        return
    counts = values.value_counts()
    assert {m: found[m] for m in map(str, range(1, 11))} == {
        str(m): counts.get(float(m), 0) for m in range(1, 11)
    }


def options_are_true(sheet: pd.DataFrame, said: pd.Series) -> None:
    found = sheet[sheet["Вопрос"].str.startswith(FRQ)].set_index("Ответ")
    counts, shares = (found[f"{NAMES[MENTOR]}: {which}"] for which in ("ответов", "доля"))
    if len(said) < K:
        assert counts.isna().all()
        return
    assert list(counts[~counts.index.isin(["Часто", "Никогда"])].fillna(0).unique()) == [0]
    of = said.value_counts().reindex(["often", "never"], fill_value=0)
    assert [counts["Часто"], counts["Никогда"]] == list(of)
    if len(said) >= 10:
        assert [shares["Часто"], shares["Никогда"]] == pytest.approx(list(of / len(said)))
    else:
        assert shares.isna().all()


@pytest.mark.parametrize("number", [4, 5, 9, 10, 19, 20, 21, 60])
async def test_change_per_person(session: AsyncSession, school: Organisation, number: int) -> None:
    before, after = marks("any", number), marks("any", number, seed=2)
    await make_two(session, school, before, after)
    found = (await sheets(session, school, "final"))["Изменения"]
    told = found[(found.iloc[:, 0] == EFF) & (found["Кто"] == NAMES[MENTOR])].iloc[0]
    columns = ["человек", "было", "стало", "разность", "интервал от", "интервал до", "p"]
    if number < K:
        assert told[columns].isna().all()
        return

    test, d = stats.ttest_rel(after, before), np.subtract(after, before)
    assert list(told[["человек", "ответов"]]) == [number, number]
    assert list(told[["было", "стало", "разность"]]) == pytest.approx(
        [np.mean(before), np.mean(after), np.mean(d)]
    )
    assert list(told[["выше", "так же", "ниже"]]) == [(d > 0).sum(), (d == 0).sum(), (d < 0).sum()]
    if number >= 2 * K:
        ends = test.confidence_interval(0.95)
        assert list(told[["интервал от", "интервал до"]]) == pytest.approx(list(ends), abs=1e-6)
    assert pd.isna(told["интервал от"]) == (number < 2 * K)
    assert pd.isna(told["p"]) == (number < 20)
    if number >= 20:
        assert told["p"] == pytest.approx(test.pvalue, abs=1e-6)


async def test_what_is_seen_differently(session: AsyncSession, school: Organisation) -> None:
    codes = {"EFF": EFF, "ORG": None, "EVT": None, "THE": None}
    rng = np.random.default_rng(7)
    said = {role: pd.DataFrame(rng.integers(1, 11, (9, 4)), columns=list(codes)) for role in NAMES}
    given: Mapping[Role, Any] = {
        role: [{k: int(v) for k, v in one.items()} for one in frame.to_dict("records")]
        for role, frame in said.items()
    }
    await make_poll(session, school, given, WaveCode.FINAL)
    (found,) = [one for one in await tables(session, school, "final") if "Наставники" in one
                and str(one.iloc[0, 1]).endswith("(n = 9)")]  # fmt: skip

    apart = (said[MENTOR].mean() - said[MENTEE].mean()).abs().sort_values(ascending=False)
    assert list(found.iloc[:, -1]) == [tenths(one) for one in apart]
    for column, role in ((1, MENTOR), (2, MENTEE)):
        means = said[role].mean()[apart.index]
        assert list(found.iloc[:, column]) == [f"{tenths(one)} (n = 9)" for one in means]


async def test_areas_and_levels(session: AsyncSession, school: Organisation) -> None:
    """A score needs three of the four statements; the mean is that of the statements' means."""
    rng = random.Random(3)
    codes = [f"METH{n}" for n in range(1, 5)]
    said = [{code: rng.choice([1, 2, 3, 4, 5, HARD]) for code in codes} for _ in range(30)]
    await make_poll(session, school, {MENTOR: [], MENTEE: said}, WaveCode.DEFICITS)
    found = (await sheets(session, school, "deficits"))["Области"]
    told = found.set_index(found.columns[0]).loc["Методика"]

    frame = pd.DataFrame(said).map(lambda one: np.nan if isinstance(one, Missing) else one)
    scores = frame[frame.notna().sum(axis=1) >= 3].mean(axis=1)
    levels = pd.cut(scores, [0, 2.5, 3.5, 4.5, 6], right=False).value_counts(sort=False)
    assert told["Наставляемые: среднее"] == pytest.approx(frame.mean().mean())
    assert told["Наставляемые: человек"] == len(scores)
    names = ("выраженный дефицит", "зона развития", "достаточно", "ресурс")
    assert [told[f"Наставляемые: {name}"] for name in names] == list(levels)


@pytest.mark.parametrize("number", [1, 4, 5, 9, 10, 24])
async def test_indicators_have_their_denominators(
    session: AsyncSession, school: Organisation, number: int
) -> None:
    """I4: marks from 7 on among all marks of joint work; I13: who would go on; I11: response."""
    rng = random.Random(number)
    said = [
        {"SAT": [rng.randint(5, 10)], "CNT": [(rng.choice(["yes", "no"]),)]} for _ in range(number)
    ]
    await make_poll(session, school, {MENTOR: [*said, None], MENTEE: []}, WaveCode.FINAL)
    content = await made(session, school, Report.STATISTICS, Format.CSV, "final")
    read = pd.read_csv(BytesIO(content), sep=";", decimal=",")
    card = {
        (code, role): found[["part", "whole"]].iloc[0]
        for (code, role), found in read.groupby(["code", "role"])
    }

    sat = pd.Series([one["SAT"][0] for one in said])
    going = pd.Series([one["CNT"][0][0] for one in said])
    values = {key: list(card[key].astype(float)) for key in (("i13", "mentor"), ("i11", "mentor"))}
    satisfied = (
        card["i4", np.nan] if ("i4", np.nan) in card else read[read["code"] == "i4"].iloc[0]
    )
    assert values["i11", "mentor"] == [number, number + 1]
    if number >= K:
        assert values["i13", "mentor"] == [(going == "yes").sum(), number]
    else:
        assert np.isnan(values["i13", "mentor"]).all()
    if number >= 2 * K:
        assert [satisfied["part"], satisfied["whole"]] == [(sat >= CUT).sum(), number]
    else:
        assert pd.isna(satisfied["part"])


CUT = 7
"""Which mark means satisfied is a setting; this is its default."""


async def test_strata(session: AsyncSession, school: Organisation) -> None:
    rng = random.Random(5)
    said = pd.DataFrame(
        {
            "mark": [rng.randint(1, 10) for _ in range(40)],
            "form": [rng.choice(["form-head_teacher", "form-teacher_teacher"]) for _ in range(40)],
        }
    )
    sheet = [{"EFF": int(one)} for one in said["mark"]]
    wave: Wave = await make_poll(session, school, {MENTOR: [], MENTEE: sheet})
    await belong(session, wave, MENTEE, list(said["form"]))
    found = (await sheets(session, school))["По форме и стажу"]

    names = {
        "руководитель — учитель": "form-head_teacher",
        "учитель — учитель": "form-teacher_teacher",
    }
    told = found[found.iloc[:, 0] == EFF].set_index("Часть").rename(index=names)
    wanted = said.groupby("form")["mark"].agg(["count", "mean"])
    assert set(told.index) == set(wanted.index)
    assert dict(told["Человек"]) == dict(wanted["count"])
    assert dict(told["Среднее"]) == pytest.approx(dict(wanted["mean"]))
