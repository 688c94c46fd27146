"""/today: what needs the attention of those who run schools, and what can be done about it.

`pages` is the list, on demand and on Mondays; `quiet` and `disputes` are the pages of two kinds,
the others lead to pages that there are. `buttons.OPENERS` says which.
"""

from aiogram import Router

from handlers.attention import disputes, pages, quiet
from handlers.attention.buttons import BySchool, Disputes, NudgeMentors, QuietPairs
from handlers.notices import Notice
from handlers.sections import MANAGERS, TODAY, HasRole, register
from services.attention import monday

__all__ = ["notices", "router"]


def router() -> Router:
    r = Router()
    r.callback_query.filter(HasRole(MANAGERS))
    register(r, TODAY, pages.show)
    r.callback_query.register(pages.by_school, BySchool.filter())
    r.callback_query.register(quiet.show, QuietPairs.filter())
    r.callback_query.register(quiet.nudge, NudgeMentors.filter())
    r.callback_query.register(disputes.show, Disputes.filter())
    return r


def notices() -> dict[str, Notice]:
    return {monday.KIND: pages.monday}
