"""What stands on the topics that an account is read from."""

from connectors.reader import Record
from schemas.topics import CASES, SNAPSHOTS, Topic
from streams.explain.reading import not_removed


def record(offset: int, value: bytes | None, topic: Topic = SNAPSHOTS, key: bytes = b"C") -> Record:
    return Record(topic, 0, offset, 0, key, value, ())


def test_what_was_removed_from_a_compacted_topic_does_not_stand_though_the_broker_still_holds_it():
    told = [record(1, b"old"), record(2, b"another", key=b"D"), record(3, None)]

    assert not_removed(told) == [record(2, b"another", key=b"D")]


def test_what_was_published_again_after_its_removal_stands():
    told = [record(1, b"old"), record(2, None), record(3, b"new")]

    assert not_removed(told) == [record(3, b"new")]


def test_on_a_topic_that_is_not_compacted_nothing_is_removed():
    told = [record(1, b"told", CASES), record(2, None, CASES)]

    assert not_removed(told) == told
