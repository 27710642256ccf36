"""The ASB domain with a rule that has a bug, or that makes too much, for one incident."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from schemas.forces import Registry
from schemas.rows import IncidentRow, ObligationRow, Row
from schemas.topics import TAGS, in_installation
from streams.domain import AsbDomain
from streams.engine.domain import Message, Record
from streams.engine.table import Table
from tests.given.policies import nothing_expected

TRIGGER = "SK-TRIGGER"
SECRET = b"only-for-tests"
FORCE = "E23000099"
HERE = Registry((FORCE,))

Bug = Callable[[Record, Table[Row]], Sequence[Message]]
When = Callable[[Record], bool]


def is_trigger(record: Record) -> bool:
    return record.key == TRIGGER.encode()


class Buggy(AsbDomain):
    """Runs `bug` after the rules, so that there is something to undo, on the records that `when` names.

    With `fires_badly` the duties about TRIGGER raise it when they are due.
    """

    def __init__(
        self,
        bug: Bug,
        when: When = is_trigger,
        *,
        fires_badly: Exception | None = None,
        installation: str = "test",
        registry: Registry = HERE,
        secret: bytes = SECRET,
    ) -> None:
        super().__init__(installation, registry, secret, nothing_expected())
        self._bug = bug
        self._when = when
        self._fires_badly = fires_badly

    def mended(self) -> None:
        """From now on nothing fails when it is due."""
        self._fires_badly = None

    def handle(self, record: Record, table: Table[Row]) -> Sequence[Message]:
        messages = super().handle(record, table)
        return [*messages, *self._bug(record, table)] if self._when(record) else messages

    def fire(self, key: bytes, at: datetime, table: Table[Row]) -> Sequence[Message]:
        row = table.get(key)
        if self._fires_badly and isinstance(row, ObligationRow) and row.incident_id == TRIGGER:
            raise self._fires_badly
        return super().fire(key, at, table)


def raising(error: Exception) -> Bug:
    def bug(record: Record, table: Table[Row]) -> Sequence[Message]:
        raise error

    return bug


def too_large_message(size: int, installation: str = "test") -> Bug:
    def bug(record: Record, table: Table[Row]) -> Sequence[Message]:
        return [Message(in_installation(installation, TAGS), record.key, b"x" * size)]

    return bug


def too_large_row(size: int) -> Bug:
    def bug(record: Record, table: Table[Row]) -> Sequence[Message]:
        key = f"{FORCE}|incident|{TRIGGER}".encode()
        row = table.get(key)
        assert isinstance(row, IncidentRow)
        table.put(key, msgspec.structs.replace(row, log=b"x" * size))
        return []

    return bug
