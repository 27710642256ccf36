"""A bucket is a sorted list, whatever its size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.engine import ordered
from streams.engine.ordered import Bucket

ENTRIES = st.tuples(st.integers(0, 50), st.binary(min_size=1, max_size=1))


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordered, "CHUNK", 4)


@given(added=st.sets(ENTRIES, max_size=60), taken=st.sets(ENTRIES, max_size=40), about=ENTRIES)
def test_a_bucket_answers_as_a_sorted_list_would(added, taken, about):
    bucket = Bucket()
    for entry in added:
        bucket.add(entry)
    for entry in taken & added:
        bucket.remove(entry)
    kept = sorted(added - taken)

    assert list(bucket) == kept
    assert bucket.size == len(kept)
    assert list(bucket.upwards(about)) == [entry for entry in kept if entry > about]
    assert list(bucket.downwards(about)) == [entry for entry in reversed(kept) if entry < about]


@given(added=st.sets(ENTRIES, max_size=60), more=ENTRIES)
def test_a_bucket_made_in_one_go_is_the_bucket_made_entry_by_entry(added, more):
    bucket = Bucket.of(list(added))
    if more not in added:
        bucket.add(more)

    assert list(bucket) == sorted(added | {more})
    assert bucket.size == len(added | {more})


def test_removing_what_is_not_there_is_an_error():
    bucket = Bucket()
    bucket.add((1, b"a"))

    with pytest.raises(KeyError):
        bucket.remove((1, b"b"))
