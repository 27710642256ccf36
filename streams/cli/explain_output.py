"""What `asb explain` prints: lines for people, one object for a script."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from streams.cli import as_at_output
from streams.cli.as_at_output import AsAt, AsPublished
from streams.explain import english
from streams.explain.account import CaseAccount, IncidentAccount, Step
from streams.explain.measures import Measures
from streams.explain.reading import Told
from streams.explain.subject import Explained


def to_english(explained: Explained, as_at: AsAt | AsPublished | None = None) -> Iterator[str]:
    """The whole answer for people."""
    if as_at is not None:
        yield from as_at_output.heading(as_at)
    lost = as_at.lost if as_at is not None else ()
    for account in explained.incidents:
        yield from english.of_incident(account, lost)
        yield ""
    if explained.case is not None:
        yield from english.of_case(explained.case, lost)
    if as_at is not None:
        yield from as_at_output.since(as_at)


def to_json(subject: str, explained: Explained, as_at: AsAt | AsPublished | None = None) -> dict[str, Any]:
    """The whole answer for a script; what was known at a moment has two fields more."""
    answer = {
        "subject": subject,
        "incidents": [_incident_json(account) for account in explained.incidents],
        "case": _case_json(explained.case) if explained.case else None,
    }
    return answer if as_at is None else {**answer, **as_at_output.as_json(as_at)}


def _incident_json(account: IncidentAccount) -> dict[str, Any]:
    return {
        "incident_id": account.incident_id,
        "force": account.force,
        "tag": account.tag and account.tag.model_dump(mode="json"),
        "decision": account.decision and account.decision.model_dump(mode="json"),
        "asks": [ask.model_dump(mode="json") for ask in account.asks],
        "lines": account.lines,
        "history": _history_json(account.history),
        "rejections": [rejection._asdict() for rejection in account.rejections],
    }


def _case_json(account: CaseAccount) -> dict[str, Any]:
    return {
        "case_id": account.case_id,
        "force": account.force,
        "opened": account.opened and account.opened.model_dump(mode="json"),
        "snapshot": account.snapshot and account.snapshot.model_dump(mode="json"),
        "incident_ids": list(account.members),
        "obligations": [duty.model_dump(mode="json") for duty in account.obligations],
        "asks": [ask.model_dump(mode="json") for ask in account.asks],
        **_measures_json(account.measures),
        "history": _history_json(account.history),
    }


def _measures_json(measures: Measures) -> dict[str, Any]:
    return {
        "notices": [_event_json(notice) for notice in measures.notices],
        "markers": [
            {
                "marker_id": marker.proposed.marker_id,
                "status": marker.status,
                "proposed": marker.proposed.model_dump(mode="json"),
                "life": [_told_json(each) for each in marker.life],
            }
            for marker in measures.markers
        ],
        "waiting": [step.model_dump(mode="json") for step in measures.waiting],
        "referrals": [
            {
                "proposed": referral.proposed.model_dump(mode="json"),
                "progressed": referral.progressed and referral.progressed.model_dump(mode="json"),
            }
            for referral in measures.referrals
        ],
        "corrections": [
            {**_told_json(told), "of": corrected and _told_json(corrected)}
            for told, corrected in measures.corrections
        ],
    }


def _told_json(told: Told) -> dict[str, Any]:
    return {"at": told.envelope.time, "id": told.envelope.id, **_event_json(told.event)}


def _event_json(event: BaseModel) -> dict[str, Any]:
    return {"event": type(event).__name__, "data": event.model_dump(mode="json")}


def _history_json(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    return [{"at": step.at, **_event_json(step.event)} for step in steps]
