"""The journal's record is canonical and says what was handled in which order."""

from datetime import UTC, datetime, timedelta, timezone

from streams.engine.journal import Entry, Run, Tick, decode, encode, extend


def test_an_entry_survives_its_encoding():
    steps = (Run("a", 3, 9, 6), Tick(datetime(2026, 3, 1, 12, tzinfo=UTC), 2), Run("b", 0, 0, 1))
    entry = Entry(7, steps, {"rules": "1"})

    assert decode(encode(entry)) == entry


def test_the_same_entry_is_the_same_bytes_whatever_the_order_of_versions_or_the_time_zone():
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    elsewhere = noon.astimezone(timezone(timedelta(hours=5)))

    one = encode(Entry(1, (Tick(noon, 1),), {"a": "1", "b": "2"}))
    other = encode(Entry(1, (Tick(elsewhere, 1),), {"b": "2", "a": "1"}))

    assert one == other


def test_runs_that_go_on_in_the_same_topic_become_one():
    steps = []

    for run in (Run("a", 0, 4, 5), Run("a", 6, 7, 2), Run("b", 0, 0, 1), Run("a", 8, 8, 1)):
        extend(steps, run)

    assert steps == [Run("a", 0, 7, 7), Run("b", 0, 0, 1), Run("a", 8, 8, 1)]
