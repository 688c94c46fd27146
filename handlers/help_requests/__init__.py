"""Private requests for help: asking, and being asked."""

from aiogram import F, Router

from handlers.help_requests import asking, taking
from handlers.help_requests.asking import kept
from handlers.help_requests.buttons import Ask, Done, OneRequest, Requests, TakeHelp, Undo
from handlers.help_requests.notices import notices
from handlers.sections import SUPPORT, register

__all__ = ["kept", "notices", "router"]


def router() -> Router:
    """Who may do what is decided by the requests themselves, not by roles."""
    r = Router()
    register(r, SUPPORT, asking.support)
    r.callback_query.register(asking.send, Ask.filter(F.act == "send"))
    r.callback_query.register(asking.ask, Ask.filter())
    r.callback_query.register(asking.take_back, Undo.filter())
    r.callback_query.register(taking.show_list, Requests.filter())
    r.callback_query.register(taking.show, OneRequest.filter())
    r.callback_query.register(taking.take, TakeHelp.filter())
    r.callback_query.register(taking.done, Done.filter())
    return r
