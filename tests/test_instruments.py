"""Every instrument of the catalogue, answered by people from its first question to its last.

In both languages, in every branch, and with a new process after each answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import pytest
from sqlalchemy import delete, update

from models import Answer, Assignment, HelpRequest, Mentorship
from models.enums import MentorshipForm, Missing, Role
from services.catalogue import Item, Language, QuestionnaireSpec
from services.steps import Key
from tests.answering import Asked
from tests.conversation import User, World
from tests.surveys import (
    choices_on,
    make_joined_school,
    make_wave,
    question_on,
    specs,
    swap,
    toggles_on,
)

WHO = {"mentor": "anna", "mentee": "boris", "curator": "curator"}
OF = {"ru": "из", "en": "of"}
WORDS = "Нужен второй кабинет"


class Way(Enum):
    """How somebody goes through a questionnaire."""

    FOLLOWED = MentorshipForm.HEAD_TEACHER
    """Earns every follow-up, and leaves the rest unanswered where that is allowed."""
    STRAIGHT = MentorshipForm.TEACHER_TEACHER
    """Earns no follow-up, neither by an answer nor by «hard to say», and answers the rest."""


@dataclass
class Walk:
    """One person on one way through one questionnaire."""

    user: User
    spec: QuestionnaireSpec
    way: Way
    language: Language
    pair: int
    saved: dict[Key, Any] = field(default_factory=dict)

    def expected(self) -> Iterator[Item]:
        """The questions in their order, each decided when it is its turn."""
        for item in sorted(self.spec.items, key=_part):
            condition = item.only_if
            before = self.saved.get((condition.item, self._of(item))) if condition else None
            given = [str(one) for one in (before if isinstance(before, list) else [before])]
            if condition is None or condition.met_by(given):
                yield item

    def _of(self, item: Item) -> int | None:
        return self.pair if item.scope == "pair" else None

    def key(self, item: Item) -> Key:
        return item.code, self._of(item)

    def words(self, item: Item) -> str:
        return item.wording(self.way.value).of(self.language)

    def answer(self, item: Item) -> Any:
        """What is to be saved."""
        earning = self.earning(item)
        if self.way is Way.FOLLOWED and not earning and (item.hard_to_say or item.skippable):
            return Missing.HARD_TO_SAY if item.hard_to_say else Missing.SKIPPED
        if item.kind == "text":
            return WORDS
        if item.kind == "multiple":
            return [value for value in item.values if value not in item.alone][:2]
        wanted = [value for value in item.values if (value in earning) is self._earns(item)]
        return int(wanted[-1]) if item.kind == "scale" else [wanted[-1]]

    def _earns(self, item: Item) -> bool:
        return self.way is Way.FOLLOWED and bool(self.earning(item))

    def earning(self, item: Item) -> set[str]:
        """The answers that lead to another question."""
        conditions = [other.only_if for other in self.spec.items if other.only_if]
        hanging = [condition for condition in conditions if condition.item == item.code]
        return {value for condition in hanging for value in condition.any_of}


def _part(item: Item) -> int:
    if item.scope == "pair":
        return 1
    if not item.statistics:
        return 3
    return 0 if item.closed or item.only_if else 2


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("key", sorted(specs()))
async def test_an_instrument_is_answered_to_its_end_in_every_branch(
    world: World, key: str, language: Language
) -> None:
    spec = specs()[key]
    everything = await _asked(world, spec)
    name = WHO[spec.role]
    user: User = everything.school.users[name]
    if language == "en":
        await user.says("/language")
        await user.clicks("English")
    asked: set[str] = set()
    for way in Way:
        walk = Walk(user, spec, way, language, everything.school.pair.id)
        await _start_over(everything, name, way)
        assert spec.title.of(language) in await user.says("/survey")
        await user.clicks("Начать" if language == "ru" else "Begin")
        for number, item in enumerate(walk.expected(), start=1):
            assert question_on(user.last) == walk.key(item)
            assert walk.words(item) in user.sees
            assert user.sees.startswith(f"{number} {OF[language]} ")
            if walk.earning(item) and way is Way.STRAIGHT:
                await _left_and_come_back(walk, item)
            await _answered(walk, item)
            asked.add(item.code)
        assert await everything.given(name) == walk.saved
        await user.clicks("Отправить" if language == "ru" else "Send")
        assert ("Спасибо, анкета" if language == "ru" else "Thank you") in user.sees
    assert asked == {item.code for item in spec.items}


async def _asked(world: World, spec: QuestionnaireSpec) -> Asked:
    school = await make_joined_school(world)
    people = [(school.people[WHO[spec.role]], Role(spec.role))]
    async with world.sessions.begin() as session:
        made = await make_wave(session, school.school, spec.wave, people=people)
        await swap(session, made.wave, spec)
    return Asked(world, school, made, school.anna, school.boris)


async def _start_over(everything: Asked, name: str, way: Way) -> None:
    """The sheet is as new, and the pair is of another form."""
    number = everything.number(name)
    fresh = {"cursor": None, "started_at": None, "submitted_at": None}
    async with everything.world.sessions.begin() as session:
        await session.execute(delete(HelpRequest).where(HelpRequest.assignment_id == number))
        await session.execute(delete(Answer).where(Answer.assignment_id == number))
        await session.execute(update(Assignment).where(Assignment.id == number).values(fresh))
        await session.execute(update(Mentorship).values(form=way.value))


async def _left_and_come_back(walk: Walk, item: Item) -> None:
    """«Hard to say» leads to no follow-up either."""
    await walk.user.presses(choices_on(walk.user.last)["hard_to_say"])
    after = question_on(walk.user.last)
    condition = walk.spec.item(after[0]).only_if if after else None
    assert condition is None or condition.item != item.code
    await walk.user.clicks("‹" if after else str(len(walk.saved) + 1))
    assert question_on(walk.user.last) == walk.key(item)


async def _answered(walk: Walk, item: Item) -> None:
    """One tap, one edit of the very message, and the next question is there."""
    user, world, message = walk.user, walk.user.world, walk.user.last
    answer = walk.answer(item)
    walk.saved[walk.key(item)] = answer
    calls = len(world.telegram.calls)
    if answer == WORDS:
        await user.says(WORDS)
        assert user.last is not message
        world.restart()
        return
    taps = await _tapped(user, answer)
    done = [method for method, _ in world.telegram.calls[calls:]]
    assert user.last is message
    assert done.count("editMessageText") == taps == done.count("answerCallbackQuery")
    assert not [method for method in done if method.startswith("send")]
    world.restart()


async def _tapped(user: User, answer: Any) -> int:
    """How many taps it took."""
    asked = question_on(user.last)
    given = answer if isinstance(answer, list) else [answer]
    values = ["skip" if value is Missing.SKIPPED else str(value) for value in given]
    if len(values) == 1:
        await user.presses(choices_on(user.last)[values[0]])
        return 1
    for value in values:
        await user.presses(toggles_on(user.last)[value])
        assert question_on(user.last) == asked
    await user.clicks("›")
    return len(values) + 1
