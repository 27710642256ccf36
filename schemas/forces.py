"""The registry of forces: which force is which partition (design: one force = one partition).

Append-only: a force keeps its partition for ever, so a new force goes to the end of the list. Every producer
sets the partition from here and never by hashing a key.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class BadRegistry(Exception):
    """The registry is not usable; the message says which entry."""


class Registry(NamedTuple):
    """Forces in order of partition, by ONS code."""

    forces: tuple[str, ...]

    def partition_of(self, force: str) -> int | None:
        """The force's partition, or None for a force that is not in the registry."""
        try:
            return self.forces.index(force)
        except ValueError:
            return None

    @property
    def partitions(self) -> int:
        return len(self.forces)


def registry(entries: Sequence[Mapping[str, Any]]) -> Registry:
    """The registry from its file's list of `{force: <ONS code>, name: ..., partition: <number>}`.

    Raises BadRegistry unless partitions count up from 0 in file order and no force stands twice.
    """
    forces = tuple(str(entry.get("force", "")) for entry in entries)
    if not forces or "" in forces or len(set(forces)) != len(forces):
        msg = "the registry needs one entry per force, each force once"
        raise BadRegistry(msg)
    for position, entry in enumerate(entries):
        if entry.get("partition") != position:
            msg = (
                f"entry {position} ({forces[position]}): partition must be {position}; new ones go to the end"
            )
            raise BadRegistry(msg)
    return Registry(forces)
