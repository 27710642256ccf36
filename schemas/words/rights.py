"""What is recorded of our own processing, and what people may ask of it (X7, X8, X9; DPA 2018 Part 3)."""

from enum import StrEnum


class AuditVerb(StrEnum):
    """The six operations that are logged (DPA 2018 s.62)."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"


class Recorded(StrEnum):
    """Of what kind a record is that an operation was about; `subject` is a person, by keyed hash only."""

    INCIDENT = "incident"
    CASE = "case"
    REFERRAL = "referral"
    MARKER = "marker"
    NOTICE = "notice"
    DUTY = "duty"
    STEP = "step"
    REJECTION = "rejection"
    SUBJECT = "subject"
    FORCE = "force"


class FeedSource(StrEnum):
    """Whose facts this system lives by: when it falls silent we are blind (X9)."""

    STORM = "storm"
    SENTINEL = "sentinel"
    PARTNERS = "partners"
