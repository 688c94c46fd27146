"""A small town plays an autumn and looks at everything: so every kind of button is shown."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO

from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.paper import OnPaper
from handlers.questionnaire_screens import Toggle
from handlers.results.screens import View
from models import Account, Meeting, Mentorship, Organisation, Person
from models.enums import MeetingStatus, Role, WaveCode
from services.catalogue import QuestionnaireSpec
from services.notifications import Lane
from tests.album import Album, prefix_of
from tests.conversation import User, World
from tests.factories import (
    School,
    make_coordinator,
    make_joined,
    make_organisation,
    make_pair,
    make_person,
    make_school,
)
from tests.handmade import X_AND_Y, option, question, scale, spec_of
from tests.own_books import Question
from tests.own_books import book as own_book
from tests.pair import TODAY, logs
from tests.papers import NAME, sent, typed
from tests.roster_book import book, town
from tests.surveys import ROLES, answer, answer_all, swap
from tests.trouble import ADMIN, message
from tests.year import INTERIM, INTRO, comes, wave_of

DISPUTED = datetime(2026, 12, 9, 7, 0, tzinfo=UTC)
SAID = {"text": "…", "rows": []}

NOT_YET = ("q:", "qb:", "qr:", "qs:", "qt:", "c:agree", "c:withdraw", "wo:", "hu:")
"""Not pressed while looking around: questionnaires are answered in order; who has withdrawn the
consent gets no further; a wave is closed for all; a request that is taken back is gone."""


class Town:
    """Anna and Boris with their curator Vera, Inna of the town, Olga of another one, and an
    administrator who takes no part. `numbers`: the people's, by name."""

    users: dict[str, User]
    numbers: dict[str, int | None]

    def __init__(self, world: World, album: Album) -> None:
        self.world, self.album = world, album

    async def plays(self) -> None:
        world = self.world
        school = await make_school(world)
        inna = await make_coordinator(world, school.town)
        async with world.sessions.begin() as session:
            await make_other_school(session, "Белова", "Серов", school.town)
            olga = await make_other_school(session, "Титова", "Уваров")
        strangers = {"olga": await make_joined(world, olga, 600), "admin": world.user(ADMIN)}
        self.users = school.users | {"inna": inna} | strangers
        async with world.sessions() as session:
            rows = await session.execute(select(Account.address, Account.person_id))
            people = {address: person for address, person in rows}
        self.numbers = {name: people.get(user.address) for name, user in self.users.items()}
        await self.september(school)
        await self.december(school)
        for name in ("anna", "boris", "curator", "inna", "admin"):
            await self.looks_around(self.users[name])

    async def september(self, school: School) -> None:
        """Meetings; the first questionnaire, which Anna sends and Boris leaves unfinished and
        is reminded of."""
        await logs(school.anna, *TODAY)
        await school.boris.clicks("Была в другой день")
        await self.opens(school, INTRO, "2026-09-15 10:00")
        await answer_all(school.anna, {})
        await school.anna.clicks("Отправить")
        await answers_two(school.boris)
        await comes(self.world, "2026-09-18 10:00")
        await comes(self.world, "2026-10-01 10:00")

    async def december(self, school: School) -> None:
        """Boris asks for help and sends, Anna is half-way; a roster and dead letters wait."""
        await self.opens(school, INTERIM, "2026-12-10 10:00")
        await answer_all(school.boris, {"HLP": "curator"})
        await school.boris.clicks("Отправить")
        await answers_two(school.anna)
        await looks_into(school.curator, "Пары без встреч", "Напомнить")
        await self.paper(school)
        await school.curator.presses(typed_answers(school.school.id))
        await self.users["inna"].sends("список.xlsx", book(town()))
        await tries_an_own_one(self.users["inna"])
        await plans_ahead(school.curator)
        for _ in range(2):
            await message(self.world, school.boris, "dead", "reply", lane=Lane.REPLY, args=SAID)

    async def paper(self, school: School) -> None:
        """The curator fills in Anna's row, and is asked whether to enter it."""
        wave = await wave_of(self.world, INTERIM, school.school)
        await school.curator.presses(OnPaper(wave=wave.id, act="table").pack())
        book = load_workbook(BytesIO(sent(school.curator)))
        await school.curator.sends(NAME, typed(book, {"YES": "Да"}, "Наставники"))

    async def opens(self, school: School, code: WaveCode, moment: str) -> None:
        """Every kind of question, and few of them."""
        await comes(self.world, moment)
        wave = await wave_of(self.world, code, school.school)
        async with self.world.sessions.begin() as session:
            for role in ROLES:
                await swap(session, wave, questionnaire(role, code))
        for user in (school.anna, school.boris):
            await user.says("/survey")
            await user.clicks("Начать")

    async def looks_around(self, user: User) -> None:
        """Presses two of every shape of button: those with other numbers are like them."""
        for command in ("/menu", "/help", "/settings", "/language", "/stop", "/status"):
            await user.says(command)
        pressed: set[str] = set()
        shapes: Counter[str] = Counter()
        while new := [d for d in self.album.buttons_of(user) if d not in pressed]:
            pressed |= set(new)
            for data in new:
                shapes[shape(data)] += 1
                if shapes[shape(data)] <= 2 and not data.startswith(NOT_YET):
                    await user.presses(data, self.album.buttons_of(user)[data])


