"""Rows and index of a desk: what a batch sees, undoes and keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.engine.table import RowTooLarge, Table
from tests.unit.engine.toy import Count, Counting

KEYS = st.sampled_from([b"a", b"b", b"c", b"d"])
ROWS = st.builds(Count, st.integers(0, 5), st.integers(0, 3), st.sampled_from(["", "park", "road"]))
CHANGES = st.lists(st.tuples(KEYS, st.none() | ROWS), max_size=12)


def a_table(**rows: Count) -> Table[Count]:
    table = Table(Counting())
    for key, row in rows.items():
        table.put(key.encode(), row)
    table.seal(0)
    table.commit()
    return table


def apply(table: Table[Count], changes: list[tuple[bytes, Count | None]]) -> None:
    for key, row in changes:
        if row is None:
            table.delete(key)
        else:
            table.put(key, row)


def contents(table: Table[Count]) -> dict[str, object]:
    rows = {key: table.get(key) for key in (b"a", b"b", b"c", b"d")}
    return rows | {bucket: list(table.members(bucket)) for bucket in ("due", "park", "road")}


def test_a_batch_sees_its_own_changes_before_they_are_committed():
    table = a_table(a=Count(1, place="park"))

    table.put(b"b", Count(2, place="park"))
    table.delete(b"a")

    assert table.get(b"b") == Count(2, place="park")
    assert table.get(b"a") is None
    assert table.members("park") == [(2, b"b")]


@given(first=CHANGES, second=CHANGES, third=CHANGES)
def test_rolling_back_to_a_savepoint_leaves_what_stood_there(first, second, third):
    table = a_table()
    apply(table, first)
    table.seal(0)
    table.commit()
    apply(table, second)
    table.seal(0)
    before = contents(table)
    to_write = table.changes()
    savepoint = table.savepoint()

    apply(table, third)
    table.seal(savepoint)
    table.rollback_to(savepoint)

    assert contents(table) == before
    assert table.changes() == to_write


@given(first=CHANGES, second=CHANGES)
def test_a_rolled_back_batch_leaves_the_committed_rows(first, second):
    table = a_table()
    apply(table, first)
    table.seal(0)
    table.commit()
    before = contents(table)

    apply(table, second)
    table.rollback()

    assert contents(table) == before
    assert table.changes() == []


@given(first=CHANGES, second=CHANGES)
def test_a_table_loaded_from_its_changes_is_the_table_that_wrote_them(first, second):
    wrote, log = a_table(), {}
    for changes in (first, second):
        apply(wrote, changes)
        wrote.seal(0)
        log.update(wrote.changes())
        wrote.commit()

    loaded = Table(Counting())
    for _ in loaded.fill({key: data for key, data in log.items() if data is not None}, slice_size=1):
        pass

    assert contents(loaded) == contents(wrote)
    assert dict(loaded.rows()) == dict(wrote.rows())


@given(first=CHANGES, second=CHANGES)
def test_a_table_that_restores_what_another_wrote_catches_up_with_it(first, second):
    wrote = a_table()
    apply(wrote, first)
    wrote.seal(0)
    wrote.commit()
    behind = Table(Counting())
    for _ in behind.fill(dict(wrote.rows())):
        pass
    apply(wrote, second)
    wrote.seal(0)
    changes = wrote.changes()
    wrote.commit()

    for key, data in changes:
        behind.restore(key, data)

    assert contents(behind) == contents(wrote)


@given(first=CHANGES, second=CHANGES, third=CHANGES)
def test_a_batch_over_one_that_is_being_committed_is_as_if_that_were_committed(first, second, third):
    one_by_one, overlapping = a_table(), a_table()
    for changes in (first, second, third):
        apply(one_by_one, changes)
        one_by_one.seal(0)
        written = one_by_one.changes()
        one_by_one.commit()

    apply(overlapping, first)
    overlapping.seal(0)
    overlapping.submit()
    apply(overlapping, second)
    overlapping.seal(0)
    overlapping.settle()
    overlapping.submit()
    apply(overlapping, third)
    overlapping.seal(0)

    assert overlapping.changes() == written
    assert contents(overlapping) == contents(one_by_one)


@given(first=CHANGES, second=CHANGES, third=CHANGES)
def test_when_a_commit_fails_the_batch_made_over_it_is_undone_with_it(first, second, third):
    table = a_table()
    apply(table, first)
    table.seal(0)
    table.commit()
    before = contents(table)
    apply(table, second)
    table.seal(0)
    table.submit()
    apply(table, third)

    table.rollback()

    assert contents(table) == before
    assert table.changes() == []


def test_a_row_put_back_as_it_was_is_not_written():
    table = a_table(a=Count(1), b=Count(1))

    table.put(b"a", Count(2))
    table.put(b"a", Count(1))
    table.put(b"b", Count(3))
    table.seal(0)

    assert [key for key, _ in table.changes()] == [b"b"]


def test_a_row_made_and_deleted_in_one_batch_is_not_written():
    table = a_table()

    table.put(b"a", Count(1))
    table.delete(b"a")
    table.seal(0)

    assert table.changes() == []


def test_a_row_over_the_limit_is_told_when_it_is_sealed():
    table = a_table()
    table.put(b"a", Count(1, note="x" * Counting.max_row_bytes))

    with pytest.raises(RowTooLarge):
        table.seal(0)


def test_neighbours_in_a_bucket_come_nearest_first_and_exclude_the_entry_itself():
    table = a_table(a=Count(1, place="park"), b=Count(2, place="park"), c=Count(3, place="park"))

    assert table.before("park", (3, b"c"), 5) == [(2, b"b"), (1, b"a")]
    assert table.after("park", (1, b"a"), 1) == [(2, b"b")]
    assert table.upto("park", 2, 5) == [(1, b"a"), (2, b"b")]
    assert table.size("park") == 3
    assert table.size("nowhere") == 0


def test_a_read_costs_the_same_in_a_large_table():
    costs = []
    for size in (100, 10_000):
        table = Table(Counting())
        rows = {b"%d" % n: Counting().encode_row(b"", Count(n, place="park")) for n in range(size)}
        for _ in table.fill(rows):
            pass

        table.get(b"7")
        table.before("park", (size, b""), 3)
        costs.append(table.reads)

    assert costs == [4, 4]
