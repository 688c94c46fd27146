"""The roster: a workbook of organisations, participants and pairs becomes rows of the database.

`read_workbook` (the file) -> `check` (the rows) -> `plan` (a dry run) -> `apply` (the import).
"""

from services.roster.checks import check
from services.roster.importing import RosterErrors, apply, known_organisations, plan, scope_of
from services.roster.planning import ImportPlan, Scope
from services.roster.report import issue_lines, plan_lines
from services.roster.rows import Issue, Roster, Severity
from services.roster.workbook import RosterFileError, read_workbook

__all__ = [
    "ImportPlan",
    "Issue",
    "Roster",
    "RosterErrors",
    "RosterFileError",
    "Scope",
    "Severity",
    "apply",
    "check",
    "issue_lines",
    "known_organisations",
    "plan",
    "plan_lines",
    "read_workbook",
    "scope_of",
]
