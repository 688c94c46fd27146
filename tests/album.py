"""Every button that anybody was ever shown, and what belongs to whom in the database."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from aiogram.filters.callback_data import CallbackData
from sqlalchemy import text

from bot.transport import Upload
from tests.conversation import FakeTelegram, Message, User, World

MANAGED = frozenset({"wave", "invite", "help", "absence"})
"""What those who run a school change for others."""

BELONGINGS = """
select 'answer', array[s.person_id], to_jsonb(a)
    from answers a join assignments s on s.id = a.assignment_id
union all select 'meeting', array[p.mentor_id, p.mentee_id], to_jsonb(m)
    from meetings m join mentorships p on p.id = m.mentorship_id
union all select 'assignment', array[person_id], to_jsonb(x) from assignments x
union all select 'help', array[person_id, answered_by]
    || array(select mentor_id from mentorships m where m.mentee_id = person_id), to_jsonb(x)
    from help_requests x
union all select 'consent', array[person_id], to_jsonb(x) from consents x
union all select 'account', array[person_id], to_jsonb(x) - 'free_at' - 'push_at' from accounts x
union all select 'person', array[id], to_jsonb(x) from persons x
union all select 'absence', array[person_id], to_jsonb(x) from absences x
union all select 'role', array[person_id], to_jsonb(x) from role_grants x
union all select 'pair', array[]::int[], to_jsonb(x) from mentorships x
union all select 'place', array[]::int[], to_jsonb(x) from organisations x
union all select 'wave', array[]::int[], to_jsonb(x) from waves x
union all select 'invite', array[]::int[], to_jsonb(x) from invites x
"""


@dataclass
class Album(FakeTelegram):
    """Telegram that forgets no button; `shown`: by address, the callback data and the message
    under which it was seen last, also when that has been edited away since."""

    shown: dict[int, dict[str, int]] = field(default_factory=dict)

    def _show(self, method: str, given: dict[str, Any], upload: Upload | None) -> dict[str, Any]:
        result = super()._show(method, given, upload)
        mine = self.shown.setdefault(given["chat_id"], {})
        for row in given.get("reply_markup", {}).get("inline_keyboard", []):
            mine |= {b["callback_data"]: result["message_id"] for b in row if "callback_data" in b}
        return result

    def buttons_of(self, user: User) -> dict[str, Message]:
        """In the order in which they first appeared."""
        messages = {message.id: message for message in user.chat}
        mine = self.shown.get(user.address, {})
        return {data: messages[number] for data, number in mine.items()}


def prefixes(kind: type[CallbackData] = CallbackData) -> set[str]:
    """Of every kind of button that the bot has."""
    found: set[str] = set()
    for one in kind.__subclasses__():
        if one.__module__.startswith("handlers."):
            found.add(one.__prefix__)
        found |= prefixes(one)
    return found


def prefix_of(data: str) -> str:
    return data.partition(":")[0]


@dataclass(frozen=True)
class Belongings:
    """Rows with their kind and the people they belong to."""

    rows: Counter[tuple[str, frozenset[int | None], str]]

    @classmethod
    async def of(cls, world: World) -> "Belongings":
        async with world.sessions() as session:
            found = (await session.execute(text(BELONGINGS))).all()
        return cls(Counter((kind, frozenset(own), str(row)) for kind, own, row in found))

    def but_of(self, person: int | None, managed: Collection[str] = ()) -> Counter[Any]:
        """What the person must not change."""
        return Counter(
            {
                (kind, row): count
                for (kind, own, row), count in self.rows.items()
                if person not in own and kind not in managed
            }
        )

    def only(self, person: int | None, *kinds: str) -> Counter[Any]:
        return Counter(
            {key: n for key, n in self.rows.items() if key[0] in kinds and person in key[1]}
        )
