"""Which log is the main one of several about one incident? Incidents count, not calls (R1; NSIR single incident).

Pure. A duplicate counts for nothing of its own as long as its main log is known and is ASB; until then it
stands by itself, so that no report is lost behind a log that never comes.
"""

from typing import Final

from schemas.rows import IncidentRow
from streams.rules.ledger import Ledger
from streams.rules.link import header_of, incident_id_of

# A chain longer than this is a mistake in the logs; it is cut, so that one cannot cost without bound.
_LONGEST_CHAIN: Final = 16


def bucket(main: str) -> str:
    """The index bucket of the logs that say they are duplicates of `main`."""
    return f"dup:{main}"


def of(incident_id: str, ledger: Ledger) -> list[str]:
    """The logs that say they are duplicates of this one."""
    found = (incident_id_of(key) for _, key in ledger.rows.members(bucket(incident_id)))
    return [ident for ident in found if ident is not None]


def main_of(row: IncidentRow, ledger: Ledger) -> str:
    """The log that counts in place of this one, or nothing when this one counts itself.

    The chain is followed to its end; where it runs in a circle the earliest reported of the circle counts.
    """
    if row.gone:
        return ""
    chain = [row]
    while len(chain) < _LONGEST_CHAIN:
        target = chain[-1].header.duplicate_of if chain[-1].header else None
        following = ledger.incident(target) if target else None
        if following is None or following.header is None or following.gone:
            break
        known = [link.incident_id for link in chain]
        if following.incident_id in known:
            chain.append(_earliest(chain[known.index(following.incident_id) :]))
            break
        chain.append(following)
    end = chain[-1]
    if end.incident_id == row.incident_id or end.tag is None:
        return ""
    return end.incident_id


def _earliest(circle: list[IncidentRow]) -> IncidentRow:
    return min(circle, key=lambda one: (header_of(one).reported_at, one.incident_id))
