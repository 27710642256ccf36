"""What the engine asks of the program it runs.

The engine moves batches, transactions and time; a `Domain` decides. It is pure: it reads its
records and its table and returns messages; it never sees Kafka, a clock or a thread.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from streams.engine.table import Table

Row = TypeVar("Row")
Headers = tuple[tuple[str, bytes], ...]


class Record(NamedTuple):
    """One record read from an input. `timestamp` is Kafka's, in milliseconds since the epoch."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    timestamp: int


class Message(NamedTuple):
    """One record to publish, always to the partition of the desk that made it."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers = ()


class Rejected(Exception):
    """This record cannot be acted on. `code` names the reason, `detail` says more, without personal data."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = str(code)
        self.detail = detail


class Domain(Protocol[Row]):
    """A program for the engine.

    Rows are immutable objects: a rule puts a new one, it never edits one in place. Every method gives the
    same answer for the same arguments and table, whatever the batch a record came in.
    """

    @property
    def name(self) -> str:
        """Installation and application, as in `lei.asb`: consumer group and stem of the transactional ids."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Topics to read. All of the domain's topics have the same number of partitions."""

    @property
    def outputs(self) -> frozenset[str]:
        """Topics that `handle`, `on_failed`, `fire` and `park` may publish to."""

    @property
    def state_topic(self) -> str: ...

    @property
    def journal_topic(self) -> str: ...

    @property
    def rejected_topic(self) -> str: ...

    @property
    def max_message_bytes(self) -> int:
        """An outgoing message above this is a rejection of the record that caused it."""

    @property
    def max_row_bytes(self) -> int:
        """An encoded row above this is a rejection of the record that caused it."""

    def versions(self, table: Table[Row]) -> Mapping[str, str]:
        """What decided, for the journal: rules version, policy hash."""

    def partition_of(self, record: Record) -> int:
        """The partition this record belongs on. Raises `Rejected` when that cannot be told."""

    def handle(self, record: Record, table: Table[Row]) -> Sequence[Message]:
        """Act on one record. Raises `Rejected`; anything else raised means that a rule has a bug."""

    def on_failed(self, record: Record, table: Table[Row], error: Exception) -> Sequence[Message]:
        """Second step, after a rule failed and its changes were undone. If it fails too, that is counted."""

    def rejection(self, record: Record, code: str, detail: str) -> Message:
        """For the rejected topic: the record's own key, value and headers, the reason in more headers."""

    def due(self, at: datetime, table: Table[Row], limit: int) -> Sequence[bytes]:
        """Keys of at most `limit` items due at `at`, earliest first. A look-up in an index, never a scan."""

    def fire(self, key: bytes, at: datetime, table: Table[Row]) -> Sequence[Message]:
        """Do what the item is due for and make it due later or never."""

    def park(self, key: bytes, at: datetime, table: Table[Row], error: Exception) -> Sequence[Message]:
        """An item that cannot fire: make it not due, and publish a rejection."""

    def event_time(self, record: Record) -> datetime | None:
        """The record's own time, for the `events` clock; None where it has none that can be trusted."""

    def encode_row(self, key: bytes, row: Row) -> bytes: ...

    def decode_row(self, key: bytes, data: bytes) -> Row: ...

    def index(self, key: bytes, row: Row) -> Iterable[tuple[str, Any]]:
        """The (bucket, sort) entries under which this row can be found."""
