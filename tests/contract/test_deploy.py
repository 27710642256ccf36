"""Dashboard and alarms name metrics that there are, in expressions that Prometheus reads; each alarm has its page."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from streams.metrics.meter import PrometheusMeter

ROOT = Path(__file__).parents[2]
ALERTS = [
    rule
    for group in yaml.safe_load((ROOT / "deploy/prometheus/alerts.yaml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
]
PANELS = json.loads((ROOT / "deploy/grafana/asb.json").read_text("utf-8"))["panels"]
QUERIES = [target["expr"] for panel in PANELS for target in panel["targets"]]
PAGE = (ROOT / "docs/operations.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
CAUSING = ROOT / "tests/integration/alarms"


def metric_names() -> set[str]:
    """Every name that a worker's page can have, also of samples that it has none of yet."""
    copies = SimpleNamespace(known=list)
    idle: Any = SimpleNamespace(by_partition={}, warm=copies, is_ready=lambda: True)
    page, _ = PrometheusMeter().page(idle)
    found = set()
    for family in text_string_to_metric_families(page.decode()):
        suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}.get(
            family.type, ("",)
        )
        found |= {f"{family.name}{suffix}" for suffix in suffixes}
    return found


def selected(expression: Any) -> Iterator[str]:
    """The names of the metrics that an expression reads, at any depth."""
    name = getattr(expression, "name", None)
    if isinstance(expression, promql_parser.VectorSelector) and name:
        yield name
    if isinstance(expression, promql_parser.MatrixSelector):
        yield from selected(expression.vector_selector)
    for part in ("expr", "lhs", "rhs", "param"):
        inner = getattr(expression, part, None)
        if isinstance(inner, promql_parser.Expr):
            yield from selected(inner)
    for argument in getattr(expression, "args", None) or ():
        yield from selected(argument)


@pytest.mark.parametrize("query", [*(rule["expr"] for rule in ALERTS), *QUERIES])
def test_an_expression_is_read_and_names_metrics_that_a_worker_has(query: str):
    names = set(selected(promql_parser.parse(query)))

    assert names
    assert names <= metric_names() | {"process_resident_memory_bytes"}


def test_a_metric_that_there_is_not_is_noticed_wherever_it_stands():
    nested = promql_parser.parse("sum by (le) (rate(asb_nothing_total[5m])) > 1 and asb_ready == 0")

    assert set(selected(nested)) == {"asb_nothing_total", "asb_ready"}
    assert "asb_nothing_total" not in metric_names()


def test_an_expression_that_prometheus_would_not_read_is_noticed():
    with pytest.raises(ValueError, match=r".+"):
        promql_parser.parse("sum by (gap (asb_outstanding)")


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alarm_says_how_urgent_it_is_and_has_a_page_that_says_what_to_do(rule: dict[str, Any]):
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["runbook"] == f"docs/operations.md#{rule['alert'].lower()}"
    assert rule["alert"] in SECTIONS


def test_every_page_of_an_alarm_has_its_alarm():
    assert {rule["alert"] for rule in ALERTS} == SECTIONS.keys()


@pytest.mark.parametrize("alarm", SECTIONS)
def test_a_page_says_where_its_alarm_was_caused_and_that_test_names_it(alarm: str):
    _, seen, where = SECTIONS[alarm].partition("Seen: ")
    tests = [ROOT / path for path in re.findall(r"`(tests/[^`]+)`", where)]

    assert seen
    assert [path for path in tests if not path.exists()] == []
    causing = [path for path in tests if path.parent == CAUSING]
    assert causing
    assert any(f'"{alarm}"' in path.read_text("utf-8") for path in causing)


def test_panels_lie_side_by_side_and_none_over_another():
    cells = [
        (x, y)
        for panel in PANELS
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]

    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < 24
