"""The synthetic city: repeatable incident streams with ground truth (X10).

For demos, tests, benchmarks and policy trials without personal data. An invented place with a
Leicestershire-like structure. Nothing here knows how decisions are made: what is right is declared by
situation (situations.yaml), texts are written by hand as callers speak (texts/). It imports nothing of
`streams`.
"""

from connectors.city.event import CityEvent
from connectors.city.generator import NATURAL_RATE, generate
from connectors.city.place import FORCE
from connectors.city.sentinel import SentinelActor
from connectors.city.situations import UnknownSituation, situations
from connectors.city.truth import GroundTruth, IncidentTruth

__all__ = [
    "FORCE",
    "NATURAL_RATE",
    "CityEvent",
    "GroundTruth",
    "IncidentTruth",
    "SentinelActor",
    "UnknownSituation",
    "generate",
    "situations",
]
