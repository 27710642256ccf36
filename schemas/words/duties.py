"""Duties, their ladders, and what is missing (R10, R15, R21)."""

from enum import StrEnum


class LadderReading(StrEnum):
    """How the days of a ladder are read (R15): from the beginning, or each from the one before."""

    CUMULATIVE = "cumulative"
    INTERVALS = "intervals"


class DayCount(StrEnum):
    """Which days a ladder counts (R15); working days leave out weekends and English bank holidays."""

    EVERY_DAY = "every-day"
    WORKING_DAYS = "working-days"
    # Every day is counted; a rung that falls on another day waits for the next working day.
    NEXT_WORKING_DAY = "next-working-day"


class CountedFrom(StrEnum):
    """Where the ladder of an unanswered question begins (R15)."""

    ASSESSMENT = "assessment"
    CASE = "case"
    QUESTION = "question"


class ObligationKind(StrEnum):
    """Duties that stay visible until done or declined with a reason (R6, R7, R10, R11, R15, R16)."""

    OFFICER_DECISION = "officer-decision"
    SENTINEL_REFERENCE = "sentinel-reference"
    RISK_ASSESSMENT = "risk-assessment"
    UNANSWERED_QUESTION = "unanswered-question"
    SAFEGUARDING_FORM = "safeguarding-form"
    ACTION_PLAN = "action-plan"
    REVIEW = "review"
    PARTNER_CONTACT = "partner-contact"
    # A step against a person waits for a named officer (X6).
    CONFIRMATION = "confirmation"
    MARKER_REVIEW = "marker-review"
    # The owner of a marker decides whether it is taken off (R9).
    MARKER_WITHDRAWAL = "marker-withdrawal"
    # A person is to be asked whether they want to be referred (R20).
    CONSENT = "consent"
    REFERRAL_ANSWER = "referral-answer"
    CORRECTION_ACKNOWLEDGEMENT = "correction-acknowledgement"
    # Whether a series of incidents is a crime is decided by a person within 24 hours (X3).
    CRIME_RECORDING_REVIEW = "crime-recording-review"


class ObligationStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class GapKind(StrEnum):
    """What the compliance report lists and counts (R21, R6, R10)."""

    NO_ASSESSMENT = "no-assessment"
    # Cases of which any subject is not assessed: counted beside the gaps, never listed.
    CASE_NOT_ASSESSED = "case-not-assessed"
    # Somebody has a risk assessment under a case that they are not on in that role.
    ASSESSED_NOT_ON_CASE = "assessed-not-on-case"
    UNKNOWN_ANSWER = "unknown-answer"
    YES_WITHOUT_TEXT = "yes-without-text"
    NO_SAFEGUARDING_FORM = "no-safeguarding-form"
    NO_ACTION_PLAN = "no-action-plan"
    # High risk, and no marker on the person or location is proposed or active.
    NO_MARKER = "no-marker"
    # A marker is proposed and nobody has confirmed or refused it.
    MARKER_NOT_CONFIRMED = "marker-not-confirmed"
    MARKER_REVIEW_OVERDUE = "marker-review-overdue"
    # What a marker is for may be over, and its owner has not decided whether it stays.
    MARKER_WITHDRAWAL_UNDECIDED = "marker-withdrawal-undecided"
    # Any other step against a person waits for a named officer.
    NOT_CONFIRMED = "not-confirmed"
    REFERRAL_UNANSWERED = "referral-unanswered"
    CORRECTION_UNACKNOWLEDGED = "correction-unacknowledged"
    CONSENT_NOT_ASKED = "consent-not-asked"
    CRIME_RECORDING_NOT_REVIEWED = "crime-recording-not-reviewed"
    NO_SENTINEL_REFERENCE = "no-sentinel-reference"
    NO_LEAD_OFFICER = "no-lead-officer"
    REVIEW_OVERDUE = "review-overdue"
    NO_PARTNER_CONTACT = "no-partner-contact"
    NO_OFFICER_DECISION = "no-officer-decision"
    # The record says too little to decide, and nobody was asked (R6).
    DECISION_UNKNOWN = "decision-unknown"
    # Facts of Sentinel whose case has not appeared here.
    CASE_UNKNOWN = "case-unknown"
    # Somebody on the case is restricted: nothing is said of them here, so somebody is to look after them (X8).
    PROCESSING_RESTRICTED = "processing-restricted"
    # A rule failed on something of it.
    INCOMPLETE = "incomplete"
