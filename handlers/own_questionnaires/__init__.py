"""Own questionnaires of curators: the list and a workbook, a look and a try, the launch."""

from aiogram import Router

from handlers.own_questionnaires import launch, pages, planning, preview


def router() -> Router:
    r = Router()
    r.include_routers(pages.router(), preview.router(), planning.router(), launch.router())
    return r
