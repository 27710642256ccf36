"""The evaluator that the tests of the alarms rest on gives what Prometheus' own documentation says."""

from datetime import timedelta

import promql_parser as promql
import pytest

from tests.given.prometheus import Alarm, Prometheus


def watching(expression: str, holds_for: float = 0, every: float = 30) -> Prometheus:
    rule = Alarm("Rings", promql.parse(expression), timedelta(seconds=holds_for))
    return Prometheus(timedelta(seconds=every), {"Rings": rule})


def rings(expression: str, *pages: str) -> bool:
    watched = watching(expression)
    for page in pages:
        watched.scrape(page)
    return bool(watched.ringing())


@pytest.mark.parametrize(
    ("expression", "pages", "expected"),
    [
        ("absent(up)", [""], True),
        ("absent(up)", ["up 0\n"], False),
        ("up == 0", ["up 0\n"], True),
        ("up == 0", [""], False),
        ('gaps{gap="a"} > 0', ['gaps{gap="b"} 3\n'], False),
        ('sum(gaps{gap="a"}) > 4', ['gaps{gap="a",p="0"} 3\ngaps{gap="a",p="1"} 2\n'], True),
        ("sum(gaps) > 4", [""], False),
        ("max by (p) (gaps) > 2", ['gaps{gap="a",p="0"} 1\ngaps{gap="b",p="0"} 3\n'], True),
        ("max by (p) (gaps) > 3", ['gaps{gap="a",p="0"} 1\ngaps{gap="b",p="0"} 3\n'], False),
        ("delta(lag[5m]) > 0", ["lag 7\n"], False),
        ("delta(lag[5m]) > 0", ["lag 7\n", "lag 9\n"], True),
        ("lag > 5 and delta(lag[5m]) > 0", ["lag 9\n", "lag 7\n"], False),
        ("lag > 5 and delta(lag[5m]) > 0", ['lag{p="0"} 9\n', 'lag{p="0"} 9\nlag{p="1"} 4\n'], False),
        ("increase(seen_total[5m]) > 0", ["seen_total 3\n", "seen_total 3\n"], False),
        ("increase(seen_total[5m]) > 0", ["seen_total 3\n", "seen_total 4\n"], True),
        ("increase(seen_total[5m]) > 3", ["seen_total 3\n", "seen_total 5\n", "seen_total 2\n"], True),
        ("increase(seen_total[5m]) > 0", ["", "seen_total 1\n"], False),
    ],
)
def test_an_expression_holds_or_does_not(expression: str, pages: list[str], expected: bool):
    assert rings(expression, *pages) is expected


def test_a_quantile_lies_on_a_straight_line_within_its_bucket():
    page = 'h_bucket{le="1.0"} %d\nh_bucket{le="2.0"} %d\nh_bucket{le="+Inf"} %d\n'
    watched = watching("up > 0")
    watched.scrape(page % (0, 0, 0))
    watched.scrape(page % (50, 100, 100))

    def quantile(of: float) -> float:
        return watched.value(f"histogram_quantile({of}, sum by (le) (rate(h_bucket[1m])))")

    assert quantile(0.5) == pytest.approx(1.0)
    assert quantile(0.75) == pytest.approx(1.5)
    watched.scrape(page % (50, 100, 200))
    assert quantile(0.99) == pytest.approx(2.0)


def test_what_has_left_the_range_does_not_count():
    watched = watching("increase(seen_total[1m]) > 0")
    watched.scrape("seen_total 0\n")
    watched.scrape("seen_total 1\n")

    assert watched.ringing()
    assert not watched.scrape("seen_total 1\n", times=2)


def test_an_alarm_rings_when_it_has_held_for_its_time_without_a_break():
    watched = watching("up == 0", holds_for=60)

    assert not watched.scrape("up 0\n", times=2)
    assert watched.scrape("up 0\n") == {"Rings"}
    assert not watched.scrape("up 1\n")
    assert not watched.scrape("up 0\n", times=2)


def test_each_series_waits_for_itself():
    watched = watching("up == 0", holds_for=30)

    assert not watched.scrape('up{p="0"} 0\nup{p="1"} 1\n')
    assert not watched.scrape('up{p="0"} 1\nup{p="1"} 0\n')


@pytest.mark.parametrize("expression", ["avg(up) > 1", "up{a=~'b'} > 1", "irate(up[1m]) > 1", "-up > 1"])
def test_what_it_does_not_know_it_says(expression: str):
    with pytest.raises((NotImplementedError, AssertionError), match=r"known here|does not know"):
        rings(expression, 'up{a="b"} 1\n', 'up{a="b"} 2\n')
