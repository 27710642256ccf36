"""The stop on mass rejection: below, at and above its least count and its share."""

import pytest

from streams.engine.rejections import MassRejection, RejectionWatch
from streams.engine.settings import EngineSettings

SETTINGS = EngineSettings(rejections_least=10, rejections_window=100, rejections_share=0.9)


@pytest.mark.parametrize(
    ("records", "rejected", "stops"),
    [(9, 9, False), (10, 10, True), (20, 17, False), (20, 18, True), (20, 20, True), (1000, 10, False)],
)
def test_the_desk_stops_from_the_least_count_and_share_on(records, rejected, stops):
    watch = RejectionWatch(SETTINGS)

    if stops:
        with pytest.raises(MassRejection):
            watch.check(records, rejected)
    else:
        watch.check(records, rejected)


def test_rejections_one_by_one_add_up():
    watch = RejectionWatch(SETTINGS)
    for _ in range(9):
        watch.check(1, 1)
        watch.add(1, 1)

    with pytest.raises(MassRejection):
        watch.check(1, 1)


def test_good_records_of_long_ago_do_not_hide_a_mass_rejection():
    watch = RejectionWatch(SETTINGS)
    for _ in range(50):
        watch.check(100, 0)
        watch.add(100, 0)

    watch.check(500, 450)  # nine in ten of its own, but a hundred good ones are still in the window
    watch.add(500, 450)
    with pytest.raises(MassRejection):
        watch.check(500, 450)


def test_a_good_batch_after_a_mass_rejection_is_let_through():
    watch = RejectionWatch(SETTINGS)
    watch.add(100, 100)

    watch.check(5, 0)


def test_mass_rejection_passes_when_an_operator_allows_it():
    watch = RejectionWatch(EngineSettings(rejections_least=10, allow_rejections=True))

    watch.check(1000, 1000)
