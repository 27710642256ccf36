"""A force whose table holds rows of every kind: the synthetic city's, and those of the golden stream."""

from functools import cache
from typing import Final

from schemas.forces import Registry
from schemas.rows import Row
from streams.domain import AsbDomain
from streams.engine.batch import Batch
from streams.engine.domain import Record
from streams.engine.table import Table
from tests.fuzz.seeds import city
from tests.given.core import FORCE, INSTALLATION, SECRET
from tests.golden.stream import inputs

_NO_LIMIT: Final = 10_000
NEXT_DOOR: Final = "E23000097"


@cache
def a_force() -> tuple[AsbDomain, Table[Row]]:
    """The domain and the rows; shared: whoever handles something with it rolls back."""
    domain = AsbDomain(INSTALLATION, Registry((FORCE, NEXT_DOOR)), SECRET)
    table: Table[Row] = Table(domain)
    for step in (*city(), *inputs()):
        batch = Batch(domain, table)
        if isinstance(step, Record):
            batch.handle([step])
        else:
            batch.tick(step, _NO_LIMIT)
        table.commit()
    return domain, table


@cache
def ids() -> tuple[str, ...]:
    """What the rows are known by: incidents, references, people, duties, steps, markers, referrals, places."""
    _, table = a_force()
    return tuple(sorted({part for key, _ in table.rows() for part in key.decode().split("|")[2:] if part}))


@cache
def rows_of(kind: str) -> tuple[str, ...]:
    """The ids of the rows of one kind."""
    _, table = a_force()
    return tuple(sorted(id_ for key, _ in table.rows() for _, found, id_ in [_parts(key)] if found == kind))


def _parts(key: bytes) -> tuple[str, str, str]:
    force, kind, ident = key.decode().split("|", 2)
    return force, kind, ident
