"""Is this incident one that a case is opened for? (R2)

Pure. The case-opening policy in effect on the date of the report decides.
"""

from schemas.rows import LinkKept
from schemas.words import OpeningPolicy, Outcome


def is_managed(opening: OpeningPolicy, outcome: Outcome, links: tuple[LinkKept, ...]) -> bool:
    """Whether a case opens for the incident, or it joins one as a case-managed incident."""
    if opening is OpeningPolicy.CAPTURE_ALL:
        return True
    if opening is OpeningPolicy.FIRST_INCIDENT_STAYS:
        return any(link.associated for link in links)
    return outcome is Outcome.CASE_MANAGE
