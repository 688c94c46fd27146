"""What an import would do, in words: short for the chat, whole for a file or the command line."""

import html

from handlers.texts import Translate
from services.roster import ImportPlan, issue_lines, plan_lines

LISTED = 15
LISTED_WHOLE = 2000
ROOM = 3000
"""Characters, so that a title and a question still fit into one message."""


def report_text(t: Translate, plan: ImportPlan) -> str:
    """Plain text with every error, warning and change."""
    return html.unescape("\n".join(report_lines(t, plan, LISTED_WHOLE)))


def chat_text(t: Translate, plan: ImportPlan) -> str:
    """HTML for one message: fewer lines of each kind when they are long."""
    for limit in range(LISTED, 0, -1):
        text = "\n".join(report_lines(t, plan, limit))
        if len(text) <= ROOM:
            return text
    return "\n".join(report_lines(t, plan, 0))


def is_whole(t: Translate, plan: ImportPlan) -> bool:
    """Whether the chat shows all there is to say."""
    return html.unescape(chat_text(t, plan)) == report_text(t, plan)


def done_text(t: Translate, plan: ImportPlan) -> str:
    """What an import has written, in a line of each kind."""
    return "\n".join(
        t(f"roster-done-{name}", **part.counts)
        for name, part in plan.parts.items()
        if part.created or part.changed
    )


def report_lines(t: Translate, plan: ImportPlan, limit: int) -> list[str]:
    """Whoever has to mend something reads that first; else what will be done comes first."""

    def words(key: str, /, **args: object) -> str:
        return t(key, **args)

    issues = issue_lines(plan.issues, words, limit)
    done = [t(counts_title(plan)), *plan_lines(plan, words, limit)]
    first, then = (issues, done) if plan.errors else (done, issues)
    return [*first, "", *then] if then else first


def counts_title(plan: ImportPlan) -> str:
    if plan.errors:
        return "roster-counts-without-errors"
    return "roster-counts-nothing" if plan.changes_nothing else "roster-counts"
