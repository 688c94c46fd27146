"""Messages of a wave as the sender left them, for tests of what curators see of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from handlers.wave_buttons import ShowDelivery
from handlers.wave_delivery import ShowAddressee
from models import Account, Assignment, Notification, Person
from models.enums import NotificationState, Role
from services import presence
from services.notifications import Lane
from services.sending import LEASE
from services.waves.pushes import push_key
from tests.conversation import User, World
from tests.factories import School, make_organisation, make_person
from tests.surveys import MadeWave, joined, make_wave

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
S = NotificationState
SENT_AT = datetime(2026, 9, 14, 4, 30, tzinfo=UTC)
MORNING = datetime(2026, 9, 15, 4, 0, tzinfo=UTC)
"""09:00 on Tuesday at the school; it is Monday 10:00."""

SENDER = 7
"""Another process, which lives."""

BORIS = "Орлов Борис Ильич, наставляемый — "
FINE = "До всех дошло, помогать никому не нужно."


async def put(
    world: World, person: Person, key: str, state: NotificationState, **row: Any
) -> None:
    """A message to the person as the sender left it."""
    sent = {"sent_at": SENT_AT} if state == S.SENT else {}
    taken = state in (S.LEASED, S.DISPATCHING)
    lease = {"owner": SENDER, "lease_until": func.clock_timestamp() + LEASE} if taken else {}
    given = {"kind": "survey_open", "args": {}, "lane": Lane.PUSH, "due_at": SENT_AT}
    async with world.sessions.begin() as session:
        await presence.announce(await session.connection(), SENDER)
        account = await session.scalar(select(Account.id).where(Account.person_id == person.id))
        session.add(
            Notification(
                account_id=account,
                dedupe_key=f"{key}:{person.id}",
                state=state,
                created_at=SENT_AT,
                **given | sent | lease | row,
            )
        )


async def pushed(
    world: World, made: MadeWave, person: Person, role: Role, state: NotificationState, **row: Any
) -> None:
    """The first message of the wave."""
    await put(world, person, push_key(made.wave.id, role), state, **row)


async def reminded(
    world: World, made: MadeWave, person: Person, state: NotificationState, **part: Any
) -> None:
    """A reminder a minute ago of Boris's questionnaire, unless `part` says otherwise."""
    whole = {"what": "survey", "wave": made.wave.id, "role": "mentee", "step": 1} | part
    about = {"parts": [{"what": "quiet", "pair": 1}, whole]}
    due_at = world.now - timedelta(minutes=1)
    key = f"remind:{part}:{state}"
    await put(world, person, key, state, kind="reminder", args=about, due_at=due_at)


async def make_told(world: World, school: School) -> MadeWave:
    """An open wave with Anna and Boris; Anna's message has arrived."""
    people = [(school.people["anna"], MENTOR), (school.people["boris"], MENTEE)]
    async with world.sessions.begin() as session:
        made = await make_wave(session, school.school, people=people)
    await pushed(world, made, school.people["anna"], MENTOR, S.SENT)
    return made


async def crowd(world: World, school: School, made: MadeWave, count: int) -> list[Person]:
    """Mentees who have not joined, and the first of them with a message in doubt."""
    found = []
    async with world.sessions.begin() as session:
        for number in range(count):
            name = f"Ёлкина{chr(1072 + number)} Яна"
            mentee = await make_person(session, school.school, name, MENTEE)
            session.add(
                Assignment(
                    wave_id=made.wave.id, person_id=mentee.id, role=MENTEE, created_at=world.now
                )
            )
            found.append(mentee)
        await joined(session, world, found[0], 700)
    await pushed(world, made, found[0], MENTEE, S.UNKNOWN)
    return found


async def other_school(world: World, made: School, number: int = 2) -> tuple[MadeWave, Person]:
    """A school of the same town where nobody has joined, and its mentee."""
    async with world.sessions.begin() as session:
        place = await make_organisation(session, f"МБОУ СОШ № {number}", made.town)
        stranger = await make_person(session, place, "Серов Пётр Львович", MENTEE)
        return await make_wave(session, place, people=[(stranger, MENTEE)]), stranger


async def coordinator(world: World, school: School) -> User:
    """Nina runs the town."""
    async with world.sessions.begin() as session:
        role = Role.MUNICIPAL_COORDINATOR
        person = await make_person(session, school.town, "Лаптева Нина Юрьевна", role)
        return await joined(session, world, person, 500)


def presses_of(made: MadeWave, person: Person) -> list[str]:
    every = (
        ShowDelivery(wave=made.wave.id),
        ShowAddressee(person=person.id, wave=made.wave.id),
    )
    return [data.pack() for data in every]


async def opens(user: User) -> str:
    await user.says("/waves")
    await user.clicks("Вводная")
    return await user.clicks("Доставка")
