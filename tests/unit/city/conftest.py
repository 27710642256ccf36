"""A month of the city that tests look at, with its truth."""

from collections import defaultdict

import pytest

from connectors.city import GroundTruth, generate
from connectors.city.event import CityEvent
from schemas.incoming import IncidentLogged

DAYS = 30
PER_DAY = 100.0


@pytest.fixture(scope="session")
def city() -> tuple[list[CityEvent], GroundTruth]:
    truth = GroundTruth()
    return list(generate(11, DAYS, incidents_per_day=PER_DAY, truth=truth)), truth


@pytest.fixture(scope="session")
def logs(city: tuple[list[CityEvent], GroundTruth]) -> dict[str, list[IncidentLogged]]:
    """The messages of each incident by revision, each once."""
    found: dict[str, dict[int, IncidentLogged]] = defaultdict(dict)
    for event in city[0]:
        if isinstance(event.message, IncidentLogged):
            found[event.message.incident_id][event.message.revision] = event.message
    return {incident: [by[number] for number in sorted(by)] for incident, by in found.items()}
