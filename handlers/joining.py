"""Coming in by a link, the consent before anything else, settings, and leaving."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart, Filter, or_f
from aiogram.filters.callback_data import CallbackData
from aiogram.types import ChatMemberUpdated, Message

from handlers.context import Context
from handlers.leave_buttons import leave_button, line
from handlers.menu import menu_screen
from handlers.screen import Button, Screen, column, grid
from handlers.sections import (
    SETTINGS,
    Expects,
    Open,
    Pressed,
    commands,
    menu_button,
    register,
)
from handlers.snooze import till, undo_button
from handlers.texts import LANGUAGES, Translate
from handlers.wording import first_names
from models.enums import AccountStatus
from services import joining, people, reach
from services.joining import CONSENT_VERSION
from services.people import Who
from services.reminders import snoozed
from services.replies import Reply, owe


class Consent(CallbackData, prefix="c"):
    """`act`: agree, refuse, show, ask, withdraw; `text` marks the very text agreed to."""

    act: str
    text: str = ""


class Language(CallbackData, prefix="l"):
    code: str


class Mute(CallbackData, prefix="mu"):
    on: bool


class Outside(Filter):
    """Whoever has not joined, or has not agreed to the processing of personal data."""

    async def __call__(self, event: object, who: Who) -> bool:
        return who.person is None or not who.consented


def router() -> Router:
    r = Router()
    r.callback_query.filter(or_f(Pressed(Language, Consent, Mute, Open), Outside()))
    r.message.register(start, CommandStart())
    r.my_chat_member.register(reachability)
    r.message.register(choose_language, Command("language"))
    r.callback_query.register(set_language, Language.filter())
    r.message.register(introduce, Expects("name"), F.text, ~F.text.startswith("/"))
    r.callback_query.register(agree, Consent.filter(F.act == "agree"))
    r.callback_query.register(refuse, Consent.filter(F.act == "refuse"))
    r.callback_query.register(show_consent, Consent.filter(F.act == "show"))
    r.message.register(ask_in, Outside())
    r.callback_query.register(ask_in, Outside())
    r.message.register(ask_stop, Command("stop"))
    r.callback_query.register(mute, Mute.filter())
    r.callback_query.register(ask_withdraw, Consent.filter(F.act == "ask"))
    r.callback_query.register(withdraw, Consent.filter(F.act == "withdraw"))
    register(r, SETTINGS, settings)
    return r


async def start(message: Message, command: CommandObject, c: Context) -> list[Screen] | Screen:
    """/start, with or without the token of an invitation."""
    account = await people.account(c.session, c.who)
    if account.status != AccountStatus.ACTIVE or account.muted_at:
        account.muted_at = None
        await joining.come_back(c.session, account, c.now)
    if not command.args:
        return await ask_in(message, c) if await Outside()(message, c.who) else menu_screen(c)
    invite = await joining.accept(c.session, account, command.args, c.now)
    if account.person_id is None:
        return Screen(c.t("join-name"), expects={"what": "name", "invite": invite.id})
    return await welcome(c, await people.by_id(c.session, account.id))


async def introduce(message: Message, c: Context) -> Screen | list[Screen]:
    """The full name of somebody who came by an invitation to a role."""
    invite_id = int((c.who.account.expects or {})["invite"])
    account = await people.account(c.session, c.who)
    await joining.introduce(c.session, account, invite_id, message.text or "", c.now)
    return await welcome(c, await people.by_id(c.session, account.id))


async def welcome(c: Context, who: Who) -> Screen:
    if who.consented:
        return menu_screen(replace(c, who=who))
    return consent_screen(c, who)


def consent_screen(c: Context, who: Who) -> Screen:
    person = who.me
    hello = c.t(
        "consent-hello", name=first_names(person.full_name), place=person.organisation.name
    )
    text = consent_text(c, who)
    buttons = (
        Button.of(c.t("consent-agree"), Consent(act="agree", text=mark(text))),
        Button.of(c.t("consent-refuse"), Consent(act="refuse")),
        Button.of(c.t("button-language"), Language(code="")),
    )
    return Screen(f"{hello}\n\n{text}", column(buttons))


def consent_text(c: Context, who: Who) -> str:
    """The very text whose hash is kept with the consent."""
    operator = c.programme.operator or who.me.organisation.name
    group = c.programme.min_group
    return c.t("consent-text", operator=operator, group=group, version=CONSENT_VERSION)


def mark(text: str) -> str:
    """So that a button under an old text cannot agree to a new one."""
    return joining.hashed(text)[:12]


async def ask_in(event: object, c: Context) -> Screen:
    """Without an invitation or a consent nothing else is shown."""
    if c.who.person is None:
        expects = c.who.account.expects
        if (expects or {}).get("what") == "name":
            return Screen(c.t("join-name"), expects=expects)
        return Screen(c.t("join-first"), column((language_button(c.t),)))
    return consent_screen(c, c.who)


def language_button(t: Translate) -> Button:
    return Button.of(t("button-language"), Language(code=""))


async def agree(query: object, callback_data: Consent, c: Context) -> Screen:
    text = consent_text(c, c.who)
    if callback_data.text != mark(text) and not c.who.consented:
        return consent_screen(c, c.who)
    await joining.consent(c.session, c.who.me.id, text, c.now)
    await joining.come_back(c.session, await people.account(c.session, c.who), c.now)
    who = await people.by_id(c.session, c.who.account.id)
    await send_commands(c, who)
    name = first_names(who.me.full_name)
    return menu_screen(replace(c, who=who), c.t("consent-thanks", name=name))


async def send_commands(c: Context, who: Who) -> None:
    """The chat's own command list, by role."""
    args = {"commands": commands(Translate(who.account.language), who.roles)}
    await owe(c.session, [Reply(who.account, f"{c.update_key}:commands", args)], c.now)


