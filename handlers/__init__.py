"""The map of the bot: every conversation, in the order in which updates are offered to them."""

from aiogram import F, Router

from handlers import joining, menu


def build_router() -> Router:
    """Joining comes first: it stops whoever has no invitation or has not agreed yet."""
    root = Router()
    root.message.filter(F.chat.type == "private")
    root.include_routers(
        joining.router(),
        menu.router(),
        menu.fallback(),
    )
    return root
