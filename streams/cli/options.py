"""The options that commands share: which Kafka, which installation, which forces."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click
import yaml

from connectors.broker import BadBrokerSettings, Broker, KafkaFailed
from schemas.forces import BadRegistry, Registry, registry
from streams.broker.address import find_bootstrap, require_broker
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode

# With the start of Python, a user without a broker is told so within five seconds.
PATIENCE_S: Final = 3.0

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a script to read.")


@dataclass(frozen=True)
class Installation:
    """What the shared options say. Nothing is opened or read before it is asked for."""

    bootstrap: str | None
    name: str
    registry_file: Path

    def broker(self) -> Broker:
        """The Kafka, proved to answer.

        Raises:
            NoBroker: none is known, or it does not answer in time.
            BadBrokerSettings: the ASB_KAFKA_* variables are wrong.
        """
        broker = Broker.from_environment(find_bootstrap(self.bootstrap))
        require_broker(broker.bootstrap, PATIENCE_S, broker.client_options())
        return broker

    def registry(self) -> Registry:
        """The registry of forces; raises UserError when the file is missing or wrong."""
        try:
            return registry(yaml.safe_load(self.registry_file.read_text("utf-8")) or [])
        except OSError as error:
            msg = f"cannot read the registry of forces {self.registry_file}: {error.strerror}"
            raise UserError(msg, ExitCode.USAGE) from error
        except (BadRegistry, yaml.YAMLError, AttributeError) as error:
            msg = f"{self.registry_file}: {error}"
            raise UserError(msg, ExitCode.USAGE) from error

    def forces(self, force: str | None) -> tuple[str, ...]:
        """The one force, or with none all of the registry; raises UserError for one that is not in it."""
        if force is None:
            return self.registry().forces
        self.require_force(force)
        return (force,)

    def require_force(self, force: str) -> None:
        """Raises UserError for a force that is not in the registry."""
        known = self.registry().forces
        if force not in known:
            msg = f"force {force} is not in the registry {self.registry_file}; it has {', '.join(known)}"
            raise UserError(msg, ExitCode.USAGE)


def installation_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --bootstrap, --installation and --registry; the command gets them as `here: Installation`.

    What goes wrong with Kafka or its settings becomes one sentence and an exit status.
    """

    @click.option(
        "--bootstrap",
        metavar="HOST:PORT",
        help="The Kafka; else KAFKA_BOOTSTRAP, else the one of `asb broker start`.",
    )
    @click.option(
        "--installation",
        envvar="ASB_INSTALLATION",
        default="demo",
        show_default=True,
        show_envvar=True,
        help="Whose topics: the first word of their names.",
    )
    @click.option(
        "--registry",
        envvar="ASB_REGISTRY",
        type=click.Path(dir_okay=False, path_type=Path),
        default=Path("forces.yaml"),
        show_default=True,
        show_envvar=True,
        help="The registry of forces.",
    )
    @wraps(command)
    def with_installation(bootstrap: str | None, installation: str, registry: Path, **rest: Any) -> Any:
        try:
            return command(here=Installation(bootstrap, installation, registry), **rest)
        except BadBrokerSettings as error:
            raise UserError(str(error), ExitCode.USAGE) from error
        except KafkaFailed as error:
            raise UserError(str(error)) from error

    return with_installation
