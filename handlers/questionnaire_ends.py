"""The first page of a questionnaire and the last: what is promised before, and the thanks."""

from aiogram.filters.callback_data import CallbackData

from handlers import help_requests
from handlers.context import Context
from handlers.questionnaire_screens import Hand, Id
from handlers.screen import Button, Screen, column
from handlers.sections import menu_button
from handlers.texts import Html, Translate
from handlers.wording import said
from models.enums import WaveCode
from services.help_requests import Asked
from services.questionnaires import Sheet


class Glance(CallbackData, prefix="qv"):
    """What of the answers others will see."""

    assignment: Id
    page: int = 0


def title_page(c: Context, sheet: Sheet) -> Screen:
    """What it is for, how long it takes, until when, and who will see what."""
    t, spec = c.t, sheet.spec
    asks_help = any(not item.statistics for item in spec.items)
    parts: list[str] = [
        t("survey-title", title=said(t, spec.title)),
        t("survey-purpose", purpose=said(t, spec.purpose)),
        t(
            "survey-size",
            count=len(sheet.steps),
            minutes=spec.minutes_for(len(sheet.colleagues)),
            day=t.day(sheet.wave.closes_on),
        ),
        promise(t, sheet),
        *([t("survey-who-sees-help")] if asks_help else []),
        t("survey-saved-at-once"),
    ]
    start = Button.of(t("survey-begin"), Hand(assignment=sheet.id, act="begin"))
    return Screen("\n\n".join(parts), column((start, _look(t, sheet), menu_button(t))))


def _look(t: Translate, sheet: Sheet) -> Button:
    label = t("survey-glance-form" if is_form(sheet) else "survey-glance")
    return Button.of(label, Glance(assignment=sheet.id))


def promise(t: Translate, sheet: Sheet) -> Html:
    """Who will see what, with the k that the results keep to (see `results.privacy`)."""
    if is_form(sheet):
        return t("survey-who-sees-form")
    return t("survey-who-sees", group=sheet.min_group)


def is_form(sheet: Sheet) -> bool:
    """The curator's own form, shown by name (`results.forms`)."""
    return WaveCode(sheet.spec.wave) is WaveCode.CURATOR


def thanks(c: Context, sheet: Sheet, request: Asked | None, taken: Html | None) -> Screen:
    """`taken`: how much of the year questionnaires have taken from the person."""
    parts: list[str] = [c.t("survey-sent")]
    if not is_form(sheet):
        parts.append(c.t("survey-sent-kept", group=sheet.min_group))
    if taken:
        parts.append(taken)
    words, rows = help_requests.kept(c, request) if request else ("", ())
    if words:
        parts.append(words)
    return Screen("\n\n".join(parts), (*rows, *column((_look(c.t, sheet), menu_button(c.t)))))
