"""How waves look to those who run them: lists, one wave, questions before an action."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.paging import Page, cut, turner
from handlers.screen import Button, Rows, Screen, column
from handlers.sections import RESULTS, WAVES, Open, menu_button
from handlers.texts import Html, Translate
from handlers.wording import Code, clipped, round_name
from models import Wave
from models.enums import Role
from services.waves.response import State, total
from services.waves.state import Phase, last_day, phase_at

Id = Annotated[int, Field(ge=1, lt=2**31)]
Number = Annotated[int, Field(ge=0, le=10_000)]
Response = dict[int, dict[Role, Counter[State]]]

SCHOOLS = 8
"""On one page."""

ASKED = (Role.MENTOR, Role.MENTEE)
LONGER = (3, 7)
"""Days that one tap prolongs a wave by."""


class ShowWave(CallbackData, prefix="w"):
    wave: Id


class ShowCode(CallbackData, prefix="wc"):
    """The same wave in all schools."""

    code: Code
    page: Number = 0


class ShowDelivery(CallbackData, prefix="wn"):
    """What became of the messages of a wave."""

    wave: Id
    page: Number = 0


class ShowDeliveries(CallbackData, prefix="wm"):
    """The same of one wave in all schools."""

    code: Code
    page: Number = 0


class Act(CallbackData, prefix="wo"):
    """`act`: open, close; not `sure` asks first."""

    wave: Id
    act: str
    sure: bool = False


class Prolong(CallbackData, prefix="wp"):
    """Until the day `to` (its ordinal), so that a double press is one."""

    wave: Id
    to: Annotated[int, Field(ge=1, le=date.max.toordinal())]


class AskDays(CallbackData, prefix="wa"):
    """To type a day; `what`: prolong, move."""

    wave: Id
    what: str


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


def span(t: Translate, opens_on: date, closes_on: date) -> Html:
    """«10–20 декабря», «28 ноября – 5 декабря»."""
    if (opens_on.year, opens_on.month) == (closes_on.year, closes_on.month):
        return Html(f"{opens_on.day}–{t.day(closes_on)}")
    return Html(f"{t.day(opens_on)} – {t.day(closes_on)}")


def answered(look: Look, counted: Counter[State]) -> Html:
    """«12 из 20»."""
    return look.t("waves-of", sent=counted[State.SUBMITTED], all=counted.total())


def year_screen(look: Look, waves: Sequence[Wave]) -> Screen:
    """One school: its waves. Several: each wave over all of them."""
    t = look.t
    if not waves:
        return Screen(t("waves-none"), ((menu_button(t),),))
    codes = dict.fromkeys(wave.code for wave in waves)
    groups = {code: [wave for wave in waves if wave.code == code] for code in codes}
    lines, buttons = [], []
    for code, group in groups.items():
        lines.append(group_line(look, code, group))
        several = ShowCode(code=code) if len(group) > 1 else ShowWave(wave=group[0].id)
        buttons.append(Button.of(round_name(t, code, group[0].title), several))
    text = t("waves-title", year=str(waves[0].academic_year), lines=Html("\n\n".join(lines)))
    return Screen(text, (*column(buttons), (menu_button(t),)))


def group_line(look: Look, code: str, group: Sequence[Wave]) -> Html:
    t, name = look.t, round_name(look.t, code, group[0].title)
    if len(group) == 1:
        return t("waves-line", name=name, what=state_line(look, group[0]))
    what = state_line(look, *group)
    return t("waves-schools", name=name, schools=len(group), what=what)


def state_line(look: Look, *group: Wave) -> Html:
    """Days, state and response in a line; of several schools from the first to the last day."""
    t, phases = look.t, Counter(map(look.phase, group))
    days = span(t, min(wave.opens_on for wave in group), max(map(last_day, group)))
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


def wave_screen(look: Look, wave: Wave, toast: str | None = None) -> Screen:
    """One wave: days, response by role, what became of the messages, what can be done now."""
    t = look.t
    roles = look.response.get(wave.id, {})
    lines = [
        t("waves-head", name=round_name(t, wave.code, wave.title), school=wave.organisation.name)
    ]
    lines.append(state_line(look, wave))
    lines += [role_line(look, role, roles[role]) for role in ASKED if role in roles]
    if look.in_doubt:
        lines.append(t("waves-in-doubt", count=look.in_doubt))
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
