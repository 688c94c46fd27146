"""The buttons of a question, whose data is put together without the classes that read it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiogram.filters.callback_data import CallbackData

from handlers.questionnaire_screens import Choose, Go, Question, Toggle, question
from handlers.texts import Translate
from models.enums import Missing, Role
from services.questionnaires import Days, Sheet
from services.steps import Given, Step
from tests.surveys import specs

KINDS: dict[str, type[Question]] = {"q": Choose, "qt": Toggle, "qb": Go}
GREATEST = 2**31 - 1


@dataclass
class Surroundings:
    """As much of a handler's context as a question needs."""

    t: Translate


def sheet(name: str) -> Sheet:
    spec, opened = specs()[name], datetime(2026, 9, 14, tzinfo=UTC)
    days = Days(date(2026, 9, 14), date(2026, 9, 30), opened, None)
    made = Sheet(
        id=GREATEST,
        wave_id=1,
        person_id=1,
        role=Role(spec.role),
        cursor=None,
        started_at=opened,
        submitted_at=None,
        seen="",
        min_group=5,
        wave=days,
        spec=spec,
        colleagues={GREATEST: "Орлов Борис Ильич"},
        answers={},
        zone=ZoneInfo("UTC"),
        today=days.opens_on,
    )
    for item in spec.items:  # so that everything is asked that may be asked
        pair = GREATEST if item.scope == "pair" else None
        for condition in (other.only_if for other in spec.items):
            if condition and condition.item == item.code:
                value = condition.any_of[0]
                made.give((item.code, pair), _given(item.kind, value))
    return made


def _given(kind: str, value: str) -> Given:
    return Given(number=int(value)) if kind == "scale" else Given(choices=(value,))


def answers(step: Step) -> list[Given | None]:
    """Every kind of answer that changes the buttons."""
    chosen = [_given(step.item.kind, value) for value in step.item.values]
    return [None, Given(missing=Missing.SKIPPED), Given(body="Мысль"), *chosen]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", sorted(specs()))
def test_every_button_is_read_back_as_what_it_says(name: str, language: str) -> None:
    made, seen = sheet(name), set[str]()
    context: Any = Surroundings(Translate(language))
    for step in made.steps:
        before = made.answers.get(step.key)
        for given in answers(step):
            made.answers[step.key] = given or Given(missing=Missing.HARD_TO_SAY)
            for row in question(context, made, step).rows:
                for button in row:
                    seen.add(_checked(button.data or "", made, step))
        made.give(step.key, before)
    assert seen >= {"q", "qb"}


def _checked(data: str, made: Sheet, step: Step) -> str:
    prefix = data.partition(":")[0]
    read: CallbackData = KINDS[prefix].unpack(data)
    assert isinstance(read, Question)
    assert read.at == (made.id, step.key)
    assert read.pack() == data  # no more than 64 bytes, too
    if isinstance(read, Choose | Toggle):
        ways_out = {"hard_to_say", "skip"} if isinstance(read, Choose) else set()
        assert read.value in {*step.item.values, *ways_out}
    return prefix