async def refuse(query: object, c: Context) -> Screen:
    again = Button.of(c.t("consent-read-again"), Consent(act="show"))
    return Screen(c.t("consent-refused"), column((again,)))


async def show_consent(query: object, c: Context) -> Screen:
    if c.who.consented:
        back = (Button.of(c.t("consent-withdraw"), Consent(act="ask")), menu_button(c.t))
        return Screen(consent_text(c, c.who), column(back))
    return await ask_in(query, c)


async def ask_withdraw(query: object, c: Context) -> Screen:
    yes = Button.of(c.t("consent-withdraw-yes"), Consent(act="withdraw"))
    return Screen(c.t("consent-withdraw-ask"), column((yes, menu_button(c.t))))


async def withdraw(query: object, c: Context) -> Screen:
    await joining.withdraw(c.session, c.who.me.id, c.now)
    again = Button.of(c.t("consent-read-again"), Consent(act="show"))
    return Screen(c.t("consent-withdrawn"), column((again,)))


async def settings(event: object, c: Context) -> Screen:
    muted, me = c.who.account.muted_at is not None, c.who.me.id
    leave = await reach.leave_of(c.session, me, c.now)
    until = await snoozed.until(c.session, me, c.now)
    lines = [c.t("settings-muted" if muted else "settings")]
    lines += [line(c.t, leave)] if leave else []
    if until:
        day = until.astimezone(c.who.zone).date()
        lines.append(c.t("settings-snoozed", day=till(c.t, day)))
    buttons = (
        language_button(c.t),
        Button.of(c.t("settings-unmute" if muted else "settings-mute"), Mute(on=not muted)),
        *((undo_button(c.t),) if until else ()),
        leave_button(c.t, me, leave, mine=True),
        Button.of(c.t("settings-consent"), Consent(act="show")),
        menu_button(c.t),
    )
    return Screen("\n\n".join(lines), column(buttons))


async def ask_stop(message: Message, c: Context) -> Screen:
    buttons = (
        Button.of(c.t("settings-mute"), Mute(on=True)),
        Button.of(c.t("consent-withdraw"), Consent(act="ask")),
        menu_button(c.t),
    )
    return Screen(c.t("stop"), column(buttons))


async def mute(query: object, callback_data: Mute, c: Context) -> Screen:
    account = await people.account(c.session, c.who)
    account.muted_at = c.now if callback_data.on else None
    if not callback_data.on:
        await joining.come_back(c.session, account, c.now)
    return await settings(query, replace(c, who=await people.by_id(c.session, account.id)))


async def choose_language(event: object, c: Context) -> Screen:
    buttons = [
        Button.of(Translate(code)("language-own-name"), Language(code=code)) for code in LANGUAGES
    ]
    return Screen(c.t("language-ask"), grid(buttons, 2))


async def set_language(
    query: object, callback_data: Language, c: Context
) -> Screen | list[Screen]:
    if callback_data.code not in LANGUAGES:
        return await choose_language(query, c)
    account = await people.account(c.session, c.who)
    account.language = callback_data.code
    who = await people.by_id(c.session, account.id)
    spoken = replace(c, t=Translate(callback_data.code), who=who)
    if await Outside()(query, who):
        return await ask_in(query, spoken)
    await send_commands(spoken, who)
    return menu_screen(spoken)


async def reachability(event: ChatMemberUpdated, c: Context) -> None:
    """Telegram tells when a person blocks or unblocks the bot."""
    account = await people.account(c.session, c.who)
    if event.new_chat_member.status == "kicked":
        await people.block(c.session, account)
    else:
        await joining.come_back(c.session, account, c.now)
