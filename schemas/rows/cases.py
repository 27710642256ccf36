"""Cases, and Sentinel's facts under their references."""

from datetime import date, datetime

from schemas.rows.incidents import OfficerWord
from schemas.rows.parts import NO_RANK, Rank, Row, Timed
from schemas.words import (
    Answer,
    CaseOrigin,
    CaseStatus,
    Role,
    SubjectKind,
)


class UnmarkedKept(Row, frozen=True):
    """A subject at high risk on whom no marker is proposed or active, and since when (R21)."""

    kind: SubjectKind
    ref: str
    since: datetime


class NotOnCaseKept(Row, frozen=True):
    """Somebody declared at high risk who was never on the case in that role, and since when (R21)."""

    kind: SubjectKind
    ref: str
    since: datetime


class CaseRow(Timed, frozen=True):
    """The risk state of one case; its members are found through the index."""

    case_id: str
    origin: CaseOrigin
    status: CaseStatus
    reference: str = ""
    request: int = 0
    opened_by: str = ""
    beat: str | None = None
    # Members that no link holds in the case any more (design: Order).
    kept: tuple[str, ...] = ()
    asks: dict[str, str] = {}
    snapshot_digest: bytes = b""
    sequences: dict[str, int] = {}
    # The `ce_id` of what was published last, by event type, so that a correction names it.
    told: dict[str, str] = {}
    changed_at: datetime | None = None
    changed_by: str = ""
    incomplete_since: datetime | None = None
    unmarked: tuple[UnmarkedKept, ...] = ()
    # When the snapshot is to be removed; it is gone once that is past.
    retire_at: datetime | None = None
    # Until when it is kept, with all that is its own (X8).
    kept_until: datetime | None = None

    @property
    def falls_due(self) -> datetime | None:
        # What is published of it goes before it does.
        return self.retire_at if self.snapshot_digest else self.kept_until


class RoleKept(Row, frozen=True):
    """A role that a person was given at a time; None: the person left."""

    rank: Rank
    at: datetime
    role: Role | None


class HomeKept(Row, frozen=True):
    """Where a person lives, as a fact told it; neither: not known."""

    rank: Rank
    at: datetime
    uprn: str | None = None
    beat: str | None = None


class SentinelPersonKept(Row, frozen=True):
    """A person of Sentinel's case; `role` and the rest are those of the highest rank, `roles` is the history."""

    person_ref: str
    role: Role | None
    rank: Rank
    roles: tuple[RoleKept, ...] = ()
    nominal_ref: str | None = None
    name: str | None = None
    date_of_birth: date | None = None
    phone: str | None = None
    # Every home that was told, in order of rank: since when somebody lives where follows from it.
    homes: tuple[HomeKept, ...] = ()
    tenant: Answer = Answer.UNKNOWN
    # The record of the same person that this one was merged into.
    merged_into: str | None = None
    merged_rank: Rank = NO_RANK


class LocationKept(Row, frozen=True):
    """A location on the case (R19), or gone from it."""

    uprn: str
    rank: Rank
    at: datetime
    left: bool = False


class ActKept(Row, frozen=True):
    """Something an officer did on the case: a plan recorded, a review held, a partner contacted (R10)."""

    slot: str
    rank: Rank
    at: datetime
    officer: str


class DeclarationKept(Row, frozen=True):
    """A named officer's word that a subject is at high risk, or no longer (R8); all of them, in order of rank."""

    kind: SubjectKind
    ref: str
    rank: Rank
    at: datetime
    high: bool
    officer: str


class SentinelRow(Row, frozen=True):
    """Sentinel's facts under one reference, each in its own slot, whatever order they came in.

    Facts for a reference whose case has not appeared wait here (design: Case identity). Once Sentinel has said
    when it opened the case, incidents link to the reference under `keys`.
    """

    reference: str
    case_id: str = ""
    accepted_case: str = ""
    accepted_rank: Rank = NO_RANK
    opened_rank: Rank = NO_RANK
    opened_at: datetime | None = None
    incident_ids: tuple[str, ...] = ()
    uprns: tuple[str, ...] = ()
    beat: str | None = None
    keys: tuple[str, ...] = ()
    people: tuple[SentinelPersonKept, ...] = ()
    lead_officer: str | None = None
    lead_rank: Rank = NO_RANK
    closed: bool = False
    closed_rank: Rank = NO_RANK
    closed_at: datetime | None = None
    accepted_at: datetime | None = None
    officer_words: tuple[OfficerWord, ...] = ()
    locations: tuple[LocationKept, ...] = ()
    # The standing act of each slot: `plan`, `review:<post>`, `contact:<partner>`.
    acts: tuple[ActKept, ...] = ()
    declarations: tuple[DeclarationKept, ...] = ()
    # Who is declared at high risk and was never on the case in that role, and since when (R21).
    declared_not_on_case: tuple[NotOnCaseKept, ...] = ()
    # Since when facts wait here for their case; None: it has appeared, on this beat.
    waiting_since: datetime | None = None
    case_beat: str | None = None
