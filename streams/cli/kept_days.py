"""What commands share that ask how long an installation keeps its topics."""

from collections.abc import Mapping
from pathlib import Path

import click
import yaml

from streams import topic_retention
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode

retention = click.option(
    "--retention",
    "retention_file",
    envvar="ASB_TOPIC_RETENTION",
    type=click.Path(dir_okay=False, path_type=Path),
    show_envvar=True,
    help="YAML file of the topics that are kept for other days than the list says. Default: none.",
)


def kept_days(file: Path | None) -> Mapping[str, int]:
    """What the installation keeps for other days; raises UserError when its file is missing or wrong."""
    if file is None:
        return {}
    try:
        return topic_retention.kept_days(yaml.safe_load(file.read_text("utf-8")) or {})
    except OSError as error:
        msg = f"cannot read {file}: {error.strerror}"
        raise UserError(msg, ExitCode.USAGE) from error
    except (topic_retention.BadRetention, yaml.YAMLError, UnicodeDecodeError) as error:
        msg = f"{file}: {error}"
        raise UserError(msg, ExitCode.USAGE) from error
