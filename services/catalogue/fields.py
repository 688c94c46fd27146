"""The small parts of a questionnaire: words in two languages, codes, options.

Every refusal is a PydanticCustomError whose context names the `field`, so that whoever shows it
can point at the place in the file (see `catalogue.parse`).
"""

from typing import Annotated, Literal, NamedTuple, NoReturn, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

Language = Literal["ru", "en"]

MAX_LABEL = 32
T = TypeVar("T")


def refuse(field: str, complaint: str, **args: object) -> NoReturn:
    raise PydanticCustomError("catalogue", complaint, {"field": field, **args})


def some(values: tuple[T, ...]) -> tuple[T, ...]:
    """Checked after the parts: min_length would also complain whenever one of them is bad."""
    if not values:
        refuse("", "at least one is needed")
    return values


def _quoted(value: object) -> object:
    if isinstance(value, bool):
        refuse("", "put it in quotes: YAML reads a bare yes or no as true or false")
    return value


def _as_answer(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=1000),
    BeforeValidator(_quoted),
]
ItemCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{0,11}$")]
OptionCode = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,15}$"), BeforeValidator(_quoted)
]
Answer = Annotated[str, BeforeValidator(_quoted), BeforeValidator(_as_answer)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Frozen):
    ru: Text
    en: Text

    def of(self, language: Language) -> str:
        return self.ru if language == "ru" else self.en


def _short(words: Words) -> Words:
    for language, text in (("ru", words.ru), ("en", words.en)):
        length = len(text)
        if length > MAX_LABEL:
            refuse(language, "{length} characters, at most {most}", length=length, most=MAX_LABEL)
    return words


Label = Annotated[Words, AfterValidator(_short)]


class Option(Frozen):
    """`alone`: of several choices the one that goes with no other («Всё в порядке»)."""

    code: OptionCode
    text: Words
    alone: bool = False


class Choice(NamedTuple):
    value: str
    text: Words


YES_NO = (
    Choice("yes", Words(ru="Да", en="Yes")),
    Choice("no", Words(ru="Нет", en="No")),
)

NO_NAMES = Words(
    ru="Пожалуйста, без имён и без сведений об учениках.",
    en="Please give no names and nothing about particular pupils.",
)
"""The hint of an open question that brings none of its own."""
