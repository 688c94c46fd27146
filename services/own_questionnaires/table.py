"""The workbook in which a curator writes a questionnaire. Its headings are the file's format,
Russian in every language, like the roster's."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from xlsxwriter.worksheet import Worksheet

from models.enums import Role
from services.roster.layout import Column, SheetLayout
from services.roster.words import Words
from services.workbooks import Book, writing

HEAD, QUESTIONS, EXAMPLE = "Анкета", "Вопросы", "Пример и советы"


class Answers(StrEnum):
    """How a question is answered."""

    TEN = "scale_10"
    FIVE = "scale_5"
    YES_NO = "yes_no"
    SINGLE = "single"
    MULTIPLE = "multiple"
    TEXT = "text"


class About(StrEnum):
    SELF = "person"
    COLLEAGUE = "pair"


class YesNo(StrEnum):
    YES = "yes"
    NO = "no"


ANSWERS = Words(
    {
        Answers.TEN: "шкала 1–10 | шкала от 1 до 10 | 1-10 | шкала",
        Answers.FIVE: "шкала 1–5 | шкала от 1 до 5 | 1-5",
        Answers.YES_NO: "да/нет | да или нет | да, нет | да / нет",
        Answers.SINGLE: "один из | один вариант | выбор одного",
        Answers.MULTIPLE: "несколько из | несколько вариантов | выбор нескольких",
        Answers.TEXT: "свободный ответ | текст | открытый вопрос",
    }
)
ABOUT = Words(
    {
        About.SELF: "о себе | о своей работе | один раз",
        About.COLLEAGUE: "о каждом коллеге | о коллеге | о наставнике | о паре",
    }
)
YES_NO = Words({YesNo.YES: "да | можно", YesNo.NO: "нет | нельзя"})
WHOM = Words(
    {
        Role.MENTOR: "наставники | наставник | наставникам | для наставников",
        Role.MENTEE: "наставляемые | наставляемый | наставляемым | для наставляемых"
        " | молодые педагоги",
        Role.CURATOR: "кураторы | куратор | кураторам | для кураторов",
    }
)
FOR_WHOM = ("наставники и наставляемые", "наставники", "наставляемые", "кураторы")

TITLE, TITLE_EN, PURPOSE, PURPOSE_EN, ROLES, MINUTES = (
    "Название", "Название по-английски", "Зачем она", "Зачем она, по-английски",
    "Для кого", "Сколько минут",
)  # fmt: skip
FIELDS = {
    TITLE: "Как анкета называется, например «Методическая неделя».",
    PURPOSE: "Одна-две фразы: их прочитают перед первым вопросом.",
    ROLES: "Выберите из списка или перечислите через запятую.",
    MINUTES: "Честная оценка, число. Пройдите анкету сами: бот скажет, сколько ушло.",
    TITLE_EN: "Можно не заполнять: тогда покажем по-русски.",
    PURPOSE_EN: "Можно не заполнять.",
}
"""What is said about the whole, with a hint for each."""

HEAD_LAYOUT = SheetLayout(
    HEAD, (Column("field", "Что", True), Column("value", "Заполните", True), Column("hint", "Как"))
)
LAYOUT = SheetLayout(
    QUESTIONS,
    (
        Column("code", "Код"),
        Column("text", "Вопрос", True),
        Column("kind", "Вид ответа", True),
        Column("options", "Варианты", lines=True),
        Column("low", "Шкала: 1 — это"),
        Column("high", "Шкала: 5 или 10 — это"),
        Column("scope", "О ком"),
        Column("only_if", "Только если"),
        Column("skip", "Можно пропустить"),
        Column("label", "Коротко, для результатов"),
        Column("text_en", "Вопрос по-английски"),
        Column("options_en", "Варианты по-английски", lines=True),
        Column("low_en", "Шкала: 1, по-английски"),
        Column("high_en", "Шкала: 5 или 10, по-английски"),
    ),
)
WIDTHS = (8, 48, 18, 30, 18, 18, 18, 18, 12, 22, 30, 24, 18, 18)
LISTS: dict[str, Words[Answers] | Words[About] | Words[YesNo]] = {
    "kind": ANSWERS,
    "scope": ABOUT,
    "skip": YES_NO,
}
ROWS_WITH_LISTS = 50

EXAMPLES = (
    {
        "code": "USE",
        "text": "Насколько полезной была для вас методическая неделя?",
        "kind": "шкала 1–10",
        "low": "совсем бесполезной",
        "high": "очень полезной",
        "label": "Польза недели",
        "text_en": "How useful was the methods week for you?",
        "low_en": "of no use",
        "high_en": "very useful",
    },
    {
        "code": "WHY",
        "text": "Чего не хватило?",
        "kind": "свободный ответ",
        "only_if": "USE = 1–5",
        "label": "Чего не хватило",
        "text_en": "What was lacking?",
    },
    {
        "text": "На каких встречах вы были?",
        "kind": "несколько из",
        "options": "открытый урок\nмастер-класс\nкруглый стол\nни на одной",
        "label": "Где были",
    },
    {
        "text": "Насколько легко вам работать с этим коллегой?",
        "kind": "шкала 1–5",
        "low": "очень трудно",
        "high": "очень легко",
        "scope": "о каждом коллеге",
        "label": "Легко ли вместе",
    },
    {"text": "Пойдёте ли вы в следующий раз?", "kind": "да/нет", "label": "Следующий раз"},
)
ADVICE = (
    "Заполните листы «Анкета» и «Вопросы» и пришлите файл боту. Этот лист бот не читает.",
    "Одна строка — один вопрос, один вопрос — об одном: без «и», без «а также».",
    "Не подсказывайте ответ: не «Согласны ли вы, что…», а «Насколько…».",
    "До 15 вопросов с готовыми ответами. Лучше 5–7: тогда отвечают.",
    "Варианты — каждый с новой строки (Alt+Enter) или через «;».",
    "Код — латинские буквы и цифры, например USE. Он нужен, только если на вопрос ссылается"
    " «Только если» или вы спросите его ещё раз.",
    "«Только если»: код и ответ: USE = 1–5, или GO = нет, или KIND = урок; беседа.",
    "Если анкета с тем же названием уже проводилась, под старым кодом оставьте прежние слова:"
    " изменённому вопросу нужен новый код.",
    "«Затрудняюсь» и «Пропустить» бот добавит сам; впишите «нет» в «Можно пропустить», если"
    " ответ нужен от каждого.",
    "Не спрашивайте о здоровье и не просите имён.",
)


def template(now: datetime) -> bytes:
    """The workbook to fill in; `now` is the reader's local time."""
    with writing(now) as book:
        _head(book)
        _questions(book)
        _example(book)
    return book.content


