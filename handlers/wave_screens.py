"""How waves look to those who run them: lists, one wave, questions before an action."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from aiogram.filters.callback_data import CallbackData

from handlers.calendar_buttons import ShowPlaces
from handlers.paging import Page, cut, turner
from handlers.screen import Button, Rows, Screen, column
from handlers.sections import RESULTS, WAVES, Open, menu_button
from handlers.texts import Html, Translate
from handlers.wave_buttons import (
    Act,
    AskDays,
    OwnList,
    Prolong,
    ShowCode,
    ShowDeliveries,
    ShowDelivery,
    ShowWave,
    ShowYear,
)
from handlers.wording import clipped, round_name, span
from models import Wave
from models.enums import Role
from services.calendar import order
from services.waves.response import State, total
from services.waves.state import Phase, last_day, phase_at

Response = dict[int, dict[Role, Counter[State]]]

SCHOOLS = 8
"""On one page."""

ROUNDS = 5
"""On one page of the year."""

ASKED = (Role.MENTOR, Role.MENTEE, Role.CURATOR)
LONGER = (3, 7)
"""Days that one tap prolongs a wave by."""


@dataclass(frozen=True)
class Look:
    """What every screen needs: words, the time, and the response by wave.

    `in_doubt`: of how many people it is not sure that the last message arrived.
    """

    t: Translate
    now: datetime
    response: Response
    in_doubt: int = 0

    def phase(self, wave: Wave) -> Phase:
        return phase_at(wave, self.now)

    def of(self, *waves: Wave) -> Counter[State]:
        return sum((total(self.response.get(wave.id, {})) for wave in waves), Counter())


def answered(look: Look, counted: Counter[State]) -> Html:
    """«12 из 20»."""
    return look.t("waves-of", sent=counted[State.SUBMITTED], all=counted.total())


def year_screen(
    look: Look, waves: Sequence[Wave], number: int | None = None, burden: Html | None = None
) -> Screen:
    """The year's rounds as they come, a page of them, the first time the one that is on or comes
    next. One school: its waves. Several: each round over all of them."""
    t = look.t
    days = Button.of(t("calendar-button"), ShowPlaces())
    end = (days,), (Button.of(t("own-button"), OwnList()),), (menu_button(t),)
    if not waves:
        return Screen(t("waves-none"), end)
    rounds = in_order(waves)
    page = cut(rounds, coming(look, rounds) // ROUNDS if number is None else number, ROUNDS)
    lines = [group_line(look, group[0].code, group) for group in page.items]
    turn = turning(t, page, lambda other: ShowYear(page=other))
    text = t("waves-title", year=str(waves[0].academic_year), lines=Html("\n\n".join(lines)))
    if burden:
        text = Html(f"{text}\n\n{burden}")
    buttons = column([round_button(t, group) for group in page.items])
    return Screen(text, (*buttons, *turn, *end))


def in_order(waves: Sequence[Wave]) -> list[list[Wave]]:
    """Each round's waves, by the first day on which it opens anywhere."""
    rounds: dict[str, list[Wave]] = {}
    for wave in waves:
        rounds.setdefault(wave.code, []).append(wave)
    return sorted(rounds.values(), key=lambda group: (first_day(group), order(group[0].code)))


def first_day(group: Sequence[Wave]) -> date:
    return min(wave.opens_on for wave in group)


def coming(look: Look, rounds: Sequence[Sequence[Wave]]) -> int:
    """Which round is on, or comes next; the last when all are over."""
    ahead = {Phase.OPEN, Phase.PLANNED}
    found = (n for n, group in enumerate(rounds) if ahead & set(map(look.phase, group)))
    return next(found, len(rounds) - 1)


def round_button(t: Translate, group: Sequence[Wave]) -> Button:
    code = group[0].code
    to = ShowCode(code=code) if len(group) > 1 else ShowWave(wave=group[0].id)
    return Button.of(round_name(t, code, group[0].title), to)


def group_line(look: Look, code: str, group: Sequence[Wave]) -> Html:
    t, name = look.t, round_name(look.t, code, group[0].title)
    if len(group) == 1:
        return t("waves-line", name=name, what=state_line(look, group[0]))
    what = state_line(look, *group)
    return t("waves-schools", name=name, schools=len(group), what=what)


