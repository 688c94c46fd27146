"""Looking at a questionnaire, and trying it on oneself: a sheet that is in no database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

from models.enums import Missing, Role
from services.answering import MAX_TEXT, PAUSE
from services.catalogue import QuestionnaireSpec
from services.errors import NotFound, UserError
from services.questionnaires import Days, Sheet
from services.steps import Given, Key, Step, before, every, taken, toggled

COLLEAGUE = 1
"""The only colleague there is, who does not exist."""


@dataclass(frozen=True)
class Setting:
    """Whose eyes it is seen with; `colleague` is a name for the example."""

    colleague: str
    zone: ZoneInfo
    min_group: int
    now: datetime


def sheet_of(own_id: int, role: Role, spec: QuestionnaireSpec, setting: Setting) -> Sheet:
    """As the sheet of somebody of this role with one colleague; its id is the questionnaire's."""
    return Sheet(*_fields(own_id, role, spec, setting))


class Leaves(Sheet):
    """All questions one after the other, also those that hang on an answer."""

    @cached_property
    def steps(self) -> list[Step]:
        return every(self.spec, list(self.colleagues))


def leaves_of(own_id: int, role: Role, spec: QuestionnaireSpec, setting: Setting) -> Sheet:
    return Leaves(*_fields(own_id, role, spec, setting))


def _fields(own_id: int, role: Role, spec: QuestionnaireSpec, setting: Setting) -> Any:
    today = setting.now.astimezone(setting.zone).date()
    colleagues = {COLLEAGUE: setting.colleague} if spec.pair_items else {}
    mine = (own_id, 0, 0, role, None, setting.now, None, "", setting.min_group)
    days = Days(today, today, setting.now, None)
    return (*mine, days, spec, colleagues, {}, setting.zone, today)


@dataclass
class Trial:
    """A sheet being tried; `seconds` from tap to tap, as answering is timed."""

    sheet: Sheet
    seconds: int
    touched_at: datetime

    @classmethod
    def begin(cls, sheet: Sheet, now: datetime) -> Self:
        return cls(sheet, 0, now)

    @classmethod
    def restored(cls, sheet: Sheet, stored: Mapping[str, Any]) -> Self:
        for code, pair, given in stored["answers"]:
            sheet.give((code, pair), _given(given))
        sheet.cursor = stored["cursor"]
        return cls(sheet, stored["seconds"], datetime.fromisoformat(stored["touched_at"]))

    def stored(self) -> dict[str, Any]:
        answers = [[*key, asdict(given)] for key, given in self.sheet.answers.items()]
        return {
            "answers": answers,
            "cursor": self.sheet.cursor,
            "seconds": self.seconds,
            "touched_at": self.touched_at.isoformat(),
        }

    def choose(self, key: Key, value: str, now: datetime) -> None:
        """As the functions of `answering`: a button of another question changes nothing."""
        if step := self._at(key, now):
            given = taken(step.item, value)
            if given is None:
                raise NotFound
            self._go_on(step, given)

    def toggle(self, key: Key, value: str, on: bool, now: datetime) -> None:
        if step := self._at(key, now):
            if step.item.kind != "multiple" or value not in step.item.values:
                raise NotFound
            left = toggled(step.item, self.sheet.answers.get(key), value, on)
            self.sheet.give(key, left)
            self.sheet.cursor = step.name

    def write(self, text: str, now: datetime) -> None:
        """UserError when the question on the screen is no open one, or the text too long."""
        step = self.sheet.step
        if step is None or step.item.closed:
            raise UserError("survey-use-buttons")
        if len(text) > MAX_TEXT:
            raise UserError("survey-text-long", length=len(text), limit=MAX_TEXT)
        self._touch(now)
        self._go_on(step, Given(body=text))

    def keep(self, key: Key, now: datetime) -> None:
        if (step := self._at(key, now)) and key in self.sheet.answers:
            self._go_on(step, self.sheet.answers[key])

    def back(self, key: Key, now: datetime) -> None:
        if step := self._at(key, now):
            self.sheet.cursor = (before(self.sheet.steps, step) or step).name

    def _at(self, key: Key, now: datetime) -> Step | None:
        step = self.sheet.step
        self.sheet.stale = step is None or step.key != key
        if self.sheet.stale:
            return None
        self._touch(now)
        return step

    def _touch(self, now: datetime) -> None:
        gap = int((now - self.touched_at).total_seconds())
        self.seconds += max(min(gap, PAUSE), 0)
        self.touched_at = now

    def _go_on(self, step: Step, given: Given) -> None:
        self.sheet.give(step.key, given)
        following = self.sheet.unanswered
        self.sheet.cursor = following.name if following else None


def _given(stored: Mapping[str, Any]) -> Given:
    choices, missing = stored["choices"], stored["missing"]
    return Given(
        stored["number"],
        None if choices is None else tuple(choices),
        stored["body"],
        Missing(missing) if missing else None,
    )
