"""Referrals to partners, and what they may be told (R20)."""

from enum import StrEnum
from typing import Final


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
