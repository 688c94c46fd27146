"""Which questions one person is asked, and in which order. Rules only, no database.

Everybody goes the same way: first what is asked once, then all about the first colleague, all
about the second, then the open questions, and the private one at the very end. Within a part
the order is the catalogue's; a follow-up stays with its question.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from models.enums import MentorshipForm, Missing
from services.catalogue import Item, QuestionnaireSpec, Words

Key = tuple[str, int | None]
"""An item's code and, when it is about one colleague, the mentorship."""

Values = Mapping[Key, Collection[str]]
"""What was chosen at each answered question: nothing when skipped, hard to say or typed."""

Forms = Mapping[int, MentorshipForm]
"""The form of mentoring by mentorship."""

USUAL: Forms = MappingProxyType({})
"""All of the usual form."""

REVIEW = "review"
"""The cursor when all is answered and the list of answers is on the screen."""

WAYS_OUT = {"hard_to_say": Missing.HARD_TO_SAY, "skip": Missing.SKIPPED}
"""Buttons that leave a question without a value."""


@dataclass(frozen=True)
class Step:
    """One question as one person is asked it; `pair` is the mentorship it is about, of `form`."""

    item: Item
    pair: int | None = None
    form: MentorshipForm | None = None

    @cached_property
    def key(self) -> Key:
        return self.item.code, self.pair

    @property
    def name(self) -> str:
        """As the cursor keeps it."""
        return name_of(self.key)

    @property
    def text(self) -> Words:
        return self.item.wording(self.form)


@dataclass(frozen=True)
class Given:
    """One answer; exactly one field is set."""

    number: int | None = None
    choices: tuple[str, ...] | None = None
    body: str | None = None
    missing: Missing | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """What conditions look at."""
        return (str(self.number),) if self.number is not None else self.choices or ()


def name_of(key: Key) -> str:
    """The cursor of a question: `EFF`, or `COM:12` about the mentorship 12."""
    code, pair = key
    return code if pair is None else f"{code}:{pair}"


def steps(
    spec: QuestionnaireSpec, pairs: Sequence[int], answers: Values, forms: Forms = USUAL
) -> list[Step]:
    """The questions that apply with these answers; `pairs` are mentorships in their order."""
    return applying(spec, every(spec, pairs, forms), answers)


def applying(spec: QuestionnaireSpec, asked: Iterable[Step], answers: Values) -> list[Step]:
    """Those that apply with these answers.

    What hangs on an answer that changed is not among them, and neither is what hangs on that.
    """
    return [step for step in asked if _applies(spec, step, answers)]


def first_unanswered(applying: Sequence[Step], answers: Collection[Key]) -> Step | None:
    return next((step for step in applying if step.key not in answers), None)


def before(applying: Sequence[Step], step: Step) -> Step | None:
    """The question asked before this one, None before the first."""
    number = position(applying, step)
    return applying[number - 1] if number else None


def position(applying: Sequence[Step], step: Step) -> int:
    """Which of them it is, from 0. By key: to compare whole questions takes long."""
    return [one.key for one in applying].index(step.key)


def taken(item: Item, value: str) -> Given | None:
    """What a tap on a button means; None when the question has no such button.

    A question with several choices is answered by toggles: only the ways out are taps there,
    and what goes with no other choice.
    """
    if value in WAYS_OUT:
        offered = item.hard_to_say if value == "hard_to_say" else item.skippable
        return Given(missing=WAYS_OUT[value]) if offered else None
    if value not in (item.alone if item.kind == "multiple" else item.values):
        return None
    return Given(number=int(value)) if item.kind == "scale" else Given(choices=(value,))


def toggled(item: Item, given: Given | None, value: str, on: bool) -> Given | None:
    """The choices after a toggle, in the catalogue's order; None when none is left."""
    others = frozenset(given.values if given and value not in item.alone else ()) - item.alone
    chosen = others - {value} | ({value} if on else set())
    return Given(choices=tuple(v for v in item.values if v in chosen)) if chosen else None


def every(spec: QuestionnaireSpec, pairs: Sequence[int], forms: Forms = USUAL) -> list[Step]:
    """All that may be asked, whatever the answers; a pair whose form is not said is the usual."""
    once, about_one, free, private = spec.parts
    about_pairs = [
        Step(item, pair, form)
        for pair in pairs
        for form in (forms.get(pair, MentorshipForm.TEACHER_TEACHER),)
        for item in about_one
        if item.asked_about(form)
    ]
    return [*map(Step, once), *about_pairs, *map(Step, free + private)]


def _applies(spec: QuestionnaireSpec, step: Step, answers: Values) -> bool:
    condition = step.item.only_if
    if condition is None:
        return True
    item = spec.item(condition.item)
    source = Step(item, step.pair if item.scope == "pair" else None)
    return condition.met_by(answers.get(source.key, ())) and _applies(spec, source, answers)