def typed_answers(school: int) -> str:
    """Of the first round; no button leads there while too few have answered."""
    at = {"year": 2026, "code": WaveCode.INTRO, "organisation": school}
    return View(act="texts", whole=False, **at).pack()


async def looks_into(user: User, *labels: str) -> None:
    """What needs attention."""
    await user.says("/today")
    for label in labels:
        await user.clicks(label)


async def tries_an_own_one(user: User) -> None:
    """A draft of an own questionnaire, half-way through a try."""
    questions: list[Question] = [
        {"text": "Где были?", "kind": "несколько из", "options": "там;здесь"},
        {"text": "Придёте?", "kind": "да/нет"},
    ]
    await user.sends(NAME, own_book(questions))
    await user.clicks("Пройти самому")
    await user.clicks("там")
    await user.clicks("Готово")


async def plans_ahead(user: User) -> None:
    """New days of a round, shown and not applied; a vacation in spring."""
    for name, text in (("Что ещё трудно", "27.05–4.06"), ("Каникулы", "22.03–28.03 Весна")):
        await user.says("/waves")
        await user.clicks("Календарь")
        if name not in " ".join(user.last.buttons):
            await user.clicks("›")
        await user.clicks(name)
        await user.clicks("Назначить дни" if "Назначить дни" in user.last.buttons else "Добавить")
        await user.says(text)
    await user.clicks("Добавить")


async def make_other_school(
    session: AsyncSession, mentor: str, mentee: str, parent: Organisation | None = None
) -> Person:
    """With a pair who disagree about a meeting; the mentor."""
    place = await make_organisation(session, f"МБОУ СОШ имени {mentor}", parent)
    olga = await make_person(session, place, f"{mentor} Ольга Игоревна", Role.MENTOR)
    pyotr = await make_person(session, place, f"{mentee} Пётр Львович", Role.MENTEE)
    pair = await make_pair(session, olga, pyotr)
    await disagree(session, pair)
    return olga


async def disagree(session: AsyncSession, pair: Mentorship) -> None:
    """The mentor says that they met, the mentee that they did not."""
    when = {"held_on": date(2026, 12, 9), "logged_at": DISPUTED, "answered_at": DISPUTED}
    who = {"logged_by": pair.mentor_id, "answered_by": pair.mentee_id}
    session.add(Meeting(mentorship_id=pair.id, status=MeetingStatus.DISPUTED, **when, **who))
    await session.flush()


def questionnaire(role: Role, code: WaveCode) -> QuestionnaireSpec:
    private = {"statistics": False, "hard_to_say": False}
    return spec_of(
        question("YES", "yes_no"),
        question("MANY", "multiple", options=X_AND_Y),
        scale("EFF", scope="pair", maximum=3),
        question("SAY", "text"),
        question("HLP", "single", options=[option("none"), option("curator")], **private),
        key=f"{role}-{code}-try",
        wave=str(code),
        role=str(role),
    )


async def answers_two(user: User) -> None:
    await answer(user, "yes")
    for _ in range(2):
        every = (button["callback_data"] for row in user.last.rows for button in row)
        await user.presses(next(data for data in every if prefix_of(data) == Toggle.__prefix__))


def shape(data: str) -> str:
    """Rounds of the calendar are like each other."""
    found = re.sub(r"\d+", "#", data)
    return re.sub(r"#:[a-z_]+(-#)?", "#", found, count=1) if data.startswith("k") else found
