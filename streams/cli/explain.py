"""`asb explain`: why an incident or a case was decided as it was."""

import json
from typing import Any

import click
from rich.console import Console

from connectors.broker import Broker
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.options import Installation, as_json, installation_options
from streams.explain import english
from streams.explain.account import (
    CaseAccount,
    IncidentAccount,
    Step,
    case_account,
    case_of,
    incident_account,
)
from streams.explain.reading import Found, find


@click.command()
@click.argument("subject", metavar="INCIDENT-OR-CASE")
@click.option("--force", metavar="CODE", help="ONS code: look at this force only.")
@as_json
@installation_options
def command(*, here: Installation, subject: str, force: str | None, as_json: bool) -> None:
    """Say why an incident or a case was decided as it was, in plain English.

    Give an incident id, a case id or a Sentinel reference. Shown are the tag, each letter of VICTOR-E with its
    answer and evidence, links to earlier reports, the policy and rules that decided, what an officer is asked,
    the case with its incidents, and the history. Lines of the log are quoted as long as the topic holds them:
    this is personal data, for those whom the data protection officer lets see it.

    The exit status is 1 when nothing is known of the subject.
    """
    partition = _partition(here, force)
    broker = here.broker()
    with Console(stderr=True).status("reading what was published"):
        accounts, case = explain(broker, here.name, subject, partition)
    if not accounts and case is None:
        msg = f"nothing is known of {subject}: no incident, case or Sentinel reference of that name was read"
        raise UserError(msg)
    if as_json:
        click.echo(json.dumps(to_json(subject, accounts, case), ensure_ascii=False))
        return
    for line in to_english(accounts, case):
        click.echo(line)


def explain(
    broker: Broker, installation: str, subject: str, partition: int | None = None
) -> tuple[tuple[IncidentAccount, ...], CaseAccount | None]:
    """The incidents and the case that `subject` is about: an incident and its case, or a case and its incidents."""
    found = find(broker, installation, [subject], partition)
    incident = incident_account(found, subject)
    if incident.known:
        case_id = incident.decision.case_id if incident.decision else None
        return (incident,), _case(broker, installation, case_id, partition)
    case_id = case_of(found, subject)
    case = _case(broker, installation, case_id, partition)
    if case is None:
        return (), None
    members = find(broker, installation, case.members, partition) if case.members else Found(())
    return tuple(incident_account(members, each) for each in case.members), case


def to_english(accounts: tuple[IncidentAccount, ...], case: CaseAccount | None) -> list[str]:
    """The whole answer for people."""
    lines = [line for account in accounts for line in (*english.of_incident(account), "")]
    return [*lines, *(english.of_case(case) if case else ())]


def to_json(subject: str, accounts: tuple[IncidentAccount, ...], case: CaseAccount | None) -> dict[str, Any]:
    """The whole answer for a script."""
    return {
        "subject": subject,
        "incidents": [_incident_json(account) for account in accounts],
        "case": _case_json(case) if case else None,
    }


def _partition(here: Installation, force: str | None) -> int | None:
    if force is None:
        return None
    partition = here.registry().partition_of(force)
    if partition is None:
        msg = f"force {force} is not in the registry {here.registry_file}"
        raise UserError(msg, ExitCode.USAGE)
    return partition


def _case(
    broker: Broker, installation: str, case_id: str | None, partition: int | None
) -> CaseAccount | None:
    return case_account(find(broker, installation, [case_id], partition), case_id) if case_id else None


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
        "history": _history_json(account.history),
    }


def _history_json(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    return [
        {"at": step.at, "event": type(step.event).__name__, "data": step.event.model_dump(mode="json")}
        for step in steps
    ]
