"""`asb acl`: who may do what on the cluster."""

import json
import sys

import click
from rich.console import Console
from rich.table import Table

from streams.acl.cluster import AccessControl, Differences, described
from streams.acl.grants import Grant, grants
from streams.cli.exit_codes import ExitCode
from streams.cli.options import Installation, as_json, installation_options

TABLE_WIDTH = 130


@click.group()
def command() -> None:
    """Least privilege for every principal of an installation, worked out from the topic list."""


@command.command()
@as_json
@installation_options
def show(here: Installation, as_json: bool) -> None:
    """Print what each principal is granted. Needs no Kafka."""
    wanted = grants(here.name)
    if as_json:
        click.echo(json.dumps(described(wanted)))
        return
    table = Table("principal", "may", "on", "named")
    for grant in wanted:
        table.add_row(grant.principal, grant.operation, grant.resource, _name(grant))
    Console(width=TABLE_WIDTH).print(table)


@command.command()
@as_json
@installation_options
def check(here: Installation, as_json: bool) -> None:
    """Compare the cluster with what is wanted; the exit status is 1 when they differ."""
    with AccessControl(here.broker(), here.name) as control:
        left = control.differences()
    _tell(here, left, as_json=as_json, done=False)
    if left:
        sys.exit(ExitCode.NOT_MET)


@command.command()
@as_json
@installation_options
def apply(here: Installation, as_json: bool) -> None:
    """Grant what is missing and take back what is too much, under this installation's principals only."""
    with AccessControl(here.broker(), here.name) as control:
        changed = control.apply()
    _tell(here, changed, as_json=as_json, done=True)


def _tell(here: Installation, found: Differences, *, as_json: bool, done: bool) -> None:
    if as_json:
        told = {"missing": described(found.missing), "extra": described(found.extra)}
        click.echo(json.dumps({"installation": here.name, "ok": done or not found, **told}))
        return
    for grants_of, word in ((found.missing, "granted" if done else "missing"), (found.extra, "taken back")):
        for grant in grants_of:
            what = word if done or grants_of is found.missing else "too much"
            click.echo(f"{grant.principal}: {grant.operation} {grant.resource} {_name(grant)}: {what}")
    if not found:
        click.echo(f"The principals of {here.name} may do what they should, and nothing else.")


def _name(grant: Grant) -> str:
    return f"{grant.name}*" if grant.prefixed else grant.name
