"""Cases, and why something no longer stands (R5, R7)."""

from enum import StrEnum


class CaseStatus(StrEnum):
    """Life of a case as this system sees it."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class CaseOrigin(StrEnum):
    OURS = "ours"
    SENTINEL = "sentinel"


class RelatedReason(StrEnum):
    """Why membership of a case differs from the group of linked incidents (design: Order)."""

    LINKED_ACROSS_CASES = "linked-across-cases"
    KEPT_AFTER_PUBLICATION = "kept-after-publication"


class RefusalReason(StrEnum):
    """Why what an officer recorded is handed back, and stays outstanding (R13, R14)."""

    UNKNOWN_MATRIX = "unknown-matrix"
    OTHER_MATRIX_VERSION = "other-matrix-version"
    MATRIX_OF_ANOTHER_SUBJECT = "matrix-of-another-subject"
    UNKNOWN_QUESTION = "unknown-question"
    UNKNOWN_OPTION = "unknown-option"
    POINTS_OUT_OF_RANGE = "points-out-of-range"
    ANSWERED_TWICE = "answered-twice"
    YES_WITHOUT_TEXT = "yes-without-text"
    JUDGEMENT_WITHOUT_REASON = "judgement-without-reason"
    LOWERED_WITHOUT_SUPERVISOR = "lowered-without-supervisor"


class WithdrawalReason(StrEnum):
    """Why something published is taken back (R5)."""

    RECODED = "recoded"
    DUPLICATE = "duplicate"
    OVERRIDDEN = "overridden"
    NO_MEMBER_LEFT = "no-member-left"
    DECIDED = "decided"
    ANSWERED = "answered"
    CASE_CLOSED = "case-closed"
    PERSON_LEFT = "person-left"
    BAND_CHANGED = "band-changed"
    CORRECTED = "corrected"
    KNOWN_AS_ANOTHER = "known-as-another"
    # STORM deleted the incident.
    DELETED = "deleted"
    # What it rested on was recorded in error: it never was so.
    FOUND_FALSE = "found-false"
    # Somebody no longer lives where they did.
    MOVED = "moved"
    CONSENT_REFUSED = "consent-refused"
    # A named officer refused the step.
    REFUSED = "refused"
    # Time went by: it no longer counts.
    LAPSED = "lapsed"
    # Processing about the person is restricted, or the person's data was erased (X8).
    RESTRICTED = "restricted"
    ERASED = "erased"
    # A source that was silent was heard again (X9).
    HEARD_AGAIN = "heard-again"


class NoticeKind(StrEnum):
    """What people are told that is no duty (R8, X2, X3, X4, X9)."""

    HIGH_RISK = "high-risk"
    HIGH_RISK_POSSIBLE = "high-risk-possible"
    HIGH_RISK_NOT_ON_CASE = "high-risk-not-on-case"
    BEAT_NOT_IN_DIRECTORY = "beat-not-in-directory"
    MARKER_FOUND_FALSE = "marker-found-false"
    CONTRADICTION = "contradiction"
    CASE_REVIEW = "case-review"
    COURSE_OF_CONDUCT = "course-of-conduct"
    FEED_SILENT = "feed-silent"
