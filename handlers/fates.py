"""What became of messages, in words: the same on a person's card and in a wave's delivery."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.texts import Html, Translate
from services.fates import FAILED, Fate, Last

ICONS = {
    Fate.NO_ACCOUNT: "⚪",
    Fate.GONE: "👻",
    Fate.BLOCKED: "⛔",
    Fate.NO_CONSENT: "✋",
    Fate.DEAD: "❗",
    Fate.HELD: "⏸",
    Fate.MISSED: "↩️",
    Fate.EXPIRED: "⌛",
    Fate.UNTOLD: "➖",
    Fate.UNKNOWN: "❔",
    Fate.MUTED: "🔕",
    Fate.ABSENT: "🌴",
    Fate.QUEUED: "🕓",
    Fate.SENT: "✅",
    Fate.ANSWERED: "✅",
}


@dataclass(frozen=True)
class Clock:
    """Words and the hour at a school."""

    t: Translate
    now: datetime
    zone: ZoneInfo

    def day(self, moment: datetime) -> Html:
        return self.t.local_day(moment, self.zone)

    def hour(self, moment: datetime) -> Html:
        """«вт, 15 сентября, 09:00»"""
        local = moment.astimezone(self.zone)
        return Html(f"{self.t.weekday(local.date())}, {local:%H:%M}")


def told(clock: Clock, fate: Fate, due_at: datetime | None) -> Html:
    """«бот заблокирован», «уйдёт вт, 15 сентября, 09:00»"""
    if fate == Fate.QUEUED and due_at and due_at > clock.now:
        return clock.t("delivery-leaves", when=clock.hour(due_at))
    return clock.t(f"delivery-fate-{fate}")


def last_line(clock: Clock, last: Last) -> Html:
    """«Последнее сообщение: …», for a card."""
    if last.fate == Fate.SENT:
        return clock.t("delivery-last-sent", day=clock.day(last.at))
    key = "delivery-last-failed" if last.fate in FAILED else "delivery-last"
    return clock.t(key, what=told(clock, last.fate, last.at))


def messages(t: Translate, counted: Counter[Fate]) -> Html:
    """«доставлено 40, ждёт отправки 2»; what there is none of is left out."""
    failed = sum(counted[fate] for fate in FAILED)
    numbers = {
        "sent": counted[Fate.SENT],
        "queued": counted[Fate.QUEUED],
        "failed": failed,
        "unknown": counted[Fate.UNKNOWN],
        "held": counted[Fate.HELD],
        "cancelled": counted[Fate.CANCELLED],
    }
    parts = [t(f"delivery-count-{name}", count=n) for name, n in numbers.items() if n]
    return Html(", ".join(parts) or t("delivery-count-none"))
