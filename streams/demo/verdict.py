"""Does the demo hold? What was decided against what is right."""

from typing import Final, NamedTuple

from connectors.city import FORCE
from connectors.city.agreement import Agreement, agreements
from streams.demo.scenes import Played

# Coded incidents leave nothing to guess; of the others the texts must be understood nearly always.
UNCODED_AT_LEAST: Final = 0.95
JUDGED: Final = ("tag", "outcome")


class Verdict(NamedTuple):
    agreements: tuple[Agreement, ...]
    # What does not hold, in sentences; nothing when the demo holds.
    faults: tuple[str, ...]


def judge(played: Played) -> Verdict:
    """None wrong on coded incidents, at least 95 % right on uncoded ones, nothing rejected."""
    city = played.standing[FORCE]
    found = agreements(played.truth, city.tags, city.decisions)
    faults = [fault for one in found if (fault := _fault(one))]
    if rejected := sum(standing.rejected for standing in played.standing.values()):
        faults.append(f"{rejected} messages were rejected")
    return Verdict(found, tuple(faults))


def _fault(one: Agreement) -> str | None:
    if one.measure not in JUDGED:
        return None
    if one.scope == "coded" and one.agreed < one.total:
        return f"{one.total - one.agreed} of {one.total} coded incidents have a wrong {one.measure}"
    if one.scope == "uncoded" and one.share < UNCODED_AT_LEAST:
        return f"only {one.share:.1%} of the uncoded incidents have the right {one.measure}"
    return None
