"""Who takes part in a crash test: people with a questionnaire each, and what is pushed to them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Notification, Person
from models.enums import NotificationState, Role
from services import joining
from services.catalogue import QuestionnaireSpec
from services.notifications import Lane, Notice, notify
from services.waves import pushes
from tests.factories import make_organisation, make_person
from tests.handmade import X_AND_Y, question, scale, spec_of
from tests.surveys import make_wave, swap

MOMENT = datetime(2026, 9, 16, 7, 0, tzinfo=UTC)  # Wednesday, 12:00 in Yekaterinburg
HOURS = timedelta(hours=2)
KIND = "crash"
FIRST_ADDRESS = 1001
PEOPLE = 24
GONE = FIRST_ADDRESS + PEOPLE - 1
"""One has deleted the account: nobody can write there."""

PUSHES = 3
"""Messages to everybody that wait when a schedule begins."""


def words(number: int) -> str:
    """What a push says: with the chat, it tells which message it was."""
    return f"push {number}"


def questionnaire() -> QuestionnaireSpec:
    """Closed questions and, one after the other, open ones: a text must not slip to the next."""
    texts = [question(f"T{n}", "text") for n in range(1, 4)]
    closed = [scale(f"S{n}") for n in range(1, 4)]
    choices = [question(f"C{n}", "single", options=X_AND_Y) for n in range(1, 4)]
    return spec_of(*closed, *choices, *texts)


async def settle_in(session: AsyncSession) -> None:
    """Everybody has joined, the questionnaire is open, and they were told of it in the morning."""
    school = await make_organisation(session)
    people = [await make_person(session, school, f"Участник {n}", Role.MENTEE)
              for n in range(PEOPLE)]  # fmt: skip
    for address, person in enumerate(people, start=FIRST_ADDRESS):
        session.add(Account(person_id=person.id, address=address, created_at=MOMENT))
        await joining.consent(session, person.id, "agreed", MOMENT)
    asked = [(person, Role.MENTEE) for person in people]
    made = await make_wave(session, school, opened_at=MOMENT, people=asked)
    await swap(session, made.wave, questionnaire())
    key = pushes.push_key(made.wave.id, Role.MENTEE)
    notice = Notice(pushes.KIND, key, {"wave": made.wave.id, "role": "mentee"}, lane=Lane.PUSH)
    await notify(session, [person.id for person in people], notice, MOMENT - HOURS)
    told = {"state": NotificationState.SENT, "sent_at": MOMENT - HOURS}
    await session.execute(update(Notification).values(told))


async def push(session: AsyncSession) -> int:
    """Owes everybody the pushes; returns how many that are."""
    owed, people = 0, list(await session.scalars(select(Person.id)))
    for number in range(PUSHES):
        notice = Notice(KIND, f"crash:{number}", {"n": number}, lane=Lane.PUSH)
        owed += await notify(session, people, notice, MOMENT)
    return owed
