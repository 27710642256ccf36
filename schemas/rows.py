"""What the worker remembers: one record of the state topic each, keyed `force|kind|id`.

A row is immutable; a rule puts a changed copy. Structs of msgspec and not pydantic: rows never leave the
system and are decoded several times per event. A new field needs a default, so that old rows stay readable.
"""

from datetime import date, datetime
from typing import Any, Final

import msgspec

from schemas.words import (
    Answer,
    AsbClass,
    AsbType,
    AskReason,
    Band,
    Basis,
    CaseOrigin,
    CaseStatus,
    DayCount,
    EvidenceKind,
    GapKind,
    IncidentStatus,
    LadderReading,
    Letter,
    LineCategory,
    LinkKind,
    ObligationKind,
    ObligationStatus,
    Outcome,
    Partner,
    Placement,
    Post,
    Question,
    RefusalReason,
    Role,
    SubjectKind,
    TagBasis,
    ThriveLetter,
    TimePrecision,
)

# Which of two versions of a thing counts: revision, then recorded_at (RFC 3339, UTC), then ce_id.
Rank = tuple[int, str, str]
NO_RANK: Final[Rank] = (0, "", "")


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """Base of all rows and their parts."""


class PlaceKept(Row, frozen=True):
    text: str = ""
    uprn: str | None = None
    easting: int | None = None
    northing: int | None = None
    snapped: bool = False
    beat: str | None = None
    district: str | None = None


class PersonKept(Row, frozen=True):
    role: Role
    nominal_ref: str | None = None
    name: str | None = None
    date_of_birth: date | None = None
    phone: str | None = None
    age: int | None = None
    flags: tuple[str, ...] = ()


class LineKept(Row, frozen=True):
    """A log line; `rank` decides between two contents of one `seq`."""

    seq: int
    at: datetime
    category: LineCategory
    text: str
    rank: Rank
    author: str = ""
    thrive: ThriveLetter | None = None
    question_seq: int | None = None
    auto_answered: bool = False


class HeaderKept(Row, frozen=True):
    """The header that stands: the one of the highest rank."""

    reported_at: datetime
    precision: TimePrecision = TimePrecision.EXACT
    status: IncidentStatus = IncidentStatus.OPEN
    closed_at: datetime | None = None
    opening_code: str | None = None
    closing_code: str | None = None
    local_codes: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    place: PlaceKept | None = None
    people: tuple[PersonKept, ...] = ()
    links: tuple[str, ...] = ()
    duplicate_of: str | None = None


class EvidenceKept(Row, frozen=True):
    """A cue found in the text: which letter it speaks for, and from which line."""

    letter: Letter
    answer: Answer
    kind: EvidenceKind
    ref: str
    rule: str = ""


class TagKept(Row, frozen=True):
    asb_class: AsbClass | None
    asb_type: AsbType | None
    basis: TagBasis
    suggested: bool
    type_suggested: bool = False
    crime_and_asb: bool = False
    also: tuple[AsbClass, ...] = ()
    evidence: tuple[EvidenceKept, ...] = ()


class TypeCue(Row, frozen=True):
    """A cue for an ASB type, or (`word`) for a personal impact or for something that is not ASB."""

    word: str
    weight: int
    ref: str
    rule: str


class CuesKept(Row, frozen=True):
    """Everything the text said, kept so that a re-decision need not read the text again."""

    letters: tuple[EvidenceKept, ...] = ()
    types: tuple[TypeCue, ...] = ()
    # SHA-256 of the policy these were read under.
    policy: str = ""


class LetterOverride(Row, frozen=True):
    letter: Letter
    answer: Answer
    officer: str
    instruction_id: str
    rank: Rank


class TagOverride(Row, frozen=True):
    asb: bool
    asb_class: AsbClass | None
    asb_type: AsbType | None
    instruction_id: str
    rank: Rank


class OfficerWord(Row, frozen=True):
    """An officer's own VICTOR-E; one per assessor, the highest rank counts."""

    assessor: str
    letters: dict[Letter, Answer]
    fact_id: str
    rank: Rank


