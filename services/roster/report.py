"""The dry run and its issues in words; the words themselves are given by the caller."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Protocol

from models.enums import (
    MentorRank,
    MentorshipForm,
    MentorshipKind,
    OrganisationKind,
    WorkArea,
)
from services.roster.planning import Change, ImportPlan
from services.roster.rows import Issue, Severity
from services.roster.words import FORMS, KINDS, ORGANISATION_KINDS, RANKS, WORK_AREAS

LISTED = 20


class Translator(Protocol):
    """`t(key, name=…)` -> words. What it returns may be passed into it again as an argument."""

    def __call__(self, key: str, /, **args: object) -> str: ...


def issue_line(issue: Issue, t: Translator) -> str:
    """Where, what is wrong, and what was probably meant."""
    args = {name: value for name, value in issue.args.items() if name != "suggestion"}
    place = t("roster-place", sheet=issue.sheet, row=str(issue.row), column=issue.column)
    line = t("roster-issue", place=place, what=t(issue.key, **args))
    if issue.suggestion is None:
        return line
    return t("roster-issue-meant", line=line, suggestion=issue.suggestion)


def issue_lines(issues: Sequence[Issue], t: Translator, limit: int = LISTED) -> list[str]:
    """Errors first, then warnings, each kind under its heading and cut at `limit`."""
    lines = []
    for severity in Severity:
        found = [issue for issue in issues if issue.severity is severity]
        if found:
            lines.append(t(f"roster-{severity.value}s", count=len(found)))
            lines += [issue_line(issue, t) for issue in found[:limit]]
        if len(found) > limit:
            lines.append(t("roster-more", count=len(found) - limit))
    return lines


def plan_lines(plan: ImportPlan, t: Translator, limit: int = LISTED) -> list[str]:
    """Counts by kind, changes old -> new (at most `limit`), people absent from the file."""
    lines = [t(f"roster-part-{name}", **part.counts) for name, part in plan.parts.items()]
    changes = [change for part in plan.parts.values() for change in part.changed]
    lines += [change_line(change, t) for change in changes[:limit]]
    if len(changes) > limit:
        lines.append(t("roster-more", count=len(changes) - limit))
    if plan.absent:
        lines.append(t("roster-absent", count=plan.absent))
    return lines


def change_line(change: Change, t: Translator) -> str:
    """Ids of parents mean nothing to a reader, so that change is only named."""
    fields = "; ".join(
        t(
            "roster-field-change",
            field=t(f"roster-field-{code.replace('_', '-')}"),
            old=value_shown(old),
            new=value_shown(new),
        )
        if code != "parent_id"
        else t("roster-field-parent-id")
        for code, (old, new) in change.fields.items()
    )
    return t("roster-change", name=change.name, fields=fields)


def value_shown(value: object) -> str:
    """Closed lists in the words of the workbook, so that the file can be compared."""
    match value:
        case None:
            return "—"
        case date():
            return f"{value:%d.%m.%Y}"
        case OrganisationKind():
            return ORGANISATION_KINDS.usual(value)
        case MentorRank():
            return RANKS.usual(value)
        case MentorshipForm():
            return FORMS.usual(value)
        case MentorshipKind():
            return KINDS.usual(value)
        case WorkArea():
            return WORK_AREAS.usual(value)
        case StrEnum():
            return value.value
    return str(value)
