"""As much of Prometheus as the alarms need: scrapes of a real page in, the alarms that ring out.

No package evaluates PromQL outside Prometheus itself, which is a program; `promql-parser` reads the expressions, and
here they are worked out as Prometheus does, but that a counter's rise is not extrapolated to the ends of its range.
An expression that uses more than is here fails, and says what is to be added.
"""

import operator
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

import promql_parser as promql
import yaml
from prometheus_client.parser import text_string_to_metric_families

ALERTS = Path(__file__).parents[2] / "deploy/prometheus/alerts.yaml"

Labels = frozenset[tuple[str, str]]
Vector = dict[Labels, float]
Page = Mapping[str, Mapping[Labels, float]]

NO_LABELS: Labels = frozenset()
AGGREGATED: Mapping[str, Callable[[list[float]], float]] = {"sum": sum, "max": max, "min": min}
COMPARED = {">": operator.gt, "<": operator.lt, "==": operator.eq, ">=": operator.ge, "<=": operator.le}


class Scrape(NamedTuple):
    """What the page showed at a time, in seconds; nothing, if it did not answer."""

    at: float
    page: Page


class Alarm(NamedTuple):
    name: str
    expression: Any
    holds_for: timedelta


def alarms(path: Path = ALERTS) -> dict[str, Alarm]:
    """Every alarm of the rules, by name."""
    rules = [rule for group in yaml.safe_load(path.read_text("utf-8"))["groups"] for rule in group["rules"]]
    return {rule["alert"]: _alarm(rule) for rule in rules}


def _alarm(rule: Mapping[str, Any]) -> Alarm:
    holds_for = promql.parse_duration(rule["for"]) if "for" in rule else timedelta()
    return Alarm(rule["alert"], promql.parse(rule["expr"]), holds_for)


class Prometheus:
    """Scrapes and evaluates `every` so often by a clock of its own, however long that takes in truth."""

    def __init__(
        self, every: timedelta = timedelta(seconds=30), rules: Mapping[str, Alarm] | None = None
    ) -> None:
        self._every = every.total_seconds()
        self._rules = alarms() if rules is None else rules
        self._scrapes: list[Scrape] = []
        self._since: dict[tuple[str, Labels], float] = {}

    def scrape(self, page: str | None, times: int = 1) -> set[str]:
        """Take a page, the same so many times; which alarms ring then. None: nobody answered."""
        for _ in range(times):
            at = self._scrapes[-1].at + self._every if self._scrapes else 0.0
            self._scrapes.append(Scrape(at, _read(page or "")))
            self._evaluate(at)
        return self.ringing()

    def ringing(self) -> set[str]:
        """Which alarms ring after the last scrape."""
        at = self._scrapes[-1].at if self._scrapes else 0.0
        return {
            name
            for (name, _), since in self._since.items()
            if at - since >= self._rules[name].holds_for.total_seconds()
        }

    def holding(self) -> set[str]:
        """Whose expression is true, whether or not it has been for long enough to ring."""
        return {name for name, _ in self._since}

    def value(self, expression: str) -> float:
        """What an expression comes to now, if it comes to one value."""
        [value] = evaluate(promql.parse(expression), self._scrapes).values()
        return value

    def _evaluate(self, at: float) -> None:
        holding = {
            (rule.name, labels)
            for rule in self._rules.values()
            for labels in evaluate(rule.expression, self._scrapes)
        }
        self._since = {each: self._since.get(each, at) for each in holding}


def _read(page: str) -> Page:
    found: dict[str, dict[Labels, float]] = defaultdict(dict)
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            found[sample.name][frozenset(sample.labels.items())] = sample.value
    return found


def evaluate(expression: Any, scrapes: Sequence[Scrape]) -> Vector:
    """The vector that an expression comes to at the time of the last scrape."""
    match expression:
        case promql.ParenExpr():
            return evaluate(expression.expr, scrapes)
        case promql.VectorSelector():
            return dict(_selected(expression, scrapes[-1].page))
        case promql.AggregateExpr():
            return _aggregated(expression, scrapes)
        case promql.BinaryExpr():
            return _compared(expression, scrapes)
        case promql.Call():
            return _called(expression, scrapes)
    raise NotImplementedError(f"tests/given/prometheus.py does not know {type(expression).__name__}")


