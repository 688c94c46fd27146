"""Who is in the bot: schools, the people of one, one person. Links are made in `invitations`."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.context import Context
from handlers.fates import Clock, last_line
from handlers.leave_buttons import leave_button, line
from handlers.paging import cut, turner
from handlers.screen import Button, Rows, Screen, column
from handlers.sections import MANAGERS, PEOPLE, ROSTER, HasRole, Open, menu_button, register
from handlers.texts import Translate
from handlers.wording import clipped
from models.enums import Role
from services import access, invitations, membership
from services.membership import JOINED, NEED_A_LINK, Member, Place, Profile, State

Id = Annotated[int, Field(ge=0, lt=2**31)]
Shown = Literal["all", "out"]
PER_PAGE = 10
LABEL = 30
ICONS = {
    State.JOINED: "✅",
    State.MUTED: "🔕",
    State.NO_CONSENT: "✋",
    State.BLOCKED: "⛔",
    State.GONE: "👻",
    State.NEVER_STARTED: "⚪",
}


class Places(CallbackData, prefix="po"):
    page: Id = 0


class People(CallbackData, prefix="pl"):
    """`shown`: everybody, or those who are not in."""

    place: Id
    shown: Shown = "all"
    page: Id = 0


class OnePerson(CallbackData, prefix="pp"):
    """`shown` and `page` lead back to where the person was found."""

    person: Id
    shown: Shown = "all"
    page: Id = 0


class Link(CallbackData, prefix="pi"):
    """`last`: the newest invitation when the button was shown; `sure`: asked already."""

    person: Id
    last: Id
    sure: bool = False


class AskSheet(CallbackData, prefix="ps"):
    place: Id


class MakeSheet(CallbackData, prefix="pm"):
    place: Id
    last: Id


def router() -> Router:
    r = Router()
    r.callback_query.filter(HasRole(MANAGERS))
    register(r, PEOPLE, overview)
    r.callback_query.register(show_places, Places.filter())
    r.callback_query.register(show_people, People.filter())
    r.callback_query.register(show_person, OnePerson.filter())
    return r


async def overview(event: object, c: Context) -> Screen:
    """Whoever runs one school sees its people at once."""
    found = await membership.places(c.session, c.who)
    if len(found) == 1:
        return await people_screen(c, found[0])
    return places_screen(c, found, 0)


async def show_places(query: object, callback_data: Places, c: Context) -> Screen:
    found = await membership.places(c.session, c.who)
    return places_screen(c, found, callback_data.page)


def places_screen(c: Context, found: Sequence[Place], page: int) -> Screen:
    if not found:
        load = Button.of(c.t("section-roster"), Open(section=ROSTER.name))
        return Screen(c.t("people-none"), column((load, menu_button(c.t))))
    here = cut(found, page, PER_PAGE)
    joined, total = sum(place.joined for place in found), sum(place.total for place in found)
    lines = [
        c.t(
            "people-place-line",
            place=clipped(place.name, 150),
            joined=place.joined,
            total=place.total,
        )
        for place in here.items
    ]
    buttons = column(
        Button.of(
            clipped(f"{place.joined}/{place.total} · {place.name}", LABEL),
            People(place=place.organisation_id),
        )
        for place in here.items
    )
    head = c.t("people-places", joined=joined, total=total)
    turn = turner(here.number, here.count, lambda other: Places(page=other))
    return Screen("\n".join([head, "", *lines]), (*buttons, *turn, (menu_button(c.t),)))


async def show_people(query: object, callback_data: People, c: Context) -> Screen:
    place = await membership.place(c.session, c.who, callback_data.place)
    return await people_screen(c, place, callback_data.shown, callback_data.page)


async def people_screen(
    c: Context, place: Place, shown: Shown = "all", page: int = 0, note: str | None = None
) -> Screen:
    """The people of a place under `note`, or under how many there are in each state."""
    out = [member for member in place.members if member.state not in JOINED]
    here = cut(out if shown == "out" else place.members, page, PER_PAGE)
    at = place.organisation_id

    def to(other: int) -> People:
        return People(place=at, shown=shown, page=other)

    buttons = [
        Button.of(
            f"{ICONS[member.state]} {short(member.name)}",
            OnePerson(person=member.person_id, shown=shown, page=here.number),
        )
        for member in here.items
    ]
    rows = (
        *column(buttons),
        *turner(here.number, here.count, to),
        filters(c.t, place, len(out)),
        *await last_rows(c, place),
    )
    head = c.t("people-place", place=place.name, joined=place.joined, total=place.total)
    return Screen("\n\n".join([head, note or legend(c.t, place.members)]), rows)


def legend(t: Translate, members: Sequence[Member]) -> str:
    counts = Counter(member.state for member in members)
    return "\n".join(
        f"{ICONS[state]} {t(f'people-count-{state.value}')}: {counts[state]}"
        for state in State
        if counts[state]
    )


def filters(t: Translate, place: Place, out: int) -> tuple[Button, ...]:
    at = place.organisation_id
    everybody = Button.of(t("people-all", count=place.total), People(place=at))
    outside = Button.of(t("people-out", count=out), People(place=at, shown="out"))
    return (everybody, outside) if out else (everybody,)


async def last_rows(c: Context, place: Place) -> Rows:
    buttons = []
    if await invitations.waiting(c.session, c.who, place):
        ask = AskSheet(place=place.organisation_id)
        buttons.append(Button.of(c.t("people-sheet"), ask))
    if len(await access.scope(c.session, c.who)) > 1:
        buttons.append(Button.of(c.t("people-all-places"), Places()))
    return column((*buttons, menu_button(c.t)))


async def show_person(query: object, callback_data: OnePerson, c: Context) -> Screen:
    known = await membership.profile(c.session, c.who, callback_data.person, c.now)
    shown, page = callback_data.shown, callback_data.page
    return person_screen(c, known, back_to(known, shown, page))


def back_to(known: Profile, shown: Shown = "all", page: int = 0) -> People:
    """To the list that the person is in."""
    return People(place=known.member.organisation_id, shown=shown, page=page)


def person_screen(
    c: Context,
    known: Profile,
    back: CallbackData,
    note: str | None = None,
    toast: str | None = None,
) -> Screen:
    """`note` stands in place of what is to be done; `back` leads to where one came from."""
    member = known.member
    link = Link(person=member.person_id, last=known.last_invite)
    first = member.state in NEED_A_LINK
    buttons = (
        Button.of(c.t("people-link" if first else "people-link-anew"), link),
        leave_button(c.t, member.person_id, known.leave, mine=member.person_id == c.who.me.id),
        Button.of(c.t("button-back"), back),
        menu_button(c.t),
    )
    state = f"{ICONS[member.state]} {c.t(f'people-state-{member.state.value}')}"
    away = [line(c.t, known.leave)] if known.leave else []
    told = [] if note else [*away, *waiting_link(c.t, known), *last_told(c, known)]
    text = "\n\n".join([portrait(c.t, known), note or state, *told])
    return Screen(text, column(buttons), toast=toast)


def portrait(t: Translate, known: Profile) -> str:
    member = known.member
    parts = (roles_of(t, member.roles), member.position or "", known.place)
    about = "\n".join(t("people-detail", text=part) for part in parts if part)
    return t("people-name", name=member.name) + "\n" + about


def roles_of(t: Translate, roles: Sequence[Role]) -> str:
    return ", ".join(t(f"people-role-{role.value}") for role in roles)


def last_told(c: Context, known: Profile) -> list[str]:
    last = known.last_message
    return [last_line(Clock(c.t, c.now, ZoneInfo(known.timezone)), last)] if last else []


def waiting_link(t: Translate, known: Profile) -> list[str]:
    if known.link_until is None:
        return []
    return [t("people-link-waits", day=t.local_day(known.link_until, ZoneInfo(known.timezone)))]


def short(name: str) -> str:
    """Fits on a button: the given names become initials when there is no room."""
    if len(name) <= LABEL - 2:
        return name
    family, *given = name.split()
    return " ".join([clipped(family, LABEL - 8), *(f"{part[0]}." for part in given[:2])])
