"""A Bot API server of our own on loopback, with people to play and a clock that moves."""

from bot.sandbox.clock import MovableClock
from bot.sandbox.errors import SandboxError
from bot.sandbox.faults import Fault
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import build_app, serving
from bot.sandbox.world import Action, Player

__all__ = [
    "Action",
    "Fault",
    "MovableClock",
    "Player",
    "Sandbox",
    "SandboxError",
    "build_app",
    "serving",
]
