"""The dispatcher, made anew for every process and every test."""

from aiogram import Dispatcher

from handlers.conversations import build_router


def build_dispatcher() -> Dispatcher:
    """All conversations; the state of each is in the database, not in aiogram's FSM."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(build_router())
    return dispatcher
