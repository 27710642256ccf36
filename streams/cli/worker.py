"""`asb worker`: read incidents and facts, decide, publish; until it is told to stop."""

from pathlib import Path
from typing import Literal

import click

from connectors.broker import Broker
from streams.broker.address import find_bootstrap
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.options import Installation, installation_options
from streams.settings import BadSettings, builtin_policies, installation_secret, web_token


@click.command
@installation_options
@click.option(
    "--secret-file",
    envvar="ASB_SECRET_FILE",
    show_envvar=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Key of the hashes that stand for personal keys; else .asb/secret, made on first use.",
)
@click.option(
    "--policies",
    envvar="ASB_POLICIES",
    show_envvar=True,
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Folder of a force's own policies; else the built-in ones.",
)
@click.option(
    "--clock",
    type=click.Choice(["wall", "events"]),
    default="wall",
    show_default=True,
    help="What makes duties fall due: the time of day, or the times in the messages (simulation, bulk replay).",
)
@click.option(
    "--wait", default=60.0, show_default=True, help="Seconds to try for a Kafka that never answered."
)
@click.option("--batch", default=2_000, show_default=True, help="Records in one transaction, at most about.")
@click.option(
    "--tick", default=60.0, show_default=True, metavar="SECONDS", help="How often due duties are looked for."
)
@click.option(
    "--warm/--no-warm",
    default=True,
    show_default=True,
    help="Follow the rows of the forces that other workers have, to take one over at once; costs their memory.",
)
@click.option(
    "--web-port",
    default=0,
    envvar="ASB_WEB_PORT",
    show_envvar=True,
    help="Port of /livez, /readyz and /metrics; 0: none.",
)
@click.option(
    "--web-host", default="127.0.0.1", envvar="ASB_WEB_HOST", show_envvar=True, help="Address of the pages."
)
@click.option(
    "--web-token-file",
    envvar="ASB_WEB_TOKEN_FILE",
    show_envvar=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="What who asks for /readyz or /metrics must bring; needed where the pages are not on loopback.",
)
@click.option(
    "--data-dir",
    default=Path(".asb/worker"),
    type=click.Path(path_type=Path),
    help="Where Faust keeps its files.",
)
@click.option(
    "--allow-rejections",
    is_flag=True,
    help="Let a mass rejection pass: rejected records go to the rejected topic however many they are.",
)
@click.option(
    "--log-format",
    type=click.Choice(["json", "text"]),
    envvar="ASB_LOG_FORMAT",
    show_envvar=True,
    help="One JSON object a line, or text to read; else text on a terminal and JSON elsewhere.",
)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="info",
    show_default=True,
    envvar="ASB_LOG_LEVEL",
    show_envvar=True,
    help="The worker's own records; of the libraries below it warnings are logged, at any level.",
)
@click.option("--log-transactions", is_flag=True, help="Log each transaction's begin, send and commit.")
@click.pass_context
def command(
    context: click.Context,
    here: Installation,
    secret_file: Path | None,
    policies: Path | None,
    clock: Literal["wall", "events"],
    wait: float,
    batch: int,
    tick: float,
    warm: bool,
    web_port: int,
    web_host: str,
    web_token_file: Path | None,
    data_dir: Path,
    allow_rejections: bool,
    log_format: Literal["json", "text"] | None,
    log_level: str,
    log_transactions: bool,
) -> None:
    """Run a worker: decide what STORM and Sentinel report, exactly once.

    Several workers of one installation share its forces. Once connected a worker waits for Kafka for ever; one
    that never reached it gives up after --wait. SIGTERM finishes the batch in hand and leaves at once. When one
    fails the others take its forces over: within the 6 s of its session and a few more.
    """
    # Faust takes seconds to import: the help does not wait for it.
    from streams.app import run
    from streams.engine.settings import EngineSettings

    try:
        bootstrap = find_bootstrap(here.bootstrap)
        security = Broker.from_environment(bootstrap).client_options()
        del security["bootstrap_servers"]
        settings = EngineSettings(
            bootstrap=bootstrap,
            security=security,
            wait=wait,
            batch_records=batch,
            clock=clock,
            tick_interval=tick,
            warm_copies=warm,
            web_host=web_host,
            web_port=web_port,
            web_token=web_token(web_token_file, web_host if web_port else None),
            data_dir=data_dir,
            allow_rejections=allow_rejections,
            log_format=log_format,
            log_level=log_level.upper(),
            log_transactions=log_transactions,
        )
        left = run(
            here.name, here.registry(), installation_secret(secret_file), builtin_policies(policies), settings
        )
    except BadSettings as error:
        raise UserError(str(error), ExitCode.USAGE) from error
    context.exit(_status(left))


def _status(left: int) -> int:
    """The engine's exit code as this command's exit status."""
    from streams.engine.app import EXIT_NEVER_CONNECTED
    from streams.engine.desks import EXIT_NO_HEALTHY_DESK, EXIT_UNEQUAL_PARTITIONS
    from streams.engine.watchdog import EXIT_STALLED

    statuses = {
        EXIT_NEVER_CONNECTED: ExitCode.NEVER_CONNECTED,
        EXIT_NO_HEALTHY_DESK: ExitCode.NO_HEALTHY_DESK,
        EXIT_UNEQUAL_PARTITIONS: ExitCode.NOT_MET,
        EXIT_STALLED: ExitCode.STALLED,
    }
    return int(statuses.get(left, left))
