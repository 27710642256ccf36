"""X11: which incidents a registrar's sample takes, and how likely that was."""

from hypothesis import given
from hypothesis import strategies as st

from streams.sample.drawing import draw, probabilities

SEEDS = 3_000
WEIGHTS = {f"SK-{number}": 1 + number % 5 for number in range(40)}

weights = st.dictionaries(
    st.text("abc", min_size=1, max_size=4), st.integers(1, 100), min_size=1, max_size=30
)
sizes = st.integers(1, 40)
seeds = st.integers(0, 10**6)


@given(weights, sizes, seeds)
def test_x11_as_many_are_taken_as_asked_for_or_all_there_are(weights, size, seed):
    assert len(draw(weights, size, seed)) == min(size, len(weights))


@given(weights, sizes, seeds)
def test_x11_the_same_seed_draws_the_same_of_the_same_incidents_in_any_order(weights, size, seed):
    backwards = dict(reversed(weights.items()))

    assert draw(backwards, size, seed) == draw(weights, size, seed)


@given(weights, sizes, seeds)
def test_x11_each_that_is_taken_says_how_likely_that_was(weights, size, seed):
    known = probabilities(weights, size)

    taken = draw(weights, size, seed)

    assert taken == {ident: known[ident] for ident in taken}


@given(weights, sizes)
def test_x11_probabilities_are_in_proportion_to_weight_and_never_over_one(weights, size):
    found = probabilities(weights, size)

    assert abs(sum(found.values()) - min(size, len(weights))) < 1e-9
    assert all(0 < chance <= 1 for chance in found.values())
    below = {ident: chance / weights[ident] for ident, chance in found.items() if chance < 1}
    assert max(below.values(), default=0) - min(below.values(), default=0) < 1e-12


def test_x11_over_many_seeds_each_is_taken_as_often_as_its_probability_says():
    taken = dict.fromkeys(WEIGHTS, 0)
    for seed in range(SEEDS):
        for ident in draw(WEIGHTS, 8, seed):
            taken[ident] += 1

    for ident, chance in probabilities(WEIGHTS, 8).items():
        # Five standard deviations of a count of that many draws.
        spread = 5 * (SEEDS * chance * (1 - chance)) ** 0.5
        assert abs(taken[ident] - SEEDS * chance) < spread, ident


def test_x11_another_seed_draws_others():
    assert len({tuple(draw(WEIGHTS, 5, seed)) for seed in range(20)}) > 15


def test_x11_a_weighted_sample_tells_of_all_without_bias():
    # The heavy ones are those that a registrar disagrees with: a plain rate of the sample would be far too low.
    agrees = {ident: weight < 3 for ident, weight in WEIGHTS.items()}
    truth = sum(agrees.values()) / len(agrees)

    def estimate(seed: int) -> float:
        taken = draw(WEIGHTS, 10, seed)
        return sum(agrees[ident] / chance for ident, chance in taken.items()) / len(WEIGHTS)

    mean = sum(map(estimate, range(SEEDS))) / SEEDS
    assert abs(mean - truth) < 0.02


def test_x11_what_weighs_more_than_its_share_is_taken_for_certain():
    weights = {"heavy": 100, **{f"light-{number}": 1 for number in range(10)}}

    assert all("heavy" in draw(weights, 2, seed) for seed in range(50))
    assert probabilities(weights, 2)["heavy"] == 1
