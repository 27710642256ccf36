"""Record batches as they were fetched: whatever a client wrote into them, it blocks nobody who reads them."""

import gzip
import struct

import pytest
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.util import calc_crc32c

from streams.engine.unpack import _Fetch

# Where in a record batch its length, checksum, attributes and records are.
_LENGTH, _CRC, _ATTRIBUTES, _RECORDS = 8, 17, 21, 61
_GZIP = 1


def wire(first: int, *names: bytes, compressed: bool = False) -> bytes:
    """A batch as it is on the wire, of one record for each name of a header."""
    builder = DefaultRecordBatchBuilder(2, 0, 0, -1, -1, 0, 1_000_000)
    for offset, name in enumerate(names):
        builder.append(offset, 1_000, b"key", b"value", [("same", b"1"), ("?" * len(name), None)])
    batch = bytearray(builder.build())
    for name in names:
        at = batch.index(b"?" * len(name))
        batch[at : at + len(name)] = name
    if compressed:
        batch[_RECORDS:] = gzip.compress(bytes(batch[_RECORDS:]))
        batch[_ATTRIBUTES : _ATTRIBUTES + 2] = struct.pack(">h", _GZIP)
    batch[:_LENGTH] = struct.pack(">q", first)
    batch[_LENGTH : _LENGTH + 4] = struct.pack(">i", len(batch) - _LENGTH - 4)
    batch[_CRC:_ATTRIBUTES] = struct.pack(">I", calc_crc32c(bytes(batch[_ATTRIBUTES:])))
    return bytes(batch)


def read(*batches: bytes, upto: int = 100) -> list[tuple[int, str]]:
    """Offset and the name of the second header of each record."""
    fetched, found = _Fetch(b"".join(batches)), []
    while fetched.has_next():
        found += [(each.offset, each.headers[1][0]) for each in fetched.next_batch().below(upto)]
    return found


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_header_whose_name_is_no_text_is_read_with_what_is_no_text_escaped(at):
    names = [b"one", b"two", b"six"]
    names[at] = b"a\xff\xfe"

    found = read(wire(7, *names), wire(10, b"end"))

    told = ["one", "two", "six"]
    told[at] = "a\\xff\\xfe"
    assert found == [(7, told[0]), (8, told[1]), (9, told[2]), (10, "end")]


def test_every_name_of_a_batch_may_be_no_text():
    assert [offset for offset, _ in read(wire(0, b"\xff", b"\xfe\xfe", b"\xfd\xfd\xfd"))] == [0, 1, 2]


def test_a_batch_is_gone_on_in_where_it_was_left_though_a_name_is_no_text():
    fetched = _Fetch(wire(0, b"one", b"\xff\xff\xff\xff", b"six", b"end"))
    batch = fetched.next_batch()

    pieces = [[each.offset for each in batch.below(end)] for end in (1, 2, 3, 4)]

    assert pieces == [[0], [1], [2], [3]]


def test_the_rest_of_a_record_whose_header_has_no_text_for_a_name_is_as_it_was_written():
    [record] = _Fetch(wire(3, b"\xff")).next_batch().below(9)

    assert (record.key, record.value, record.headers[0], record.headers[1][1]) == (
        b"key",
        b"value",
        ("same", b"1"),
        None,
    )


@pytest.mark.parametrize("name", [b"two", b"\xfftwo"])
def test_batches_that_came_compressed_are_read_alike(name):
    found = read(wire(0, b"one", name, b"six", compressed=True), wire(3, b"end"))

    assert [offset for offset, _ in found] == [0, 1, 2, 3]
    assert found == read(wire(0, b"one", name, b"six"), wire(3, b"end"))
