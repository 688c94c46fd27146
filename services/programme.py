"""What one installation sets for the whole programme."""

from dataclasses import dataclass

from services.results.indicators.definitions import USUAL, Definitions


@dataclass(frozen=True)
class Programme:
    """`min_group`: the fewest people whose answers may be shown together (never below 3), as it is
    promised to those who are asked from now on.
    `yearly_minutes`: how much of a person's school year questionnaires may take.

    `definitions`: of the indicators. `at_once`: a file of more questionnaires than that is made
    in the background.

    `operator`: who answers for personal data, named in the consent. `bot_name`: the bot's
    username, for invitation links. `admin_ids`: Telegram ids of the administrators.
    """

    operator: str = ""
    min_group: int = 5
    yearly_minutes: int = 40
    bot_name: str = ""
    admin_ids: frozenset[int] = frozenset()
    at_once: int = 1_000
    definitions: Definitions = USUAL

    def link(self, token: str) -> str:
        return f"https://t.me/{self.bot_name}?start={token}"


NOBODYS = Programme()
"""With nothing set."""