class LinkKept(Row, frozen=True):
    """A link to an earlier report; `to` is an incident id, or a Sentinel reference where `sentinel` is set."""

    kind: LinkKind
    to: str
    confidence: float
    associated: bool
    sentinel: bool = False


class IncidentRow(Row, frozen=True):
    """One incident, ASB or not: a re-code can make it ASB weeks later."""

    incident_id: str
    # Facts about an incident may come before its log: then there is no header yet.
    header: HeaderKept | None = None
    rank: Rank = NO_RANK
    log: bytes = b""
    has_text: bool = False
    cues: CuesKept = CuesKept()
    letter_overrides: tuple[LetterOverride, ...] = ()
    tag_override: TagOverride | None = None
    officer_words: tuple[OfficerWord, ...] = ()
    # What follows from the facts above, and from other incidents.
    tag: TagKept | None = None
    main: str = ""
    keys: tuple[str, ...] = ()
    links: tuple[LinkKept, ...] = ()
    outcome: Outcome | None = None
    managed: bool = False
    # What was published.
    case_id: str = ""
    placement: Placement = Placement.STAY
    related: tuple[str, ...] = ()
    tag_digest: bytes = b""
    decision_digest: bytes = b""
    # Open asks by what they are about ("decision", "related"): ids of their obligations.
    asks: dict[str, str] = {}
    sequences: dict[str, int] = {}
    changed_at: datetime | None = None
    incomplete_since: datetime | None = None

    @property
    def standing(self) -> bool:
        """Counts as an ASB incident: known, tagged, and not a duplicate of one that counts (R1)."""
        return self.header is not None and self.tag is not None and not self.main


class CaseRow(Row, frozen=True):
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
    changed_at: datetime | None = None
    changed_by: str = ""
    incomplete_since: datetime | None = None
    # When the snapshot is to be removed; it is gone once that is past.
    retire_at: datetime | None = None


class RoleKept(Row, frozen=True):
    """A role that a person was given at a time; None: the person left."""

    rank: Rank
    at: datetime
    role: Role | None


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
    # Since when facts wait here for their case; None: it has appeared, on this beat.
    waiting_since: datetime | None = None
    case_beat: str | None = None


class MatrixAnswerKept(Row, frozen=True):
    """An answer as it counts; neither option nor points: unknown."""

    question: str
    option: str | None = None
    points: int | None = None
    basis: Basis = Basis.ASSESSMENT


class AssessmentKept(Row, frozen=True):
    """One version of an assessment with what the matrix made of it.

    Without a band it was refused whole, or answers nothing: it never stands.
    """

    rank: Rank
    fact_id: str
    assessed_at: datetime
    created_at: datetime
    assessor: str
    matrix: str
    matrix_version: str
    band: Band | None = None
    # Of a version that another one has followed, no answers are kept.
    answers: tuple[MatrixAnswerKept, ...] = ()
    judged: Band | None = None
    sentinel_band: Band | None = None
    # SHA-256 of the policy whose matrix it was held against.
    policy: str = ""
    # What the matrix made of it, so that a case is shown without scoring it again.
    could_be: Band | None = None
    completeness_percent: int = 0

    @property
    def at(self) -> datetime:
        """When it was made: a run of one band begins with the first assessment that gave it."""
        return self.assessed_at


class RefusalKept(Row, frozen=True):
    """Something to be handed back; `told` once that is published."""

    fact_id: str
    reason: RefusalReason
    question: str | None = None
    told: bool = False
    rank: Rank = NO_RANK


