"""The bot's sections: each is a command, a button of the menu and a line of /help at once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.filters import Command, Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from handlers.screen import Button
from handlers.texts import Translate
from models.enums import Role
from services.help_requests import READERS
from services.people import MANAGING, Who

EVERYBODY = frozenset(Role)
PAIR = frozenset({Role.MENTOR, Role.MENTEE})
MANAGERS = MANAGING


@dataclass(frozen=True)
class Section:
    """`name` is the command (Latin letters only, Telegram's rule) and the menu button's data;
    `others`: what its texts are called for those who are in no pair, where that differs."""

    name: str
    roles: frozenset[Role] = EVERYBODY
    others: str | None = None

    def words(self, roles: frozenset[Role]) -> str:
        """Its texts' name, for somebody of these roles."""
        return self.name if self.others is None or roles & PAIR else self.others


MEETING = Section("meeting", PAIR)
MEETINGS = Section("meetings", PAIR)
SURVEY = Section("survey", PAIR | {Role.CURATOR})
SUPPORT = Section("support", PAIR | READERS, others="requests")
TODAY = Section("today", MANAGERS)
RESULTS = Section("results", MANAGERS)
WAVES = Section("waves", MANAGERS)
PEOPLE = Section("people", MANAGERS)
ROSTER = Section("roster", MANAGERS)
SETTINGS = Section("settings")

SECTIONS = (
    MEETING,
    MEETINGS,
    SURVEY,
    SUPPORT,
    TODAY,
    RESULTS,
    WAVES,
    PEOPLE,
    ROSTER,
    SETTINGS,
)
"""In the order of the menu."""

ALWAYS = ("menu", "help", "cancel", "language", "stop")
"""Commands that everybody has, before a consent too."""


class Open(CallbackData, prefix="o"):
    """A button of the menu."""

    section: str


class Pressed(Filter):
    """A press of one of these kinds: for a whole router, a quick look before those of its
    handlers."""

    def __init__(self, *kinds: type[CallbackData]) -> None:
        self.prefixes = frozenset(kind.__prefix__ for kind in kinds)

    async def __call__(self, query: CallbackQuery) -> bool:
        return (query.data or "").partition(":")[0] in self.prefixes


class HasRole(Filter):
    """Lets through those who hold one of the roles."""

    def __init__(self, roles: frozenset[Role]) -> None:
        self.roles = roles

    async def __call__(self, event: object, who: Who) -> bool:
        return bool(self.roles & who.roles)


class Expects(Filter):
    """The person's free text was asked for by a screen with `expects={"what": what, …}`."""

    def __init__(self, what: str) -> None:
        self.what = what

    async def __call__(self, event: object, who: Who) -> bool:
        return (who.account.expects or {}).get("what") == self.what


def register(router: Router, section: Section, handler: Callable[..., Awaitable[object]]) -> None:
    """The section's command and its menu button both lead to `handler`, for its roles only."""
    allowed = HasRole(section.roles)
    router.message.register(handler, Command(section.name), allowed)
    router.callback_query.register(handler, Open.filter(F.section == section.name), allowed)


def menu_button(t: Translate) -> Button:
    """Back to the menu, at the end of most screens."""
    return Button.of(t("button-menu"), Open(section="menu"))


def sections_of(roles: frozenset[Role]) -> list[Section]:
    return [section for section in SECTIONS if section.roles & roles]


def commands(t: Translate, roles: frozenset[Role]) -> list[dict[str, str]]:
    """The command list of a person's chat, for setMyCommands."""
    named = listed(t, roles)
    return [{"command": name, "description": words} for name, words in named]


def listed(t: Translate, roles: frozenset[Role]) -> list[tuple[str, str]]:
    """A person's commands with what they are for."""
    found = [(section.name, section.words(roles)) for section in sections_of(roles)]
    found += [(name, name) for name in ALWAYS]
    return [(name, t(f"command-{words}")) for name, words in found]
