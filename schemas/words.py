"""The vocabulary of the trade as wire words. An enum that is ordered states its order."""

from enum import StrEnum
from typing import Final


class Answer(StrEnum):
    """A three-valued answer. Missing is `unknown`, never `no` (R6)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class AsbClass(StrEnum):
    """The three national ASB categories (NSIR 2011; POLE dictionary DS_106)."""

    PERSONAL = "personal"
    NUISANCE = "nuisance"
    ENVIRONMENTAL = "environmental"


class AsbType(StrEnum):
    """The 13 national ASB types (POLE dictionary DS_107), independent of the class (R4)."""

    VEHICLE_ABANDONED = "vehicle-abandoned"
    VEHICLE_NUISANCE = "vehicle-nuisance"
    ROWDY_BEHAVIOUR = "rowdy-behaviour"
    NUISANCE_NEIGHBOURS = "nuisance-neighbours"
    LITTER_OR_DRUGS_PARAPHERNALIA = "litter-or-drugs-paraphernalia"
    ANIMAL_PROBLEMS = "animal-problems"
    TRESPASS = "trespass"
    NUISANCE_CALLS = "nuisance-calls"
    STREET_DRINKING = "street-drinking"
    PROSTITUTION_RELATED = "prostitution-related"
    NOISE = "noise"
    BEGGING = "begging"
    FIREWORKS = "fireworks"


class Letter(StrEnum):
    """The gate (harassment, alarm or distress) and the seven letters of VICTOR-E, in that order (R6)."""

    GATE = "gate"
    VULNERABLE = "V"
    IMPACT = "I"
    COMBINED = "C"
    TARGETED = "T"
    ONGOING = "O"
    RISK = "R"
    HATE = "E"


SEVEN_LETTERS: Final = tuple(letter for letter in Letter if letter is not Letter.GATE)


class Outcome(StrEnum):
    """What VICTOR-E says of one incident (R6)."""

    CASE_MANAGE = "case-manage"
    STAYS = "stays"
    ASK = "ask"
    UNKNOWN = "unknown"


class Placement(StrEnum):
    """Where the incident lives (R1): in STORM only, in a case it opened, or in a case it joined."""

    STAY = "stay"
    OPEN = "open"
    JOIN = "join"


class OpeningPolicy(StrEnum):
    """When a case opens (R2)."""

    FIRST_INCIDENT_STAYS = "first-incident-stays"
    VICTOR_E = "victor-e"
    CAPTURE_ALL = "capture-all"


class TagBasis(StrEnum):
    """What a tag rests on, strongest first (R4, X11)."""

    OVERRIDE = "override"
    CLOSING_CODE = "closing-code"
    OPENING_CODE = "opening-code"
    LOCAL_CODE = "local-code"
    CUES = "cues"


class LinkKind(StrEnum):
    """Why two incidents are thought to belong together, strongest first (R1)."""

    CROSS_REFERENCE = "cross-reference"
    NOMINAL = "nominal"
    NAME_AND_BIRTH_DATE = "name-and-birth-date"
    PHONE = "phone"
    UPRN = "uprn"
    GRID = "grid"


class Role(StrEnum):
    VICTIM = "victim"
    PERPETRATOR = "perpetrator"
    WITNESS = "witness"
    REPORTER = "reporter"
    OTHER = "other"


class Band(StrEnum):
    """How high a risk stands; the order is LOW < MEDIUM < HIGH (R13, R17)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def height(self) -> int:
        """0, 1, 2: to compare bands by."""
        return _HEIGHT[self]


_HEIGHT: Final = {band: height for height, band in enumerate(Band)}


class SubjectKind(StrEnum):
    """What a risk assessment is about (R11, R12, R18, R19)."""

    VICTIM = "victim"
    PERPETRATOR = "perpetrator"
    LOCATION = "location"
    COMMUNITY = "community"


class Question(StrEnum):
    """What is asked of each person on a case: yes, no or unknown (R14, R16)."""

    REPEAT_VICTIM = "repeat-victim"
    VULNERABLE = "vulnerable"
    SAFEGUARDING = "safeguarding"


class Basis(StrEnum):
    """Whether an answer states a fact or somebody's assessment of it (DPA 2018 s.38(2))."""

    FACT = "fact"
    ASSESSMENT = "assessment"


class Factor(StrEnum):
    """What a question of a matrix is about (R13)."""

    FREQUENCY = "frequency"
    IMPACT = "impact"
    VULNERABILITIES = "vulnerabilities"
    SUPPORT = "support"
    TARGETED = "targeted"
    HISTORY = "history"


class Aim(StrEnum):
    """What an assessment is to say (R13)."""

    ESCALATION = "escalation"  # the risk that it gets worse
    PEOPLE = "people"  # the risk to people using or living in the area
    OCCURRED = "occurred"  # the risk of what has occurred


