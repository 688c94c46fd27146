"""Files made to cost much: they are refused before they do."""

import struct
import time
import tracemalloc
import zlib

import pytest

from services.roster.layout import PARTICIPANTS
from services.roster.package import MAX_ROWS
from services.roster.workbook import read_workbook
from tests.roster_book import PARTICIPANTS_PART, book, part_of, refusal, repacked, town

ROW = b"<row><c t='inlineStr'><is><t>x</t></is></c>" + b"<c><v>1</v></c>" * 7 + b"</row>"


def with_rows(count: int) -> bytes:
    """A roster whose participants have `count` filled rows under the heading."""
    content = book({**town(), PARTICIPANTS: []})
    sheet = part_of(content, PARTICIPANTS_PART)
    return repacked(
        content, PARTICIPANTS_PART, sheet.replace(b"</sheetData>", ROW * count + b"</sheetData>")
    )


def test_as_many_rows_as_allowed_are_read_and_one_more_is_not() -> None:
    found = read_workbook(with_rows(MAX_ROWS), "x.xlsx")

    assert len(found.participants.rows) == MAX_ROWS
    assert refusal(with_rows(MAX_ROWS + 1)).key == "roster-file-rows"


def test_a_hundred_thousand_rows_are_refused_quickly_and_in_little_memory() -> None:
    content = with_rows(100_000)
    tracemalloc.start()
    started = time.perf_counter()
    error = refusal(content)
    took, (_, peak) = time.perf_counter() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (error.key, error.args_["sheet"]) == ("roster-file-rows", PARTICIPANTS)
    assert took < 10  # a quarter of a second without tracing on an idle machine
    assert peak < 20 * 2**20


@pytest.mark.parametrize(
    ("cell", "key"), [("A1048576", "roster-file-rows"), ("XFD2", "roster-file-columns")]
)
def test_a_stray_value_in_the_far_corner_allocates_nothing(cell: str, key: str) -> None:
    content = book(town())
    stray = f'<row><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    sheet = part_of(content, PARTICIPANTS_PART).replace(b"</sheetData>", stray)

    assert refusal(repacked(content, PARTICIPANTS_PART, sheet)).key == key


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked(book(town()), PARTICIPANTS_PART, b"<worksheet>" + bytes(70 * 2**20))
    tracemalloc.start()
    error = refusal(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert error.key == "roster-file-large"
    assert peak < 10 * 2**20


def test_a_bomb_that_lies_about_its_size_is_cut_where_it_said() -> None:
    size = 70 * 2**20
    bomb = bytearray(repacked(book(town()), PARTICIPANTS_PART, b" " * size))
    honest, lie = struct.pack("<L", size), struct.pack("<L", 1000)
    assert bomb.count(honest) == 2  # before the part and in the directory
    crc = struct.pack("<L", zlib.crc32(b" " * size))
    cut = bomb.replace(honest, lie).replace(crc, struct.pack("<L", zlib.crc32(b" " * 1000)))

    assert refusal(bytes(cut)).key == "roster-file-broken"


def test_entities_are_not_expanded() -> None:
    content = book(town())
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet>&a;</worksheet>'

    assert refusal(repacked(content, PARTICIPANTS_PART, entity)).key == "roster-file-broken"
