"""What stays of a log when its text is removed? (X8; design: Lines)

Pure. Of each line its number, time and kind, and the cues that were found in it, so that evidence still names its
line. A line that comes later is read once for cues, and its text is not kept. The text of a log that was never read,
because it was not ASB, is gone unread: a re-code finds nothing in it, and an officer is asked what nobody can read.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from schemas.rows import NO_RANK, CuesKept, IncidentRow, LineKept, Rank
from schemas.words import ThriveLetter
from streams.policies.policy import Policy
from streams.rules import cues, lines


def without_text(row: IncidentRow, at: datetime) -> IncidentRow:
    """The incident with the text of its log removed at a moment; removed before: since then."""
    since = row.text_removed_at or at
    return msgspec.structs.replace(row, log=_bare(row.log), text_until=None, text_removed_at=since)


def not_told_yet(known: Iterable[LineKept], told: Iterable[LineKept]) -> tuple[LineKept, ...]:
    """Of lines that are told of a log without text those that it did not have, or had in an earlier version."""
    standing: dict[tuple[int, ThriveLetter | None], Rank] = {}
    for line in known:
        of = line.seq, line.thrive
        standing[of] = max(line.rank, standing.get(of, NO_RANK))
    return tuple(line for line in told if line.rank > standing.get((line.seq, line.thrive), NO_RANK))


def read_once(row: IncidentRow, policy: Policy, sha256: str) -> IncidentRow:
    """The incident with the cues of lines that came after the text was removed, and without their text.

    What was found before stays as it was read: there is nothing to read again under another policy.
    """
    said = [line for line in lines.unpack(row.log) if line.text]
    if not said:
        return row
    found = cues.read(said, policy, sha256)
    together = CuesKept(
        letters=tuple(dict.fromkeys((*row.cues.letters, *found.letters))),
        types=tuple(dict.fromkeys((*row.cues.types, *found.types))),
        auto_answers=tuple(dict.fromkeys((*row.cues.auto_answers, *found.auto_answers))),
        policy=row.cues.policy or sha256,
    )
    return msgspec.structs.replace(row, log=_bare(row.log), cues=together)


def _bare(log: bytes) -> bytes:
    """The log with no words in it, and without those who wrote them."""
    return lines.pack(tuple(msgspec.structs.replace(line, text="", author="") for line in lines.unpack(log)))
