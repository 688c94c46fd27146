"""The printable sheet: a card with a QR code for each person, to be cut and handed out.

Drawn in millimetres of an A4 page; the words come from outside, as plain text.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

import segno
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from services.invitation_cards import Card, Words

POINTS = 72
MM = POINTS / 25.4
PAGE = (210, 297)
LEFT, BOTTOM = 10, 12
CARD = (95, 66)
ACROSS, DOWN = 2, 4
PADDING = 4.5
QR = 37
BESIDE = 3.5
GREY = "#555555"
LINE = 1.25  # of the letters' size
SMALLEST = 6


@dataclass(frozen=True)
class Style:
    size: float
    colour: str = "black"
    weight: str = "normal"

    @property
    def font(self) -> FontProperties:
        """DejaVu comes with the library and has Cyrillic, whatever the machine has."""
        return FontProperties(family="DejaVu Sans", size=self.size, weight=self.weight)


NAME, ROLE, SMALL, TINY = Style(11, weight="bold"), Style(9), Style(7.5, GREY), Style(6.5, GREY)


def draw(words: Words, cards: Sequence[Card]) -> bytes:
    """An A4 PDF, eight cards a page."""
    target = io.BytesIO()
    pages = list(batches(cards, ACROSS * DOWN))
    metadata = {"Title": words.title, "CreationDate": None}
    with PdfPages(target, metadata=metadata) as pdf:
        for number, page in enumerate(pages, start=1):
            pdf.savefig(draw_page(words, page, f"{number} / {len(pages)}"))
    return target.getvalue()


def batches(cards: Sequence[Card], size: int) -> Iterator[list[Card]]:
    rest = iter(cards)
    while page := list(islice(rest, size)):
        yield page


def draw_page(words: Words, cards: Sequence[Card], number: str) -> Figure:
    figure = Figure(figsize=(PAGE[0] / 25.4, PAGE[1] / 25.4), dpi=POINTS)
    top = BOTTOM + DOWN * CARD[1]
    put(figure, LEFT, top + 6, words.title, SMALL)
    put(figure, PAGE[0] - LEFT - width(number, SMALL), top + 6, number, SMALL)
    rows = -(-len(cards) // ACROSS)
    cut_lines(figure, rows, top)
    for index, card in enumerate(cards):
        x = LEFT + index % ACROSS * CARD[0]
        draw_card(figure, words, card, x, top - (index // ACROSS + 1) * CARD[1])
    return figure


def cut_lines(figure: Figure, rows: int, top: float) -> None:
    right, bottom = LEFT + ACROSS * CARD[0], top - rows * CARD[1]
    for row in range(rows + 1):
        dashes(figure, (LEFT, right), (top - row * CARD[1],) * 2)
    for across in range(ACROSS + 1):
        dashes(figure, (LEFT + across * CARD[0],) * 2, (bottom, top))
    put(figure, LEFT - 5, top - 1.2, "✂", ROLE)


def dashes(figure: Figure, x: tuple[float, float], y: tuple[float, float]) -> None:
    """The transform is given, as lines would else count in fractions of the page."""
    line = Line2D(
        [at * MM for at in x],
        [at * MM for at in y],
        color="#999999",
        linewidth=0.6,
        linestyle=(0, (4, 4)),
        transform=Affine2D(),
    )
    figure.add_artist(line)


def draw_card(figure: Figure, words: Words, card: Card, x: float, y: float) -> None:
    """`x`, `y`: the lower left corner. The code on the left, who it is for on the right."""
    top = y + CARD[1] - PADDING
    draw_code(figure, card.link, x + PADDING, top - QR)
    beside, room = x + PADDING + QR + BESIDE, CARD[0] - QR - 2 * PADDING - BESIDE
    line = top
    for text, style, most in ((card.name, NAME, 4), (card.role, ROLE, 3), (words.place, SMALL, 4)):
        line = paragraph(figure, (beside, line), text, style, room, most) - 1.2
    below, room = top - QR - 1.5, CARD[0] - 2 * PADDING
    below = paragraph(figure, (x + PADDING, below), words.how, SMALL, room, 3)
    below = paragraph(figure, (x + PADDING, below - 0.8), words.until, TINY, room, 1)
    put_link(figure, x + PADDING, below - 3.2, card.link)


def put_link(figure: Figure, x: float, y: float, link: str) -> None:
    """Never cut, as it may be typed: rather smaller. On a screen it can be pressed."""
    room = CARD[0] - 2 * PADDING
    size = min(TINY.size, TINY.size * room / width(link, TINY))
    put(figure, x, y, link, Style(size), url=link)


def draw_code(figure: Figure, link: str, x: float, y: float) -> None:
    """As one vector path, sharp on any printer; rows overlap by a hair, so that no viewer shows
    seams between them."""
    matrix = segno.make_qr(link, error="m").matrix
    squares = [
        Path.unit_rectangle().transformed(
            Affine2D().scale(end - start, 1.02).translate(start, len(matrix) - row - 1)
        )
        for row, modules in enumerate(matrix)
        for start, end in runs(modules)
    ]
    placed = Affine2D().scale(QR / len(matrix) * MM).translate(x * MM, y * MM)
    path = Path.make_compound_path(*squares)
    figure.add_artist(PathPatch(path, facecolor="black", linewidth=0, transform=placed))


def runs(modules: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin and end: 0110 -> (1, 3)."""
    start = None
    for index, dark in enumerate([*modules, 0]):
        if dark and start is None:
            start = index
        elif not dark and start is not None:
            yield start, index
            start = None


