"""One spelling for what people write in many."""

import math
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.enums import MentorshipForm, OrganisationKind
from services.roster import normalise
from services.roster.words import FORMS, KINDS, ORGANISATION_KINDS, RANKS, ROLES, WORK_AREAS
from services.roster.zones import nearest_zone, zone


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("  СОБОЛЕВА\u00a0НИНА  ВАЛЕРИЕВНА ", "Соболева Нина Валериевна"),
        ("иванова - петрова анна", "Иванова-Петрова Анна"),
        ("МАМЕДОВ АЛИ ГУСЕЙН ОГЛЫ", "Мамедов Али Гусейн оглы"),
        ("Мамедов Али Гусейн-Оглы", "Мамедов Али Гусейн-оглы"),
        ("фон Визин Денис", "фон Визин Денис"),
        ("МакКей Анна", "МакКей Анна"),
        ("CОБОЛЕВА Нина", "Соболева Нина"),  # a Latin C
        ("Смирнов\u200b Юрий", "Смирнов Юрий"),
    ],
)
def test_names(written: str, name: str) -> None:
    assert normalise.person_name(written) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('МКОУ "Заречная ООШ"', "МКОУ «Заречная ООШ»"),
        ("МБОУ СОШ №3", "МБОУ СОШ № 3"),
        ("МБОУ  СОШ N 3", "МБОУ СОШ № 3"),
        ("МБОУ СОШ No3", "МБОУ СОШ № 3"),
    ],
)
def test_organisations(written: str, name: str) -> None:
    assert normalise.organisation_name(written) == name
    assert normalise.organisation_key(written) == normalise.organisation_key(name.upper())


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("8(912)3456789", "+79123456789"),
        ("+7 912 345-67-89", "+79123456789"),
        ("9123456789", "+79123456789"),
        ("+375 29 123-45-67", "+375291234567"),
        ("12-34", None),
        ("спросить у секретаря", None),
    ],
)
def test_phones(written: str, number: str | None) -> None:
    assert normalise.phone(written) == number


@pytest.mark.parametrize(
    "written",
    [
        "01.09.2026", "1.9.26", "01/09/2026", "2026-09-01", "1 сентября 2026 г.", "01.09.2026 г.",
        date(2026, 9, 1), datetime(2026, 9, 1, tzinfo=UTC),
    ],
)  # fmt: skip
def test_dates(written: object) -> None:
    assert normalise.parse_date(written) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (7.0, 7),
        (7.5, 7),
        ("7", 7),
        ("7 лет", 7),
        ("1,5 года", 1),
        ("два", None),
        (True, None),
        (math.inf, None),
        (math.nan, None),
    ],
)
def test_numbers(written: object, number: int | None) -> None:
    assert normalise.whole_number(written) == number


@pytest.mark.parametrize(
    ("written", "name"),
    [("мск+2", "Asia/Yekaterinburg"), ("Екатеринбург", "Asia/Yekaterinburg"),
     ("МСК", "Europe/Moscow"),
     ("asia/omsk", "Asia/Omsk"), ("Etc/GMT-5", None), ("UTC", None)],
)  # fmt: skip
def test_zones(written: str, name: str | None) -> None:
    assert zone(written) == name
    assert nearest_zone("Владивасток") == "Asia/Vladivostok"


def test_every_word_is_understood_and_none_means_two_things() -> None:
    for words in (ORGANISATION_KINDS, ROLES, RANKS, FORMS, KINDS, WORK_AREAS):
        listed = [w for line in words.words.values() for w in line.split("|")]
        assert len({normalise.word_key(w) for w in listed}) == len(listed)
        for code in words.words:
            assert words.code(words.usual(code)) is code
            assert words.code(f" {words.usual(code).upper()}. ") is code
    assert FORMS.code("педагог-педагог") is MentorshipForm.TEACHER_TEACHER
    assert ORGANISATION_KINDS.code("гимназия") is OrganisationKind.SCHOOL


russian = st.text("абвгдеёжзиюяАБВЁЖЯ -'’.\u00a0—Ccоo№N\"«»0123", max_size=40)


@given(russian)
@example('N"0')
def test_normalising_twice_is_normalising_once(text: str) -> None:
    for function in (normalise.person_name, normalise.name_key, normalise.organisation_name,
                     normalise.organisation_key, normalise.clean, normalise.word_key):  # fmt: skip
        assert function(function(text)) == function(text)


@given(russian)
def test_the_key_sees_neither_case_nor_yo_nor_spaces(text: str) -> None:
    other = f"  {text} ".upper().replace("Ё", "Е").replace(" ", "\u00a0 ")

    assert normalise.name_key(other) == normalise.name_key(text)


@given(st.integers(9_000_000_000, 9_999_999_999), st.sampled_from(["8{}", "+7{}", "{}", "7 {}"]))
def test_every_notation_of_a_phone_gives_the_same_number(digits: int, notation: str) -> None:
    found = normalise.phone(notation.format(digits))

    assert found == f"+7{digits}"
    assert normalise.phone(found) == found


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(["%d.%m.%Y", "%Y-%m-%d"]))
def test_a_written_date_is_read_back(day: date, notation: str) -> None:
    assert normalise.parse_date(day.strftime(notation)) == day
