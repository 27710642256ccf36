"""What followed from a cause: what was joined, who was told, what was erased (X7; DPA 2018 s.62)."""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final

from schemas import topics
from schemas.outgoing import (
    CaseAdopted,
    CaseOpened,
    IncidentJoined,
    IncidentRelated,
)
from schemas.topics import Party, Topic
from schemas.words import AuditVerb, Recorded
from streams.rules.audit.record import Done
from streams.rules.ledger import Ledger, Published

# They run and check this system; whoever else reads a topic is told something.
_INSIDE: Final = frozenset({Party.WORKER, Party.MONITOR, Party.OPERATOR, Party.AUDITOR})
_KINDS: Final[Mapping[str, Recorded]] = {
    "incident": Recorded.INCIDENT,
    "case": Recorded.CASE,
    "marker": Recorded.MARKER,
    "notice": Recorded.NOTICE,
    "referral": Recorded.REFERRAL,
    "beat": Recorded.FORCE,
}
# What joins records that stood apart, in a case.
_JOINS: Final = frozenset(
    event.__name__ for event in (CaseOpened, CaseAdopted, IncidentJoined, IncidentRelated)
)

# Of which record a row is, by the row's kind; None: it is about nobody. A contract test wants every kind here.
ROWS: Final[Mapping[str, Recorded | None]] = {
    "incident": Recorded.INCIDENT,
    "case": Recorded.CASE,
    # Of Sentinel's, by its reference.
    "sentinel": Recorded.CASE,
    "assessment": Recorded.CASE,
    "person": Recorded.CASE,
    "obligation": Recorded.DUTY,
    "declined": Recorded.DUTY,
    "crime-review": Recorded.DUTY,
    "step": Recorded.STEP,
    "marker": Recorded.MARKER,
    "referral": Recorded.REFERRAL,
    "partner-word": Recorded.REFERRAL,
    "notice": Recorded.NOTICE,
    "watch": Recorded.SUBJECT,
    "subject": Recorded.SUBJECT,
    "handled": Recorded.REJECTION,
    "go-live": None,
    "directory": None,
    "compliance": None,
    "policy": None,
    "counter": None,
    "feed": None,
    "audit": None,
    "checkpoint": None,
}


def readers_of(topic: Topic) -> tuple[str, ...]:
    """Who outside this system reads a topic, as it is logged: a partner by its name."""
    partner = next((name for name, of in topics.REFERRALS.items() if of is topic), None)
    readers = (party for party in topic.read_by if party not in _INSIDE)
    return tuple(f"{party}-{partner}" if party is Party.PARTNER else str(party) for party in readers)


# By the topic's name: what its records are about, and who outside reads them.
_TOLD_ON: Final = {
    topic.name: (_KINDS[topic.key], to) for topic in topics.OUTPUTS if (to := readers_of(topic))
}


def operations(ledger: Ledger, told: Sequence[Done], published: Iterable[Published]) -> tuple[Done, ...]:
    """What a message is by itself (`told`), then what was joined, disclosed and erased."""
    joined: dict[str, list[str]] = {}
    disclosed: dict[tuple[str, str], list[str]] = {}
    taken_back: dict[tuple[str, str], list[str]] = {}
    for one in published:
        envelope, named = one.envelope, (one.topic.name, one.key)
        if envelope.type in _JOINS:
            joined.setdefault(one.key, []).append(envelope.id)
        if one.topic.name in _TOLD_ON:
            (disclosed if one.event is not None else taken_back).setdefault(named, []).append(envelope.id)
    return (
        *told,
        *(
            Done(verb=AuditVerb.COMBINATION, what=Recorded.CASE, ref=case_id, events=tuple(events))
            for case_id, events in joined.items()
        ),
        *_on_topics(ledger, AuditVerb.DISCLOSURE, disclosed),
        *_on_topics(ledger, AuditVerb.ERASURE, taken_back),
        *_removed(ledger),
    )


def _on_topics(
    ledger: Ledger, verb: AuditVerb, events: Mapping[tuple[str, str], Sequence[str]]
) -> Iterator[Done]:
    for (topic, ref), found in events.items():
        what, to = _TOLD_ON[topic]
        if what is Recorded.CASE and _is_incident(ledger, ref):
            what = Recorded.INCIDENT
        yield Done(verb=verb, what=what, ref=ref, to=to, events=tuple(found))


def _is_incident(ledger: Ledger, ref: str) -> bool:
    """What is asked about an incident that is on no case stands on the topics of cases, under the incident."""
    return ledger.incident(ref) is not None or ledger.key("incident", ref) in ledger.removed


def _removed(ledger: Ledger) -> Iterator[Done]:
    """Rows that are gone, by the record that they were of."""
    found: dict[tuple[Recorded, str], int] = {}
    for key in ledger.removed:
        _, kind, ident = key.decode().split("|", 2)
        what = ROWS[kind]
        if what is not None:
            named = what, _ref(ledger, kind, ident)
            found[named] = found.get(named, 0) + 1
    for (what, ref), count in found.items():
        yield Done(verb=AuditVerb.ERASURE, what=what, ref=ref, records=count)


def _ref(ledger: Ledger, kind: str, ident: str) -> str:
    """A watch is kept under a key of the person, which may be their number in a police system."""
    if kind == "watch":
        return hmac.new(ledger.secret, ident.encode(), sha256).hexdigest()
    return ident.split("|", 1)[0]
