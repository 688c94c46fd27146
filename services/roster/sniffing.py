"""What somebody sent instead of a workbook, said as exactly as can be seen from the bytes."""

import codecs
import re
import zipfile

from services.roster.package import RosterFileError

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OLD_EXCEL = ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
BOMS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
EIGHT_BIT = ("cp1251", "koi8-r", "cp866", "mac-cyrillic")
FREQUENT = frozenset("оеаинтсрвлкмдпу")
NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SAMPLE = 64 * 1024


def refuse_ole(content: bytes) -> RosterFileError:
    """An encrypted .xlsx and an old .xls share one container."""
    if ENCRYPTED in content:
        return RosterFileError("roster-file-password")
    if any(mark in content for mark in OLD_EXCEL):
        return RosterFileError("roster-file-old")
    return RosterFileError("roster-file-not-workbook")


def refuse_archive(archive: zipfile.ZipFile) -> RosterFileError:
    names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    if "xl/workbook.bin" in names or "content.xml" in names:
        return RosterFileError("roster-file-other-table")
    if any(name.startswith("word/") for name in names):
        return RosterFileError("roster-file-word")
    return RosterFileError("roster-file-not-workbook")


def refuse_bytes(content: bytes, filename: str) -> RosterFileError:
    """Neither a container nor an archive: text (csv) or anything else."""
    if content.lstrip()[:5].lower() in (b"%pdf-", b"{\\rtf"):
        return RosterFileError("roster-file-not-workbook")
    if encoding := text_encoding(content):
        return RosterFileError("roster-file-text", encoding=encoding)
    if filename.lower().endswith((".csv", ".tsv", ".txt")):
        return RosterFileError("roster-file-text-unknown")
    return RosterFileError("roster-file-not-workbook")


def text_encoding(content: bytes) -> str | None:
    """The encoding's usual name, or None when this is no text."""
    sample = content[:SAMPLE]
    for mark, name in BOMS:
        if sample.startswith(mark):
            return name
    if NOT_TEXT.search(sample):
        return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return max(EIGHT_BIT, key=lambda encoding: russian(sample, encoding))
    return "UTF-8"


def russian(sample: bytes, encoding: str) -> int:
    """How many of the commonest small Russian letters the bytes give in this encoding."""
    return sum(letter in FREQUENT for letter in sample.decode(encoding, "replace"))
