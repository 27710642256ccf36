"""A table finds the rows that hold some bytes, also those that a batch has changed and not committed yet (X8)."""

from streams.engine.table import Table
from tests.unit.engine.toy import Count, Counting


def test_rows_are_found_by_their_bytes_and_by_their_keys() -> None:
    table = Table(Counting())
    for name in ("one", "two", "three"):
        table.put(f"row|{name}".encode(), Count(1, note=name))
    table.seal(0)
    table.commit()

    assert table.holding([b"thr", b"row|one"]) == [b"row|one", b"row|three"]


def test_what_the_batch_in_hand_has_put_or_deleted_counts() -> None:
    table = Table(Counting())
    for name in ("one", "two"):
        table.put(f"row|{name}".encode(), Count(1, note=name))
    table.seal(0)
    table.commit()
    table.put(b"row|two", Count(1, note="other"))
    table.put(b"row|four", Count(1, note="new one"))
    table.delete(b"row|one")

    assert table.holding([b"one", b"two"]) == [b"row|four", b"row|two"]
