"""To whom, where and when a questionnaire goes: chosen on one page, which remembers it."""

from dataclasses import replace
from datetime import date, timedelta

from aiogram import F, Router
from aiogram.types import Message

from handlers.context import Context
from handlers.own_questionnaires.buttons import Launch, Schools, SetPlan, ShowOwn
from handlers.own_questionnaires.pages import one
from handlers.paging import cut, turner
from handlers.screen import Button, Rows, Screen, column, grid
from handlers.sections import MANAGERS, Expects, HasRole
from handlers.texts import Html, Translate
from handlers.wording import clipped, said, span
from models import Organisation
from models.enums import Role
from services import calendar
from services.errors import NotFound
from services.own_questionnaires import drafts, launching
from services.own_questionnaires.drafts import Own, State
from services.own_questionnaires.launching import HOURS, Plan

PLANNING, REASON = "own-launch", "own-reason"
PAGE = 8


def router() -> Router:
    r = Router()
    managers = HasRole(MANAGERS)
    r.callback_query.register(set_plan, SetPlan.filter(), managers)
    r.callback_query.register(show_schools, Schools.filter(), managers)
    typed = (F.text, ~F.text.startswith("/"), managers)
    r.message.register(type_days, Expects(PLANNING), *typed)
    return r


async def draft(c: Context, own_id: int) -> tuple[Own, Plan]:
    """With what is planned so far; somebody may have begun something else since."""
    own = await drafts.get_managed(c.session, c.who, own_id)
    expected = c.who.account.expects or {}
    if expected.get("what") in (PLANNING, REASON) and expected["own"] == own_id:
        return own, Plan.restored(expected)
    return own, Plan(tuple(own.specs))


def expecting(own: Own, plan: Plan, what: str = PLANNING) -> dict[str, object]:
    return {"what": what, "own": own.id, **plan.stored()}


async def set_plan(query: object, callback_data: SetPlan, c: Context) -> Screen:
    own, plan = await draft(c, callback_data.own)
    if own.state is not State.DRAFT:
        return one(c, own, c.t("waves-changed"))
    schools = await launching.schools_of(c.session, c.who, c.now)
    value, on = callback_data.value, callback_data.on
    match callback_data.what:
        case "role":
            plan = replace(plan, roles=with_role(own, plan, value, on))
        case "day":
            today = launching.today_of(c.who, c.now)
            plan = replace(plan, days=launching.a_week_from(first_day(value, today)))
        case "hour" if value.isdigit() and int(value) in HOURS:
            plan = replace(plan, hour=int(value))
        case "school":
            return school_page(c, own, with_school(plan, schools, value, on), schools, value)
        case "all":
            plan = replace(plan, schools=None if on else frozenset())
            return school_page(c, own, plan, schools)
    return plan_screen(c, own, plan, schools)


def with_role(own: Own, plan: Plan, value: str, on: bool) -> tuple[Role, ...]:
    roles = {role.value for role in plan.roles} - {value} | ({value} if on else set())
    return tuple(role for role in own.specs if role.value in roles)


def first_day(value: str, today: date) -> date:
    return today + timedelta(days=1) if value == "tomorrow" else today


def with_school(plan: Plan, schools: list[Organisation], value: str, on: bool) -> Plan:
    """NotFound for one where it cannot be launched."""
    every = frozenset(school.id for school in schools)
    if not value.isdigit() or int(value) not in every:
        raise NotFound
    before = every if plan.schools is None else plan.schools & every
    after = before - {int(value)} | ({int(value)} if on else set())
    return replace(plan, schools=None if after == every else after)


def plan_screen(c: Context, own: Own, plan: Plan, schools: list[Organisation]) -> Screen:
    t = c.t
    roles = Html(", ".join(t(f"results-role-{role}").lower() for role in plan.roles))
    text = t(
        "own-plan",
        title=said(t, own.spec.title),
        roles=roles or t("own-plan-nobody"),
        schools=where(t, plan, schools),
        days=span(t, *plan.days) if plan.days else t("own-plan-no-days"),
        hour=str(plan.hour),
    )
    back = Button.of(t("own-back"), ShowOwn(own=own.id))
    on = Button.of(t("own-plan-on"), Launch(own=own.id))
    return Screen(text, (*choices(c, own, plan, schools), (on,), (back,)), expecting(own, plan))


def choices(c: Context, own: Own, plan: Plan, schools: list[Organisation]) -> Rows:
    """Roles, schools, days and hours; what can only be one thing is no choice."""
    t = c.t
    roles = [
        _set(own, t(f"results-role-{role}"), "role", role.value, role in plan.roles)
        for role in own.specs
    ]
    to_schools = Button.of(t("own-plan-schools"), Schools(own=own.id))
    days = [
        Button.of(t(f"own-plan-{day}"), SetPlan(own=own.id, what="day", value=day))
        for day in ("today", "tomorrow")
    ]
    hours = [
        Button.of(
            _marked(f"{hour}:00", hour == plan.hour),
            SetPlan(own=own.id, what="hour", value=str(hour)),
        )
        for hour in HOURS
    ]
    return (
        *column(roles if len(roles) > 1 else []),
        *column([to_schools] if len(schools) > 1 else []),
        tuple(days),
        *grid(hours, 5),
    )


def _set(own: Own, label: str, what: str, value: str, is_on: bool) -> Button:
    """A switch: says the state wanted, so that a double tap is one tap."""
    data = {"own": own.id, "what": what, "value": value, "on": not is_on}
    return Button.of(_marked(label, is_on), SetPlan.model_validate(data))


def _marked(text: str, on: bool) -> str:
    return f"✓ {text}" if on else text


def where(t: Translate, plan: Plan, schools: list[Organisation]) -> Html | str:
    found = launching.chosen(plan, schools)
    if len(found) == 1:
        return found[0].name
    return t("own-plan-where", count=len(found), all=len(schools))


async def show_schools(query: object, callback_data: Schools, c: Context) -> Screen:
    own, plan = await draft(c, callback_data.own)
    schools = await launching.schools_of(c.session, c.who, c.now)
    return school_page(c, own, plan, schools, page=callback_data.page)


def school_page(
    c: Context, own: Own, plan: Plan, schools: list[Organisation], value: str = "", page: int = 0
) -> Screen:
    """A page of switches; `value`: the school that was pressed."""
    t = c.t
    places = [str(school.id) for school in schools]
    shown = cut(schools, places.index(value) // PAGE if value in places else page, PAGE)
    wanted = {school.id for school in launching.chosen(plan, schools)}
    buttons = [
        _set(own, clipped(school.name, 40), "school", str(school.id), school.id in wanted)
        for school in shown.items
    ]
    turn = turner(shown.number, shown.count, lambda number: Schools(own=own.id, page=number))
    every = Button.of(t("own-plan-all"), SetPlan(own=own.id, what="all"))
    none = Button.of(t("own-plan-none"), SetPlan(own=own.id, what="all", on=False))
    done = Button.of(t("own-plan-done"), SetPlan(own=own.id))
    rows = (*column(buttons), *turn, (every, none), (done,))
    text = t("own-plan-which", count=len(wanted), all=len(schools))
    return Screen(text, rows, expecting(own, plan))


async def type_days(message: Message, c: Context) -> Screen:
    own, plan = await draft(c, int((c.who.account.expects or {})["own"]))
    year = calendar.academic_year(launching.today_of(c.who, c.now))
    first, last = calendar.typed_days(message.text or "", year, 2)
    days = launching.require_days((first, last), c.who, c.now)
    schools = await launching.schools_of(c.session, c.who, c.now)
    return plan_screen(c, own, replace(plan, days=days), schools)