class AssessmentRow(Row, frozen=True):
    """The assessments of one subject of one Sentinel case, in order of rank; the last with a band stands (R11)."""

    reference: str
    kind: SubjectKind
    ref: str
    versions: tuple[AssessmentKept, ...] = ()
    refusals: tuple[RefusalKept, ...] = ()
    digest: bytes = b""
    # Since when somebody is assessed who is not on the case in that role, and on which beat; None: they are.
    not_on_case_since: datetime | None = None
    case_beat: str | None = None

    @property
    def standing(self) -> AssessmentKept | None:
        """The version that counts."""
        return next((one for one in reversed(self.versions) if one.band is not None), None)

    @property
    def sentinel_band(self) -> Band | None:
        """Sentinel's own band: of the latest version, also where we made nothing of that."""
        return self.versions[-1].sentinel_band if self.versions else None


class AnswerKept(Row, frozen=True):
    """One answer to a question of R14; a yes without text is kept as unknown and marked."""

    rank: Rank
    at: datetime
    answer: Answer
    officer: str
    without_text: bool = False


class FormKept(Row, frozen=True):
    """The safeguarding form done, or declined with a reason (R16)."""

    rank: Rank
    at: datetime
    officer: str
    declined_for: str = ""


class PersonRow(Row, frozen=True):
    """What was answered about one person of one Sentinel case, in order of rank (R14-R16)."""

    reference: str
    person_ref: str
    answers: dict[Question, tuple[AnswerKept, ...]] = {}
    form: FormKept | None = None
    refusals: tuple[RefusalKept, ...] = ()


class LadderKept(Row, frozen=True):
    """When a duty is reminded, and who is told at each rung: the terms it was opened under (R15)."""

    days: tuple[int, ...]
    then_every: int
    levels: tuple[Post, ...]
    reading: LadderReading = LadderReading.CUMULATIVE
    count: DayCount = DayCount.EVERY_DAY


class AboutKept(Row, frozen=True):
    """What of the case a duty is about, as far as its kind has it."""

    kind: SubjectKind | None = None
    ref: str = ""
    person_ref: str = ""
    question: Question | None = None
    post: Post | None = None
    partner: Partner | None = None


class ObligationRow(Row, frozen=True):
    """A duty with its dates; it keeps the terms of the policy it was opened under."""

    obligation_id: str
    kind: ObligationKind
    status: ObligationStatus
    opened_at: datetime
    # Where its ladder begins.
    since: datetime
    due_at: datetime
    # The next rung to be told; None: this duty is shown and listed, nobody is reminded.
    next_at: datetime | None
    ladder: LadderKept
    incident_id: str = ""
    case_id: str = ""
    beat: str | None = None
    about: AboutKept | None = None
    # Unknown because a yes came without its text (R14, R21).
    without_text: bool = False
    reason: AskReason | None = None
    # The last rung that was told, or passed over; from 1.
    rung: int = 0
    # Reminders sent, and how many of them were taken back when it ended.
    reminded: int = 0
    taken_back: int = 0
    parked: bool = False


class DeclinedRow(Row, frozen=True):
    """A named officer's word that an obligation will not be met (R10)."""

    obligation_id: str
    officer: str
    reason: str
    rank: Rank


class GoLiveRow(Row, frozen=True):
    """From when this force is sent reminders (R7)."""

    live_from: datetime
    rank: Rank


class SampleKept(Row, frozen=True):
    """What was missing at one moment, by kind."""

    at: datetime
    missing: dict[GapKind, int] = {}


class ComplianceRow(Row, frozen=True):
    """The weekly report of one beat, or of the force (no beat): when it is next due, and what it averages over."""

    beat: str
    next_at: datetime
    # The samples of this week, and the average of each week before, oldest first.
    samples: tuple[SampleKept, ...] = ()
    weeks: tuple[dict[GapKind, float], ...] = ()
    sequences: dict[str, int] = {}
    parked: bool = False


class PolicyRow(Row, frozen=True):
    """A policy this force has recorded: the whole document, its hash and since when it counts."""

    sha256: str
    effective_from: date
    document: dict[str, Any]
    # Empty for the built-in policies, which a force records as its first.
    activated_by: str = ""
    activated_at: datetime | None = None


class CounterRow(Row, frozen=True):
    """How many obligations of a kind a subject has had, so that each gets an id of its own."""

    number: int = 0
