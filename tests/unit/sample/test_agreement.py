"""X11: how often the registrar agrees, and how sure that is."""

import pytest

from streams.sample.agreement import agreement, wilson
from streams.sample.sheet import Reviewed


def reviewed(number: int, agrees: bool | None, **changes) -> Reviewed:
    values = {
        "force": "E23000099",
        "incident_id": f"SK-{number}",
        "asb_class": "nuisance",
        "basis": "cues",
        "probability": 0.1,
        "is_weighted": False,
        "agrees": agrees,
        "override": None,
    }
    return Reviewed(**{**values, **changes})


@pytest.mark.parametrize(
    ("rate", "size", "low", "high"),
    [
        # Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        (81 / 263, 263, 0.2553, 0.3662),
        (15 / 148, 148, 0.0624, 0.1605),
        (0.0, 20, 0.0, 0.1611),
        (1 / 29, 29, 0.0061, 0.1718),
    ],
)
def test_x11_the_interval_is_wilsons(rate, size, low, high):
    found = wilson(rate, size)

    assert found == pytest.approx((low, high), abs=0.0001)


def test_x11_of_a_random_sample_the_rate_is_that_of_the_rows():
    found = agreement([reviewed(number, number < 8) for number in range(10)])

    assert (found.sample.agreed, found.sample.reviewed, found.sample.rate) == (8, 10, 0.8)
    assert found.estimate == pytest.approx(found.sample)


def test_x11_of_a_weighted_sample_each_row_stands_for_as_many_as_its_probability_says():
    # Eight risky ones taken for certain, all wrong; two of a hundred others, both right.
    risky = [reviewed(number, False, probability=1.0, is_weighted=True) for number in range(8)]
    others = [reviewed(number, True, probability=0.02, is_weighted=True) for number in (8, 9)]

    found = agreement([*risky, *others])

    assert found.sample.rate == 0.2
    assert found.estimate.rate == pytest.approx(100 / 108)
    # Two rows that stand for fifty each are worth little more than two.
    assert found.estimate.high - found.estimate.low > found.sample.high - found.sample.low


def test_x11_rows_that_nobody_has_reviewed_are_left_out_and_counted():
    found = agreement([reviewed(1, True), reviewed(2, None), reviewed(3, None)])

    assert (found.sample.reviewed, found.not_reviewed) == (1, 2)


def test_x11_it_is_told_by_class_and_by_basis():
    rows = [
        reviewed(1, True, asb_class="personal", basis="closing-code"),
        reviewed(2, False, asb_class="", basis="cues"),
        reviewed(3, True, asb_class="personal", basis="cues"),
    ]

    found = agreement(rows)

    assert {name: (rate.agreed, rate.reviewed) for name, rate in found.by_class.items()} == {
        "personal": (2, 2),
        "unknown": (0, 1),
    }
    assert {name: rate.rate for name, rate in found.by_basis.items()} == {"closing-code": 1.0, "cues": 0.5}


def test_x11_without_a_reviewed_row_there_is_no_rate():
    with pytest.raises(ValueError, match="no row says whether the registrar agrees"):
        agreement([reviewed(1, None)])
