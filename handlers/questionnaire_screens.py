"""What a questionnaire looks like: one question a screen, the list of answers."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.context import Context
from handlers.screen import Button, Rows, Screen, column, grid
from handlers.texts import Translate
from handlers.wording import clipped, said
from models.enums import Missing
from services.catalogue import Item
from services.questionnaires import Sheet
from services.steps import WAYS_OUT, Given, Key, Step, position

Id = Annotated[int, Field(ge=0, lt=2**31)]
PART_LENGTH, PART_LINES = 2800, 40
"""One message of the list of answers: HTML characters and lines, a button for each line."""

SHOWN_TEXT, SHOWN_IN_LIST = 300, 50


class OpenSurvey(CallbackData, prefix="s"):
    """The button of pushes and reminders: leads to the exact question where one stopped."""

    assignment: Id


class Question(CallbackData, prefix="qr"):
    """The question a button belongs to; by itself, from the list of answers to a question."""

    assignment: Id
    item: str
    pair: Id | None = None

    @property
    def at(self) -> tuple[int, Key]:
        return self.assignment, (self.item, self.pair)


class Choose(Question, prefix="q"):
    value: str


class Toggle(Question, prefix="qt"):
    """Says the state wanted, so that a double tap is one tap."""

    value: str
    on: bool


class Go(Question, prefix="qb"):
    to: Literal["back", "on"]


class Hand(CallbackData, prefix="qs"):
    """Starts a questionnaire, or sends it."""

    assignment: Id
    act: Literal["begin", "send"]


def question(c: Context, sheet: Sheet, step: Step) -> Screen:
    """One question; what was answered before is marked.

    It is written for every tap: the buttons' data is put together as `Question` packs it.
    """
    given = sheet.answers.get(step.key)
    at = f"{sheet.id}:{step.item.code}:{step.pair or ''}"
    rows = (*_answers(c.t, step.item, at, given), *_ways_on(c.t, sheet, step, at, given))
    return Screen("\n\n".join(_words(c.t, sheet, step, given)), rows, expects(sheet, step))


def expects(sheet: Sheet, step: Step) -> dict[str, Any]:
    """What a text typed now would answer: no step is named that only buttons answer, so that
    going from one to the next of them leaves the account as it is."""
    if step.item.closed:
        return {"what": "survey", "assignment": sheet.id}
    return {"what": "survey", "assignment": sheet.id, "step": list(step.key)}


def _words(t: Translate, sheet: Sheet, step: Step, given: Given | None) -> list[str]:
    item, asked = step.item, sheet.steps
    head = [t("survey-progress", number=position(asked, step) + 1, total=len(asked))]
    if step.pair is not None:
        name = sheet.colleagues[step.pair]
        head.append(t(f"survey-about-{sheet.role}", name=name))
    words: list[str] = ["\n".join(head), t("survey-question", text=said(t, step.text))]
    if item.low and item.high:
        ends = {"low": said(t, item.low), "high": said(t, item.high)}
        words.append(t("survey-ends", minimum=item.minimum, maximum=item.maximum, **ends))
    if item.kind == "multiple":
        words.append(t("survey-several"))
    if item.hint:
        words.append(t("survey-hint", text=said(t, item.hint)))
    if item.kind == "text":
        words.append(_about_text(t, item, given))
    return words


def _about_text(t: Translate, item: Item, given: Given | None) -> str:
    if given and given.body:
        return t("survey-your-text", text=clipped(given.body, SHOWN_TEXT))
    return t("survey-type")


def _answers(t: Translate, item: Item, at: str, given: Given | None) -> Rows:
    chosen = given.values if given else ()
    buttons = []
    for value, words in item.choices:
        on = value in chosen
        toggles = item.kind == "multiple" and value not in item.alone
        press = f"qt:{at}:{value}:{int(not on)}" if toggles else f"q:{at}:{value}"
        buttons.append(Button(_marked(said(t, words), on), press))
    if item.kind == "scale" and not item.labels:
        return grid(buttons, (len(buttons) + 1) // 2)
    return grid(buttons, 2) if item.kind == "yes_no" else column(buttons)


def _ways_on(t: Translate, sheet: Sheet, step: Step, at: str, given: Given | None) -> Rows:
    """Below the answers: leave the question without one, go on, go back."""
    item, missing = step.item, given.missing if given else None
    buttons = []
    if item.kind in ("multiple", "text") and given and not missing:
        key = "survey-done" if item.kind == "multiple" else "survey-keep"
        buttons.append(Button(t(key), f"qb:{at}:on"))
    for value, offered in (("hard_to_say", item.hard_to_say), ("skip", item.skippable)):
        if offered:
            label = t("survey-hard-to-say" if value == "hard_to_say" else "survey-skip")
            marked = _marked(label, missing == WAYS_OUT[value])
            buttons.append(Button(marked, f"q:{at}:{value}"))
    if step.key != sheet.steps[0].key:
        buttons.append(Button(t("button-back"), f"qb:{at}:back"))
    return column(buttons)


def _marked(text: str, on: bool) -> str:
    return f"✓ {text}" if on else text


def review(c: Context, sheet: Sheet) -> list[Screen]:
    """All answers with a number to change each; the last message has the button to send."""
    screens = []
    parts = list(_parts(_lines(c.t, sheet)))
    for number, part in enumerate(parts, start=1):
        last = number == len(parts)
        lines = [line for _, line in part]
        words: list[str] = [c.t("survey-review")] if number == 1 else []
        words += ["\n".join(lines), *([c.t("survey-review-how")] if last else [])]
        rows = grid((button for buttons, _ in part for button in buttons), 6)
        if last:
            send = Hand(assignment=sheet.id, act="send")
            rows = (*rows, (Button.of(c.t("survey-send"), send),))
        screens.append(Screen("\n\n".join(words), rows))
    return screens


Line = tuple[tuple[Button, ...], str]


def _lines(t: Translate, sheet: Sheet) -> Iterable[Line]:
    """Each answer with its button, under the names of the colleagues."""
    about: int | None = None
    for number, step in enumerate(sheet.steps, start=1):
        if step.pair != about:
            about = step.pair
            name = sheet.colleagues[about] if about is not None else None
            yield (), "\n" + t("survey-review-about", name=name) if name else ""
        label, value = said(t, step.item.label), answer(t, step.item, sheet.answers[step.key])
        at = Question(assignment=sheet.id, item=step.item.code, pair=step.pair)
        line = t("survey-review-line", number=number, label=label, value=value)
        yield (Button.of(str(number), at),), line


def _parts(lines: Iterable[Line]) -> Iterable[list[Line]]:
    part: list[Line] = []
    for line in lines:
        if len(part) >= PART_LINES or sum(len(text) for _, text in part) > PART_LENGTH:
            yield part
            part = []
        part.append(line)
    yield part


def answer(t: Translate, item: Item, given: Given) -> str:
    """An answer in words, for the list."""
    if given.missing:
        hard = given.missing is Missing.HARD_TO_SAY
        return t("survey-answer-hard" if hard else "survey-answer-skipped")
    if given.body is not None:
        return f"«{clipped(given.body, SHOWN_IN_LIST)}»"
    words = [said(t, choice.text) for choice in item.choices if choice.value in given.values]
    return clipped(", ".join(words), SHOWN_IN_LIST)