def paragraph(
    figure: Figure, at: tuple[float, float], text: str, style: Style, room: float, most: int
) -> float:
    """Writes at most `most` lines below the point; returns where they end."""
    x, y = at
    style = fitting(text, style, room)
    step = style.size * LINE / MM
    for line in wrapped(text, style, room, most):
        y -= step
        put(figure, x, y + 0.25 * step, line, style)
    return y


def wrapped(text: str, style: Style, room: float, most: int) -> list[str]:
    """Lines no wider than `room` millimetres; what does not fit ends with an ellipsis."""
    lines = [""]
    for piece in pieces(text):
        longer = lines[-1] + piece
        if not lines[-1] or width(longer.rstrip(), style) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return [cut(line.rstrip(), style, room) for line in lines]


def pieces(text: str) -> list[str]:
    """Words, each with its space; a double name may be parted after its hyphen."""
    return re.findall(r"[^\s-]*-+|[^\s-]+\s*", text)


def fitting(text: str, style: Style, room: float) -> Style:
    """Smaller letters, though still to be read, when a single word is too wide."""
    widest = max((width(piece.rstrip(), style) for piece in pieces(text)), default=0.0)
    if widest <= room:
        return style
    return replace(style, size=max(SMALLEST, style.size * 0.98 * room / widest))


def cut(line: str, style: Style, room: float) -> str:
    wide = width(line, style)
    if wide <= room:
        return line
    line = line[: int(len(line) * room / wide) + 5]
    while line and width(line + "…", style) > room:
        line = line[:-1]
    return line.rstrip(" …") + "…"


def width(text: str, style: Style) -> float:
    """In millimetres."""
    font = get_font(font_file(style.weight))
    font.set_size(style.size, POINTS)
    font.set_text(text)
    return float(font.get_width_height()[0] / 64 / MM)


@cache
def font_file(weight: str) -> str:
    return findfont(Style(10, weight=weight).font)


def put(
    figure: Figure, x: float, y: float, text: str, style: Style, url: str | None = None
) -> None:
    """`parse_math` off: a dollar in a name is a dollar."""
    figure.text(
        x * MM,
        y * MM,
        text,
        fontproperties=style.font,
        color=style.colour,
        transform=Affine2D(),
        parse_math=False,
        url=url,
    )
