"""A worker in which everything fails with a person's particulars in the error: a rule, a duty when it is due, and,
once, what writes a batch down, so that the desk lets go and opens again.
"""

import logging
from collections.abc import Mapping, Sequence

from schemas.rows import Row
from streams import app
from streams.__main__ import main
from streams.engine.domain import Message, Record
from streams.engine.table import Table
from tests.given.wrong_domains import Buggy
from tests.integration.logs.marked import GRAVE, SURNAME

FAILS = "SK-FAILS"
CLOSES_THE_DESK = "SK-CLOSES"


class Domain(Buggy):
    def __init__(self, installation: str, registry: object, secret: bytes, builtin: object) -> None:
        self._is_to_close = self._has_closed = False
        super().__init__(
            self._fail,
            lambda record: record.key == FAILS.encode(),
            fires_badly=ValueError(GRAVE),
            installation=installation,
            registry=registry,  # type: ignore[arg-type]
            secret=secret,
        )

    def _fail(self, record: Record, table: Table[Row]) -> Sequence[Message]:
        # What a library might say of it, at every level.
        for level in (logging.DEBUG, logging.INFO, logging.ERROR):
            logging.getLogger("aiokafka.conn").log(level, "Request: %r", ValueError(GRAVE))
        raise ValueError(f"{SURNAME}: {record.value!r}")

    def handle(self, record: Record, table: Table[Row]) -> Sequence[Message]:
        self._is_to_close |= record.key == CLOSES_THE_DESK.encode()
        return super().handle(record, table)

    def versions(self, table: Table[Row]) -> Mapping[str, str]:
        """Asked for when a batch is written down: no rule fails here, but the desk."""
        if self._is_to_close and not self._has_closed:
            self._has_closed = True
            raise ValueError(GRAVE)
        return super().versions(table)


if __name__ == "__main__":
    app.AsbDomain = Domain  # type: ignore[misc, assignment]
    main()
