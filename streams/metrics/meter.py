"""The worker's metrics for Prometheus (R23). Names and units follow Prometheus: base units, `_total`, `_seconds`.

Counters and histograms are told of committed transactions; gauges are read when somebody asks for the page. No label
holds an id, a name or anything that somebody wrote.
"""

import time
from collections import Counter as Counts
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector

from schemas.outgoing import DecisionMade, IncidentTagged, ReminderFellDue
from schemas.topics import OUTPUTS
from schemas.words import CaseStatus, GapKind, RejectionCode
from streams.engine.desks import Desks
from streams.engine.domain import Message
from streams.engine.meter import Committed
from streams.engine.state import State
from streams.metrics.labels import Labels, labels_of
from streams.rules import feeds
from streams.rules.compliance_gaps import bucket_of
from streams.rules.index import cases_bucket

SECONDS: Final = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.25, 2.5, 5.0, 10.0, 30.0)
# From the broker's time of a record until what follows from it is committed; after an outage it may be hours.
AGES: Final = (0.01, 0.02, 0.05, 0.08, 0.15, 0.5, 1.0, 5.0, 30.0, 300.0, 3_600.0)
RECORDS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)

FIRED: Final = "fired"
PARKED: Final = "parked"

# By the values of the labels.
_Values = Mapping[tuple[str, ...], float]


