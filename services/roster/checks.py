"""All checks of the workbook in itself, before anything is compared with the database."""

from collections.abc import Collection

from services.roster.layout import ORGANISATIONS, PAIRS, PARTICIPANTS
from services.roster.organisations import read_organisations
from services.roster.pairs import read_pairs
from services.roster.participants import read_participants
from services.roster.rows import Issue, Roster
from services.roster.workbook import Workbook

ORDER = (ORGANISATIONS, PARTICIPANTS, PAIRS)


def check(workbook: Workbook, known: Collection[str] = (), zone: str | None = None) -> Roster:
    """`known`: names of organisations that the database has, so that a school may send a file
    without its municipality. `zone`: the IANA zone where nothing names one; None makes that
    an error. Issues come in the order of the sheets and rows."""
    issues: list[Issue] = list(workbook.issues)
    organisations = read_organisations(workbook.organisations, known, issues, zone)
    participants = read_participants(workbook.participants, organisations, issues)
    pairs = read_pairs(workbook.pairs, organisations, participants, issues)
    issues.sort(key=lambda issue: (ORDER.index(issue.sheet), issue.row))
    return Roster(organisations.rows, participants.good, pairs, issues)