class Post(StrEnum):
    """Whom a reminder is for, and who holds a review."""

    LEAD_OFFICER = "lead-officer"
    SERGEANT = "sergeant"
    INSPECTOR = "inspector"
    CHIEF_INSPECTOR = "chief-inspector"
    SENTINEL_ADMINISTRATOR = "sentinel-administrator"
    # Where nobody else is known.
    FALLBACK = "fallback"


class Partner(StrEnum):
    """Whom the neighbourhood team contacts about a case (R10)."""

    LOCAL_AUTHORITY = "local-authority"
    HOUSING = "housing"
    YOUTH_JUSTICE = "youth-justice"


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


class Channel(StrEnum):
    """How the report reached the police."""

    EMERGENCY = "999"
    NON_EMERGENCY = "101"
    TELEPHONE = "tel"
    ONLINE = "online"
    EMAIL = "email"
    FRONT_COUNTER = "front-counter"
    OTHER_AGENCY = "other-agency"
    OFFICER = "officer"
    IMPORT = "import"


class LineCategory(StrEnum):
    """Kinds of log line in a command-and-control log."""

    REMARKS = "remarks"
    CAD_REMARKS = "cad-remarks"
    SYSTEM = "system"
    UNIT_REMARK = "unit-remark"
    QUESTION = "question"
    ANSWER = "answer"
    THRIVE = "thrive"
    DISPOSE = "dispose"
    SUPERVISOR = "supervisor"
    MOBILE_APP = "mobile-app"


class ThriveLetter(StrEnum):
    THREAT = "T"
    HARM = "H"
    RISK = "R"
    INVESTIGATION = "I"
    VULNERABILITY = "V"
    ENGAGEMENT = "E"
    PREVENTION = "P"


class IncidentStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    REOPENED = "reopened"


class TimePrecision(StrEnum):
    """How exactly the time of report is known; published data give the month only."""

    EXACT = "exact"
    DAY = "day"
    MONTH = "month"


class EvidenceKind(StrEnum):
    """What a piece of evidence points at; its `ref` is resolvable for every kind (X1)."""

    LINE = "line"  # ref: seq of the log line
    CODE = "code"  # ref: the code
    QUALIFIER = "qualifier"  # ref: the qualifier as written
    CLASS = "class"  # ref: the ASB class
    LINK = "link"  # ref: the other incident, or the Sentinel case
    PERSON = "person"  # ref: position among the people of the incident
    THRIVE = "thrive"  # ref: seq of the THRIVE line
    OFFICER = "officer"  # ref: id of the officer's fact or instruction


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


class AskReason(StrEnum):
    """Why an officer is asked (R1, R5, R6)."""

    GATE_UNKNOWN = "gate-unknown-beside-a-yes-letter"
    LETTERS_UNKNOWN = "gate-yes-letters-unknown"
    BARE_RECORD = "bare-record"
    LINKS_TWO_CASES = "links-two-cases"
    RECODED_IN_ACCEPTED_CASE = "recoded-in-accepted-case"
    INCIDENT_FOR_CLOSED_CASE = "incident-for-closed-case"


class RelatedReason(StrEnum):
    """Why membership of a case differs from the group of linked incidents (design: Order)."""

    LINKED_ACROSS_CASES = "linked-across-cases"
    KEPT_AFTER_PUBLICATION = "kept-after-publication"


class CaseStatus(StrEnum):
    """Life of a case as this system sees it."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class CaseOrigin(StrEnum):
    OURS = "ours"
    SENTINEL = "sentinel"


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
    NO_SENTINEL_REFERENCE = "no-sentinel-reference"
    NO_LEAD_OFFICER = "no-lead-officer"
    REVIEW_OVERDUE = "review-overdue"
    NO_PARTNER_CONTACT = "no-partner-contact"
    NO_OFFICER_DECISION = "no-officer-decision"
    # The record says too little to decide, and nobody was asked (R6).
    DECISION_UNKNOWN = "decision-unknown"
    # Facts of Sentinel whose case has not appeared here.
    CASE_UNKNOWN = "case-unknown"
    # A rule failed on something of it.
    INCOMPLETE = "incomplete"


class RejectionCode(StrEnum):
    """Why a record could not be acted on. Stable: operators filter on it. The engine's own codes are among them."""

    UNDECODABLE = "undecodable"
    BAD_ENVELOPE = "bad-envelope"
    UNKNOWN_TYPE = "unknown-type"
    WRONG_SCHEMA = "wrong-schema"
    UNKNOWN_FORCE = "unknown-force"
    WRONG_PARTITION = "wrong-partition"
    IMPOSSIBLE_VALUE = "impossible-value"
    TOO_LONG = "too-long"
    RULE_FAILED = "rule-failed"
    # What a rule made of the record is over the limit of a message, or of a row.
    MESSAGE_TOO_LARGE = "message-too-large"
    ROW_TOO_LARGE = "row-too-large"
