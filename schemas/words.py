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
    """Whom the neighbourhood team contacts about a case, and refers to (R10, R20)."""

    LOCAL_AUTHORITY = "local-authority"
    HOUSING = "housing"
    YOUTH_JUSTICE = "youth-justice"
    CHILDRENS_SERVICES = "childrens-services"
    ADULT_SAFEGUARDING = "adult-safeguarding"
    MENTAL_HEALTH = "mental-health"
    FIRE_AND_RESCUE = "fire-and-rescue"
    VICTIM_SUPPORT = "victim-support"
    SUBSTANCE_MISUSE = "substance-misuse"
    ENVIRONMENTAL_HEALTH = "environmental-health"


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
    # What the system answered by itself: shown, and never evidence for a letter (X4).
    AUTO_ANSWER = "auto-answer"  # ref: seq of the log line
    ANSWER = "answer"  # ref: the Sentinel case under which a question about a person stands so
    ASSESSMENT = "assessment"  # ref: id of the assessment's fact, empty where none stands


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
    # A rule failed on something of it.
    INCOMPLETE = "incomplete"


class StepKind(StrEnum):
    """What waits for a named officer: a step that is adverse to a person, or a marker of any kind (X6, R9)."""

    MARKER = "marker"
    REFERRAL = "referral"
    # A band that was inferred from incidents and not assessed by an officer.
    PERPETRATOR_BAND = "perpetrator-band"


class MarkedKind(StrEnum):
    """What a history marker of STORM is on (R9)."""

    PERSON = "person"
    LOCATION = "location"


class MarkedAs(StrEnum):
    """Where the marker of a subject goes, by policy (R9)."""

    # On the person, where they have a nominal reference.
    PERSON = "person"
    # On where they live.
    HOME = "home"
    # On where the case's latest incident had taken place when the risk became high.
    SCENE = "scene"


class MarkerStatus(StrEnum):
    """The life of a marker (R9). Of a proposed and of an active one there is at most one per subject and case."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class ConsentState(StrEnum):
    """Whether somebody agrees to be referred (R20)."""

    NOT_NEEDED = "not-needed"
    NOT_ASKED = "not-asked"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


class ReferralStatus(StrEnum):
    """The life of a referral (R20)."""

    # Waits for consent, or for a named officer.
    PROPOSED = "proposed"
    MADE = "made"
    ACKNOWLEDGED = "acknowledged"
    # The partner will not act on it.
    DECLINED = "declined"
    # A named officer, or the person, said no before it was sent; or it was no longer wanted.
    RETRACTED = "retracted"
    # It was sent and is taken back.
    RECALLED = "recalled"


class GatewayKind(StrEnum):
    """What allows a disclosure: a duty, a power, or consent (R20)."""

    DUTY = "duty"
    POWER = "power"
    CONSENT = "consent"


class ReferralTrigger(StrEnum):
    """What of a case makes a referral to a partner due (R20; domain 6.1)."""

    CASE_OPENED = "case-opened"
    # An incident of the case answers C of VICTOR-E with yes.
    COMBINED_APPROACH = "combined-approach"
    HIGH_RISK_VICTIM = "high-risk-victim"
    HIGH_RISK_PERPETRATOR = "high-risk-perpetrator"
    HIGH_RISK_PLACE = "high-risk-place"
    TENANT = "tenant"
    # A perpetrator from 10 to 17 years old; one under 10.
    CHILD_PERPETRATOR = "child-perpetrator"
    PERPETRATOR_UNDER_TEN = "perpetrator-under-ten"
    CHILD_AT_RISK = "child-at-risk"
    ADULT_AT_RISK = "adult-at-risk"
    MENTAL_HEALTH = "mental-health"
    FIRE_OR_ARSON = "fire-or-arson"
    SUPPORT_WANTED = "support-wanted"
    ALCOHOL_OR_DRUGS = "alcohol-or-drugs"
    NOISE = "noise"


class CaseSign(StrEnum):
    """What incidents of a case say beside their letters; which words say it is policy (R20)."""

    VULNERABLE_CHILD = "vulnerable-child"
    VULNERABLE_ADULT = "vulnerable-adult"
    MENTAL_HEALTH = "mental-health"
    FIRE = "fire"
    ALCOHOL = "alcohol"
    DRUGS = "drugs"
    PREJUDICE_DISABILITY = "prejudice-disability"
    PREJUDICE_RACE = "prejudice-race"
    PREJUDICE_RELIGION = "prejudice-religion"
    PREJUDICE_SEXUAL_ORIENTATION = "prejudice-sexual-orientation"
    PREJUDICE_TRANSGENDER = "prejudice-transgender"


class DisclosedField(StrEnum):
    """What a referral may tell a partner, one thing each; a partner's pack lists those it is allowed (R20)."""

    CASE_REFERENCE = "case-reference"
    CONTACT_OFFICER = "contact-officer"
    BEHAVIOUR_CLASS = "behaviour-class"
    BEHAVIOUR_TYPES = "behaviour-types"
    INCIDENT_DATES = "incident-dates"
    INCIDENT_TIMES = "incident-times"
    PLACES = "places"
    RISK_BAND = "risk-band"
    PERSON_ROLE = "person-role"
    PERSON_NAME = "person-name"
    PERSON_BIRTH_DATE = "person-birth-date"
    PERSON_AGE = "person-age"
    PERSON_HOME = "person-home"
    PERSON_PHONE = "person-phone"
    CONSENT = "consent"
    SAFEGUARDING_CONCERN = "safeguarding-concern"
    REPEAT_VICTIM = "repeat-victim"
    VULNERABLE = "vulnerable"
    ACTIONS_TAKEN = "actions-taken"
    # Of the sensitive categories of DPA 2018 s.35(8): a pack permits each by name, or not at all.
    HEALTH_CONCERN = "health-concern"
    PREJUDICE = "prejudice"


