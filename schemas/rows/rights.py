"""People who asked for restriction or erasure: keyed hashes only (X8)."""

from datetime import datetime

from schemas.rows.parts import NO_RANK, Rank, Row, Timed


class CaseTold(Row, frozen=True):
    """What Sentinel was told last of a restriction, with one case: the event's `ce_id`, and whom it named."""

    event: str
    person_refs: tuple[str, ...] = ()
    beat: str | None = None


class SubjectRow(Timed, frozen=True):
    """One request, by the force's own number of it, and by which keys its subject is known.

    Of somebody who was erased no key is kept: what is told of them later is new.
    """

    subject_id: str
    rank: Rank = NO_RANK
    # Personal keys as the index has them: nominal reference, and hash of name with birth date.
    keys: tuple[str, ...] = ()
    # Sentinel's references, `reference|person_ref`.
    refs: tuple[str, ...] = ()
    restricted: bool = False
    since: datetime | None = None
    erased_at: datetime | None = None
    # The cases that Sentinel was told of, by id.
    told: dict[str, CaseTold] = {}
    # When something is written again after an erasure, so that what was there before may be cleaned away.
    next_at: datetime | None = None
    sequences: dict[str, int] = {}

    @property
    def falls_due(self) -> datetime | None:
        return self.next_at
