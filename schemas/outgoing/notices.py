"""What people are told that is no duty (R8, X2, X3, X4). A notice stands until it is withdrawn."""

from pydantic import AwareDatetime

from schemas.outgoing.parts import Addressee, Evidence, Outgoing, PolicyVersion, Subject
from schemas.words import (
    Band,
    Contradiction,
    FeedSource,
    NoticeKind,
    Question,
    ReviewThreshold,
    WithdrawalReason,
)


class HighRiskRaised(Outgoing):
    """Somebody on a case is at high risk: told to the sergeant and inspector of the area where it took place (R8)."""

    notice_id: str
    case_id: str
    reference: str | None
    subject: Subject
    since: AwareDatetime
    # Who said so where no assessment did.
    declared_by: str | None
    # Who confirmed the band where it follows from incidents and from no assessment.
    confirmed_by: str | None
    # The incident whose beat is the area; None: the case has none.
    incident_id: str | None
    beat: str | None
    district: str | None
    addressees: tuple[Addressee, ...]
    # Of the case's other beats and of the victim's home.
    copied: tuple[Addressee, ...]
    copied_beats: tuple[str, ...]
    # Those of all these beats of which nobody is named in the directory: the fallback is told for them.
    missing_beats: tuple[str, ...]
    decided_by: PolicyVersion
    sentence: str


class HighRiskPossible(Outgoing):
    """The answers that are missing could make a band HIGH: told to the lead officer (R8)."""

    notice_id: str
    case_id: str
    reference: str | None
    subject: Subject
    band: Band
    could_be_if: tuple[str, ...]
    addressees: tuple[Addressee, ...]
    sentence: str


class HighRiskOfNobodyOnCase(Outgoing):
    """Somebody is declared or assessed at high risk who is not on the case in that role: nothing follows yet (R8).

    Told to the lead officer and the beat's sergeant at once: the reference may be mistyped.
    """

    notice_id: str
    case_id: str
    reference: str | None
    # As it was recorded; it names nobody on the case.
    subject: Subject
    since: AwareDatetime
    addressees: tuple[Addressee, ...]
    sentence: str


class BeatNotInDirectory(Outgoing):
    """An alarm: nobody is named for a beat that somebody is at high risk on; the fallback was told (R8)."""

    notice_id: str
    case_id: str
    # None: it is not known on which beat it took place.
    beat: str | None
    addressees: tuple[Addressee, ...]


class MarkerFoundFalse(Outgoing):
    """A marker was taken off by itself, because the fact under it was false: told to its owner (R9)."""

    notice_id: str
    case_id: str
    marker_id: str
    addressees: tuple[Addressee, ...]


class ContradictionFound(Outgoing):
    """Two things that are recorded and cannot both be so, each with what it was read from (X4)."""

    notice_id: str
    contradiction: Contradiction
    case_id: str | None
    incident_id: str | None
    subject: Subject | None
    question: Question | None
    one: Evidence
    other: Evidence
    addressees: tuple[Addressee, ...]
    sentence: str


class CountedIncident(Outgoing):
    """An incident that counts towards a Case Review or a course of conduct."""

    incident_id: str
    occurred_on: AwareDatetime
    reported_at: AwareDatetime


class CaseReviewEligible(Outgoing):
    """A victim may ask for an ASB Case Review, and is to be told before they ask (X2; ASBCPA 2014 s.104)."""

    notice_id: str
    person_ref: str
    # The cases that the incidents are in.
    case_ids: tuple[str, ...]
    pack: str
    threshold: ReviewThreshold
    incidents: tuple[CountedIncident, ...]
    eligible_from: AwareDatetime
    # The application is to be made by then; later incidents move it.
    apply_by: AwareDatetime
    addressees: tuple[Addressee, ...]
    sentence: str


class CourseOfConductSeen(Outgoing):
    """Several Personal incidents against one victim: a person reviews whether to record a crime (X3).

    It is never itself a decision that there is a crime.
    """

    notice_id: str
    obligation_id: str
    person_ref: str
    case_ids: tuple[str, ...]
    # The suspect of more than one of them; None: not known.
    suspect_ref: str | None
    incidents: tuple[CountedIncident, ...]
    review_by: AwareDatetime
    addressees: tuple[Addressee, ...]
    sentence: str


class FeedSilent(Outgoing):
    """An alarm: nothing has come from a source for longer than its policy allows: since then we are blind (X9)."""

    notice_id: str
    source: FeedSource
    # The newest that it told.
    since: AwareDatetime
    addressees: tuple[Addressee, ...]
    sentence: str


class NoticeWithdrawn(Outgoing):
    """What a notice said no longer stands."""

    notice_id: str
    kind: NoticeKind
    case_id: str | None
    reason: WithdrawalReason
    corrects: str
