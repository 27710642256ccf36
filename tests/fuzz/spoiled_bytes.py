"""A record's bytes spoiled, as a broken disk, a wrong program or somebody who means harm would."""

import gzip
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from streams.engine.domain import Record

Spoil = Callable[[Random, bytes, Sequence[Record]], bytes | None]


def spoiled_bytes(chance: Random, record: Record, others: Sequence[Record]) -> Record:
    """The record with its value spoiled; `others` are messages of any kind."""
    value: bytes | None = record.value
    for _ in range(chance.choice((1, 1, 2))):
        value = chance.choice(_WAYS)(chance, value or b"", others)
    return record._replace(value=value)


def bits_flipped(chance: Random, value: bytes, others: Sequence[Record]) -> bytes:
    found = bytearray(value)
    for _ in range(chance.choice((1, 1, 3, 30))):
        if found:
            found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def cut(chance: Random, value: bytes, others: Sequence[Record]) -> bytes:
    return value[: chance.randrange(len(value) + 1)]


def head_cut(chance: Random, value: bytes, others: Sequence[Record]) -> bytes:
    return value[chance.randrange(len(value) + 1) :]


def put_in(chance: Random, value: bytes, others: Sequence[Record]) -> bytes:
    at = chance.randrange(len(value) + 1)
    return (
        value[:at]
        + chance.choice((b"\xff", b"\x00", b"\xed\xa0\x80", b"\xc0\x80", b'"', b"}", b"\\u"))
        + value[at:]
    )


def grafted(chance: Random, value: bytes, others: Sequence[Record]) -> bytes:
    """One message's beginning, another's end."""
    other = chance.choice(others).value or b""
    return value[: chance.randrange(len(value) + 1)] + other[chance.randrange(len(other) + 1) :]


def noise(chance: Random, value: bytes, others: Sequence[Record]) -> bytes:
    return chance.randbytes(chance.choice((0, 1, 10, 1_000)))


def other_spelling(chance: Random, value: bytes, others: Sequence[Record]) -> bytes:
    text = value.decode("utf-8", "replace")
    return chance.choice(
        (text.encode("utf-16"), text.encode("utf-32"), b"\xef\xbb\xbf" + value, gzip.compress(value))
    )


def two_in_one(chance: Random, value: bytes, others: Sequence[Record]) -> bytes:
    return value + chance.choice((b"", b"\n", b",")) + value


def nothing(chance: Random, value: bytes, others: Sequence[Record]) -> bytes | None:
    return chance.choice((None, b"", b" ", b"null", b"{}", b"[]", b'""', b"0"))


_WAYS: Final[tuple[Spoil, ...]] = (
    *(bits_flipped, bits_flipped, bits_flipped, cut, head_cut, put_in, put_in, grafted),
    *(noise, other_spelling, two_in_one, nothing),
)
