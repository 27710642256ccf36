"""The rows of forces as they stand on the state topic, for a command that looks at them with the rules' eyes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from connectors.broker import Broker
from connectors.reader import Reader
from schemas.rows import Row
from schemas.topics import STATE
from streams.domain import AsbDomain
from streams.engine.position import POSITION_KEY
from streams.engine.table import Table
from streams.rules.ledger import Ledger


def standing(
    broker: Broker, installation: str, domain: AsbDomain, forces: Sequence[str], at: datetime
) -> Iterator[Ledger]:
    """What the worker has committed of these forces; nothing that is done with it is written anywhere.

    Takes as long as the topic and the rows need to be read. Raises ReadFailed.
    """
    for force, table in tables(broker, installation, domain, forces):
        yield domain.looking(force, at, table)


def tables(
    broker: Broker, installation: str, domain: AsbDomain, forces: Sequence[str]
) -> Iterator[tuple[str, Table[Row]]]:
    """The same as tables, for a command that goes through all rows of a force."""
    rows = _rows(broker, installation)
    for force in forces:
        table: Table[Row] = Table(domain)
        for _ in table.fill(rows.get(domain.registry.forces.index(force), {})):
            pass
        yield force, table


def _rows(broker: Broker, installation: str) -> dict[int, dict[bytes, bytes]]:
    """The latest row of each key by partition, without the engine's own."""
    rows: defaultdict[int, dict[bytes, bytes]] = defaultdict(dict)
    with Reader(broker, installation, (STATE,)) as reader:
        for record in reader.until_end():
            if record.key is None or record.key == POSITION_KEY:
                continue
            if record.value is None:
                rows[record.partition].pop(record.key, None)
            else:
                rows[record.partition][record.key] = record.value
    return rows
