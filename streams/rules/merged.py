"""Which records of a Sentinel case are of one person because somebody merged them? (R5)

Pure. A record is one with the record that it was merged into, and that one with its own; whatever order that came in,
and whether the other record has come or not. A circle is cut at its first reference.
"""

from collections.abc import Iterable

from schemas.rows import SentinelPersonKept


def survivors(records: Iterable[SentinelPersonKept]) -> dict[str, str]:
    """By reference of each record that was merged, and of each that others were merged into: the one that remains."""
    into = {each.person_ref: each.merged_into for each in records if each.merged_into}
    found = {person_ref: _end_of(person_ref, into) for person_ref in into}
    return found | {survivor: survivor for survivor in found.values()}


def _end_of(person_ref: str, into: dict[str, str]) -> str:
    passed = [person_ref]
    while (following := into.get(passed[-1])) is not None:
        if following in passed:
            return min(passed[passed.index(following) :])
        passed.append(following)
    return passed[-1]
