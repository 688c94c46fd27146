"""Scales with words, on paper and back."""

from io import BytesIO

import docx
import pytest

from handlers.texts import Translate
from services.paper.form import Wording, form
from services.paper.reading import given_by
from services.paper.table import explained
from services.steps import Given
from tests.surveys import specs


def test_a_scale_with_words_has_them_on_paper_and_in_the_table() -> None:
    spec = specs()["mentor-deficits"]
    wording = Wording(Translate("ru"), "ru")
    paper = docx.Document(BytesIO(form(spec, "Школа № 1", 5, wording)))
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)

    assert "☐ 1 — Очень трудно" in words
    assert "Родители, коллеги, споры, классный час." in words
    assert "(1 — Очень трудно, 2 — Трудновато," in explained(spec.items[0])


@pytest.mark.parametrize(
    ("key", "code", "typed", "expected"),
    [
        ("mentor-deficits", "SUBJ", "Свободно", Given(number=5)),
        ("mentor-deficits", "SUBJ", 2, Given(number=2)),
        ("mentor-deficits", "SUBJ", 6, None),
        ("mentor-deficits", "SUBJ", "легко", None),
        ("curator-form", "C1", "пока нет", Given(number=0)),
        ("mentee-check", "HARD", "Документы; Нагрузка", Given(choices=("papers", "load"))),
        ("mentee-check", "HARD", "Всё в порядке", Given(choices=("fine",))),
        ("mentee-check", "HARD", "Всё в порядке; Нагрузка", None),
    ],
)
def test_what_is_typed_is_an_answer_or_is_not(
    key: str, code: str, typed: object, expected: Given | None
) -> None:
    assert given_by(specs()[key].item(code), typed) == expected
