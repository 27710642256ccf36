"""A worker that alarms are to ring for: `asb worker`, but that it takes its time over some incidents, and that the
duties about one fail when they are due.
"""

import time
from collections.abc import Sequence

from schemas.rows import Row
from streams import app
from streams.__main__ import main
from streams.engine.domain import Message, Record
from streams.engine.table import Table
from tests.given.wrong_domains import Buggy

SLOW = "SK-SLOW-"
SECONDS_EACH = 0.005


def take_time(record: Record, table: Table[Row]) -> Sequence[Message]:
    time.sleep(SECONDS_EACH)
    return []


def is_slow(record: Record) -> bool:
    return (record.key or b"").startswith(SLOW.encode())


class Domain(Buggy):
    def __init__(self, installation: str, registry: object, secret: bytes, builtin: object) -> None:
        super().__init__(
            take_time,
            is_slow,
            fires_badly=RuntimeError("as the test wants it"),
            installation=installation,
            registry=registry,  # type: ignore[arg-type]
            secret=secret,
        )


if __name__ == "__main__":
    app.AsbDomain = Domain  # type: ignore[misc, assignment]
    main()
