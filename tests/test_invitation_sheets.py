"""The printable sheet: as many pages as needed, nothing cut off that matters."""

import re

import pytest
import segno
from matplotlib.patches import PathPatch

from services.invitation_sheets import (
    CARD,
    NAME,
    PADDING,
    SMALL,
    SMALLEST,
    TINY,
    Card,
    Words,
    batches,
    draw,
    draw_page,
    fitting,
    runs,
    width,
    wrapped,
)

WORDS = Words(
    title="Приглашения · МБОУ СОШ № 3 · 14 сентября",
    place="МБОУ СОШ № 3 имени Героя Советского Союза А. С. Пушкина, корпус «Север»",
    how="Наведите на код камеру телефона или откройте ссылку, потом нажмите «Начать».",
    until="Действует до 13.11.2026",
)
LINK = "https://t.me/nastavnik_bot?start=abcDEF_-ghijklmnopqrst"
ANNA = Card("Иванова Анна Петровна", "наставник", LINK)
ROOM = 45


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", content))


def texts(*cards: Card, words: Words = WORDS) -> list[str]:
    return [text.get_text() for text in draw_page(words, list(cards), "1 / 1").texts]


@pytest.mark.parametrize(("people", "expected"), [(1, 1), (8, 1), (9, 2), (17, 3)])
def test_eight_cards_stand_on_a_page(people: int, expected: int) -> None:
    content = draw(WORDS, [ANNA] * people)

    assert content.startswith(b"%PDF")
    assert pages(content) == expected


def test_the_page_is_a4() -> None:
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", draw(WORDS, [ANNA]))

    assert box is not None
    assert [round(float(side)) for side in box.groups()] == [595, 842]


def test_the_same_people_give_the_same_file() -> None:
    assert draw(WORDS, [ANNA]) == draw(WORDS, [ANNA])


def test_a_card_says_who_and_where_and_how_and_till_when() -> None:
    said = " ".join(texts(ANNA))

    for part in (ANNA.name, ANNA.role, "МБОУ СОШ № 3 имени", WORDS.how, WORDS.until, LINK):
        assert part in said


def test_every_card_has_the_code_of_its_own_link() -> None:
    other = Card("Орлов Борис Ильич", "наставляемый", LINK[:-1] + "Z")
    drawn = draw_page(WORDS, [ANNA, other], "1 / 1").artists
    paths = [artist.get_path() for artist in drawn if isinstance(artist, PathPatch)]
    expected = [
        sum(len(list(runs(row))) for row in segno.make_qr(card.link, error="m").matrix)
        for card in (ANNA, other)
    ]

    assert [len(path.codes) // 5 for path in paths if path.codes is not None] == expected


def test_dark_modules_are_drawn_in_runs() -> None:
    assert list(runs([0, 1, 1, 0, 1])) == [(1, 3), (4, 5)]
    assert list(runs([0, 0])) == []


def test_a_link_is_never_cut_and_can_be_pressed() -> None:
    long = LINK.replace("nastavnik", "nastavnik_goroda_nizhny_tagil")
    drawn = draw_page(WORDS, [Card("Ли Ян", "наставник", long)], "1 / 1").texts
    (link,) = [text for text in drawn if text.get_url()]

    assert link.get_text() == link.get_url() == long
    assert width(long, TINY) * link.get_fontsize() / TINY.size <= CARD[0] - 2 * PADDING + 0.1


@pytest.mark.parametrize(
    "name",
    ["Ли Ян", "Константинопольская-Задунайская Александра Константиновна", "О’Нил-Ёлкин Ян Ильич"],
)
def test_a_name_is_shown_whole(name: str) -> None:
    style = fitting(name, NAME, ROOM)
    lines = wrapped(name, style, ROOM, 4)

    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert all(width(line, style) <= ROOM for line in lines)
    assert style.size >= SMALLEST


def test_what_cannot_fit_ends_with_an_ellipsis() -> None:
    lines = wrapped("школа " * 50, SMALL, ROOM, 3)

    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert wrapped("х" * 300, SMALL, ROOM, 1)[0].endswith("…")


def test_a_dollar_is_a_dollar() -> None:
    assert "Школа $5 и $6" in " ".join(texts(ANNA, words=Words("t", "Школа $5 и $6", "h", "u")))
    assert draw(Words("t", "Школа $5 и $6", "h", "u"), [ANNA])


def test_batches_leave_nobody_out() -> None:
    assert [len(batch) for batch in batches([ANNA] * 17, 8)] == [8, 8, 1]
    assert list(batches([], 8)) == []
