"""The trivial job: the bytes that all contenders read, and the answers that are right."""

from collections import Counter

from bench.check import expected
from bench.job import KEYS, events, read


def test_events_are_about_as_large_as_an_incident_and_carry_a_cloudevents_envelope():
    told = list(events(100))

    assert all(1_100 < len(event.value) < 1_300 for event in told)
    assert {"ce_id", "ce_type", "ce_source", "content-type"} <= {name for name, _ in told[0].headers}


def test_ids_count_up_from_nought_as_offsets_do():
    told = [read(event.value)["id"] for event in events(50)]

    assert told == list(range(50))


def test_each_key_comes_equally_often_and_never_twice_in_a_batch():
    told = [event.key for event in events(2 * KEYS)]

    assert set(Counter(told).values()) == {2}
    assert len(set(told[:2_000])) == 2_000


def test_the_right_outputs_count_each_key_from_one_and_keep_key_and_headers():
    told = list(events(5, keys=2))

    outputs, rows = expected(told)

    assert [value for _, value, _ in outputs] == [
        b'{"id":0,"key":"k00000","n":1}',
        b'{"id":1,"key":"k00001","n":1}',
        b'{"id":2,"key":"k00000","n":2}',
        b'{"id":3,"key":"k00001","n":2}',
        b'{"id":4,"key":"k00000","n":3}',
    ]
    assert [(key, headers) for key, _, headers in outputs] == [(e.key, e.headers) for e in told]
    assert rows == {"k00000": 3, "k00001": 2}
