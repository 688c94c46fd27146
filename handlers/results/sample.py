"""«Что увидит куратор»: the pages of results for one's own questionnaire, before it is answered.

The same questions in the same words and order, with dots for numbers: real ones from elsewhere
would tell people what to answer.
"""

import html
from collections.abc import Iterator

from handlers.context import Context
from handlers.questionnaire_ends import Glance, is_form
from handlers.questionnaire_screens import OpenSurvey
from handlers.results.screens import PAGE, packed, paged
from handlers.screen import Button, Screen, column
from handlers.texts import Translate
from handlers.wording import said
from services import questionnaires
from services.catalogue import Item
from services.questionnaires import Sheet
from services.results import exports, growing
from services.results.cells import Side
from services.results.pairing import EARLIER

CHOICES = ("single", "yes_no", "multiple")


async def show(query: object, callback_data: Glance, c: Context) -> Screen:
    number = callback_data.assignment
    sheet = await questionnaires.get_own(c.session, c.who.me.id, number, c.now)
    back = Button.of(c.t("results-sample-back"), OpenSurvey(assignment=sheet.id))
    pages = packed(_blocks(c.t, sheet), PAGE)
    times = await exports.times(c.session, sheet.wave_id)
    head = [_promise(c.t, sheet), "", c.t("results-sample-downloads", n=times)]
    return paged(c.t, callback_data, head, pages, column((back,)))


def _promise(t: Translate, sheet: Sheet) -> str:
    title = said(t, sheet.spec.title)
    if is_form(sheet):
        return t("results-sample-form", title=title)
    return t("results-sample-head", title=title, k=sheet.min_group, twice=2 * sheet.min_group)


def _blocks(t: Translate, sheet: Sheet) -> Iterator[str]:
    """As on the pages: means, then distributions, then what people wrote; nothing private."""
    who = t(Side(sheet.role).key)
    counted = [item for item in sheet.spec.items if item.statistics]
    if is_form(sheet):
        yield from (t("results-forms-point", label=said(t, i.label), points="…") for i in counted)
        return
    yield from _compared(t, sheet, who)
    if any(growing.now_of(item.code) for item in counted):
        yield t("results-grown", **dict.fromkeys(("n", "up", "same", "down"), "…")) + "\n"
    for kinds in (("scale",), CHOICES, ("text",)):
        for item in counted:
            if item.kind in kinds:
                yield "\n".join([*_block(t, item, who), ""])
    yield t("results-sample-more") + "\n"
    if len(counted) < len(sheet.spec.items):
        yield t("results-sample-private")


def _compared(t: Translate, sheet: Sheet, who: str) -> Iterator[str]:
    """The pages that set answers against those of before and of the other side."""
    if any(item.kind == "scale" and item.statistics for item in sheet.spec.items):
        if sheet.spec.wave in EARLIER:
            heading = t("results-heading", text=t("results-changes"))
            head = t("results-changes-head")
            yield "\n".join([heading, head, t("results-sample-change", who=who), ""])
        yield t("results-sample-gaps") + "\n"


def _block(t: Translate, item: Item, who: str) -> Iterator[str]:
    yield t("results-heading", text=said(t, item.label))
    if item.kind == "scale":
        yield t("results-sample-scale", who=who)
    elif item.kind == "text":
        yield t("results-sample-text", who=who)
    else:
        yield t("results-sample-choice", who=who)
        yield from (f"{html.escape(said(t, one.text), quote=False)} — …" for one in item.choices)
