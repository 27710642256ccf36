"""What STORM and the tag say of an incident (R1, R4, R5)."""

from enum import StrEnum


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


class NonCrimeHate(StrEnum):
    """What a hate incident that is no crime does by itself (X11; code of practice of 3 June 2023)."""

    # E answers as it does; a suspect whom only E brings in is not named in the request for a case.
    WITHOUT_SUSPECT = "without-suspect"
    AS_ANY = "as-any"
    # E counts only beside a crime code.
    NOT_COUNTED = "not-counted"
