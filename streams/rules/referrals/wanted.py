"""Which referrals does a case have by its facts? (R20)

Pure. Each trigger is held against the partner packs of the day since which it concerns a subject; one referral for
each partner and subject, however many triggers make it due.
"""

from datetime import datetime
from typing import NamedTuple

from schemas.words import CaseStatus, Partner, ReferralTrigger, SubjectKind
from streams.rules.case_state import CaseState
from streams.rules.ledger import Ledger
from streams.rules.people import PersonOnCase, former_refs
from streams.rules.referrals.facts import Facts
from streams.rules.referrals.triggers import TRIGGERS, Due
from streams.rules.risk_history import ROLE_OF, SubjectKey


class Key(NamedTuple):
    """One partner and one subject of a case."""

    partner: Partner
    kind: SubjectKind
    ref: str

    @property
    def subject(self) -> SubjectKey:
        return self.kind, self.ref


class Wanted(NamedTuple):
    """A referral that a case has by its facts, now or once."""

    key: Key
    since: datetime
    # Until when it was due; None: it is due now, and by what.
    until: datetime | None
    because: tuple[ReferralTrigger, ...]

    @property
    def holds(self) -> bool:
        return self.until is None

    def was_due_at(self, moment: datetime) -> bool:
        """Whether it was due at a moment or at any time after it."""
        return self.until is None or self.until >= moment


class Subjects:
    """Who may be meant by a reference under which somebody was published before."""

    def __init__(self, state: CaseState, ledger: Ledger) -> None:
        self._by_ref: dict[str, PersonOnCase] = {}
        people = (*state.people, *state.left)
        for person in people:
            for ref in former_refs(person, ledger.secret):
                self._by_ref.setdefault(ref, person)
        self._by_ref |= {ref: person for person in people for ref in person.known_as}

    def person(self, subject: SubjectKey) -> PersonOnCase | None:
        """The person of a subject; None: it is a place, or they are not known on this case any more."""
        kind, ref = subject
        return self._by_ref.get(ref) if kind in ROLE_OF else None

    def key_of(self, partner: Partner, kind: SubjectKind, ref: str) -> Key:
        """What a referral is about as it is published now."""
        person = self.person((kind, ref))
        return Key(partner, kind, person.ref if person is not None else ref)


def of(state: CaseState, ledger: Ledger) -> dict[Key, Wanted]:
    """The referrals of the case, in the order of their keys; none before Sentinel has it, nor of one taken back."""
    if state.since is None or state.case.status is CaseStatus.WITHDRAWN:
        return {}
    facts = Facts(state, state.since, ledger)
    found: dict[Key, Wanted] = {}
    for trigger, concerns in TRIGGERS.items():
        for due in concerns(facts):
            for one in _by_pack(due, trigger, facts, ledger):
                found[one.key] = _both(found[one.key], one) if one.key in found else one
    return dict(sorted(found.items()))


def _by_pack(due: Due, trigger: ReferralTrigger, facts: Facts, ledger: Ledger) -> list[Wanted]:
    kind, ref = due.subject
    since = max(due.since, facts.since)
    because = (trigger,) if due.until is None else ()
    return [
        Wanted(Key(pack.partner, kind, ref), since, due.until, because)
        for pack in ledger.policy(since).policy.partners.packs
        if trigger in pack.triggers and kind in pack.about and due.partner in (None, pack.partner)
    ]


def _both(one: Wanted, other: Wanted) -> Wanted:
    """The same referral due by both: since the first of them."""
    because = tuple(dict.fromkeys((*one.because, *other.because)))
    return Wanted(one.key, min(one.since, other.since), _later(one.until, other.until), because)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)
