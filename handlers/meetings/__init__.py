"""Meetings of a pair: logged in four taps, confirmed in one, planned, corrected, read."""

from aiogram import F, Router

from handlers.context import Context
from handlers.meetings import changes, days, lists, log
from handlers.meetings.buttons import Act, Card, Change, Day, Length, Month, Page, Topic, Whom
from handlers.meetings.notices import notices
from handlers.month import Idle
from handlers.sections import MEETING, MEETINGS, Expects, register

__all__ = ["notices", "router"]


def router() -> Router:
    r = Router()
    register(r, MEETING, log.begin)
    register(r, MEETINGS, lists.show_pairs)
    press = r.callback_query.register
    press(log.choose_pair, Whom.filter(F.use == "log"))
    press(log.another_day, Whom.filter(F.use == "another"))
    press(log.choose_day, Day.filter(F.use == "log"))
    press(log.choose_length, Length.filter())
    press(log.write_down, Topic.filter())
    press(lists.choose_pair, Whom.filter(F.use == "list"))
    press(lists.show_page, Page.filter())
    press(lists.begin_plan, Whom.filter(F.use == "plan"))
    press(lists.plan, Day.filter(F.use == "plan"))
    press(lists.move, Day.filter(F.use == "move"))
    press(days.show_month, Month.filter())
    press(nothing, Idle.filter())
    press(changes.show, Card.filter())
    press(changes.act, Act.filter())
    press(changes.change, Change.filter())
    press(changes.correct_day, Day.filter(F.use == "correct"))
    press(changes.answer_day, Day.filter(F.use == "answer"))
    r.message.register(
        changes.write_text, Expects("meeting-text"), F.text, ~F.text.startswith("/")
    )
    return r


async def nothing(query: object, c: Context) -> None:
    """A button that only shows something."""
