"""Which themes an answer speaks of: rules without a database."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handlers.results.themes_buttons import Themed
from models.enums import Role
from services.catalogue import Words
from services.results.themes import rules
from services.results.themes.kinds import Theme, Themes, question
from services.results.themes.placed import known, still
from services.results.themes.rules import MOST, OK, REST, digest, found, stem
from tests.test_texts import ROOT

AT = (Role.MENTOR, "VAL")

EXAMPLES = {
    "time": ("Катастрофически не хватает времени", "My workload is too high"),
    "docs": ("Слишком много бумаг и отчётности", "Too much paperwork"),
    "kids": ("Как держать дисциплину в 7 «Б»", "How to keep discipline"),
    "home": ("Разговаривать с родителями", "Talking about marks with parents of the form"),
    "meth": ("Новые методы и приёмы", "New techniques for my lessons"),
    "look": ("Ходить на открытые уроки", "More observations"),
    "back": ("Честная обратная связь", "Honest feedback"),
    "care": ("То, что меня поддерживают", "Kindness and trust"),
    "pair": ("Мы почти не общались", "Better communication"),
    "plan": ("Встречаемся нерегулярно, нужен график", "We had no regular meetings"),
    "subj": ("Подготовка к ЕГЭ", "Preparing for exams"),
    "ict": ("Интерактивная доска и презентации", "Digital tools"),
    "pay": ("Нужна доплата", "It should be paid"),
    "team": ("Отношение администрации", "The staff and the principal"),
    "exp": ("Опытом делятся щедро", "To learn from their experience"),
    "grow": ("Стала увереннее", "I became more confident"),
    OK: ("Меня всё устраивает, спасибо!", "Nothing to add."),
    REST: ("Лето", "Summer"),
}
FALSE_FRIENDS = {
    "Раздали планшеты": ("ict",),
    "Было классно!": (REST,),
    "Классный наставник": (REST,),
    "Классный час": ("kids",),
    "Мастер-класс": ("meth",),
    "Во время каникул": (REST,),
    "В то же время": (REST,),
    "Наставник пришёл вовремя": (REST,),
    "При школе": (REST,),
    "В целом и в частности": (REST,),
    "Например": (REST,),
    "Материалы": ("meth",),
    "Материальная сторона": ("pay",),
    "Я благодарна наставнику": (REST,),
    "Заместитель": (REST,),
    "Отчётливо": (REST,),
    "Career": ("grow",),
    "A planet": (REST,),
    "At the same time": (REST,),
    "Посещение уроков": ("look",),
    "Разбор урока": ("back",),
    "План урока": ("meth",),
}
SEVERAL = {
    "Отчёты, отчёты и родители": ("docs", "home"),
    "Родители и отчёты, отчёты": ("docs", "home"),
    "Не хватает времени на посещение уроков": ("time", "look"),
    "Документы, родители, дисциплина, оплата": ("docs", "home", "kids"),
    "Поддержка and feedback": ("care", "back"),
}
EMPTY = (
    "", "-", "—", "...", "нет", "Нет.", "НЕТ!", "ничего", "Ничего не мешает", "Пока ничего",
    "Нет, всё устраивает", "Всё хорошо, спасибо", "всего хватает", "no", "N/A", "I don't know",
    "I don’t know",
)  # fmt: skip
SAYING = ("Нет времени", "Ничего не хватает", "Не хватает", "Не нравится", "Всё", "Мешает всё")


def test_every_theme_has_an_example() -> None:
    assert set(EXAMPLES) == set(rules.rules().names)


@pytest.mark.parametrize(
    ("code", "said"), [(c, one) for c, two in EXAMPLES.items() for one in two]
)
def test_an_example_of_each_theme(code: str, said: str) -> None:
    assert code in found(said)
    assert len(found(said)) == 1 or code not in (OK, REST)


@pytest.mark.parametrize(("said", "codes"), [*FALSE_FRIENDS.items(), *SEVERAL.items()])
def test_words_that_look_alike_and_answers_about_several_things(
    said: str, codes: tuple[str, ...]
) -> None:
    assert found(said) == codes


@pytest.mark.parametrize("said", EMPTY)
def test_an_answer_with_nothing_to_add(said: str) -> None:
    assert found(said) == (OK,)


@pytest.mark.parametrize("said", SAYING)
def test_an_answer_that_begins_like_one(said: str) -> None:
    assert OK not in found(said)


def terms() -> list[tuple[str, str]]:
    """What the file lists, as a person would write it, with its theme."""
    text = (ROOT / "services/results/themes/themes.yaml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)["themes"]
    return [
        (term.strip().strip("=*"), code)
        for code, theme in read.items()
        for term in f"{theme['ru']},{theme['en']}".split(",")
    ]


def test_every_word_of_the_file_finds_its_own_theme_and_no_other() -> None:
    wrong = [(term, code, found(term)) for term, code in terms() if found(term) != (code,)]

    assert wrong == []


def test_codes_fit_into_buttons_and_stems_are_more_than_a_syllable() -> None:
    assert all(re.fullmatch("[a-z]{2,4}", code) for code in rules.rules().names)
    assert [one for one in rules.rules().words if len(one) < 3] == []
    assert [one for one in rules.rules().starts if len(one) < 4] == []


@given(st.text(max_size=200))
def test_any_text_has_one_to_three_themes(text: str) -> None:
    codes = found(text)

    assert 1 <= len(codes) <= MOST
    assert len(set(codes)) == len(codes)
    assert set(codes) <= set(rules.rules().names)
    assert len(codes) == 1 or not {OK, REST} & set(codes)


@given(st.lists(st.sampled_from([term for term, _ in terms()]), min_size=1, max_size=5))
def test_equal_words_have_one_digest_and_the_same_themes(said: list[str]) -> None:
    text = " ".join(said)
    loud = f"  {text.upper().replace('Е', 'Ё')}  "

    assert digest(loud) == digest(text)
    assert found(loud) == found(text)


SINGLE = [(term, code) for term, code in terms() if " " not in term]


@given(st.lists(st.lists(st.sampled_from(SINGLE), min_size=1, max_size=3), max_size=30))
def test_an_independent_count(said: list[list[tuple[str, str]]]) -> None:
    """Words that end in a full stop make no phrase, so each stands for its own theme."""
    texts = [" | ".join(f"{term} zzz" for term, _ in one) for one in said]
    made = question(Themes(known([]), {}), AT, texts)
    expected = Counter(code for one in said for code in {code for _, code in one})

    assert made.counts == expected
    assert made.total == len(texts)
    assert sorted(made.counts.elements()) == sorted(expected.elements())
    for code, number in made.counts.listed:
        assert sum(one.times for one in made.under(code)) == number


def test_the_largest_come_first_and_those_that_say_nothing_last() -> None:
    texts = ["нет"] * 9 + ["лето"] * 8 + ["родители"] * 2 + ["время"] * 3 + ["Время!"]
    made = question(Themes(known([]), {}), AT, texts)

    assert made.counts.listed == [("time", 4), ("home", 2), (OK, 9), (REST, 8)]
    assert made.counts.telling == [("time", 4), ("home", 2)]
    assert [one.times for one in made.under("time")] == [4]


def test_what_was_chosen_holds_for_equal_words_of_that_question_only() -> None:
    themes = Themes(known([]), {AT: {digest("Время!"): ("home",), digest("лето"): ()}})

    assert themes.of(AT, "  время ") == ("home",)
    assert themes.of(AT, "лето") == (REST,)
    assert themes.of((Role.MENTEE, "VAL"), "время") == ("time",)
    assert themes.of(AT, "время и время") == ("time",)


@pytest.mark.parametrize(
    ("chosen", "left"),
    [(None, None), ([], ()), (["home"], ("home",)), (["_x1"], None), (["_x1", "home"], ("home",))],
)
def test_themes_that_are_gone_are_not_chosen(
    chosen: list[str] | None, left: tuple[str, ...] | None
) -> None:
    assert still(chosen, {"home": Theme("home", Words(ru="Дом", en="Home"))}) == left


def test_a_stem_is_the_same_from_many_threads() -> None:
    """A workbook is written in a thread of its own."""
    words = [f"{term}{n}ами" for n, (term, _) in enumerate(SINGLE * 3)]
    alone = [stem.__wrapped__(word) for word in words]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stem.__wrapped__, words)) == alone


def test_the_longest_button_is_short_enough() -> None:
    most = Themed(
        act="y",
        year=2**15 - 1,
        code="deficits_again",
        organisation=2**31 - 1,
        whole=True,
        at="-" * 6,
        theme="_abc",
        under="_abc",
        page=999,
    )

    assert len(most.pack().encode()) <= 64
    assert Themed.unpack(most.pack()) == most


@pytest.mark.parametrize(
    "data",
    [
        "xt:z:2026:intro:1:0::::0",
        "xt:t:2026:intro:1:0:1234567:::0",
        "xt:l:2026:intro:1:0:123456::toolong:0",
        "xt:l:2026:intro:1:0:12 456:::0",
        "xt:l:2026:intro:1:0::::1000",
        "xt:l:2026:intro:1:0::::-1",
        "xt:l:2026:nothing:1:0::::0",
    ],
)
def test_a_forged_button_is_none(data: str) -> None:
    with pytest.raises((TypeError, ValueError)):
        Themed.unpack(data)
