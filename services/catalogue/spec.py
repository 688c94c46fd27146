"""What a questionnaire is: one model for YAML files, for uploads and for frozen versions."""

import hashlib
import json
import math
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from services.catalogue.fields import (
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
Wave = Literal["intro", "interim", "final"]
Role = Literal["mentor", "mentee"]

MAX_ITEMS = 25
SECONDS_PER_TAP = 8
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
    multiple and text.
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
    hard_to_say: bool
    skippable: bool
    only_if: OnlyIf | None = None
    statistics: bool = True
    mirror: ItemCode | None = None

    @property
    def closed(self) -> bool:
        return self.kind != "text"

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Every answer of a closed item, in the order of its buttons; none for a text."""
        if self.kind == "yes_no":
            return YES_NO
        if self.kind == "scale":
            numbers = map(str, range(self.minimum, self.maximum + 1))
            return tuple(Choice(n, Words(ru=n, en=n)) for n in numbers)
        return tuple(Choice(option.code, option.text) for option in self.options)

    @cached_property
    def values(self) -> tuple[str, ...]:
        return tuple(choice.value for choice in self.choices)

    @property
    def mirror_code(self) -> str:
        """The code this item is compared with in the other role's questionnaire of the wave."""
        return self.mirror or self.code

    @model_validator(mode="before")
    @classmethod
    def _give_the_kind_its_way_out(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        skippable = data.get("kind") in ("multiple", "text")
        return {"hard_to_say": not skippable, "skippable": skippable, **data}

    @model_validator(mode="after")
    def _options_fit_the_kind(self) -> Self:
        chosen_from_options = self.kind in ("single", "multiple")
        if not chosen_from_options and self.options:
            refuse("options", "a {kind} question takes none", kind=self.kind)
        if chosen_from_options and len(self.options) < 2:
            refuse("options", "a {kind} question needs at least two", kind=self.kind)
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
        for field in ("low", "high"):
            if getattr(self, field) is None:
                refuse(field, "a scale needs words at both ends")
        if self.minimum >= self.maximum:
            refuse("maximum", "must be above the minimum, {minimum}", minimum=self.minimum)
        return self

    def _refuse_fields_of_a_scale(self) -> None:
        """By value, not by presence: a frozen version carries the defaults too."""
        for field in ("minimum", "maximum", "low", "high"):
            if getattr(self, field) != type(self).model_fields[field].default:
                refuse(field, "only a scale has one, not a {kind} question", kind=self.kind)

    @model_validator(mode="after")
    def _text_has_no_way_to_be_hard_to_say(self) -> Self:
        if self.kind == "text" and self.hard_to_say:
            refuse("hard_to_say", "a text question is skipped instead: use skippable")
        return self


class QuestionnaireSpec(Frozen):
    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,39}$")]
    wave: Wave
    role: Role
    title: Words
    purpose: Words
    minutes: int = Field(ge=1, le=60)
    items: Annotated[tuple[Item, ...], Field(max_length=MAX_ITEMS), AfterValidator(some)]

    @property
    def main_items(self) -> tuple[Item, ...]:
        """What everybody is asked; the rest depends on an earlier answer."""
        return tuple(item for item in self.items if item.only_if is None)

    @cached_property
    def pair_items(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.scope == "pair")

    def item(self, code: str) -> Item:
        """Raises KeyError for a code this questionnaire does not have."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def parts(self) -> tuple[tuple[Item, ...], ...]:
        """What is asked once, about each pair, at the end in free words, and in private."""
        return tuple(
            tuple(item for item in self.items if self._part(item) == part) for part in range(4)
        )

    def _part(self, item: Item) -> int:
        if item.scope == "pair":
            return 1
        if not item.statistics:
            return 3
        if item.only_if:
            return self._part(self.item(item.only_if.item))
        return 0 if item.closed else 2

    def minutes_for(self, pairs: int) -> int:
        """An honest estimate: the pair's questions come once for each of `pairs`."""
        extra = max(pairs - 1, 0) * len(self.pair_items) * SECONDS_PER_TAP
        return self.minutes + math.ceil(extra / 60)

    def fingerprint(self) -> str:
        """The identity of a frozen version: what is asked, however the file is laid out."""
        content = self.model_dump(mode="json", exclude_defaults=True)
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        codes = [item.code for item in self.items]
        for code in codes:
            if codes.count(code) > 1:
                refuse(f"items.{code}", "the code stands twice")
        return self

    @model_validator(mode="after")
    def _conditions_can_be_met(self) -> Self:
        for item, condition, earlier in self._conditions():
            _check_condition(item, condition, earlier)
        return self

    def _conditions(self) -> Iterator[tuple[Item, OnlyIf, dict[str, Item]]]:
        for number, item in enumerate(self.items):
            if item.only_if:
                yield item, item.only_if, {before.code: before for before in self.items[:number]}


def _check_condition(item: Item, condition: OnlyIf, earlier: dict[str, Item]) -> None:
    where = f"items.{item.code}.only_if"
    source = earlier.get(condition.item)
    if source is None:
        refuse(f"{where}.item", "there is no earlier item {code}", code=condition.item)
    if not source.closed:
        refuse(f"{where}.item", "{code} is a text question, not a closed one", code=source.code)
    if item.scope == "person" and source.scope == "pair":
        refuse(f"{where}.item", "{code} is asked for each pair, this item once", code=source.code)
    for value in condition.any_of:
        if value not in source.values:
            known = ", ".join(source.values)
            refuse(f"{where}.any_of", "{value} is not one of {known}", value=value, known=known)
