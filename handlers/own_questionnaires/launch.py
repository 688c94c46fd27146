"""What a launch would do, a reason where the year becomes too long, and the launch."""

from collections.abc import Iterable
from dataclasses import replace

from aiogram import F, Router
from aiogram.types import Message

from handlers import burden as burden_words
from handlers.context import Context
from handlers.own_questionnaires.buttons import Launch, SetPlan
from handlers.own_questionnaires.pages import one
from handlers.own_questionnaires.planning import REASON, draft, expecting
from handlers.screen import Button, Screen, column
from handlers.sections import MANAGERS, Expects, HasRole
from handlers.texts import Html, Translate
from handlers.wording import said, span
from services import burden
from services.own_questionnaires import launching
from services.own_questionnaires.drafts import Own, State
from services.own_questionnaires.launching import Offer, Plan

SHOWN = 4
"""Different hours of opening, in one message."""


def router() -> Router:
    r = Router()
    managers = HasRole(MANAGERS)
    r.callback_query.register(look, Launch.filter(F.plan == ""), managers)
    r.callback_query.register(launch, Launch.filter(), managers)
    typed = (F.text, ~F.text.startswith("/"), managers)
    r.message.register(type_reason, Expects(REASON), *typed)
    return r


async def type_reason(message: Message, c: Context) -> Screen:
    own, plan = await draft(c, int((c.who.account.expects or {})["own"]))
    reason = " ".join((message.text or "").split())
    burden.explained({}, 0, reason)
    return await offered(c, own, replace(plan, reason=reason))


async def look(query: object, callback_data: Launch, c: Context) -> Screen:
    own, plan = await draft(c, callback_data.own)
    if own.state is not State.DRAFT:
        return one(c, own, c.t("waves-changed"))
    return await offered(c, own, plan)


async def offered(c: Context, own: Own, plan: Plan) -> Screen:
    offer = await launching.foresee(c.session, c.who, own, plan, c.programme, c.now)
    return confirm(c, offer)


def confirm(c: Context, offer: Offer, toast: str | None = None) -> Screen:
    """All that is agreed to; a reason first where the year becomes too long."""
    t, own, plan = c.t, offer.own, offer.plan
    back = Button.of(t("button-back"), SetPlan(own=own.id))
    if offer.over and not plan.reason:
        expects = expecting(own, plan, REASON)
        limit = c.programme.yearly_minutes
        return burden_words.reason_wanted(t, offer.over, limit, expects, back)
    text = t(
        "own-confirm",
        title=said(t, own.spec.title),
        people=Html("\n".join(who_is_asked(t, offer))),
        days=span(t, *plan.days) if plan.days else "",
        when=Html("\n".join(openings(t, offer))),
        minutes=own.spec.minutes,
        sums=burden_words.by_role(t, offer.sums),
        limit=c.programme.yearly_minutes,
    )
    words = [text, *([t("own-confirm-reason", reason=plan.reason)] if plan.reason else [])]
    yes = Button.of(t("own-launch"), Launch(own=own.id, plan=offer.mark))
    return Screen("\n\n".join(words), column((yes, back)), expecting(own, plan), toast)


def who_is_asked(t: Translate, offer: Offer) -> Iterable[Html]:
    for role in offer.plan.roles:
        people, told = offer.audience.people[role], offer.audience.told[role]
        name = t(f"results-role-{role}")
        yield t("own-confirm-people", who=name, count=people, told=told)


def openings(t: Translate, offer: Offer) -> Iterable[Html]:
    """«чт, 10 декабря, в 10:00 — школ: 12»; hours are each school's own."""
    for found in offer.openings[:SHOWN]:
        assert found.at is not None
        day, hour = t.weekday(found.at.date()), f"{found.at:%H:%M}"
        yield t("own-confirm-when", day=day, hour=hour, count=len(found.schools))
    if len(offer.openings) > SHOWN:
        yield t("own-confirm-later")


async def launch(query: object, callback_data: Launch, c: Context) -> Screen:
    """A second press finds it launched; what has changed since is shown first."""
    own, plan = await draft(c, callback_data.own)
    mark = callback_data.plan
    found = await launching.launch(c.session, c.who, own.id, plan, mark, c.programme, c.now)
    if isinstance(found, Own):
        return one(c, found, c.t("own-launched"))
    return confirm(c, found, c.t("waves-changed"))
