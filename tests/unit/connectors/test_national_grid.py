"""Degrees to the British National Grid, checked against the Ordnance Survey's own worked example."""

import pytest

from connectors.storm.national_grid import to_national_grid


def test_the_ordnance_surveys_worked_example_comes_out_within_five_metres():
    # "A guide to coordinate systems in Great Britain", Caister water tower, ETRS89 to OSGB36.
    longitude = 1 + 42 / 60 + 57.8663 / 3600
    latitude = 52 + 39 / 60 + 28.8282 / 3600

    [point] = to_national_grid([(longitude, latitude)])

    assert point.easting == pytest.approx(651_409.804, abs=5)
    assert point.northing == pytest.approx(313_177.450, abs=5)


@pytest.mark.parametrize("place", [(10.0, 53.7), (-2.4, 40.0), (-2.4, 90.0), (-170.0, -60.0)])
def test_a_point_outside_great_britain_is_on_no_grid(place):
    assert to_national_grid([place]) == [None]


def test_a_batch_keeps_its_order_and_an_empty_one_is_empty():
    leeds, nowhere = (-1.5491, 53.8008), (10.0, 53.7)

    there, none, again = to_national_grid([leeds, nowhere, leeds])

    assert none is None
    assert there == again
    assert to_national_grid([]) == []
