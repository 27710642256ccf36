"""The audit as it stands on the topics of an installation: records, heads and checkpoints (X7)."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

import orjson

from connectors.broker import Broker
from connectors.reader import Reader, Record
from schemas.forces import Registry
from schemas.rows import AuditRow, CheckpointRow, Row
from schemas.topics import AUDIT, STATE
from streams import row_codec
from streams.audit.verify import Held, Place, Verdict, verdict, walk_for
from streams.audit.walk import Seen, Walk

# What one transaction wrote may become readable a moment apart on two topics.
_PATIENCE_S: Final = 5.0
_PAUSE_S: Final = 0.2
# The rows of the audit, by the kind in their key.
_KINDS: Final = ([b"audit"], [b"checkpoint"])


class Entry(NamedTuple):
    """A record of a force's audit: where and when it was written, and what it says."""

    force: str
    offset: int
    at: datetime
    data: Mapping[str, Any]
    hash: str

    @property
    def link(self) -> Seen | None:
        """Its place in the chain; None: it is no link."""
        link = self.data.get("link")
        try:
            seen = Seen(self.offset, int(link["number"]), str(link["previous"]), self.hash)  # type: ignore[index]
        except (TypeError, KeyError, ValueError, OverflowError):
            return None
        return seen if seen.number > 0 else None


class Checked(NamedTuple):
    """A force's chain, checked: since when it stands, and by when it was read."""

    force: str
    verdict: Verdict
    since: datetime | None
    head: AuditRow


class Kept:
    """The rows of the audit of every force, as far as the state topic was read."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._rows: dict[str, dict[bytes, Row]] = {force: {} for force in registry.forces}

    def read(self, reader: Reader) -> None:
        """Read on to the end."""
        for record in reader.until_end():
            if record.key is None or record.key.split(b"|", 2)[1:2] not in _KINDS:
                continue
            # A force that the registry here does not have yet is nobody's business here.
            rows = self._rows.get(_force_of(record, self._registry), {})
            if record.value is None:
                rows.pop(record.key, None)
            else:
                rows[record.key] = row_codec.decode(record.key, record.value)

    def head(self, force: str) -> AuditRow:
        """The head; of a force that nothing was logged of it counts none."""
        return next((row for row in self._rows[force].values() if isinstance(row, AuditRow)), AuditRow())

    def checkpoints(self, force: str) -> list[CheckpointRow]:
        return [row for row in self._rows[force].values() if isinstance(row, CheckpointRow)]


def entries(reader: Reader, registry: Registry, forces: Sequence[str]) -> Iterator[Entry]:
    """The records of the forces to the end of the topic, in the order of the log."""
    for record in reader.until_end():
        force = _force_of(record, registry)
        if force in forces:
            yield _entry(force, record)


def heads(broker: Broker, installation: str, registry: Registry) -> Kept:
    """Where the chains stand. Raises ReadFailed."""
    kept = Kept(registry)
    with Reader(broker, installation, (STATE,)) as reader:
        kept.read(reader)
    return kept


def verified(
    broker: Broker,
    installation: str,
    registry: Registry,
    forces: Sequence[str],
    known: Sequence[Place],
    days: int,
) -> list[Checked]:
    """Every force's chain, checked while the workers go on. Raises ReadFailed."""
    kept = Kept(registry)
    with (
        Reader(broker, installation, (STATE,)) as state,
        Reader(broker, installation, (AUDIT,)) as audit,
    ):
        kept.read(state)
        chains = {force: _Chain(force, kept.head(force), kept.checkpoints(force), known) for force in forces}
        _until(
            lambda: _read_on(audit, registry, chains), lambda: all(each.reaches for each in chains.values())
        )
        _until(
            lambda: kept.read(state),
            lambda: all(each.walk.last <= kept.head(force).number for force, each in chains.items()),
        )
    return [each.checked(kept.head(force), days) for force, each in chains.items()]


class _Chain:
    """A force's chain while it is read."""

    def __init__(
        self, force: str, head: AuditRow, checkpoints: Sequence[CheckpointRow], known: Sequence[Place]
    ) -> None:
        self._force = force
        self._held = Held(head, head, checkpoints, known)
        self._since: datetime | None = None
        self.walk: Walk = walk_for(self._held)

    @property
    def reaches(self) -> bool:
        """Whether everything was read that the head counts."""
        return self.walk.last >= self._held.head.number

    def see(self, entry: Entry) -> None:
        self._since = self._since or entry.at
        if (link := entry.link) is None:
            self.walk.no_link(entry.offset)
        else:
            self.walk.see(link)

    def checked(self, latest: AuditRow, days: int) -> Checked:
        held = self._held._replace(latest=latest)
        found = verdict(self.walk, held, datetime.now(UTC), days)
        return Checked(self._force, found, self._since, held.head)


def _read_on(reader: Reader, registry: Registry, chains: Mapping[str, _Chain]) -> None:
    for entry in entries(reader, registry, tuple(chains)):
        chains[entry.force].see(entry)


def _until(step: Callable[[], None], is_done: Callable[[], bool]) -> None:
    """Do it, and again for as long as what belongs together may still be coming in."""
    until = time.monotonic() + _PATIENCE_S
    step()
    while not is_done() and time.monotonic() < until:
        time.sleep(_PAUSE_S)
        step()


def _force_of(record: Record, registry: Registry) -> str:
    """The force of the record's partition; none: the registry ends before it."""
    return registry.forces[record.partition] if record.partition < len(registry.forces) else ""


def _entry(force: str, record: Record) -> Entry:
    value = record.value or b""
    try:
        data = orjson.loads(value)
    except orjson.JSONDecodeError:
        data = None
    at = datetime.fromtimestamp(record.at / 1000, UTC)
    return Entry(force, record.offset, at, data if isinstance(data, dict) else {}, sha256(value).hexdigest())
