"""Ids are derived, never random: the same cause gives the same id on every machine (design: Fixed points)."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID, uuid5

# Fixed for ever: changing it changes every id ever published. Pinned by a test.
NAMESPACE: Final = UUID("6f4dd9be-3f1b-5d0c-9d0a-6b1f5f0c8e11")


def event_id(cause: str, rule: str, subject: str, ordinal: int = 0) -> str:
    """Id of what `rule` derives from `cause` for `subject`; `ordinal` tells several apart.

    The name hashed is `cause | rule | subject | ordinal`.
    """
    return str(uuid5(NAMESPACE, f"{cause}|{rule}|{subject}|{ordinal}"))


def opened_case_id(force: str, earliest_incident: str) -> str:
    """Id of a case this system opens: the earliest reported incident of the group when opened (R1)."""
    return str(uuid5(NAMESPACE, f"case|{force}|{earliest_incident}"))


def adopted_case_id(force: str, reference: str) -> str:
    """Id of a case that began in Sentinel (R7)."""
    return str(uuid5(NAMESPACE, f"adopted|{force}|{reference}"))


def obligation_id(force: str, kind: str, subject: str, number: int) -> str:
    """Id of the `number`-th obligation of a kind on a subject (an incident or a case)."""
    return str(uuid5(NAMESPACE, f"obligation|{force}|{kind}|{subject}|{number}"))


def marker_id(force: str, case_id: str, kind: str, ref: str, number: int) -> str:
    """Id of the `number`-th marker on a person or location for a case (R9)."""
    return str(uuid5(NAMESPACE, f"marker|{force}|{case_id}|{kind}|{ref}|{number}"))


def referral_id(force: str, case_id: str, partner: str, kind: str, ref: str, number: int) -> str:
    """Id of the `number`-th referral of a subject of a case to a partner (R20)."""
    return str(uuid5(NAMESPACE, f"referral|{force}|{case_id}|{partner}|{kind}|{ref}|{number}"))


def proposed_band_id(force: str, case_id: str, ref: str, band: str, incidents: Iterable[str]) -> str:
    """Id of a band that is proposed of a perpetrator of a case on the evidence of these incidents (R18, X6)."""
    named = "|".join(sorted(incidents))
    return str(uuid5(NAMESPACE, f"band|{force}|{case_id}|{ref}|{band}|{named}"))


def notice_id(force: str, kind: str, owner: str, about: str) -> str:
    """Id of a notice: what it is about, whoever hears of it and however often it is told (R8, X2-X4)."""
    return str(uuid5(NAMESPACE, f"notice|{force}|{kind}|{owner}|{about}"))


def duty_id(force: str, kind: str, case_id: str, about: str, since: str) -> str:
    """Id of a duty that follows from the facts of a case: the same facts give the same duty, however often."""
    return str(uuid5(NAMESPACE, f"duty|{force}|{kind}|{case_id}|{about}|{since}"))