def _selected(selector: Any, page: Page) -> Iterator[tuple[Labels, float]]:
    matchers = selector.matchers.matchers
    assert all(each.op == promql.MatchOp.Equal for each in matchers), "only label=value is known here"
    for labels, value in page.get(selector.name, {}).items():
        has = dict(labels)
        if all(has.get(each.name, "") == each.value for each in matchers):
            yield labels, value


def _aggregated(expression: Any, scrapes: Sequence[Scrape]) -> Vector:
    together = AGGREGATED.get(str(expression.op))
    assert together, f"only {', '.join(AGGREGATED)} are known here, not {expression.op}"
    modifier = expression.modifier
    assert modifier is None or modifier.type == promql.AggModifierType.By, "only by is known here"
    kept = set(modifier.labels) if modifier else set()
    found: dict[Labels, list[float]] = defaultdict(list)
    for labels, value in evaluate(expression.expr, scrapes).items():
        found[frozenset((name, of) for name, of in labels if name in kept)].append(value)
    return {labels: together(values) for labels, values in found.items()}


def _compared(expression: Any, scrapes: Sequence[Scrape]) -> Vector:
    """`vector > number` keeps what it holds of; `vector and vector` what is in both."""
    left = evaluate(expression.lhs, scrapes)
    if str(expression.op) == "and":
        right = evaluate(expression.rhs, scrapes)
        return {labels: value for labels, value in left.items() if labels in right}
    limit, holds = expression.rhs.val, COMPARED[str(expression.op)]
    return {labels: value for labels, value in left.items() if holds(value, limit)}


def _called(call: Any, scrapes: Sequence[Scrape]) -> Vector:
    name = call.func.name
    if name == "absent":
        return {} if evaluate(call.args[0], scrapes) else {NO_LABELS: 1.0}
    if name == "histogram_quantile":
        return _quantiles(call.args[0].val, evaluate(call.args[1], scrapes))
    values, seconds = _in_range(call.args[0], scrapes)
    several = {labels: each for labels, each in values.items() if len(each) > 1}
    match name:
        case "delta":
            return {labels: each[-1] - each[0] for labels, each in several.items()}
        case "increase":
            return {labels: _rise(each) for labels, each in several.items()}
        case "rate":
            return {labels: _rise(each) / seconds for labels, each in several.items()}
    raise NotImplementedError(f"tests/given/prometheus.py does not know {name}()")


def _in_range(matrix: Any, scrapes: Sequence[Scrape]) -> tuple[dict[Labels, list[float]], float]:
    seconds = matrix.range.total_seconds()
    found: dict[Labels, list[float]] = defaultdict(list)
    for scrape in scrapes:
        if scrape.at > scrapes[-1].at - seconds:
            for labels, value in _selected(matrix.vector_selector, scrape.page):
                found[labels].append(value)
    return found, seconds


def _rise(values: Sequence[float]) -> float:
    """Of a counter, which begins at 0 when its process does. What it was at first is no rise: a counter that is
    there only from its first count on seems never to have risen.
    """
    return sum(new - old if new >= old else new for old, new in pairwise(values))


def _quantiles(quantile: float, buckets: Vector) -> Vector:
    by_histogram: dict[Labels, list[tuple[float, float]]] = defaultdict(list)
    for labels, count in buckets.items():
        bound = next(value for name, value in labels if name == "le")
        by_histogram[frozenset(each for each in labels if each[0] != "le")].append((float(bound), count))
    found = {labels: _quantile(quantile, sorted(each)) for labels, each in by_histogram.items()}
    return {labels: value for labels, value in found.items() if value is not None}


def _quantile(quantile: float, buckets: Sequence[tuple[float, float]]) -> float | None:
    """By a straight line within the bucket; what lies above the last bound is said to be there. None: no counts."""
    total = buckets[-1][1]
    if not total:
        return None
    lower, before = 0.0, 0.0
    for bound, count in buckets:
        if count >= quantile * total:
            if bound == inf:
                return lower
            return lower + (bound - lower) * (quantile * total - before) / (count - before)
        lower, before = bound, count
    return lower
