"""Which policy counts for an incident: by the Europe/London date of its report (R2).

Pure: policies come from the force's own rows, the built-in bundle before any is recorded.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from schemas.outgoing import PolicyVersion
from streams.policies.policy import Policy

LONDON: Final = ZoneInfo("Europe/London")

# Raised by hand when a change of the rules may change a decision; a test over golden decisions insists.
RULES_VERSION: Final = "1"


class InForce(NamedTuple):
    """A policy, its hash, and how decisions name it."""

    policy: Policy
    sha256: str
    version: PolicyVersion


def in_force(policy: Policy, sha256: str) -> InForce:
    """The policy with the name that decisions give it."""
    return InForce(
        policy,
        sha256,
        PolicyVersion(name=policy.name, version=policy.version, sha256=sha256, rules_version=RULES_VERSION),
    )


class Policies(NamedTuple):
    """A force's policies, oldest first."""

    timeline: tuple[InForce, ...]

    @classmethod
    def of(cls, policies: Iterable[InForce]) -> "Policies":
        return cls(tuple(sorted(policies, key=lambda one: one.policy.effective_from)))

    def of_hash(self, sha256: str) -> InForce | None:
        """The policy of a hash; None: this force never had it."""
        return next((one for one in self.timeline if one.sha256 == sha256), None)

    def at(self, reported_at: datetime) -> InForce:
        """The latest policy in effect on the report's London date; the oldest for earlier reports."""
        day = reported_at.astimezone(LONDON).date()
        found = self.timeline[0]
        for one in self.timeline:
            if one.policy.effective_from <= day:
                found = one
        return found