class PrometheusMeter:
    """One worker's metrics, in a registry of their own."""

    def __init__(self) -> None:
        # When a counter was made says nothing that the process' start does not.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        # Memory, processor time and open files of this worker.
        ProcessCollector(registry=self._registry)
        self._published = self._counter("asb_published_events", "Events that were published.", "event")
        self._tags = self._counter("asb_tags", "Incidents tagged, or tagged anew.", "asb_class", "basis")
        self._decisions = self._counter(
            "asb_decisions", "Decisions, by what VICTOR-E says and by policy.", "outcome", "policy"
        )
        self._reminders = self._counter("asb_reminders", "Reminders that were sent.", "kind", "level")
        self._rejected = self._counter("asb_rejected_records", "Records that could not be acted on.", "code")
        self._records = self._counter("asb_records", "Records that were handled.", "partition")
        self._unchanged = self._counter(
            "asb_unchanged_records", "Records that said nothing new.", "partition"
        )
        self._fired = self._counter("asb_due_items", "Items that fell due.", "result")
        self._rebalances = Counter(
            "asb_rebalances", "Times partitions were assigned.", registry=self._registry
        )
        self._transaction = self._histogram(
            "asb_transaction_seconds", "Time to commit a transaction.", SECONDS
        )
        self._batch = self._histogram("asb_batch_records", "Records in a transaction.", RECORDS)
        self._age = self._histogram(
            "asb_record_age_seconds", "From the newest record of a batch until it was committed.", AGES
        )
        self._load = self._histogram("asb_load_seconds", "Time to open a desk and load its rows.", SECONDS)
        self._begin_at_zero()

    def tally(self, messages: Iterable[Message]) -> Counts[Labels]:
        return Counts(labels for message in messages if (labels := labels_of(message)))

    def committed(self, done: Committed) -> None:
        for labels, number in done.tally.items():
            self._count(labels, number)
        for code, number in done.rejections.items():
            self._rejected.labels(code).inc(number)
        self._records.labels(str(done.partition)).inc(done.records)
        self._unchanged.labels(str(done.partition)).inc(done.unchanged)
        self._fired.labels(FIRED).inc(done.fired)
        self._fired.labels(PARKED).inc(done.parked)
        self._transaction.observe(done.seconds)
        if done.age_seconds is not None:
            self._batch.observe(done.records)
            self._age.observe(done.age_seconds)

    def loaded(self, partition: int, rows: int, seconds: float) -> None:
        del partition, rows
        self._load.observe(seconds)

    def rebalanced(self) -> None:
        self._rebalances.inc()

    def page(self, desks: Desks[Any]) -> tuple[bytes, str]:
        standing = CollectorRegistry()
        standing.register(_Standing(desks))
        return generate_latest(self._registry) + generate_latest(standing), CONTENT_TYPE_LATEST

    def _begin_at_zero(self) -> None:
        """A counter that is only there from its first count on never rises for Prometheus: no alarm would ring."""
        for topic in OUTPUTS:
            for event in topic.events:
                self._published.labels(event.__name__)
        for code in RejectionCode:
            self._rejected.labels(code)
        for result in (FIRED, PARKED):
            self._fired.labels(result)

    def _count(self, labels: Labels, number: int) -> None:
        event, *counted_by = labels
        self._published.labels(event).inc(number)
        of_event = _COUNTED_BY.get(event)
        if of_event is not None:
            getattr(self, of_event).labels(*counted_by).inc(number)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(name, says, labels, registry=self._registry)

    def _histogram(self, name: str, says: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(name, says, buckets=buckets, registry=self._registry)


class _Standing(Collector):
    """How things stand at this moment, by partition: read from the desks, and of their rows from the index."""

    def __init__(self, desks: Desks[Any]) -> None:
        self._desks = desks

    def collect(self) -> Iterator[GaugeMetricFamily]:
        desks = self._desks.by_partition
        yield _gauge("asb_ready", "Whether the worker does its work.", {(): float(self._desks.is_ready())})
        yield _gauge(
            "asb_desk_state",
            "The state of each desk: 1 for the one it is in.",
            {(str(p), state): float(desk.state is state) for p, desk in desks.items() for state in State},
            "partition",
            "state",
        )
        yield self._by_partition("asb_stalled", "Whether a desk gets on no further.", "is_stalled")
        yield self._of_work("asb_lag_records", "Records and marks not yet passed.", _lag)
        yield self._of_work("asb_newest_record_age_seconds", "Age of the newest record handled.", _newest_age)
        yield self._of_work("asb_rows", "Rows that the desk keeps.", _rows)
        known = list(self._desks.warm.known())
        yield _gauge(
            "asb_warm_copy_rows",
            "Rows that a copy of another worker's desk knows.",
            {(str(copy.partition),): float(copy.rows) for copy in known},
            "partition",
        )
        yield _gauge(
            "asb_warm_copy_age_seconds",
            "How long ago a copy read on.",
            {(str(copy.partition),): copy.age for copy in known},
            "partition",
        )
        yield self._of_rows("asb_cases", "Cases, by status.", "status", _cases)
        yield self._of_rows("asb_outstanding", "What is missing, by gap.", "gap", _gaps)
        yield self._of_rows(
            "asb_feed_silent", "Whether a source that is waited for counts as silent.", "source", _silent
        )
        yield self._of_rows(
            "asb_feed_heard_timestamp_seconds",
            "When a source was heard last, by its own time.",
            "source",
            _heard,
        )

    def _by_partition(self, name: str, says: str, attribute: str) -> GaugeMetricFamily:
        values: _Values = {
            (str(p),): float(getattr(desk, attribute)) for p, desk in self._desks.by_partition.items()
        }
        return _gauge(name, says, values, "partition")

    def _of_work(self, name: str, says: str, read: Any) -> GaugeMetricFamily:
        values: dict[tuple[str, ...], float | None] = {
            (str(p),): read(desk.work) for p, desk in self._desks.by_partition.items()
        }
        known: _Values = {labels: value for labels, value in values.items() if value is not None}
        return _gauge(name, says, known, "partition")

    def _of_rows(self, name: str, says: str, label: str, read: Any) -> GaugeMetricFamily:
        values: _Values = {
            (str(p), key): value
            for p, desk in self._desks.by_partition.items()
            for key, value in read(desk.work.book.table).items()
        }
        return _gauge(name, says, values, "partition", label)


def _lag(work: Any) -> float:
    return float(work.progress.lag)


def _newest_age(work: Any) -> float | None:
    """None: nothing was handled since the worker started."""
    newest = work.counts.newest
    return max(0.0, time.time() - newest / 1000) if newest else None


def _rows(work: Any) -> float:
    return float(len(work.book.table))


def _cases(table: Any) -> dict[str, float]:
    return {status: float(table.size(cases_bucket(status))) for status in CaseStatus}


def _gaps(table: Any) -> dict[str, float]:
    return {gap: float(table.size(bucket_of(gap))) for gap in GapKind}


def _silent(table: Any) -> dict[str, float]:
    return {source: float(silent) for (source, _, silent), _ in table.members(feeds.HEARD)}


def _heard(table: Any) -> dict[str, float]:
    return {source: at / 1_000_000 for (source, at, _), _ in table.members(feeds.HEARD)}


def _gauge(name: str, says: str, values: Mapping[tuple[str, ...], float], *labels: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, says, labels=labels)
    for of, value in values.items():
        family.add_metric(of, value)
    return family


# Events that are counted by more than their type, and by which counter.
_COUNTED_BY: Final = {
    IncidentTagged.__name__: "_tags",
    DecisionMade.__name__: "_decisions",
    ReminderFellDue.__name__: "_reminders",
}
