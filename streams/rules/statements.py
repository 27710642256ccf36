"""What is said in one go in a log, by whom, and what is asked? (R3, R6)

Pure. What one author writes is one running text, because a sentence may break over lines and over what others
write in between. An answer stands by itself beside its question; a line of THRIVE speaks only for the letters
that the policy lets it speak for (R3). What the system wrote is not read at all; what it answered is no evidence, and
is read apart, to be held against what people wrote (X4).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from schemas.rows import LineKept
from schemas.words import EvidenceKind, LineCategory, ThriveLetter

_UNREAD: Final = frozenset({LineCategory.SYSTEM, LineCategory.DISPOSE})
_ASKED_AND_ANSWERED: Final = frozenset({LineCategory.QUESTION, LineCategory.ANSWER})
_MARKER: Final = re.compile(r"(?<!\w)([QA])\s*[:;]\s*", re.IGNORECASE)


class Statement(NamedTuple):
    """Some text with the lines it stands on.

    Args:
        lines: seq and text. question: what this answers, or None when it is no answer. thrive: the line of
        THRIVE that this is.
    """

    lines: list[tuple[int, str]]
    kind: EvidenceKind = EvidenceKind.LINE
    question: str | None = None
    thrive: ThriveLetter | None = None


def is_read(line: LineKept) -> bool:
    """Whether somebody wrote the line about the incident."""
    return line.category not in _UNREAD and not line.auto_answered


def auto_answers(lines: Iterable[LineKept]) -> list[Statement]:
    """What the system answered by itself, each beside its question."""
    return [
        Statement([(line.seq, text)], EvidenceKind.AUTO_ANSWER, question)
        for line, _, text, question in _pieces(lines, _asks_or_auto_answers)
    ]


def _asks_or_auto_answers(line: LineKept) -> bool:
    if line.category is LineCategory.QUESTION:
        return True
    return line.category is LineCategory.ANSWER and line.auto_answered


def statements(lines: Iterable[LineKept]) -> list[Statement]:
    """The lines of a log as statements, in the order in which they begin."""
    found: list[Statement] = []
    running: dict[str, Statement] = {}
    for line, kind, text, question in _pieces(lines, is_read):
        if kind is LineCategory.THRIVE:
            found.append(Statement([(line.seq, text)], EvidenceKind.THRIVE, thrive=line.thrive))
        elif kind is LineCategory.ANSWER:
            found.append(Statement([(line.seq, text)], question=question))
        elif line.author in running:
            running[line.author].lines.append((line.seq, text))
        else:
            running[line.author] = Statement([(line.seq, text)])
            found.append(running[line.author])
    return found


def _pieces(
    lines: Iterable[LineKept], wanted: Callable[[LineKept], bool]
) -> Iterator[tuple[LineKept, LineCategory, str, str]]:
    """Pieces of the lines that are wanted, each with the question it answers if it is an answer."""
    questions: dict[int, str] = {}
    latest = ""
    for line in lines:
        if not wanted(line):
            continue
        if line.category is LineCategory.THRIVE:
            if line.thrive is not None:
                yield line, line.category, line.text, ""
            continue
        for kind, text in _marked(line):
            if kind is LineCategory.QUESTION:
                latest = text
                questions[line.seq] = text
            else:
                yield line, kind, text, questions.get(line.question_seq or 0, latest)


def _marked(line: LineKept) -> Iterator[tuple[LineCategory, str]]:
    """The line's text, split where it writes `Q:` and `A:` into a remark."""
    if line.category in _ASKED_AND_ANSWERED:
        yield line.category, _MARKER.sub("", line.text, count=1)
        return
    if ":" not in line.text and ";" not in line.text:
        yield line.category, line.text
        return
    pieces = _MARKER.split(line.text)
    if pieces[0].strip():
        yield line.category, pieces[0]
    for marker, text in zip(pieces[1::2], pieces[2::2], strict=True):
        yield (LineCategory.QUESTION if marker in "Qq" else LineCategory.ANSWER), text