def _head(book: Book) -> None:
    sheet = book.sheet(HEAD, [column.heading for column in HEAD_LAYOUT.columns], (28, 50, 60))
    for row, (field, hint) in enumerate(FIELDS.items(), start=1):
        book.row(sheet, row, (field, "", hint), ("bold", "text", "soft"))
        if field == ROLES:
            _choose_from(sheet, (row, 1, row, 1), FOR_WHOM)


def _questions(book: Book) -> None:
    sheet = _sheet(book, QUESTIONS)
    for place, column in enumerate(LAYOUT.columns):
        if words := LISTS.get(column.code):
            source = [written.split("|")[0].strip() for written in words.words.values()]
            _choose_from(sheet, (1, place, ROWS_WITH_LISTS, place), source)


def _example(book: Book) -> None:
    sheet = _sheet(book, EXAMPLE)
    for number, row in enumerate(EXAMPLES, start=1):
        book.row(sheet, number, [row.get(column.code) for column in LAYOUT.columns])
    for number, line in enumerate(ADVICE, start=len(EXAMPLES) + 2):
        sheet.write_string(number, 1, line, book.formats["soft"])


def _sheet(book: Book, name: str) -> Worksheet:
    return book.sheet(name, [column.heading for column in LAYOUT.columns], WIDTHS)


def _choose_from(
    sheet: Worksheet, cells: tuple[int, int, int, int], source: Sequence[str]
) -> None:
    """A list to choose from; other words may be typed, and are looked at when it comes back."""
    sheet.data_validation(
        *cells, {"validate": "list", "source": list(source), "show_error": False}
    )
