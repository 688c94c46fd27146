"""A questionnaire as a Word document to print: A4, boxes to tick, lines to write on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from docx.document import Document as Paper
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from services.catalogue import Item, Language, QuestionnaireSpec, Words
from services.documents import SMALL, empty_page

BOX = "☐"
LINES = 3
"""To write on, under an open question."""


@dataclass(frozen=True)
class Wording:
    """`t` gives the words of a key; `language` picks the questionnaire's own."""

    t: Callable[..., str]
    language: Language


def form(spec: QuestionnaireSpec, school: str, min_group: int, wording: Wording) -> bytes:
    """A .docx for one person; what is asked about a colleague can be copied for the next."""
    made = _Form(empty_page(), spec, wording)
    made.head(school, min_group)
    once, about_one, free, _ = spec.parts
    made.questions(once)
    if about_one:
        made.line("paper-about-colleague", bold=True)
        made.questions(about_one)
    made.questions(free)
    made.line("paper-thanks", small=True)
    target = BytesIO()
    made.paper.save(target)
    return target.getvalue()


class _Form:
    def __init__(self, paper: Paper, spec: QuestionnaireSpec, wording: Wording) -> None:
        self.paper, self.spec, self.wording = paper, spec, wording
        self.numbers: dict[str, int] = {}

    def head(self, school: str, min_group: int) -> None:
        title = self.paper.add_paragraph().add_run(self.said(self.spec.title))
        title.bold, title.font.size = True, Pt(14)
        self.text(self.said(self.spec.purpose))
        self.line("paper-who", school=school)
        self.line("paper-promise", small=True, group=min_group)

    def questions(self, items: Sequence[Item]) -> None:
        for item in items:
            self.numbers[item.code] = len(self.numbers) + 1
            self.question(item)

    def question(self, item: Item) -> None:
        if item.only_if:
            self.line("paper-only-if", small=True, condition=self.condition(item))
        asked = self.text(f"{self.numbers[item.code]}. {self.said(item.text)}", bold=True)
        asked.paragraph_format.keep_with_next = True
        if item.hint:
            self.small(self.said(item.hint))
        if item.kind == "text":
            for _ in range(LINES):
                self.text("_" * 78)
        elif item.kind == "scale" and not item.labels:
            self.scale(item)
        else:
            self.options(item)

    def scale(self, item: Item) -> None:
        ends = [self.said(words) if words else "" for words in (item.low, item.high)]
        numbers = "   ".join(value for value in item.values)
        self.text(f"{ends[0]}   {numbers}   {ends[1]}")
        if item.hard_to_say:
            self.text(f"{BOX} {self.wording.t('survey-hard-to-say')}")

    def options(self, item: Item) -> None:
        if item.kind == "multiple":
            self.line("paper-several", small=True)
        for value, words in item.choices:
            number = f"{value} — " if item.kind == "scale" else ""
            self.text(f"{BOX} {number}{self.said(words)}")
        if item.hard_to_say:
            self.text(f"{BOX} {self.wording.t('survey-hard-to-say')}")

    def condition(self, item: Item) -> str:
        assert item.only_if is not None
        source = self.spec.item(item.only_if.item)
        wanted = [c.text for c in source.choices if c.value in item.only_if.any_of]
        answers = ", ".join(f"«{self.said(words)}»" for words in wanted)
        return f"{self.numbers[source.code]}: {answers}"

    def said(self, words: Words) -> str:
        return words.of(self.wording.language)

    def line(self, key: str, bold: bool = False, small: bool = False, **args: object) -> None:
        words = self.wording.t(key, **args)
        if small:
            self.small(words)
        else:
            self.text(words, bold)

    def small(self, words: str) -> None:
        made = self.text(words)
        made.runs[0].font.size, made.runs[0].italic = SMALL, True

    def text(self, words: str, bold: bool = False) -> Paragraph:
        paragraph = self.paper.add_paragraph()
        paragraph.add_run(words).bold = bold
        return paragraph
