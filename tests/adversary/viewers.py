"""Those who run the schools of a region open every page and take every file there is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import results
from handlers.context import Context
from handlers.results import comparing, cutting, exporting
from handlers.results.asked import Asked
from handlers.results.screens import View, view_of
from handlers.screen import Screen
from handlers.texts import Translate
from models import Organisation
from models.enums import AccountStatus, Role
from services import access
from services.people import Grant, Me, Sender, Who
from services.people import Place as Home
from services.programme import Programme
from services.reports.gathering import Asking
from services.reports.making import Format, Report, make
from services.results import figures, rounds
from services.results.cells import Results, Speech
from services.results.complete import complete
from services.results.pictures import album
from services.results.pictures.kinds import Picture
from services.results.rounds import Place
from tests.adversary import tables, words
from tests.adversary.people import Narrowing, Told
from tests.adversary.reading import plain
from tests.adversary.seen import Read, Seen
from tests.adversary.towns import ROUNDS, Human, Region
from tests.factories import make_person

SPEECH = Speech(Translate("ru"), "ru")
SETTING = 5
FILES = ("xlsx", "csv", "note", "pictures")


async def nobodys_file(path: str, most: int) -> bytes:
    raise AssertionError(path)


@dataclass
class Spies:
    """They tell each other everything; `narrowing` keeps it."""

    region: Region
    narrowing: Narrowing
    whos: list[Who] = field(default_factory=list)

    @property
    def session(self) -> AsyncSession:
        return self.region.session

    async def join(self) -> None:
        """A curator in each school, a coordinator in each town, and one of the region."""
        for school in self.region.schools.values():
            self.whos.append(await self._who(school, Role.CURATOR))
        for above in (*self.region.towns, self.region.top):
            self.whos.append(await self._who(above, Role.MUNICIPAL_COORDINATOR))

    async def _who(self, at: Organisation, role: Role) -> Who:
        person = await make_person(self.session, at, "Ким Вера Олеговна", role)
        home = Home(at.id, at.name, at.timezone)
        me = Me(person.id, at.id, person.full_name, None, home)
        account = Sender(person.id, person.id, AccountStatus.ACTIVE, "ru", None, None, person.id)
        return Who(account, me, (Grant(role, at.id),), consented=True)

    async def look(
        self,
        now: datetime,
        codes: Collection[str] = ROUNDS,
        views: Collection[str] = FILES,
    ) -> None:
        """All that they may see of these rounds at that moment. Of a school a coordinator sees
        what its curator does: `views` of several schools are read besides."""
        for who in self.whos:
            c = Context(
                self.session, now, who, SPEECH.t, Programme(min_group=SETTING), nobodys_file, "1"
            )
            for code in codes:
                for place in await rounds.places(self.session, who, 2026, code, now):
                    if place.is_over and (place.whole or Role.CURATOR in who.roles):
                        await self._opens(c, place, views)

    async def _opens(self, c: Context, place: Place, views: Collection[str]) -> None:
        seen = await _seen(c, place)
        for view in views:
            async for text in _reads(c, seen, view):
                for one in text:
                    self._keep(one, view)

    def _keep(self, one: Read, view: str) -> None:
        people = frozenset(
            human.id
            for human in self.region.people.values()
            if human.school in one.schools
            and human.role is one.role
            and all(human.value(code, one.item) is not None for code in one.round.split(">"))
            and (not one.earlier or human.value(one.earlier, one.item) is not None)
            and human.id in self._told(human, one)
            and (not one.stratum or one.stratum in human.strata[one.round])
        )
        system = (one.role, one.item, one.round, one.kind)
        self.narrowing.keeps(Told(system, people, one.number, view, one.step))

    def _told(self, human: Human, one: Read) -> Collection[int]:
        """Everybody, or who counts where two rounds are compared."""
        codes = {*one.round.split(">"), *filter(None, [one.earlier])}
        if len(codes) == 1:
            return self.region.people
        return self.region.returning(human.school, human.role, sorted(codes))


async def _seen(c: Context, place: Place) -> Seen:
    scope = await access.scope(c.session, c.who)
    made = await figures.results(c.session, place, SETTING)
    assert made
    full = await complete(c.session, made, scope, SETTING, c.now)
    others: dict[str, Results] = {}
    for code in ROUNDS:
        other = await rounds.same(c.session, scope, place, code, c.now)
        found = await figures.results(c.session, other, SETTING) if other else None
        if found and code != place.code:
            others[code] = found
    return Seen(full, others, SPEECH)


async def _reads(c: Context, seen: Seen, view: str) -> Any:
    """Each page or file as an iterator of what it says."""
    if view in words.PAGES:
        for text in await _turned(c, seen, view):
            yield words.PAGES[view](text, seen)
    elif view == "xlsx":
        screen = await _screen(c, seen, view_of(seen.made.place, "workbook"))
        assert screen.attachment
        yield tables.book(screen.attachment.content, seen)
    elif view == "pictures":
        yield drawn(seen)
    elif any(cell.shown for row in seen.made.rows for cell in row.cells.values()):
        report, kind, read = FILES_OF[view]
        scope = await access.scope(c.session, c.who)
        asking = Asking(c.session, scope, SETTING, c.now)
        content = await make(asking, seen.made.place, report, kind, SPEECH, None)
        yield read(content, seen)


FILES_OF = {
    "csv": (Report.RESULTS, Format.CSV, tables.flat),
    "note": (Report.NOTE, Format.DOCX, tables.document),
}


async def _turned(c: Context, seen: Seen, act: str) -> list[str]:
    """Every page, by turning them."""
    view, found = view_of(seen.made.place, act), list[str]()
    for number in range(30):
        text = plain(await _screen(c, seen, view.model_copy(update={"page": number})))
        if text in found:
            break
        found.append(text)
    return found


async def _screen(c: Context, seen: Seen, view: View) -> Screen:
    """As when it is pressed; what has been computed of the place serves for all its pages."""

    async def known(*_: object) -> Results:
        return seen.made

    with pytest.MonkeyPatch.context() as patched:
        for module, name in ((comparing, "known"), (cutting, "known"), (exporting, "complete")):
            patched.setattr(module, name, known)
        asked = Asked(c, view, seen.made.place, None, seen.made)
        return await results.VIEWS[view.act](asked, seen.made)


DRAWN = (Picture.MEANS, Picture.GAPS, Picture.CHANGES, Picture.DISTRIBUTIONS)


def drawn(seen: Seen) -> Iterator[Read]:
    for kind in DRAWN:
        for figure in album.figures(kind, seen.made, SPEECH):
            yield from words.picture(kind, figure, seen)
