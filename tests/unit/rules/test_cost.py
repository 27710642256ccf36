"""R1: what an event costs does not grow with history. Counted in rows and index entries read, not in seconds."""

import pytest
from pydantic import BaseModel

from schemas.words import Answer, Letter
from tests.given.core import Core
from tests.given.large_city import (
    GRAVE,
    HALF_A_YEAR,
    NOMINAL,
    QUIET,
    STATION,
    at_the_station,
    city_with,
    somebody_with,
)
from tests.given.messages import at, incident, letter_override, opened_in_sentinel, victim

# (incidents all over the city, incidents at its bus station)
SMALL = (10_000, 108)
LARGE = (40_000, 216)
HUGE = (1_000_000, 2_016)
# Incidents of one victim in half a year.
OFTEN, VERY_OFTEN = 300, 10_000
GROWTH = 1.3


def events(at_station: int, text: str) -> dict[str, BaseModel]:
    """What happens at the bus station, in order; `middle` is an incident with a long history on either side."""
    middle, now = at_station // 2, at_station + 1
    name = f"BUS-{middle:05}"
    again = {"recorded": now}
    return {
        "a new one": at_the_station("NEW", now, text),
        "a late one": at_the_station("LATE", middle + 0.5, text, **again),
        "a line more": at_the_station(name, middle, text, revision=2, **again),
        "re-coded": at_the_station(name, middle, text, revision=3, closing_code="104", **again),
        "re-coded back": at_the_station(name, middle, text, revision=4, **again),
        "an officer's word": letter_override(f"BUS-{middle + 18:05}", Letter.GATE, Answer.NO, now),
        "a case begun in Sentinel": opened_in_sentinel(
            "SEN-9", middle, uprns=(STATION,), recorded_at=at(now)
        ),
        "elsewhere": incident("ELSEWHERE", now, text, uprn="999000000001"),
    }


def reports_again(asb_class: str) -> dict[str, BaseModel]:
    """What happens to somebody to whom it has happened often."""
    people = [victim(nominal_ref=NOMINAL)]
    again = incident("NEW", HALF_A_YEAR, people=people, opening_code=asb_class)
    recoded = incident(
        "NEW", HALF_A_YEAR, people=people, opening_code=asb_class, revision=2, closing_code="104"
    )
    return {"one more": again, "re-coded": recoded}


def costs(core: Core, told: dict[str, BaseModel]) -> dict[str, int]:
    """Rows and index entries read for each event."""
    found = {}
    for name, message in told.items():
        before = core.table.reads
        core.tell(message)
        found[name] = core.table.reads - before
    assert not [event for event in core.published if event.type == "Rejected"]
    return found


def grown(small: dict[str, int], large: dict[str, int]) -> dict[str, tuple[int, int]]:
    return {name: (small[name], large[name]) for name in small if large[name] > small[name] * GROWTH}


@pytest.mark.parametrize("large", [LARGE, pytest.param(HUGE, marks=pytest.mark.long)])
def test_an_event_at_a_bus_station_costs_the_same_however_much_is_known(large):
    small_city, large_city = city_with(*SMALL, QUIET), city_with(*large, QUIET)

    cost = costs(small_city, events(SMALL[1], QUIET))
    cost_when_large = costs(large_city, events(large[1], QUIET))

    assert grown(cost, cost_when_large) == {}


@pytest.mark.parametrize("large", [LARGE, pytest.param(HUGE, marks=pytest.mark.long)])
def test_an_event_in_a_case_of_many_incidents_costs_the_same_however_many_they_are(large):
    small_city, large_city = city_with(*SMALL, GRAVE), city_with(*large, GRAVE)

    cost = costs(small_city, events(SMALL[1], GRAVE))
    cost_when_large = costs(large_city, events(large[1], GRAVE))

    assert grown(cost, cost_when_large) == {}


@pytest.mark.parametrize("asb_class", ["201", "202"], ids=["personal", "nuisance"])
def test_an_incident_costs_the_same_however_often_its_victim_was_one_before(asb_class):
    often, very_often = somebody_with(OFTEN, asb_class), somebody_with(VERY_OFTEN, asb_class)

    cost = costs(often, reports_again(asb_class))
    cost_when_very_often = costs(very_often, reports_again(asb_class))

    assert cost_when_very_often == cost
    assert [event.type for event in very_often.published].count("CaseReviewEligible") > 0


@pytest.mark.parametrize("text", [QUIET, GRAVE])
def test_the_newest_incident_costs_the_same_however_large_the_force_and_the_case(text):
    small_city, large_city = city_with(*SMALL, text), city_with(*LARGE, text)

    cost = costs(small_city, {"new": at_the_station("NEW", SMALL[1] + 1, text)})
    cost_when_large = costs(large_city, {"new": at_the_station("NEW", LARGE[1] + 1, text)})

    assert cost_when_large == cost
