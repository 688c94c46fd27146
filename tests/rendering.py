"""Documents as they are printed: LibreOffice makes PDF of them, poppler pictures and words."""

import html
import os
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

A4 = (595, 842)
"""Points, 1/72 of an inch."""

EDGE = 14
"""Points at the edge of a sheet that no printer prints on."""

PATIENCE = 120
"""Seconds for a program; the first start of an office takes the longest."""

LEFT_AT = Path(os.environ.get("DOCUMENTS_DIR", Path(__file__).parent.parent / ".data/documents"))
"""Where the pages are left to be looked at."""

WORD = re.compile(
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>'
)
SIZE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)


def run(*command: str | Path) -> str:
    """The output; a program that hangs is killed, and so are its children."""
    with subprocess.Popen(
        list(map(str, command)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except BaseException:
            os.killpg(process.pid, 9)
            raise
    assert process.returncode == 0, err
    return out


def pdf_of(name: str, content: bytes, scratch: Path) -> "Pages":
    """`name` with its ending; the office keeps its profile in `scratch`."""
    source = scratch / name
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{scratch / 'profile'}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", scratch, source)
    LEFT_AT.mkdir(parents=True, exist_ok=True)
    (LEFT_AT / name).write_bytes(content)
    stem = LEFT_AT / name.replace(".", "-")
    for old in LEFT_AT.glob(f"{stem.name}-*.png"):
        old.unlink()
    run("pdftoppm", "-r", "80", "-png", source.with_suffix(".pdf"), stem)
    return Pages(source.with_suffix(".pdf"))


def plain(text: str) -> str:
    """With ordinary spaces only."""
    return " ".join(html.unescape(text).split())


@dataclass(frozen=True)
class Word:
    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: list[Word]

    @property
    def text(self) -> str:
        return plain(" ".join(word.text for word in self.words))

    def outside(self) -> list[str]:
        """Words that run off the sheet."""
        return [
            word.text
            for word in self.words
            if min(word.left, word.top) < EDGE
            or word.right > self.width - EDGE
            or word.bottom > self.height - EDGE
        ]


@dataclass(frozen=True)
class Pages:
    pdf: Path

    @cached_property
    def pages(self) -> list[Page]:
        said = run("pdftotext", "-bbox", self.pdf, "-")
        return [
            Page(float(width), float(height), [_word(*one) for one in WORD.findall(body)])
            for width, height, body in SIZE.findall(said)
        ]

    def fonts(self) -> dict[str, bool]:
        """By name, whether it is in the file."""
        lines = run("pdffonts", self.pdf).splitlines()[2:]
        return {line.split()[0]: line.split()[-5] == "yes" for line in lines}

    def pictures(self) -> set[int]:
        """The pages that have any."""
        return {
            int(line.split()[0]) for line in run("pdfimages", "-list", self.pdf).splitlines()[2:]
        }


def _word(left: str, top: str, right: str, bottom: str, text: str) -> Word:
    return Word(float(left), float(top), float(right), float(bottom), text)
