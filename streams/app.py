"""What runs: the engine with the ASB domain in it."""

from typing import Final

from schemas.forces import Registry
from streams.cli.exit_codes import ExitCode
from streams.domain import AsbDomain
from streams.engine.app import EXIT_NEVER_CONNECTED, run_worker
from streams.engine.desks import EXIT_NO_HEALTHY_DESK, EXIT_UNEQUAL_PARTITIONS
from streams.engine.settings import EngineSettings
from streams.policies.bundle import PolicyDocument

_EXIT: Final = {
    EXIT_NEVER_CONNECTED: ExitCode.NEVER_CONNECTED,
    EXIT_NO_HEALTHY_DESK: ExitCode.NO_HEALTHY_DESK,
    EXIT_UNEQUAL_PARTITIONS: ExitCode.NOT_MET,
}


def run(
    installation: str,
    registry: Registry,
    secret: bytes,
    policies: tuple[PolicyDocument, ...],
    settings: EngineSettings,
) -> int:
    """Run a worker until it is told to stop; returns the exit status of `asb worker`."""
    domain = AsbDomain(installation, registry, secret, policies)
    left = run_worker(domain, settings)
    return int(_EXIT.get(left, left))
