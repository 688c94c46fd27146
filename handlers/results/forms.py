"""What curators state about their schools in their own form: points, their sum, its level."""

from handlers.results.screens import PAGE, View, answered, packed, paged, title, view_of, ways_back
from handlers.screen import Button, Screen, column
from handlers.texts import Translate
from handlers.wording import clipped, said
from services.results.cells import Results
from services.results.figures import Response
from services.results.forms import Form

WORDS = 300
"""Characters of what a curator wrote; the workbook has it whole."""


def forms(t: Translate, asked: View, made: Results, found: Response) -> Screen:
    """One school point by point; of several the sums, in the order of names."""
    stated = made.forms or ()
    head = [title(t, made.place), *answered(t, found), "", t("results-forms-whose")]
    lines = [_brief(t, form) if made.place.whole else _whole(t, form) for form in stated]
    pages = packed(lines or [t("results-forms-none")], PAGE)
    buttons = [
        Button.of(t(key), view_of(made.place, key.removeprefix("results-")))
        for key in ("results-workbook", "results-documents", "results-response")
    ]
    return paged(t, asked, head, pages, (*column(buttons), *ways_back(t, made.place)))


def _brief(t: Translate, form: Form) -> str:
    """«МБОУ СОШ № 1: 14 из 18, допустимый уровень»."""
    return t("results-forms-line", school=form.school, author=form.author, sum=_sum(t, form))


def _sum(t: Translate, form: Form) -> str:
    key = "results-forms-sum" if form.level else "results-forms-part"
    level = t(f"results-form-{form.level}") if form.level else ""
    return t(key, n=form.total, most=form.most, level=level, given=len(form.given))


def _whole(t: Translate, form: Form) -> str:
    lines = [t("results-forms-head", author=form.author, sum=_sum(t, form)), ""]
    for item, points in form.points:
        label = said(t, item.label)
        given = t("results-forms-open") if points is None else str(points)
        lines.append(t("results-forms-point", label=label, points=given))
    for item, text in form.texts:
        words = clipped(text, WORDS)
        lines += ["", t("results-forms-words", label=said(t, item.label), text=words)]
    return "\n".join([*lines, ""])
