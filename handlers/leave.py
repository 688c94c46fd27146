"""«Я в отпуске»: nobody is written to while they are away. For oneself, or for somebody one looks
after; no reason is asked."""

from datetime import date

from aiogram import F, Router
from aiogram.types import Message

from handlers.context import Context
from handlers.leave_buttons import Leave, LeaveMonth, LeaveOver, LeaveTill
from handlers.month import month_rows
from handlers.people import OnePerson
from handlers.screen import Button, Screen, column
from handlers.sections import SETTINGS, Expects, Open, menu_button
from handlers.wording import first_names
from models import Absence
from services import absences, membership, reach
from services.absences import LONGEST


def router() -> Router:
    r = Router()
    r.callback_query.register(ask, Leave.filter(F.act == "ask"))
    r.callback_query.register(show, Leave.filter())
    r.callback_query.register(show_month, LeaveMonth.filter())
    r.callback_query.register(choose_day, LeaveTill.filter())
    r.callback_query.register(come_back, LeaveOver.filter())
    r.message.register(type_day, Expects("leave"), F.text, ~F.text.startswith("/"))
    return r


async def show(query: object, callback_data: Leave, c: Context) -> Screen:
    """The leave under way, or the question till when it is to last."""
    return await leave_screen(c, callback_data.person)


async def ask(query: object, callback_data: Leave, c: Context) -> Screen:
    today = await today_of(c, callback_data.person)
    return await month_screen(c, callback_data.person, today, today)


async def show_month(query: object, callback_data: LeaveMonth, c: Context) -> Screen:
    month = date.fromordinal(callback_data.month)
    today = await today_of(c, callback_data.person)
    return await month_screen(c, callback_data.person, today, month)


async def choose_day(query: object, callback_data: LeaveTill, c: Context) -> Screen:
    person, day = callback_data.person, callback_data.day
    if callback_data.today != (await today_of(c, person)).toordinal():
        return await leave_screen(c, person, c.t("button-stale"))
    return await begin(c, person, date.fromordinal(day) if day else None)


async def type_day(message: Message, c: Context) -> Screen:
    person = int((c.who.account.expects or {})["person"])
    today = await today_of(c, person)
    return await begin(c, person, absences.typed_day(message.text or "", today))


async def begin(c: Context, person: int, ends_on: date | None) -> Screen:
    await absences.begin(c.session, c.who, person, ends_on, c.now)
    return await leave_screen(c, person)


async def come_back(query: object, callback_data: LeaveOver, c: Context) -> Screen:
    """What still matters comes by itself, in working hours."""
    person = callback_data.person
    await absences.require(c.session, c.who, person, c.now)
    found = await reach.leave_of(c.session, person, c.now)
    if found is None or found.starts_on.toordinal() != callback_data.began:
        return await leave_screen(c, person, c.t("button-stale"))
    await absences.come_back(c.session, c.who, person, c.now)
    text = c.t(f"leave-over-{whose(c, person)}", name=await name_of(c, person))
    return Screen(text, column(last_buttons(c, person)))


async def today_of(c: Context, person: int) -> date:
    """The person's own day; raises NotFound for somebody whom one does not look after."""
    await absences.require(c.session, c.who, person, c.now)
    return await absences.today_of(c.session, person, c.now)


async def leave_screen(c: Context, person: int, toast: str | None = None) -> Screen:
    today = await today_of(c, person)
    found = await reach.leave_of(c.session, person, c.now)
    if found is None:
        return await month_screen(c, person, today, today, toast)
    over = LeaveOver(person=person, began=found.starts_on.toordinal())
    buttons = (
        Button.of(c.t(f"leave-come-back-{whose(c, person)}"), over),
        Button.of(c.t("leave-other-day"), Leave(person=person, act="ask")),
        *last_buttons(c, person),
    )
    return Screen(await about(c, person, found), column(buttons), toast=toast)


async def about(c: Context, person: int, found: Absence) -> str:
    name = await name_of(c, person)
    if found.ends_on is None:
        return c.t(f"leave-open-{whose(c, person)}", name=name)
    return c.t(f"leave-till-{whose(c, person)}", name=name, day=c.t.day(found.ends_on))


async def month_screen(
    c: Context, person: int, today: date, month: date, toast: str | None = None
) -> Screen:
    """The last day is pressed or typed."""
    shown = today.toordinal()
    rows = month_rows(
        c.t,
        month,
        (today, today + LONGEST),
        lambda day: LeaveTill(person=person, today=shown, day=day.toordinal()),
        lambda day: LeaveMonth(person=person, month=day.toordinal()),
    )
    text = c.t(f"leave-ask-{whose(c, person)}", name=await name_of(c, person))
    unknown = Button.of(c.t("leave-unknown"), LeaveTill(person=person, today=shown))
    expects = {"what": "leave", "person": person}
    buttons = (*rows, (unknown,), last_buttons(c, person))
    return Screen(text, buttons, expects, toast)


def whose(c: Context, person: int) -> str:
    """Which words: to the person themselves, or about them."""
    return "mine" if person == c.who.me.id else "theirs"


async def name_of(c: Context, person: int) -> str:
    """As one is spoken to, or of."""
    if person == c.who.me.id:
        return first_names(c.who.me.full_name)
    return (await membership.profile(c.session, c.who, person, c.now)).member.name


def last_buttons(c: Context, person: int) -> tuple[Button, ...]:
    mine = person == c.who.me.id
    back = Open(section=SETTINGS.name) if mine else OnePerson(person=person)
    return (Button.of(c.t("button-back"), back), menu_button(c.t))
