"""`asb partners`: whom cases are referred to, by what, and exactly what each is told."""

import json
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.table import Table

from schemas.topics import REFERRALS
from schemas.words import Partner
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.options import as_json
from streams.policies.bundle import compiled
from streams.policies.partner_schema import schema_of
from streams.policies.partners import PartnerPack
from streams.settings import BadSettings, builtin_policies

TABLE_WIDTH: Final = 130

policies_option = click.option(
    "--policies",
    envvar="ASB_POLICIES",
    show_envvar=True,
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Folder of a force's own policies; else the built-in ones.",
)


@click.group()
def command() -> None:
    """Show the partners of the latest policy: what makes a referral due, and what it may say. Needs no Kafka."""


@command.command("list")
@policies_option
@as_json
def list_all(policies: Path | None, as_json: bool) -> None:
    """List the partners: when each is referred to, by what gateway, and what it is told."""
    packs = _packs(policies)
    if as_json:
        click.echo(json.dumps([_row(pack) for pack in packs]))
        return
    table = Table("partner", "about", "due by", "gateway", "is told", "answers in", show_lines=True)
    for pack in packs:
        table.add_row(
            pack.partner,
            "\n".join(pack.about),
            "\n".join(pack.triggers),
            f"{pack.gateway.kind}: {pack.gateway.act}",
            ", ".join(pack.fields),
            _days(pack.answer_within),
        )
    Console(width=TABLE_WIDTH).print(table)


@command.command()
@click.argument("partner", type=click.Choice([partner.value for partner in Partner]))
@click.option(
    "--json-schema", "as_schema", is_flag=True, help="Print the JSON Schema of the messages it receives."
)
@policies_option
@as_json
def show(partner: str, as_schema: bool, policies: Path | None, as_json: bool) -> None:
    """Show one partner's pack. What it does not list is never told to that partner."""
    pack = next((each for each in _packs(policies) if each.partner == partner), None)
    if pack is None:
        msg = f"the policy has no pack for {partner}: nothing is referred to it"
        raise UserError(msg)
    if as_schema:
        click.echo(json.dumps(schema_of(pack), indent=2))
    elif as_json:
        click.echo(json.dumps(_row(pack)))
    else:
        for name, said in _row(pack).items():
            click.echo(f"{name + ':':<15}{', '.join(said) if isinstance(said, list) else said}")


def _packs(policies: Path | None) -> tuple[PartnerPack, ...]:
    try:
        return compiled(builtin_policies(policies)[-1]).partners.packs
    except BadSettings as error:
        raise UserError(str(error), ExitCode.USAGE) from error


def _row(pack: PartnerPack) -> dict[str, Any]:
    return {
        "partner": pack.partner.value,
        "topic": REFERRALS[pack.partner].name,
        "about": list(pack.about),
        "due by": list(pack.triggers),
        "gateway": pack.gateway.kind.value,
        "act": pack.gateway.act,
        "purpose": pack.gateway.purpose,
        "is told": list(pack.fields),
        "sensitive": list(pack.sensitive),
        "answers in": _days(pack.answer_within),
    }


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
