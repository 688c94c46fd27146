"""The questionnaires that come with the programme: one YAML file each, beside this module."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.enums import WaveCode
from services.catalogue.fields import Choice, Language, Option, Words
from services.catalogue.item import Item, Kind, OnlyIf, Scope
from services.catalogue.lint import by_role_and_wave, lint
from services.catalogue.remarks import Finding
from services.catalogue.spec import QuestionnaireSpec, Role

__all__ = [
    "CatalogueError",
    "Choice",
    "Finding",
    "Item",
    "Kind",
    "Language",
    "OnlyIf",
    "Option",
    "QuestionnaireSpec",
    "Role",
    "Scope",
    "Summary",
    "Words",
    "built_in",
    "lint",
    "load",
    "parse",
    "summary",
]

FOLDER = Path(__file__).parent


class CatalogueError(Exception):
    """Files that are no questionnaires; `lines` has a "file: field: complaint" for each flaw."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Summary(NamedTuple):
    key: str
    role: Role
    wave: WaveCode
    items: int
    conditional: int
    pair_items: int
    minutes: int


def load(folder: Path = FOLDER) -> dict[str, QuestionnaireSpec]:
    """Every questionnaire of a folder by its key, which is the file's name.

    `items` may be the key of another file: the very same questions are asked once more.
    Raises CatalogueError with the flaws of all files at once.
    """
    specs: dict[str, QuestionnaireSpec] = {}
    flaws: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            specs[path.stem] = _read(path)
        except CatalogueError as error:
            flaws += error.lines
    if flaws:
        raise CatalogueError(flaws)
    return specs


@cache
def built_in() -> tuple[QuestionnaireSpec, ...]:
    """The questionnaires of the programme, read once by a process."""
    return tuple(load().values())


def parse(text: str, name: str) -> QuestionnaireSpec:
    """One questionnaire from YAML; `name` is what the complaints of CatalogueError call it."""
    return _validated(_document(text, name), name)


def _document(text: str, name: str) -> dict[str, Any]:
    try:
        data = yaml.load(text, Loader=_StrictLoader)
    except yaml.YAMLError as error:
        raise CatalogueError([f"{name}: {_yaml_complaint(error)}"]) from error
    if not isinstance(data, dict):
        raise CatalogueError([f"{name}: no questionnaire: fields such as key and items expected"])
    return data


def _validated(data: dict[str, Any], name: str) -> QuestionnaireSpec:
    try:
        return QuestionnaireSpec.model_validate(data)
    except ValidationError as error:
        raise CatalogueError([f"{name}: {_complaint(e, data)}" for e in error.errors()]) from error


def summary(specs: Mapping[str, QuestionnaireSpec]) -> list[Summary]:
    """A line for each questionnaire; `items` are those everybody is asked."""
    return [
        Summary(
            key=spec.key,
            role=spec.role,
            wave=spec.wave,
            items=len(spec.main_items),
            conditional=len(spec.items) - len(spec.main_items),
            pair_items=len(spec.pair_items),
            minutes=spec.minutes,
        )
        for spec in by_role_and_wave(specs)
    ]


class _StrictLoader(yaml.SafeLoader):
    """safe_load that refuses a key written twice: YAML keeps the last and drops a question."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        for number, key in enumerate(keys):
            if key.value in {before.value for before in keys[:number]}:
                problem = f"{key.value} stands twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
        return super().construct_mapping(node, deep)


def _read(path: Path) -> QuestionnaireSpec:
    data = _document(_text(path), path.name)
    if isinstance(shared := data.get("items"), str):
        data |= {"items": _items_of(path, shared)}
    spec = _validated(data, path.name)
    if spec.key != path.stem:
        raise CatalogueError([f"{path.name}: key: must be the file's name, {path.stem}"])
    return spec


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CatalogueError([f"{path.name}: not a text in UTF-8"]) from error


def _items_of(path: Path, key: str) -> Any:
    other = path.with_name(f"{key}.yaml")
    if not other.exists():
        raise CatalogueError([f"{path.name}: items: there is no file {other.name}"])
    return _document(_text(other), other.name).get("items")


def _yaml_complaint(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"line {error.problem_mark.line + 1}: {error.problem}"
    return " ".join(str(error).split())


def _complaint(error: ErrorDetails, data: dict[str, Any]) -> str:
    parts = [*_places(error["loc"], data), error.get("ctx", {}).get("field", "")]
    return f"{'.'.join(part for part in parts if part)}: {error['msg']}"


def _places(loc: tuple[int | str, ...], data: Any) -> Iterator[str]:
    """The path to a flaw, with an item or an option called by its code: items.EFF.text.en."""
    for part in loc:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            data = None
        code = data.get("code") if isinstance(data, dict) else None
        yield str(part) if isinstance(part, str) else str(code or part + 1)
