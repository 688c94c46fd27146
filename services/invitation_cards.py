"""What stands on the cards of the printable sheet of invitations."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    name: str
    role: str
    link: str


@dataclass(frozen=True)
class Words:
    """What stands on every card: the school, how to come in, till when. `title`: on top."""

    title: str
    place: str
    how: str
    until: str
