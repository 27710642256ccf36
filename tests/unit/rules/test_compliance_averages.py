"""R21: the running average outstanding, to be compared with the practice's, and which way it goes."""

import pytest

from schemas.outgoing import Outstanding
from schemas.words import GapKind
from streams.rules.compliance_averages import mean, outstanding

KIND = GapKind.NO_ASSESSMENT


def of(week: list[int], earlier: list[float], weeks: int = 52) -> Outstanding:
    samples, before = [{KIND: each} for each in week], [{KIND: each} for each in earlier]
    [found] = [each for each in outstanding(samples, before, weeks) if each.gap is KIND]
    return found


def test_the_first_week_has_no_trend():
    found = of([10, 20, 30], [])

    assert (found.now, found.week_average, found.running_average, found.trend) == (30, 20, 20, None)


def test_a_week_counts_once_however_many_samples_it_has():
    assert of([8, 8, 8, 8], [16, 12]).running_average == 12


@pytest.mark.parametrize(
    ("earlier", "trend"),
    [([10], 10), ([30], -10), ([10, 10, 20, 20], 5), ([99, 10, 10, 20, 20], 5)],
)
def test_the_trend_is_this_week_less_the_four_before(earlier, trend):
    assert of([20], earlier).trend == trend


@pytest.mark.parametrize(("weeks", "average"), [(1, 40), (2, 30), (3, 20), (4, 20)])
def test_the_running_average_goes_over_as_many_weeks_as_policy_says(weeks, average):
    assert of([40], [0, 20], weeks).running_average == average


def test_nothing_missing_is_a_number_too_and_every_kind_is_told():
    found = outstanding([{}], [{KIND: 4}], 52)

    assert [each.gap for each in found] == list(GapKind)
    [assessment] = [each for each in found if each.gap is KIND]
    assert (assessment.now, assessment.running_average, assessment.trend) == (0, 2, -4)


def test_a_kind_that_was_missing_on_one_day_is_averaged_over_all():
    assert mean([{KIND: 6}, {}, {}]) == {KIND: 2}
    assert mean([]) == {}
