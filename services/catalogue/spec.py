"""What a questionnaire is: one model for YAML files, for uploads and for frozen versions."""

import hashlib
import json
import math
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from models.enums import WaveCode
from services.catalogue.fields import Frozen, Text, Words, refuse, some
from services.catalogue.item import Item, OnlyIf

Role = Literal["mentor", "mentee", "curator"]

MAX_ITEMS = 25
SECONDS_PER_TAP = 8


class QuestionnaireSpec(Frozen):
    """`wave` is the kind of round it belongs to. `long_because`: for those who keep the
    catalogue, why it may have more questions than the lint allows."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,39}$")]
    wave: WaveCode
    role: Role
    title: Words
    purpose: Words
    minutes: int = Field(ge=1, le=60)
    long_because: Text | None = None
    items: Annotated[tuple[Item, ...], Field(max_length=MAX_ITEMS), AfterValidator(some)]

    @property
    def main_items(self) -> tuple[Item, ...]:
        """What everybody is asked; the rest depends on an answer, a form or a decision."""
        return tuple(item for item in self.items if item.always)

    @cached_property
    def pair_items(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.scope == "pair")

    @cached_property
    def main_pair_items(self) -> tuple[Item, ...]:
        return tuple(item for item in self.pair_items if item.always)

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
        extra = max(pairs - 1, 0) * len(self.main_pair_items) * SECONDS_PER_TAP
        return self.minutes + math.ceil(extra / 60)

    def fingerprint(self) -> str:
        """The identity of a frozen version: what is asked, however the file is laid out."""
        content = self.model_dump(mode="json", exclude_defaults=True, exclude={"long_because"})
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
    def _curators_have_no_pairs(self) -> Self:
        for item in self.items:
            if self.role == "curator" and item.scope == "pair":
                refuse(f"items.{item.code}.scope", "a curator is in no pair")
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
    if source.decisions:
        refuse(f"{where}.item", "{code} is not always asked", code=source.code)
    if item.scope == "person" and source.scope == "pair":
        refuse(f"{where}.item", "{code} is asked for each pair, this item once", code=source.code)
    if source.forms and not (item.forms and set(item.forms) <= set(source.forms)):
        refuse(f"{where}.item", "{code} is asked about fewer forms", code=source.code)
    for value in condition.any_of:
        if value not in source.values:
            known = ", ".join(source.values)
            refuse(f"{where}.any_of", "{value} is not one of {known}", value=value, known=known)
