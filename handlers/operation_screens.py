"""How the machine room looks: numbers, kinds, ages and errors, and nothing of what people said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.paging import turner
from handlers.screen import Button, Rows, Screen, column, grid
from handlers.sections import menu_button
from handlers.texts import Html, Translate
from handlers.wording import clipped
from services.operations.decisions import Act, Row, Seen
from services.operations.overview import Overview, Trouble
from services.people import Who

Id = Annotated[int, Field(ge=0, lt=2**63)]
Number = Annotated[int, Field(ge=0, lt=2**31)]

PER_PAGE = 8
LINE = 80
"""Characters of an error in a list; the row's own screen shows it whole."""


class ShowStatus(CallbackData, prefix="op"):
    """The whole."""


class ShowRows(CallbackData, prefix="ol"):
    what: Trouble
    page: Number = 0


class ShowRow(CallbackData, prefix="or"):
    what: Trouble
    row: Id


class Press(CallbackData, prefix="oa"):
    """On the rows from `first` to `last`; `sure`: so many were confirmed."""

    what: Trouble
    act: Act
    first: Id
    last: Id
    sure: Number = 0


@dataclass(frozen=True)
class Look:
    t: Translate
    now: datetime

    def age(self, since: datetime | None) -> Html:
        """«5 мин», «3 ч», «2 дн.»; a zone of an administrator is not known."""
        minutes = int((self.now - (since or self.now)).total_seconds() // 60)
        if minutes < 60:
            return self.t("ops-minutes", count=max(minutes, 0))
        hours = minutes // 60
        return (
            self.t("ops-hours", count=hours)
            if hours < 48
            else self.t("ops-days", count=hours // 24)
        )


def status_screen(look: Look, seen: Overview, who: Who, toast: str | None) -> Screen:
    t = look.t
    lines = [t("ops-head"), "", waiting_updates(look, seen), waiting_messages(look, seen)]
    lines += [t(f"ops-lane-{lane.name.lower()}", count=n) for lane, n in seen.queued.items() if n]
    if seen.later:
        lines.append(t("ops-later", count=seen.later))
    if seen.leased or seen.dispatching:
        lines.append(t("ops-under-way", leased=seen.leased, sending=seen.dispatching))
    lines += ["", troubles_text(t, seen.troubles)]
    if who.account.muted_at:
        lines += ["", t("ops-muted")]
    again = Button.of(t("ops-refresh"), ShowStatus())
    last = (again, menu_button(t)) if who.consented else (again,)
    return Screen("\n".join(lines), (*trouble_buttons(t, seen.troubles), last), toast=toast)


def waiting_updates(look: Look, seen: Overview) -> Html:
    return look.t("ops-updates", count=seen.updates, age=look.age(seen.oldest_update))


def waiting_messages(look: Look, seen: Overview) -> Html:
    count = sum(seen.queued.values())
    return look.t("ops-messages", count=count, age=look.age(seen.oldest))


def troubles_text(t: Translate, troubles: Mapping[Trouble, int]) -> Html:
    lines = [t(f"ops-trouble-{trouble}", count=n) for trouble, n in troubles.items() if n]
    return Html("\n".join([t("ops-decide"), *lines]) if lines else t("ops-fine"))


def trouble_buttons(t: Translate, troubles: Mapping[Trouble, int]) -> Rows:
    return column(
        Button.of(t(f"ops-button-{trouble}", count=n), ShowRows(what=trouble))
        for trouble, n in troubles.items()
        if n
    )


def alert_screen(look: Look, troubles: Mapping[Trouble, int]) -> Screen:
    text = f"{look.t('ops-alert')}\n\n{troubles_text(look.t, troubles)}"
    return Screen(text, ((Button.of(look.t("ops-look"), ShowStatus()),),))


def rows_screen(
    look: Look, asked: ShowRows, page: Sequence[Row], seen: Seen, toast: str | None
) -> Screen:
    """What each is, a button to each, and what can be done with all of them."""
    t = look.t
    head = t(f"ops-list-{asked.what}", count=seen.rows)
    lines = [row_line(look, row, LINE) for row in page]
    to_rows = (
        Button.of(t("ops-number", number=str(row.id)), ShowRow(what=asked.what, row=row.id))
        for row in page
    )
    count = -(-seen.rows // PER_PAGE)
    turn = turner(asked.page, count, lambda number: ShowRows(what=asked.what, page=number))
    everything = column(
        Button.of(
            t("ops-all", what=t(f"ops-{act}-{asked.what}"), count=seen.rows),
            Press(what=asked.what, act=act, first=0, last=seen.last),
        )
        for act in Act
        if seen.rows > 1
    )
    rows = (*grid(to_rows, 4), *turn, *everything, (back(t, ShowStatus()),))
    return Screen("\n".join([head, "", *lines]), rows, toast=toast)


def row_line(look: Look, row: Row, length: int) -> Html:
    return look.t(
        "ops-line",
        number=str(row.id),
        kind=row.kind,
        age=look.age(row.since),
        error=clipped(row.error or "—", length),
    )


def row_screen(look: Look, what: Trouble, row: Row, repeatable: bool) -> Screen:
    """One of them; a text whose writer has gone on is not offered to be repeated."""
    t = look.t
    lines = [t(f"ops-one-{what}"), "", row_line(look, row, 300)]
    lines.append(t("ops-attempts", count=row.attempts))
    if not repeatable:
        lines += ["", t("ops-not-repeatable")]
    acts = [act for act in Act if act != Act.AGAIN or repeatable]
    buttons = column(
        Button.of(t(f"ops-{act}-{what}"), Press(what=what, act=act, first=row.id, last=row.id))
        for act in acts
    )
    return Screen("\n".join(lines), (*buttons, (back(t, ShowRows(what=what)),)))


def ask_screen(look: Look, pressed: Press, seen: Seen) -> Screen:
    """Says what would be done, how often, and to how many people."""
    t, what = look.t, pressed.what
    doing = t(f"ops-{pressed.act}-{what}")
    lines = [t("ops-ask", what=doing, count=seen.rows, people=seen.people)]
    if pressed.act == Act.AGAIN and what == Trouble.UNKNOWN:
        lines.append(t("ops-ask-twice"))
    if seen.left:
        lines.append(t("ops-left", count=seen.left))
    sure = pressed.model_copy(update={"sure": seen.rows})
    yes = Button.of(t("ops-yes", count=seen.rows), sure)
    return Screen("\n\n".join(lines), ((yes,), (back(t, ShowRows(what=what)),)))


def back(t: Translate, to: CallbackData) -> Button:
    return Button.of(t("button-back"), to)