SENSITIVE_FIELDS: Final = frozenset({DisclosedField.HEALTH_CONCERN, DisclosedField.PREJUDICE})
# What only a person has.
PERSON_FIELDS: Final = frozenset(
    {
        DisclosedField.PERSON_ROLE,
        DisclosedField.PERSON_NAME,
        DisclosedField.PERSON_BIRTH_DATE,
        DisclosedField.PERSON_AGE,
        DisclosedField.PERSON_HOME,
        DisclosedField.PERSON_PHONE,
        DisclosedField.CONSENT,
        DisclosedField.SAFEGUARDING_CONCERN,
        DisclosedField.REPEAT_VICTIM,
        DisclosedField.VULNERABLE,
        DisclosedField.HEALTH_CONCERN,
        DisclosedField.PREJUDICE,
    }
)


class NoticeKind(StrEnum):
    """What people are told that is no duty (R8, X2, X3, X4)."""

    HIGH_RISK = "high-risk"
    HIGH_RISK_POSSIBLE = "high-risk-possible"
    HIGH_RISK_NOT_ON_CASE = "high-risk-not-on-case"
    BEAT_NOT_IN_DIRECTORY = "beat-not-in-directory"
    MARKER_FOUND_FALSE = "marker-found-false"
    CONTRADICTION = "contradiction"
    CASE_REVIEW = "case-review"
    COURSE_OF_CONDUCT = "course-of-conduct"


class Contradiction(StrEnum):
    """Two things that are recorded and cannot both be so (X4)."""

    NOT_TARGETED_AND_SINGLED_OUT = "not-targeted-and-singled-out"
    NOT_VULNERABLE_AND_QUALIFIER = "not-vulnerable-and-qualifier"
    UNKNOWN_HERE_KNOWN_ELSEWHERE = "unknown-here-known-elsewhere"
    # A question was answered by the system and not by a person, and a line of the log says otherwise.
    AUTO_ANSWERED = "auto-answered"
    SENTINEL_BAND_DIFFERS = "sentinel-band-differs"


class ReviewThreshold(StrEnum):
    """By what an ASB Case Review may be asked for (X2; ASBCPA 2014 s.104)."""

    SEPARATE_INCIDENTS = "separate-incidents"
    HATE_INCIDENT = "hate-incident"
    LINKED_LOCATION = "linked-location"


class NonCrimeHate(StrEnum):
    """What a hate incident that is no crime does by itself (X11; code of practice of 3 June 2023)."""

    # E answers as it does; a suspect whom only E brings in is not named in the request for a case.
    WITHOUT_SUSPECT = "without-suspect"
    AS_ANY = "as-any"
    # E counts only beside a crime code.
    NOT_COUNTED = "not-counted"


class RejectionAction(StrEnum):
    """What an operator does about a rejected message: hand it in again, or leave it at that."""

    REPLAYED = "replayed"
    DISCARDED = "discarded"


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
