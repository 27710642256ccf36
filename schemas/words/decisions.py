"""What VICTOR-E asks and answers, and what follows (R6, R7)."""

from enum import StrEnum
from typing import Final


class Answer(StrEnum):
    """A three-valued answer. Missing is `unknown`, never `no` (R6)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


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


class AskReason(StrEnum):
    """Why an officer is asked (R1, R5, R6)."""

    GATE_UNKNOWN = "gate-unknown-beside-a-yes-letter"
    LETTERS_UNKNOWN = "gate-yes-letters-unknown"
    BARE_RECORD = "bare-record"
    LINKS_TWO_CASES = "links-two-cases"
    RECODED_IN_ACCEPTED_CASE = "recoded-in-accepted-case"
    INCIDENT_FOR_CLOSED_CASE = "incident-for-closed-case"
