"""Questionnaires made by hand for tests: the smallest ones that the model accepts."""

from typing import Any

from services.catalogue import QuestionnaireSpec

Document = dict[str, Any]


def words(text: str = "вопрос") -> Document:
    return {"ru": text, "en": "question"}


def option(code: str) -> Document:
    return {"code": code, "text": words()}


def scale(code: str, **more: Any) -> Document:
    ends = {"low": words("мало"), "high": words("много")}
    return {**question(code, "scale"), **ends, **more}


def question(code: str, kind: str, **more: Any) -> Document:
    base = {"code": code, "kind": kind, "scope": "person"}
    return {**base, "text": words(), "label": words(), **more}


def document(*items: Document, **more: Any) -> Document:
    head = {"key": "mentee-try", "wave": "intro", "role": "mentee", "minutes": 3}
    return {**head, "title": words(), "purpose": words(), "items": list(items), **more}


def spec_of(*items: Document, **more: Any) -> QuestionnaireSpec:
    return QuestionnaireSpec.model_validate(document(*items, **more))


X_AND_Y = [option("x"), option("y")]