def state_line(look: Look, *group: Wave) -> Html:
    """Days, state and response in a line; of several schools from the first to the last day."""
    t, phases = look.t, Counter(map(look.phase, group))
    days = span(t, first_day(group), max(map(last_day, group)))
    if len(phases) == 1:
        state = t(f"waves-state-{look.phase(group[0])}", days=days)
    else:
        state = t("waves-state-mixed", days=days, open=phases[Phase.OPEN])
    counted = look.of(*group)
    if not counted:
        return state
    return Html(f"{state} {t('waves-answered', counted=answered(look, counted))}")


def schools_screen(look: Look, waves: Sequence[Wave], asked: ShowCode) -> Screen:
    """One wave in all schools, a page of buttons; the names are on the buttons."""
    t = look.t
    page = cut(waves, asked.page, SCHOOLS)
    buttons = [Button.of(school_label(look, wave), ShowWave(wave=wave.id)) for wave in page.items]
    turn = turning(t, page, lambda number: ShowCode(code=asked.code, page=number))
    told = Button.of(t("delivery-button"), ShowDeliveries(code=asked.code))
    back = Button.of(t("button-back"), Open(section=WAVES.name))
    was_open = any(wave.opened_at for wave in waves)
    text = Html(f"{group_line(look, asked.code, waves)}\n\n{t('waves-choose-school')}")
    return Screen(text, (*column(buttons), *turn, *column([told] if was_open else []), (back,)))


def school_label(look: Look, wave: Wave) -> str:
    name = wave.organisation.name
    counted = look.of(wave)
    day = look.t.day(wave.opens_on)
    short = look.t(f"waves-short-{look.phase(wave)}", day=day)
    return f"{clipped(name, 24)} · {answered(look, counted) if counted else short}"


def turning(t: Translate, page: Page[Any], to: Callable[[int], CallbackData]) -> Rows:
    return turner(page.number, page.count, to, t("waves-earlier"), t("waves-later"))


def wave_screen(
    look: Look, wave: Wave, toast: str | None = None, burden: Html | None = None
) -> Screen:
    """One wave: days, response by role, what became of the messages, how long it takes, what can
    be done now."""
    t = look.t
    roles = look.response.get(wave.id, {})
    lines = [
        t("waves-head", name=round_name(t, wave.code, wave.title), school=wave.organisation.name)
    ]
    lines.append(state_line(look, wave))
    lines += [role_line(look, role, roles[role]) for role in ASKED if role in roles]
    if look.in_doubt:
        lines.append(t("waves-in-doubt", count=look.in_doubt))
    if burden:
        lines.append(burden)
    told = Button.of(t("delivery-button"), ShowDelivery(wave=wave.id))
    rows = column([told] if wave.opened_at else [])
    back = (Button.of(t("button-back"), Open(section=WAVES.name)), menu_button(t))
    return Screen("\n".join(lines), (*rows, *action_rows(look, wave), back), toast=toast)


def role_line(look: Look, role: Role, counted: Counter[State]) -> Html:
    started = counted[State.STARTED]
    return look.t(f"waves-{role}", counted=answered(look, counted), started=started)


def action_rows(look: Look, wave: Wave) -> Rows:
    """What the wave's state allows."""
    t, found = look.t, look.phase(wave)
    move = Button.of(t("waves-button-move"), AskDays(wave=wave.id, what="move"))
    if found == Phase.MISSED:
        return ((move,),)
    if found == Phase.PLANNED:
        return ((Button.of(t("waves-button-open"), Act(wave=wave.id, act="open")),), (move,))
    if found == Phase.CLOSED:
        return ((Button.of(t("section-results"), Open(section=RESULTS.name)),),)
    later = [
        Button.of(t("waves-button-longer", days=days), prolonged(wave, days)) for days in LONGER
    ]
    other = Button.of(t("waves-button-prolong"), AskDays(wave=wave.id, what="prolong"))
    return (
        tuple(later),
        (other,),
        (Button.of(t("waves-button-close"), Act(wave=wave.id, act="close")),),
    )


def prolonged(wave: Wave, days: int) -> Prolong:
    return Prolong(wave=wave.id, to=(wave.closes_on + timedelta(days=days)).toordinal())


def back_to(t: Translate, wave: Wave) -> Button:
    return Button.of(t("button-back"), ShowWave(wave=wave.id))
