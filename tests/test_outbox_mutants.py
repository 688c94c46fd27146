"""The machine that watches the outbox is not blind: it sees when a safeguard is taken away."""

from collections.abc import Iterator

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import ColumnElement, Table, TableValuedAlias, and_, true

from services import outcomes, presence, sending
from tests.outbox_database import OutboxDatabase
from tests.test_outbox_machine import OutboxMachine

STATEMENTS = (
    sending._take_due,
    outcomes._intent,
    outcomes._outcomes,
    outcomes._late_truth,
)
"""Built once and kept: forgotten before and after a safeguard is away."""


@pytest.fixture
def machine(fresh_database: str) -> Iterator[type[OutboxMachine]]:
    for statement in STATEMENTS:
        statement.cache_clear()
    with OutboxDatabase(fresh_database) as database:
        yield type("Mutant", (OutboxMachine,), {"database": database})
    for statement in STATEMENTS:
        statement.cache_clear()


def by_id_alone(row: Table, given: TableValuedAlias) -> ColumnElement[bool]:
    return and_(row.c.id == given.c.id)


MUTANTS = {
    "no fence": (outcomes, "_ours", by_id_alone),
    "no push is held": (presence, "RESENT_KINDS", frozenset({"reply", "push"})),
    "a busy chat is free": (sending, "_passed", lambda moment: true()),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_missing_safeguard_is_seen(
    machine: type[OutboxMachine], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    module, safeguard, instead = MUTANTS[name]
    monkeypatch.setattr(module, safeguard, instead)
    many = settings(max_examples=200, stateful_step_count=40, phases=(Phase.generate,))
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=many)
