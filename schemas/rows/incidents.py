"""Incidents with all that follows from them."""

from collections.abc import Iterable
from datetime import date, datetime
from operator import itemgetter

from schemas.rows.parts import NO_RANK, Rank, Row, Timed
from schemas.words import (
    Answer,
    AsbClass,
    AsbType,
    CaseSign,
    Channel,
    EvidenceKind,
    IncidentStatus,
    Letter,
    LineCategory,
    LinkKind,
    Outcome,
    Placement,
    Role,
    TagBasis,
    ThriveLetter,
    TimePrecision,
)


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


class SetAside(Row, frozen=True):
    """Somebody whom a log names and no rule sees, by their position in the log; nobody: they were erased (X8)."""

    number: int
    person: PersonKept | None = None


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
    # When it happened, as far as anybody said, and how it was told.
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None
    channel: Channel | None = None
    # Of the people the log names, those who are restricted or were erased: `people` are the others.
    set_aside: tuple[SetAside, ...] = ()

    @property
    def numbered(self) -> Iterable[tuple[int, PersonKept]]:
        """The people whom rules see, each by their position in the log."""
        if not self.set_aside:
            return enumerate(self.people)
        aside = {one.number for one in self.set_aside}
        places = (number for number in range(len(self.people) + len(aside)) if number not in aside)
        return zip(places, self.people, strict=True)

    @property
    def everybody(self) -> list[tuple[int, PersonKept | None]]:
        """Everybody whom the log names, in its order."""
        aside = ((one.number, one.person) for one in self.set_aside)
        return sorted((*self.numbered, *aside), key=itemgetter(0))


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
    # What the system answered by itself: no evidence for any letter, held against what is (X4).
    auto_answers: tuple[EvidenceKept, ...] = ()
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


class IncidentRow(Timed, frozen=True):
    """One incident, ASB or not: a re-code can make it ASB weeks later."""

    incident_id: str
    # Facts about an incident may come before its log: then there is no header yet.
    header: HeaderKept | None = None
    rank: Rank = NO_RANK
    log: bytes = b""
    has_text: bool = False
    # When the text of the log is to be removed (X8), and since when it is: then its lines are number and time only.
    text_until: datetime | None = None
    text_removed_at: datetime | None = None
    # Until when it is kept while it is in no case and counts for no other log (X8).
    kept_until: datetime | None = None
    cues: CuesKept = CuesKept()
    letter_overrides: tuple[LetterOverride, ...] = ()
    tag_override: TagOverride | None = None
    officer_words: tuple[OfficerWord, ...] = ()
    # What follows from the facts above, and from other incidents.
    tag: TagKept | None = None
    main: str = ""
    # The highest rank at which STORM deleted it; it is gone while no header ranks higher.
    deleted: Rank = NO_RANK
    keys: tuple[str, ...] = ()
    # The keys by which each of the header's people is surely known, in the header's order; empty: nobody is.
    known_by: tuple[tuple[str, ...], ...] = ()
    links: tuple[LinkKept, ...] = ()
    outcome: Outcome | None = None
    managed: bool = False
    # The letters that are answered yes, in order.
    letters: tuple[Letter, ...] = ()
    # By policy its suspects are not named: hate alone speaks for a case, and no code says crime (X11).
    suspects_withheld: bool = False
    # What else it says that a referral may rest on, by the policy of its report.
    signs: tuple[CaseSign, ...] = ()
    # What was published.
    case_id: str = ""
    placement: Placement = Placement.STAY
    related: tuple[str, ...] = ()
    tag_digest: bytes = b""
    decision_digest: bytes = b""
    # The `ce_id` of what was published last, by event type, so that a correction names it.
    told: dict[str, str] = {}
    # Open asks by what they are about ("decision", "related"): ids of their obligations.
    asks: dict[str, str] = {}
    sequences: dict[str, int] = {}
    changed_at: datetime | None = None
    incomplete_since: datetime | None = None

    @property
    def falls_due(self) -> datetime | None:
        times = (self.text_until, None if self.case_id or self.main else self.kept_until)
        return min((at for at in times if at is not None), default=None)

    @property
    def gone(self) -> bool:
        """STORM deleted it, and no later revision of the log has brought it back (R5)."""
        return self.deleted > self.rank

    @property
    def standing(self) -> bool:
        """Counts as an ASB incident: known, tagged, and not a duplicate of one that counts (R1)."""
        return self.header is not None and self.tag is not None and not self.main
