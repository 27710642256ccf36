"""History markers (R9)."""

from enum import StrEnum


class MarkedKind(StrEnum):
    """What a history marker of STORM is on (R9)."""

    PERSON = "person"
    LOCATION = "location"


class MarkedAs(StrEnum):
    """Where the marker of a subject goes, by policy (R9)."""

    # On the person, where they have a nominal reference.
    PERSON = "person"
    # On where they live.
    HOME = "home"
    # On where the case's latest incident had taken place when the risk became high.
    SCENE = "scene"


class MarkerStatus(StrEnum):
    """The life of a marker (R9). Of a proposed and of an active one there is at most one per subject and case."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
