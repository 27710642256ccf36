"""Which logs have had their text removed? It is not shown again while the input topic still holds it (X8).

A log that names somebody who was erased, or that was closed long enough ago, has no text in its row; the bytes leave
the input topic some days later.
"""

from collections.abc import Iterator

from connectors.broker import Broker
from connectors.reader import Reader
from schemas.rows import IncidentRow
from schemas.topics import STATE
from streams import row_codec
from streams.explain.subject import Explained


def without_removed_text(broker: Broker, installation: str, partition: int, shown: Explained) -> Explained:
    """The answer without the text that is no longer held. Reads the rows to their end. Raises ReadFailed."""
    rows = {
        f"{each.force}|incident|{each.incident_id}".encode(): each.incident_id for each in shown.incidents
    }
    gone = {rows[key] for key in _bare(broker, installation, partition, rows)} if rows else set()
    kept = (each._replace(lines={}) if each.incident_id in gone else each for each in shown.incidents)
    return shown._replace(incidents=tuple(kept))


def _bare(broker: Broker, installation: str, partition: int, keys: dict[bytes, str]) -> Iterator[bytes]:
    """The keys of incidents whose row stands without its text, or is gone itself."""
    latest: dict[bytes, bytes | None] = {}
    with Reader(broker, installation, (STATE,)) as reader:
        for record in reader.until_end():
            if record.partition == partition and record.key in keys:
                latest[record.key or b""] = record.value
    for key, data in latest.items():
        row = row_codec.decode(key, data) if data is not None else None
        if row is None or (isinstance(row, IncidentRow) and row.text_removed_at is not None):
            yield key
