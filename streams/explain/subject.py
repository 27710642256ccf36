"""The incidents and the case that somebody asks about, by whatever name they ask."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from schemas.outgoing import DecisionMade
from schemas.topics import CASES, DECISIONS, SNAPSHOTS, TAGS
from streams.explain import measures
from streams.explain.account import CaseAccount, IncidentAccount, case_account, case_of, incident_account
from streams.explain.reading import Found, Told

Look = Callable[[Iterable[str]], Found]
"""Everything that names some incidents, cases or Sentinel references: as it stands now, or as it stood."""

# Kept for longer than the journal and the inputs: what was published there can be held against a recomputation.
_KEPT_LONGER = (TAGS, DECISIONS)


class Explained(NamedTuple):
    """An incident and its case, or a case and its incidents; and everything that this was read from."""

    incidents: tuple[IncidentAccount, ...]
    case: CaseAccount | None
    told: tuple[Told, ...]

    @property
    def is_known(self) -> bool:
        """Whether anything is known of what was asked about."""
        return bool(self.incidents) or self.case is not None

    @property
    def force(self) -> str:
        """Whose it is; empty where a message was rejected and nothing else is known."""
        known = (self.case, *self.incidents)
        return next((each.force for each in known if each is not None and each.force), "")


def explain(look: Look, subject: str) -> Explained:
    """What `subject` is about: an incident id, a case id or a Sentinel reference. Raises ReadFailed, Unreadable."""
    found = look([subject])
    case, of_case = _case(look, case_of(found, subject))
    if case is None:
        return _of_incident(look, found, incident_account(found, subject))
    candidates = tuple(dict.fromkeys((*case.members, *_decided_for(of_case, case))))
    members = look(candidates) if candidates else Found(())
    accounts = (incident_account(members, each) for each in candidates)
    incidents = tuple(each for each in accounts if each.incident_id in case.members or _is_of(each, case))
    case = case._replace(members=tuple(each.incident_id for each in incidents))
    told = _asked_for((*of_case.told, *members.told), {case.case_id, *candidates})
    return Explained(incidents, case, told)


def agrees(recomputed: Explained, published: Explained) -> bool:
    """Whether what is recomputed is what was published then, as far as the topics still hold it."""
    held = {each.envelope.id: each.record.value for each in published.told}
    keys = {each.record.key for each in published.told}
    return all(
        held.get(each.envelope.id, each.record.value) == each.record.value
        and (each.envelope.id in held or each.record.topic not in _KEPT_LONGER or each.record.key not in keys)
        for each in recomputed.told
        if each.record.topic is not SNAPSHOTS
    )


def _decided_for(found: Found, case: CaseAccount) -> Iterator[str]:
    """The incidents decided to be of a case of which nothing else is held: decisions are kept for longer."""
    if _is_held(found, case):
        return
    for each in found.on(DECISIONS):
        if isinstance(each.event, DecisionMade) and each.event.case_id == case.case_id:
            yield each.event.incident_id


def _is_held(found: Found, case: CaseAccount) -> bool:
    return any(each.envelope.subject == case.case_id for each in found.on(CASES))


def _is_of(incident: IncidentAccount, case: CaseAccount) -> bool:
    return incident.decision is not None and incident.decision.case_id == case.case_id


def _of_incident(look: Look, found: Found, incident: IncidentAccount) -> Explained:
    if not incident.known:
        return Explained((), None, _asked_for(found.told, {incident.incident_id}))
    case, of_case = _case(look, incident.decision.case_id if incident.decision else None)
    if case is not None and not _is_held(of_case, case):
        # Its standing decision says so, whether or not what put it there is still held.
        case = case._replace(members=tuple(dict.fromkeys((*case.members, incident.incident_id))))
    names = {incident.incident_id, *([case.case_id] if case else [])}
    return Explained((incident,), case, _asked_for((*found.told, *of_case.told), names))


def _asked_for(told: Iterable[Told], names: Collection[str]) -> tuple[Told, ...]:
    """Without decisions that only name what was asked for: of theirs not everything was looked for."""
    return tuple(
        each for each in told if each.record.topic is not DECISIONS or each.envelope.subject in names
    )


def _case(look: Look, case_id: str | None) -> tuple[CaseAccount | None, Found]:
    if not case_id:
        return None, Found(())
    found = look([case_id])
    if referrals := measures.referral_ids(found, case_id):
        found = found.and_also(look(referrals))
    return case_account(found, case_id), found
