"""What runs: the engine with the ASB domain in it."""

from schemas.forces import Registry
from streams.domain import AsbDomain
from streams.engine.app import run_worker
from streams.engine.settings import EngineSettings
from streams.metrics.meter import PrometheusMeter
from streams.policies.bundle import PolicyDocument, compiled
from streams.rules.phrase_book import phrase_book


def run(
    installation: str,
    registry: Registry,
    secret: bytes,
    policies: tuple[PolicyDocument, ...],
    settings: EngineSettings,
) -> int:
    """Run a worker until it is told to stop; returns the engine's exit code."""
    for policy in policies:
        # Half a second's work, done before it matters: a worker that takes over has records waiting.
        phrase_book(compiled(policy))
    return run_worker(AsbDomain(installation, registry, secret, policies), settings, meter=PrometheusMeter())
