"""What people do: in the chat, through the real dispatcher, wherever it is about the chat."""

from datetime import date, timedelta

from sqlalchemy import select, update

from handlers.joining import Consent
from handlers.meetings.buttons import Day
from handlers.questionnaires import OpenSurvey
from handlers.snooze import Snooze
from handlers.wave_buttons import Prolong
from models import Assignment, Wave
from tests.conversation import Message
from tests.surveys import answer_all, question_on
from tests.three_years.records import DAY, Bond, Resident, Span
from tests.three_years.town import Town


class Acts:
    """Each writes down what has become so by it."""

    def __init__(self, town: Town) -> None:
        self.town, self.world, self.record = town, town.world, town.record

    async def taps(self, resident: Resident, *labels: str) -> None:
        """On the newest message with such a button: a push may have come meanwhile."""
        user = self.town.users[resident.number]
        for label in labels:
            has = (m for m in reversed(user.chat) if any(label in text for text in m.buttons))
            await user.clicks(label, next(has))

    def ends(self, resident: Resident, why: str) -> None:
        for span in resident.spans:
            if span.why == why and span.until is None:
                span.until = self.world.now

    async def leaves(self, resident: Resident, days: int | None) -> None:
        """For so many days from today on, or nobody knows how long."""
        user, now = self.town.users[resident.number], self.world.now
        await user.says("/settings")
        await self.taps(resident, "Я в отпуске")
        if days is None:
            await self.taps(resident, "Пока неизвестно")
            resident.spans.append(Span("absent", now))
        else:
            last = resident.day(now) + days * DAY
            await user.says(f"{last:%d.%m.%Y}")
            resident.spans.append(Span("absent", now, resident.midnight(last + DAY)))
        assert "первым" in user.sees, user.sees

    async def returns(self, resident: Resident) -> None:
        await self.town.users[resident.number].says("/settings")
        self.ends(resident, "absent")
        await self.taps(resident, "Я в отпуске", "Я снова на работе")

    async def mutes(self, resident: Resident) -> None:
        await self.town.users[resident.number].says("/settings")
        await self.taps(resident, "Не присылать")
        resident.spans.append(Span("muted", self.world.now))

    async def unmutes(self, resident: Resident) -> None:
        await self.town.users[resident.number].says("/settings")
        self.ends(resident, "muted")
        await self.taps(resident, "Снова присылать")

    async def blocks(self, resident: Resident, silently: bool) -> None:
        """Silently: Telegram tells the bot when it writes next."""
        if silently:
            self.world.telegram.blocked_by.add(resident.address)
        else:
            await self.town.users[resident.number].blocks()
        why = "blocked unawares" if silently else "blocked"
        resident.spans.append(Span(why, self.world.now))

    async def unblocks(self, resident: Resident) -> None:
        self.ends(resident, "blocked")
        self.ends(resident, "blocked unawares")
        await self.town.users[resident.number].blocks(back=True)

    async def withdraws(self, resident: Resident) -> None:
        user = self.town.users[resident.number]
        await user.says("/settings")
        await user.presses(Consent(act="withdraw").pack())
        resident.spans.append(Span("no_consent", self.world.now))

    async def agrees(self, resident: Resident) -> None:
        await self.town.users[resident.number].says("/start")
        self.ends(resident, "no_consent")
        await self.taps(resident, "Согласен")

    async def snoozes(self, resident: Resident, message: Message, longest: bool) -> None:
        """By a button of a reminder, if it has one."""
        prefix = f"{Snooze.__prefix__}:"
        data = [b["callback_data"] for row in message.rows for b in row]
        offered = [d for d in data if d.startswith(prefix)]
        if not offered:
            return
        chosen = offered[-1 if longest else 0]
        await self.town.users[resident.number].presses(chosen, message)
        if not message.plain.startswith("Отложено"):
            return  # the day of the button is over
        day = date.fromordinal(Snooze.unpack(chosen).day)
        resident.snoozes.append(Span("snoozed", self.world.now, resident.midnight(day)))

    async def answers(self, resident: Resident, assignment: int, in_chat: bool) -> None:
        """From the first question to the last, or as if; not when the round is over."""
        if in_chat:
            user = self.town.users[resident.number]
            await user.says("/menu")
            await user.presses(OpenSurvey(assignment=assignment).pack())
            if "Начать" in user.last.buttons:
                await user.clicks("Начать")
            if question_on(user.last):
                await answer_all(user, {})
                await user.clicks("Отправить")
        else:
            await self._as_if(resident, assignment)
        async with self.world.sessions() as session:
            row = await session.get_one(Assignment, assignment)
        if row.submitted_at:
            part = (row.wave_id, row.person_id, row.role.value)
            self.record.answers.setdefault(part, self.world.now)

    async def _as_if(self, resident: Resident, assignment: int) -> None:
        now, today = self.world.now, resident.day(self.world.now)
        lasts = select(Wave.id).where(Wave.closes_on >= today, Wave.closed_at.is_(None))
        async with self.world.sessions.begin() as session:
            await session.execute(
                update(Assignment)
                .where(Assignment.id == assignment, Assignment.wave_id.in_(lasts))
                .where(Assignment.submitted_at.is_(None))
                .values(started_at=now, submitted_at=now)
            )

    async def meets(self, mentor: Resident, bond: Bond) -> None:
        """A meeting of today is logged."""
        user, today = self.town.users[mentor.number], mentor.day(self.world.now)
        await user.says("/menu")
        await user.presses(Day(use="log", id=bond.number, day=today.toordinal()).pack())
        if "45 мин" in " ".join(user.last.buttons):
            await user.clicks("45 мин")
            await user.clicks("Урок")

    async def plans(self, mentor: Resident, bond: Bond, ahead: int) -> None:
        user, day = self.town.users[mentor.number], mentor.day(self.world.now) + ahead * DAY
        if day <= bond.ends_on:
            await user.says("/menu")
            await user.presses(Day(use="plan", id=bond.number, day=day.toordinal()).pack())

    async def prolongs(self, place: int, days: int) -> bool:
        """By the curator, some round of hers that is open."""
        curator = self.record.residents[self.record.curators[place]]
        today = curator.day(self.world.now)
        lasts = (Wave.opened_at.is_not(None), Wave.closed_at.is_(None), Wave.closes_on >= today)
        async with self.world.sessions() as session:
            found = select(Wave).where(Wave.organisation_id == place, *lasts).order_by(Wave.id)
            wave = (await session.scalars(found)).first()
        if wave is None:
            return False
        last = wave.closes_on + timedelta(days=days)
        user = self.town.users[curator.number]
        await user.says("/menu")
        await user.presses(Prolong(wave=wave.id, to=last.toordinal()).pack())
        async with self.world.sessions() as session:
            assert (await session.get_one(Wave, wave.id)).closes_on == last, user.sees
        self.record.prolonged.append((wave.id, self.world.now, last))
        return True
