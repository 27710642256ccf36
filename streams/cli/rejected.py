"""`asb rejected`: what could not be acted on, why, and what an operator does about it."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import wraps
from typing import Any, Final

import click
from rich.console import Console
from rich.table import Table

from schemas.incoming import RejectionHandled
from schemas.words import Recorded, RejectionAction, RejectionCode
from streams.cli.consulted import Look, by_option, record, require_looker
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.instruction import LondonTime, force_option, instructed, officer_option
from streams.cli.options import Installation, as_json, installation_options
from streams.cli.rejected_output import described, in_full, named
from streams.cli.standing_rows import ledgers
from streams.london import shown
from streams.rejected.handing_in import hand_in, why_not
from streams.rejected.messages import RejectedMessage, Wanted, rejected, shown_action

TABLE_WIDTH: Final = 130


@click.group()
def command() -> None:
    """Messages that could not be acted on keep their bytes, key and headers until somebody decides.

    A message is named by its force and its offset. What a message says is personal data and shown only by
    `show --content`; the topic's ACL says who may.
    """


def _which(of: Callable[..., Any]) -> Callable[..., Any]:
    """Add the filters; the command gets them as `wanted`."""

    @click.option(
        "--offset", "offsets", type=click.IntRange(0), multiple=True, help="This message; repeatable."
    )
    @click.option(
        "--code", type=click.Choice([code.value for code in RejectionCode]), help="Rejected for this reason."
    )
    @click.option("--type", "kind", metavar="EVENT", help="Of this event type, as IncidentLogged.")
    @click.option("--subject", metavar="ID", help="About this incident, case or referral.")
    @click.option("--since", type=LondonTime(), metavar="TIME", help="Rejected at this time or later.")
    @click.option("--until", type=LondonTime(), metavar="TIME", help="Rejected before this time.")
    @wraps(of)
    def with_filters(
        *,
        offsets: tuple[int, ...],
        code: str | None,
        kind: str | None,
        subject: str | None,
        since: datetime | None,
        until: datetime | None,
        **rest: Any,
    ) -> Any:
        wanted = Wanted(frozenset(offsets), code, kind, subject, since, until)
        return of(wanted=wanted, **rest)

    return with_filters


def _decided(of: Callable[..., Any]) -> Callable[..., Any]:
    """Add which messages are meant, who decides, why, and whether only to say what would be done."""
    for option in (
        installation_options,
        as_json,
        _which,
        click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing."),
        click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept."),
        officer_option,
        force_option,
    ):
        of = option(of)
    return of


@command.command("list")
@click.option("--force", metavar="CODE", help="ONS code: look at this force only.")
@click.option("--all", "also_handled", is_flag=True, help="Also what was replayed or discarded.")
@_which
@as_json
@installation_options
def list_(here: Installation, force: str | None, also_handled: bool, wanted: Wanted, as_json: bool) -> None:
    """List rejected messages, oldest first: force, offset, time, reason, type and subject; no content."""
    found = list(_found(here, force, wanted._replace(also_handled=also_handled)))
    if as_json:
        click.echo(json.dumps([described(message) for message in found]))
        return
    table = Table("force", "offset", "at", "code", "detail", "type", "subject", "done")
    for message in found:
        kind, subject = named(message)
        table.add_row(
            message.force,
            str(message.offset),
            shown(message.at, seconds=True),
            message.code,
            message.detail,
            kind or "–",
            subject or "–",
            shown_action(message),
        )
    Console(width=TABLE_WIDTH).print(table)
    click.echo(f"{len(found)} rejected messages.")


@command.command()
@click.argument("offset", type=click.IntRange(0))
@force_option
@click.option("--content", is_flag=True, help="Also what the message says: personal data.")
@by_option
@as_json
@installation_options
def show(
    *, here: Installation, offset: int, force: str, content: bool, by: str | None, as_json: bool
) -> None:
    """Show one rejected message: why, where from, its envelope, what was done about it.

    Who looks at its content is recorded in the force's audit, before it is shown.
    """
    looker = require_looker(by) if content else None
    wanted = Wanted(frozenset({offset}), also_handled=True)
    message = next(_found(here, force, wanted), None)
    if message is None:
        msg = (
            f"there is no rejected message {offset} of {force}; see: asb rejected list --force {force} --all"
        )
        raise UserError(msg)
    if looker is not None:
        record(here, force, looker, "asb rejected show", [Look(Recorded.REJECTION, str(offset))])
    told = described(message, content=content) | in_full(message, content=content)
    if as_json:
        click.echo(json.dumps(told))
        return
    for name, value in told.items():
        click.echo(f"{name}: {value if value not in (None, '') else '–'}")


@command.command()
@_decided
def replay(here: Installation, wanted: Wanted, **told: Any) -> None:
    """Hand rejected messages in again, as they came: after a rule or a policy was mended.

    The same bytes under the same id: what has been acted on meanwhile changes nothing when it comes again. Who
    did it and why is kept. The exit status is 1 when a message that was named cannot be handed in.
    """
    _act(here, wanted, RejectionAction.REPLAYED, **told)


@command.command()
@_decided
def discard(here: Installation, wanted: Wanted, **told: Any) -> None:
    """Leave rejected messages at that: they are listed no more, and stay on the topic until retention."""
    _act(here, wanted, RejectionAction.DISCARDED, **told)


def _act(
    here: Installation,
    wanted: Wanted,
    action: RejectionAction,
    *,
    force: str,
    officer: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    found = list(_found(here, force, wanted))
    refused = {m.offset: why for m in found if action is RejectionAction.REPLAYED and (why := why_not(m))}
    able = [message for message in found if message.offset not in refused]
    for message in () if dry_run else _acted(here, able, action):
        instructed(
            here,
            force,
            RejectionHandled,
            str(message.offset),
            officer,
            rejected_offset=message.offset,
            action=action,
            reason=reason.strip(),
        )
    _tell(action, able, refused, dry_run=dry_run, as_json=as_json)
    if refused:
        sys.exit(ExitCode.NOT_MET)


def _acted(
    here: Installation, messages: list[RejectedMessage], action: RejectionAction
) -> Iterable[RejectedMessage]:
    """Each message once it is handed in; of discarded ones nothing is written but who did it."""
    if action is RejectionAction.DISCARDED or not messages:
        return messages
    return hand_in(here.broker(), here.registry(), messages)


def _found(here: Installation, force: str | None, wanted: Wanted) -> Iterator[RejectedMessage]:
    known = {ledger.force: ledger for ledger in ledgers(here, force)}
    return rejected(here.broker(), here.name, here.registry(), known, wanted)


def _tell(
    action: RejectionAction,
    able: list[RejectedMessage],
    refused: dict[int, str],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    if as_json:
        offsets = [message.offset for message in able]
        told = {"action": action, "dry_run": dry_run, "offsets": offsets, "refused": refused}
        click.echo(json.dumps(told))
        return
    done = f"would be {action}" if dry_run else action
    for message in able:
        kind, subject = named(message)
        click.echo(f"{message.offset} {message.code} {kind or '–'} {subject or '–'}: {done}")
    for offset, why in refused.items():
        click.echo(f"{offset}: cannot be handed in: {why}", err=True)
    click.echo(f"{len(able)} messages {done}.")
