"""What may be wrong with a chain, each with the sentence that says so (X7)."""

from enum import StrEnum
from typing import NamedTuple


class Wrong(StrEnum):
    """Why a chain is not as it was written."""

    REMOVED = "removed"
    CUT = "cut"
    EARLY = "early"
    CHANGED = "changed"
    REORDERED = "reordered"
    INSERTED = "inserted"
    FORK = "fork"


class Finding(NamedTuple):
    """One thing wrong, from one record to another by their numbers, and where a number says nothing the offset."""

    wrong: Wrong
    first: int
    last: int
    sentence: str


def removed(first: int, last: int) -> Finding:
    return Finding(Wrong.REMOVED, first, last, f"{_records(first, last)} removed: the ones beside it stand")


def cut(first: int, last: int, by: str) -> Finding:
    return Finding(Wrong.CUT, first, last, f"the end is cut off: {by}, and {_records(first, last)} gone")


def early(last: int, since: str, days: int) -> Finding:
    sentence = f"{_records(1, last)} gone before their time: {last} was written after {since} and is kept {days} days"
    return Finding(Wrong.EARLY, 1, last, sentence)


def changed(number: int, by: str) -> Finding:
    return Finding(
        Wrong.CHANGED, number, number, f"record {number} was changed: {by} holds another hash of it"
    )


def reordered(number: int, offset: int) -> Finding:
    sentence = f"record {number} stands out of order, at offset {offset}"
    return Finding(Wrong.REORDERED, number, number, sentence)


def inserted(number: int, offset: int) -> Finding:
    sentence = (
        f"the record at offset {offset} was inserted: it says it is number {number}, and none follows it"
    )
    return Finding(Wrong.INSERTED, number, number, sentence)


def no_link(offset: int) -> Finding:
    return Finding(
        Wrong.INSERTED, 0, 0, f"the record at offset {offset} was inserted: it is no link of a chain"
    )


def beyond(first: int, last: int, by: str) -> Finding:
    return Finding(Wrong.INSERTED, first, last, f"{_records(first, last)} beyond the end: {by}")


def fork(number: int, offset: int) -> Finding:
    sentence = f"the chain forks: a second record {number} stands at offset {offset}, and both are followed"
    return Finding(Wrong.FORK, number, number, sentence)


def _records(first: int, last: int) -> str:
    return f"record {first} is" if first == last else f"records {first} to {last} are"
