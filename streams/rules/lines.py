"""The log of an incident: lines told twice, late and out of order merge into one text (design: Lines).

Pure. A line is its `seq`; of two contents of one `seq` the higher rank stands. THRIVE lines are evidence and
are never overwritten: every version is kept (R3).
"""

import zlib
from collections.abc import Iterable

import msgspec

from schemas.incoming import LogLine
from schemas.rows import LineKept, Rank
from schemas.words import LineCategory

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(tuple[LineKept, ...])
_FAST = 1  # zlib's quickest level: half the size for a tenth of the time


def kept(line: LogLine, rank: Rank) -> LineKept:
    return LineKept(
        seq=line.seq,
        at=line.at,
        category=line.category,
        text=line.text,
        rank=rank,
        author=line.author,
        thrive=line.thrive_letter,
        question_seq=line.question_seq,
        auto_answered=line.auto_answered,
    )


def merge(known: Iterable[LineKept], told: Iterable[LineKept]) -> tuple[LineKept, ...]:
    """Known and newly told lines as one log in order of `seq`; the result does not depend on who came first."""
    merged: dict[tuple[int, str, str], LineKept] = {}
    for line in (*known, *told):
        identity = _identity(line)
        standing = merged.get(identity)
        if standing is None or _stands_over(line, standing):
            merged[identity] = line
    return tuple(
        merged[identity] for identity in sorted(merged, key=lambda each: (each[0], merged[each].rank, each))
    )


def pack(lines: tuple[LineKept, ...]) -> bytes:
    return zlib.compress(_ENCODER.encode(lines), _FAST) if lines else b""


def unpack(log: bytes) -> tuple[LineKept, ...]:
    return _DECODER.decode(zlib.decompress(log)) if log else ()


def _identity(line: LineKept) -> tuple[int, str, str]:
    if line.category is LineCategory.THRIVE:
        return line.seq, line.thrive or "", line.text
    return line.seq, "", ""


def _stands_over(line: LineKept, standing: LineKept) -> bool:
    if (line.rank, line.text) != (standing.rank, standing.text):
        return (line.rank, line.text) > (standing.rank, standing.text)
    # One message says one line twice, not quite alike: any choice will do that is always the same.
    return line != standing and _ENCODER.encode(line) > _ENCODER.encode(standing)
