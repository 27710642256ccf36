"""Who is on a case, and who works on it."""

from enum import StrEnum


class Role(StrEnum):
    VICTIM = "victim"
    PERPETRATOR = "perpetrator"
    WITNESS = "witness"
    REPORTER = "reporter"
    OTHER = "other"


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
