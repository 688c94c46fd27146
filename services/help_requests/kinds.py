"""What help can be asked for, in one table. The words are the texts' `help-kind-CODE`."""

from dataclasses import dataclass

from models.enums import Role

CHANGE_MENTOR = "change_mentor"
"""Never reaches a mentor of the one who asks."""

PAIR = frozenset({Role.MENTOR, Role.MENTEE})
CURATOR, ABOVE = (Role.CURATOR,), (Role.MUNICIPAL_COORDINATOR,)


@dataclass(frozen=True)
class Kind:
    """`to`: the roles that read it, the nearest holders up the tree; of MENTOR the asker's own.
    `after`: whom it goes up to in the end when nobody takes it on.

    `instead`: what is offered while nobody of `to` can read it: the wish to see a psychologist
    is nobody else's business, so it goes to nobody else without being asked for.
    `asked_by` is empty for what is only offered so.
    """

    code: str
    asked_by: frozenset[Role]
    to: tuple[Role, ...]
    after: tuple[Role, ...] = ()
    instead: str | None = None


_EVERY = (
    Kind("methodical", frozenset({Role.MENTOR}), (Role.CURATOR, Role.COUNCIL_MEMBER), ABOVE),
    Kind("curator", PAIR, CURATOR, ABOVE),
    Kind("psychologist", PAIR, (Role.PSYCHOLOGIST,), instead="find_psychologist"),
    Kind("find_psychologist", frozenset(), CURATOR, ABOVE),
    Kind("mentor", frozenset({Role.MENTEE}), (Role.MENTOR,), CURATOR, instead="curator"),
    Kind(CHANGE_MENTOR, frozenset({Role.MENTEE}), CURATOR, ABOVE),
    Kind("lay_down", frozenset({Role.MENTOR}), CURATOR, ABOVE),
)
KINDS = {kind.code: kind for kind in _EVERY}

UNKNOWN = KINDS["curator"]
"""The way of a code that only an older questionnaire has; its words are that version's."""


def kind_of(code: str) -> Kind:
    return KINDS.get(code, UNKNOWN)


def offered(roles: frozenset[Role]) -> list[Kind]:
    """What may be asked for in these roles, in the order of showing."""
    return [kind for kind in _EVERY if kind.asked_by & roles]


READERS = frozenset(role for kind in _EVERY for role in (*kind.to, *kind.after)) - {Role.MENTOR}
"""Roles that others' requests may reach by themselves."""
