"""A personal link to forward, and a school's sheet of QR codes."""

import asyncio
import html

from aiogram import Router

from handlers.context import Context
from handlers.people import (
    AskSheet,
    Link,
    MakeSheet,
    OnePerson,
    People,
    back_to,
    people_screen,
    person_screen,
    roles_of,
)
from handlers.screen import Attachment, Button, Screen, column
from handlers.sections import MANAGERS, HasRole
from handlers.wording import clipped, first_names
from services import invitations, membership
from services.invitation_cards import Card, Words
from services.invitations import Sheet
from services.membership import NEED_A_LINK, Profile

PDF = "application/pdf"


def router() -> Router:
    r = Router()
    r.callback_query.filter(HasRole(MANAGERS))
    r.callback_query.register(make_link, Link.filter())
    r.callback_query.register(ask_sheet, AskSheet.filter())
    r.callback_query.register(make_sheet, MakeSheet.filter())
    return r


async def make_link(query: object, callback_data: Link, c: Context) -> Screen | list[Screen]:
    """Whoever is in already needs a new link only on a new phone: that is asked first."""
    person = callback_data.person
    known = await membership.profile(c.session, c.who, person, c.now)
    if known.member.state not in NEED_A_LINK and not callback_data.sure:
        return ask_again(c, known)
    link = await invitations.invite(c.session, c.who, person, callback_data.last, c.now)
    known = await membership.profile(c.session, c.who, person, c.now)
    if link is None:
        return person_screen(c, known, back_to(known), toast=c.t("people-link-stale"))
    done = c.t("people-link-replaced" if link.replaced else "people-link-made")
    return [person_screen(c, known, back_to(known), done), forwarded(c, known, link)]


def ask_again(c: Context, known: Profile) -> Screen:
    sure = Link(person=known.member.person_id, last=known.last_invite, sure=True)
    back = OnePerson(person=known.member.person_id)
    buttons = (
        Button.of(c.t("people-link-sure"), sure),
        Button.of(c.t("button-back"), back),
    )
    return Screen(c.t("people-link-ask", name=known.member.name), column(buttons))


def forwarded(c: Context, known: Profile, link: invitations.Link) -> Screen:
    """A message to be forwarded as it is; of its buttons only links survive a forwarding."""
    url = c.programme.link(link.token)
    text = c.t(
        "people-forward",
        name=first_names(known.member.name),
        place=known.place,
        link=url,
        day=c.t.day(link.until.date()),
    )
    return Screen(text, ((Button(c.t("people-forward-button"), url=url),),), fresh=True)


async def ask_sheet(query: object, callback_data: AskSheet, c: Context) -> Screen:
    place = await membership.place(c.session, c.who, callback_data.place)
    waiting = await invitations.waiting(c.session, c.who, place)
    if not waiting:
        return await people_screen(c, place, note=c.t("people-sheet-nobody"))
    last = await invitations.last_of(c.session, waiting)
    buttons = (
        Button.of(c.t("people-sheet-make"), MakeSheet(place=place.organisation_id, last=last)),
        Button.of(c.t("button-back"), People(place=place.organisation_id)),
    )
    text = c.t("people-sheet-ask", place=place.name, count=len(waiting))
    return Screen(text, column(buttons))


async def make_sheet(query: object, callback_data: MakeSheet, c: Context) -> list[Screen]:
    c.alone()
    at = callback_data.place
    sheet = await invitations.sheet(c.session, c.who, at, callback_data.last, c.now)
    place = await membership.place(c.session, c.who, at)
    if sheet is None:
        return [await people_screen(c, place, note=c.t("people-sheet-stale"))]
    # Here, as it brings a library of drawing that takes a second and 25 MB.
    from services import invitation_sheets

    content = await asyncio.to_thread(invitation_sheets.draw, printed(c, sheet), cards(c, sheet))
    document = Attachment(c.t("people-sheet-file"), PDF, content)
    caption = c.t("people-sheet-caption", count=len(sheet.guests))
    note = c.t("people-sheet-made")
    return [
        await people_screen(c, place, note=note),
        Screen(caption, attachment=document, fresh=True),
    ]


def printed(c: Context, sheet: Sheet) -> Words:
    day = c.t.day(c.now.astimezone(sheet.until.tzinfo).date())
    return Words(
        title=html.unescape(c.t("people-print-title", place=clipped(sheet.place, 90), day=day)),
        place=sheet.place,
        how=html.unescape(c.t("people-print-how")),
        until=html.unescape(c.t("people-print-until", day=f"{sheet.until:%d.%m.%Y}")),
    )


def cards(c: Context, sheet: Sheet) -> list[Card]:
    return [
        Card(guest.name, roles_of(c.t, guest.roles), c.programme.link(guest.token))
        for guest in sheet.guests
    ]
