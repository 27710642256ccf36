"""A worker whose rules have bugs: `asb worker`, but for the domain in it.

One incident makes a rule fail, one makes a message too large, one a row.
"""

from collections.abc import Sequence

from schemas import topics
from schemas.rows import Row
from streams import app
from streams.__main__ import main
from streams.engine.domain import Message, Record
from streams.engine.table import Table
from tests.given.wrong_domains import Buggy, raising, too_large_message, too_large_row

FAILS, TOO_LARGE, TOO_LARGE_ROW = b"SK-FAILS", b"SK-TOO-LARGE", b"SK-TRIGGER"
PERSONAL_IN_ERROR = "Zebedee Quillfeather rang from 07700 900417"


class Domain(Buggy):
    def __init__(self, installation: str, registry: object, secret: bytes, builtin: object) -> None:
        bugs = {
            FAILS: raising(RuntimeError(PERSONAL_IN_ERROR)),
            TOO_LARGE: too_large_message(topics.INPUT_BYTES, installation),
            TOO_LARGE_ROW: too_large_row(topics.ROW_BYTES),
        }

        def bug(record: Record, table: Table[Row]) -> Sequence[Message]:
            return bugs[record.key or b""](record, table)

        def is_named(record: Record) -> bool:
            return record.key in bugs

        super().__init__(bug, is_named, installation=installation, registry=registry, secret=secret)  # type: ignore[arg-type]


if __name__ == "__main__":
    app.AsbDomain = Domain  # type: ignore[misc, assignment]
    main()
