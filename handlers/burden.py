"""How much of the year questionnaires take: for those who answer, and for those who ask."""

from collections.abc import Collection, Mapping
from typing import Any

from handlers.context import Context
from handlers.screen import Button, Screen, column
from handlers.texts import Html, Translate
from models import Wave
from models.enums import Role
from services import burden, calendar


async def mine(c: Context) -> Html | None:
    """«В этом учебном году анкеты заняли у вас 14 минут из 40»; None before the first answer."""
    year = calendar.academic_year(c.now.astimezone(c.who.zone).date())
    minutes = await burden.spent_minutes(c.session, c.who.me.id, year)
    if not minutes:
        return None
    return c.t("burden-mine", minutes=minutes, limit=c.programme.yearly_minutes)


async def of_year(c: Context, schools: Collection[int], year: int) -> Html | None:
    """«За весь год: наставники — 28 мин., наставляемые — 31 мин., предел — 40»; for the page of
    the year's waves. None when nothing is planned."""
    found = await burden.expected_year(c.session, schools, year, c.programme.min_group)
    if not found:
        return None
    return c.t("burden-year", roles=by_role(c.t, found), limit=c.programme.yearly_minutes)


async def of_wave(c: Context, wave: Wave) -> Html | None:
    """«Сколько занимает: наставники — 5 мин. (на деле 4)»; for the page of a wave."""
    found = await burden.of_wave(c.session, wave, c.programme.min_group)
    if not found:
        return None
    parts = [
        c.t(
            "burden-minutes" if takes.measured is None else "burden-minutes-measured",
            who=c.t(f"results-role-{role}").lower(),
            minutes=takes.estimated,
            measured=takes.measured or 0,
        )
        for role, takes in found.items()
    ]
    return c.t("burden-wave", roles=Html(", ".join(parts)))


def reason_wanted(
    t: Translate, over: Mapping[Role, int], limit: int, expects: dict[str, Any], back: Button
) -> Screen:
    """Asks the curator to say why one more questionnaire is worth it (`burden.over_limit`).

    The text that comes under `expects` goes through `burden.explained` into the audit entry.
    """
    text = t("burden-reason", roles=by_role(t, over), limit=limit)
    return Screen(text, column((back,)), expects=expects)


def by_role(t: Translate, minutes: Mapping[Role, int]) -> Html:
    parts = [
        t("burden-minutes", who=t(f"results-role-{role}").lower(), minutes=number)
        for role, number in minutes.items()
    ]
    return Html(", ".join(parts))
