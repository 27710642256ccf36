"""One message and one story for each number: the same seed and number give the same on every machine."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from pydantic import BaseModel

from schemas.rows import Row
from streams.engine.batch import Batch
from streams.engine.domain import Record
from streams.engine.table import Table
from tests.fuzz.crossed import crossed
from tests.fuzz.rows import a_force, ids
from tests.fuzz.seeds import EVENTS, all_seeds, seeds
from tests.fuzz.spoiled_bytes import spoiled_bytes
from tests.fuzz.spoiled_data import spoiled_data
from tests.fuzz.spoiled_envelope import spoiled_envelope
from tests.fuzz.verdict import TookTooLong, check_outcome, limited, verdict

MESSAGES: Final = 40
_DUE_AT_ONCE: Final = 40
_BEGIN: Final = datetime(2025, 6, 1, tzinfo=UTC)
_DAYS: Final = 700


class Unaccounted(Exception):
    """A case that ended in another way than it may; the message says how to run it again."""


def chance(seed: str, *of: object) -> Random:
    """The numbers of one case: it can be run without those before it."""
    return Random("/".join(map(str, (seed, *of))))


def spoiled(seed: str, event: type[BaseModel], number: int) -> Record:
    """The message of one case."""
    numbers = chance(seed, "one", event.__name__, number)
    record = numbers.choice(seeds()[event.__name__])
    way = numbers.random()
    if way < 0.7:
        return spoiled_data(numbers, record, ids())
    if way < 0.85:
        return spoiled_envelope(numbers, record, all_seeds())
    if way < 0.95:
        return spoiled_bytes(numbers, record, all_seeds())
    return spoiled_envelope(numbers, spoiled_data(numbers, record, ids()), all_seeds())


def handled(seed: str, event: type[BaseModel], number: int) -> str:
    """How the message of one case is received among the city's rows. Raises Unaccounted."""
    domain, table = a_force()
    try:
        return verdict(domain, table, spoiled(seed, event, number))
    except (Exception, TookTooLong) as error:
        msg = f"{event.__name__} {number} of seed {seed}: {type(error).__name__}: {error}"
        raise Unaccounted(msg) from error
    finally:
        table.rollback()


def told(seed: str, number: int) -> Counter[str]:
    """How the messages of one story are received, among the city's rows or with none. Raises Unaccounted."""
    domain, table = a_force()
    if number % 2:
        table = Table[Row](domain)
    numbers, batch = chance(seed, "story", number), Batch(domain, table)
    found: Counter[str] = Counter()
    try:
        for at in sorted(_BEGIN + timedelta(days=_DAYS * numbers.random()) for _ in range(MESSAGES)):
            record = crossed(numbers, numbers.choice(seeds()[numbers.choice(EVENTS).__name__]))
            with limited():
                batch.handle([record])
            found[check_outcome(domain, record, batch.outcome, batch.drain())] += 1
            if numbers.random() < 0.2:
                _tick(batch, at)
    except (Exception, TookTooLong) as error:
        msg = f"story {number} of seed {seed}, message {found.total()}: {type(error).__name__}: {error}"
        raise Unaccounted(msg) from error
    finally:
        table.rollback()
    return found


def _tick(batch: Batch[Row], at: datetime) -> None:
    with limited():
        batch.tick(at, _DUE_AT_ONCE)
    batch.drain()
    assert (batch.outcome.parked, batch.outcome.passed_over) == (0, 0), "something failed when it fell due"
