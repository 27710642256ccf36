"""What has become different since a moment, of an incident or a case, in a few words each (R5). Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from schemas.topics import CASES, DECISIONS, SNAPSHOTS, TAGS, Topic
from streams.explain.account import CaseAccount, IncidentAccount

_NONE: Final = "none"
_LOST: Final = "no longer held"
# Where it was published; all else that is compared stands in the snapshot.
_SOURCE: Final = {"tag": TAGS, "outcome": DECISIONS, "case": DECISIONS, "incidents": CASES}


class Change(NamedTuple):
    """`what` of an incident or case was one thing then and is another now."""

    of: str
    what: str
    was: str
    now: str


def of_incidents(
    then: Sequence[IncidentAccount], now: Sequence[IncidentAccount], lost: Collection[Topic] = ()
) -> Iterator[Change]:
    """What differs of each incident, in the order of now; `lost` are topics that may have held more then."""
    before = {account.incident_id: account for account in then}
    after = {account.incident_id: account for account in now}
    for incident_id in dict.fromkeys((*after, *before)):
        was, is_now = before.get(incident_id), after.get(incident_id)
        yield from _changes(incident_id, _of_incident(was), _of_incident(is_now), lost)


def of_case(
    then: CaseAccount | None, now: CaseAccount | None, lost: Collection[Topic] = ()
) -> Iterator[Change]:
    """What differs of the case; `lost` are topics that may have held more then."""
    known = now or then
    if known is not None:
        yield from _changes(known.case_id, _of_case(then), _of_case(now), lost)


def _changes(
    of: str, was: Mapping[str, str], now: Mapping[str, str], lost: Collection[Topic]
) -> Iterator[Change]:
    for what in dict.fromkeys((*now, *was)):
        unsaid = _LOST if _SOURCE.get(what, SNAPSHOTS) in lost else _NONE
        # What took it back since is later than what is held of then, so it is held too.
        before, after = was.get(what, unsaid), now.get(what, _NONE)
        if before != after:
            yield Change(of, what, before, after)


def _of_incident(account: IncidentAccount | None) -> dict[str, str]:
    if account is None:
        return {}
    told = {}
    if account.tag is not None:
        told["tag"] = f"{account.tag.asb_class or 'class unknown'}, {account.tag.asb_type or 'type unknown'}"
    if account.decision is not None:
        told["outcome"] = str(account.decision.outcome)
        told["case"] = account.decision.case_id or _NONE
    return told


def _of_case(account: CaseAccount | None) -> dict[str, str]:
    if account is None:
        return {}
    told = {"incidents": ", ".join(account.members)} if account.members else {}
    snapshot = account.snapshot
    if snapshot is not None:
        told["status"] = str(snapshot.status)
        told["reference"] = snapshot.reference or _NONE
        told["lead officer"] = snapshot.lead_officer or _NONE
        told["highest risk"] = str(snapshot.highest_risk)
        told |= {f"risk of {one.role} {one.person_ref}": str(one.risk) for one in snapshot.people}
        told |= {f"marker on {one.marked.kind} {one.marked.ref}": str(one.status) for one in snapshot.markers}
        told |= {f"referral to {one.partner}": str(one.status) for one in snapshot.referrals}
    return told
