"""One question, and when it is asked."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from models.enums import MentorshipForm
from services.catalogue.fields import (
    NO_NAMES,
    YES_NO,
    Answer,
    Choice,
    Frozen,
    ItemCode,
    Label,
    Option,
    Words,
    refuse,
    some,
)

Kind = Literal["scale", "single", "multiple", "yes_no", "text"]
Scope = Literal["person", "pair"]

RESERVED = frozenset({"hard_to_say", "skip"})


class OnlyIf(Frozen):
    """Ask only when the earlier item `item` was answered with one of `any_of`."""

    item: ItemCode
    any_of: Annotated[tuple[Answer, ...], AfterValidator(some)]

    def met_by(self, values: Collection[str]) -> bool:
        """`values`: what was chosen there; empty when skipped, hard to say or never asked."""
        return not set(values).isdisjoint(self.any_of)


class Item(Frozen):
    """One question. "Hard to say" and "skipped" are missing answers, never a zero.

    In a file `hard_to_say` is on by default for scale, single and yes_no, `skippable` for
    multiple and text; a text without a hint gets one that asks for no names.
    `labels`: a word for each point of a scale, in place of bare numbers between `low` and
    `high`. Of a pair: `forms` of mentoring it is asked about (all when empty), and other
    `wordings` for some of them. `decisions`: asks whether people noticed what was decided
    after an earlier round; without a decision it is left out.
    """

    code: ItemCode
    kind: Kind
    scope: Scope
    text: Words
    label: Label
    hint: Words | None = None
    options: tuple[Option, ...] = ()
    minimum: int = Field(default=1, ge=0, le=9)
    maximum: int = Field(default=10, ge=1, le=10)
    low: Words | None = None
    high: Words | None = None
    labels: tuple[Label, ...] = ()
    hard_to_say: bool
    skippable: bool
    only_if: OnlyIf | None = None
    statistics: bool = True
    mirror: ItemCode | None = None
    forms: tuple[MentorshipForm, ...] = ()
    wordings: Mapping[MentorshipForm, Words] = {}
    decisions: bool = False

    @property
    def closed(self) -> bool:
        return self.kind != "text"

    @property
    def always(self) -> bool:
        """Asked of everybody: it hangs neither on an answer nor on a form nor on a decision."""
        return self.only_if is None and not self.forms and not self.decisions

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Every answer of a closed item, in the order of its buttons; none for a text."""
        if self.kind == "yes_no":
            return YES_NO
        if self.kind == "scale":
            numbers = [str(n) for n in range(self.minimum, self.maximum + 1)]
            labels = self.labels or [Words(ru=n, en=n) for n in numbers]
            return tuple(map(Choice, numbers, labels))
        return tuple(Choice(option.code, option.text) for option in self.options)

    @cached_property
    def values(self) -> tuple[str, ...]:
        return tuple(choice.value for choice in self.choices)

    @cached_property
    def alone(self) -> frozenset[str]:
        """Of several choices, those that go with no other: one tap is the whole answer."""
        return frozenset(option.code for option in self.options if option.alone)

    @property
    def mirror_code(self) -> str:
        """The code this item is compared with in the other role's questionnaire of the wave."""
        return self.mirror or self.code

    def asked_about(self, form: MentorshipForm) -> bool:
        return not self.forms or form in self.forms

    def wording(self, form: MentorshipForm | None) -> Words:
        """The question as it is put about a pair of this form."""
        return self.wordings.get(form, self.text) if form else self.text

    @model_validator(mode="before")
    @classmethod
    def _give_the_kind_its_way_out_and_its_hint(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        kind = data.get("kind")
        skippable = kind in ("multiple", "text")
        hint = {"hint": NO_NAMES} if kind == "text" else {}
        return {"hard_to_say": not skippable, "skippable": skippable, **hint, **data}

    @model_validator(mode="after")
    def _options_fit_the_kind(self) -> Self:
        chosen_from_options = self.kind in ("single", "multiple")
        if not chosen_from_options and self.options:
            refuse("options", "a {kind} question takes none", kind=self.kind)
        if chosen_from_options and len(self.options) < 2:
            refuse("options", "a {kind} question needs at least two", kind=self.kind)
        if self.alone and self.kind != "multiple":
            refuse("options", "only one of several choices can stand alone")
        for code in self.values:
            if self.values.count(code) > 1:
                refuse("options", "{code} stands twice", code=code)
            if code in RESERVED:
                refuse("options", "{code} is reserved: set it on the item instead", code=code)
        return self

    @model_validator(mode="after")
    def _scale_fits_the_kind(self) -> Self:
        if self.kind != "scale":
            self._refuse_fields_of_a_scale()
            return self
        if self.minimum >= self.maximum:
            refuse("maximum", "must be above the minimum, {minimum}", minimum=self.minimum)
        if self.labels:
            self._check_labels()
            return self
        for field in ("low", "high"):
            if getattr(self, field) is None:
                refuse(field, "a scale needs words at both ends")
        return self

    def _refuse_fields_of_a_scale(self) -> None:
        """By value, not by presence: a frozen version carries the defaults too."""
        for field in ("minimum", "maximum", "low", "high", "labels"):
            if getattr(self, field) != type(self).model_fields[field].default:
                refuse(field, "only a scale has one, not a {kind} question", kind=self.kind)

    def _check_labels(self) -> None:
        points = self.maximum - self.minimum + 1
        if len(self.labels) != points:
            refuse("labels", "one for each of the {points} points is needed", points=points)
        for field in ("low", "high"):
            if getattr(self, field) is not None:
                refuse(field, "the labels say it already")

    @model_validator(mode="after")
    def _text_has_no_way_to_be_hard_to_say(self) -> Self:
        if self.kind == "text" and self.hard_to_say:
            refuse("hard_to_say", "a text question is skipped instead: use skippable")
        return self

    @model_validator(mode="after")
    def _forms_are_of_pairs(self) -> Self:
        for field in ("forms", "wordings"):
            if self.scope == "person" and getattr(self, field):
                refuse(field, "only a question about a pair depends on its form")
        for form in self.wordings:
            if not self.asked_about(form):
                refuse(f"wordings.{form}", "it is not asked about this form")
        return self
