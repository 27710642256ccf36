"""`asb explain`: why an incident or a case was decided as it was, now or as it was known at a moment."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from connectors.broker import Broker
from schemas.words import Recorded
from streams.cli.as_at_output import AsAt, AsPublished
from streams.cli.consulted import Look, by_option, record, require_looker
from streams.cli.deciding import deciding_options, domain_of, history_of
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.explain_output import to_english, to_json
from streams.cli.instruction import LondonTime
from streams.cli.options import Installation, as_json, installation_options
from streams.domain import AsbDomain
from streams.explain import since
from streams.explain.as_at import NotKnown, Then
from streams.explain.published import PublishedThen, is_published, then_of
from streams.explain.reading import Found, find
from streams.explain.removed import without_removed_text
from streams.explain.subject import Explained, agrees, explain
from streams.london import shown


@click.command()
@click.argument("subject", metavar="INCIDENT-OR-CASE")
@click.option("--force", metavar="CODE", help="ONS code: look at this force only.")
@click.option(
    "--as-at",
    type=LondonTime(),
    metavar="TIME",
    help="Say what was known and had been published at this moment; in London where it has no offset.",
)
@by_option
@deciding_options
@as_json
@installation_options
def command(
    *,
    here: Installation,
    subject: str,
    force: str | None,
    as_at: datetime | None,
    by: str | None,
    secret_file: Path | None,
    policies: Path | None,
    as_json: bool,
) -> None:
    """Say why an incident or a case was decided as it was, in plain English.

    Give an incident id, a case id or a Sentinel reference. Shown are the tag, each letter of VICTOR-E with its
    answer and evidence, links to earlier reports, the policy and rules that decided, what an officer is asked,
    the case with its incidents, and the history. Lines of the log are quoted as long as its text is kept:
    this is personal data, for those whom the data protection officer lets see it. Who looked is recorded in the
    force's audit, before anything is shown.

    With --as-at the history of the force is decided again in memory, from its journal up to that moment: it takes
    as long as `asb replay` of as much, and needs the worker's secret and policies as that does. Named are the last
    transaction that counts, the policy that stood, and what has changed since. Once the journal or the inputs no
    longer reach back, what had been published by then is read instead, as far as it is still held: the answer says
    that it is, how far back each topic reaches, and what therefore may be missing.

    The exit status is 1 when nothing is known of the subject, or nothing can be said of that moment any more.
    """
    partition = _partition(here, force)
    looker = require_looker(by)
    _require_past(as_at)
    broker = here.broker()
    with Console(stderr=True).status("reading what was published"):
        now = explain(partial(find, broker, here.name, partition=partition), subject)
    if not now.is_known:
        msg = f"nothing is known of {subject}: no incident, case or Sentinel reference of that name was read"
        raise UserError(msg)
    told, asked = now, None
    if as_at is not None:
        domain = domain_of(here, secret_file, policies)
        with Console(stderr=True).status(f"deciding again up to {shown(as_at)}"):
            told, asked = _as_at(broker, domain, here.name, subject, now, as_at)
    where = here.registry().partition_of(now.force)
    if where is not None:
        told = without_removed_text(broker, here.name, where, told)
    record(here, _force_of(here, now), looker, "asb explain", _looks(subject, told))
    if as_json:
        click.echo(json.dumps(to_json(subject, told, asked), ensure_ascii=False))
        return
    for line in to_english(told, asked):
        click.echo(line)


def _looks(subject: str, shown: Explained) -> list[Look]:
    """The incidents and the case that are shown."""
    incidents = [Look(Recorded.INCIDENT, each.incident_id) for each in shown.incidents]
    case = [Look(Recorded.CASE, shown.case.case_id)] if shown.case is not None else []
    return [*incidents, *case] or [Look(Recorded.INCIDENT, subject)]


def _force_of(here: Installation, now: Explained) -> str:
    """Whose it is; of what was only ever rejected, whose partition it stands on."""
    forces = here.registry().forces
    return now.force or next((forces[each.record.partition] for each in now.told), forces[0])


def _as_at(
    broker: Broker, domain: AsbDomain, installation: str, subject: str, now: Explained, moment: datetime
) -> tuple[Explained, AsAt | AsPublished]:
    """What was known at the moment. Raises UserError when nothing was, or when it can no longer be said."""
    partition = domain.registry.partition_of(now.force)
    if partition is None:
        msg = f"nothing was ever decided of {subject}, only rejected: asb explain {subject} says why"
        raise UserError(msg)
    try:
        with history_of(broker, partition) as history:
            then = then_of(domain, installation, history, now.force, moment)
    except NotKnown as error:
        raise UserError(str(error)) from error
    told = _explained_then(broker, installation, then, subject, now)
    if isinstance(then, PublishedThen):
        return told, _as_published(then, subject, told, now)
    return told, _as_decided(then, subject, told, now, moment)


def _as_published(then: PublishedThen, subject: str, told: Explained, now: Explained) -> AsPublished:
    limits = then.limits(told)
    if not is_published(told):
        left = "; ".join(limit.sentence for limit in limits)
        msg = (
            f"what was known of {subject} at {shown(then.moment, seconds=True)} cannot be decided again, because "
            f"{then.why}; nor is anything left that had been published about it by then"
        )
        raise UserError(f"{msg}: {left}" if left else msg)
    lost = tuple(limit.topic for limit in limits)
    changes = (
        *since.of_incidents(told.incidents, now.incidents, lost),
        *since.of_case(told.case, now.case, lost),
    )
    return AsPublished(then, limits, changes)


def _as_decided(then: Then, subject: str, told: Explained, now: Explained, moment: datetime) -> AsAt:
    if not told.is_known:
        msg = f"nothing was known of {subject} at {shown(moment, seconds=True)}: it came later"
        raise UserError(msg)
    same = agrees(told, now)
    if not same and not then.other_rules:
        msg = (
            f"what force {then.force} decided again is not what it published then; "
            "give the secret and the policies of its workers: --secret-file, --policies"
        )
        raise UserError(msg)
    changes = (*since.of_incidents(told.incidents, now.incidents), *since.of_case(told.case, now.case))
    return AsAt(moment, then, same, changes)


def _explained_then(
    broker: Broker, installation: str, then: Then | PublishedThen, subject: str, now: Explained
) -> Explained:
    """By the name that is asked for; or, where a case had another name then, by its id."""

    def look(subjects: Iterable[str]) -> Found:
        return then.look(broker, installation, subjects)

    told = explain(look, subject)
    is_known = is_published(told) if isinstance(then, PublishedThen) else told.is_known
    if is_known or now.case is None or now.case.case_id == subject:
        return told
    of_case = explain(look, now.case.case_id)
    # An incident that came to the case later is not answered with the case as it was without it.
    came_later = subject in now.case.members and (of_case.case is None or subject not in of_case.case.members)
    return told if came_later else of_case


def _require_past(as_at: datetime | None) -> None:
    if as_at is not None and as_at > datetime.now(UTC):
        msg = f"--as-at {shown(as_at, seconds=True)} has not come yet: it asks what was known in the past"
        raise UserError(msg, ExitCode.USAGE)


def _partition(here: Installation, force: str | None) -> int | None:
    if force is None:
        return None
    here.require_force(force)
    return here.registry().partition_of(force)
