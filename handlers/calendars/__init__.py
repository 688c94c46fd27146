"""The calendar in the chat: `years` (rounds and their days) <- `changes` (new days, what comes
of them), `outlook` (what people will be sent), `vacations`; `words` is what they share."""

from aiogram import Router

from handlers.calendars import changes, outlook, vacations, years


def router() -> Router:
    r = Router()
    r.include_routers(years.router(), changes.router(), outlook.router(), vacations.router())
    return r
