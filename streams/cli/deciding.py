"""What commands share that decide again as the worker did: its secret, its policies, and what it recorded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from connectors.broker import Broker
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.options import Installation
from streams.domain import AsbDomain
from streams.engine.recorded import Recorded
from streams.settings import BadSettings, builtin_policies, installation_secret


def deciding_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --secret-file and --policies."""
    policies = click.option(
        "--policies",
        envvar="ASB_POLICIES",
        show_envvar=True,
        type=click.Path(file_okay=False, exists=True, path_type=Path),
        help="The worker's folder of policies; else the built-in ones.",
    )
    secret = click.option(
        "--secret-file",
        envvar="ASB_SECRET_FILE",
        show_envvar=True,
        type=click.Path(dir_okay=False, path_type=Path),
        help="The worker's secret; else .asb/secret.",
    )
    return secret(policies(command))


def domain_of(here: Installation, secret_file: Path | None, policies: Path | None) -> AsbDomain:
    """The domain as the worker runs it. Raises UserError for a file that cannot be used."""
    try:
        return AsbDomain(
            here.name, here.registry(), installation_secret(secret_file), builtin_policies(policies)
        )
    except BadSettings as error:
        raise UserError(str(error), ExitCode.USAGE) from error


def history_of(broker: Broker, partition: int) -> Recorded:
    """What stands of one partition; to be closed."""
    options = broker.client_options()
    return Recorded(",".join(options.pop("bootstrap_servers")), partition, options)
