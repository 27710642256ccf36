"""What the laps of a benchmark come to, and how it gets into the document."""

from pathlib import Path

import pytest

from bench.contender import ENGINE, FAUST
from bench.race import Lap
from bench.report import put
from bench.results import Standing, ratios, standings


def a_lap(rate: float, cpu: float = 1.0) -> Lap:
    return Lap(events=int(rate * 10), seconds=10.0, cpu=cpu)


def test_a_ratio_is_taken_within_each_round_and_its_median_is_reported():
    laps = {ENGINE.name: [a_lap(900), a_lap(300), a_lap(500)], FAUST.name: [a_lap(30), a_lap(10), a_lap(100)]}

    [found] = ratios(laps)

    assert found.rounds == (30.0, 30.0, 5.0)
    assert found.median == 30.0


@pytest.mark.parametrize(("rate", "verdict"), [(19.9, "not reached"), (20.0, "reached"), (20.1, "reached")])
def test_an_aim_is_reached_from_its_value_on(rate: float, verdict: str):
    laps = {ENGINE.name: [a_lap(rate * 100)], FAUST.name: [a_lap(100)]}

    [found] = ratios(laps)

    assert found.verdict == verdict


def test_a_contender_stands_by_its_median_between_its_slowest_and_its_fastest_round():
    laps = {ENGINE.name: [a_lap(100, cpu=0.01), a_lap(400, cpu=0.08), a_lap(200, cpu=0.06)]}

    found = standings(laps)

    assert found == [Standing(ENGINE, rate=200, slowest=100, fastest=400, cpu_micros=pytest.approx(20))]


def test_a_section_of_the_document_is_replaced_between_its_markers(tmp_path: Path):
    document = tmp_path / "page.md"
    document.write_text("before\n<!-- results: made -->\nold\n<!-- results: end -->\nafter\n")

    put("results", "new", document)
    put("results", "newer", document)

    assert document.read_text() == (
        "before\n<!-- results: made -->\n\nnewer\n\n<!-- results: end -->\nafter\n"
    )


def test_a_document_without_the_markers_is_left_alone(tmp_path: Path):
    document = tmp_path / "page.md"
    document.write_text("only prose\n")

    with pytest.raises(ValueError, match="no markers for the section results"):
        put("results", "new", document)

    assert document.read_text() == "only prose\n"
