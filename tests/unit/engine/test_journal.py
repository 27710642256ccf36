"""The journal's record is canonical and says what was handled in which order."""

from datetime import UTC, datetime, timedelta, timezone

from streams.engine.journal import Appended, Entry, Run, Tick, Until, decode, encode, extend


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


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def appended(number: int, at: datetime, *ticks: datetime) -> Appended:
    return Appended(at, Entry(number, tuple(Tick(each, 1) for each in ticks), {}))


def test_an_entry_is_known_from_the_moment_it_was_appended_and_not_before():
    entry = appended(1, NOON)

    assert [entry.is_known_at(NOON + n * SECOND) for n in (-1, 0, 1)] == [False, True, True]


def test_a_tick_for_a_later_time_is_not_known_yet_though_it_was_appended():
    entry = appended(1, NOON, NOON - SECOND, NOON + SECOND)

    assert not entry.is_known_at(NOON)
    assert entry.is_known_at(NOON + SECOND)


def test_a_journal_is_cut_at_the_first_entry_that_was_not_known():
    journal = [appended(1, NOON), appended(2, NOON + 2 * SECOND), appended(3, NOON + SECOND)]
    cut = Until(journal, NOON + SECOND)

    assert [entry.sequence for entry in cut] == [1]
    assert (cut.first, cut.last) == (journal[0], journal[0])


def test_of_a_journal_that_begins_later_nothing_was_known():
    cut = Until([appended(1, NOON)], NOON - SECOND)

    assert list(cut) == []
    assert (cut.first, cut.last) == (appended(1, NOON), None)
