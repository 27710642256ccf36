"""R23: what operators see. Names by Prometheus' conventions, counted when committed, nothing personal in labels."""

import re
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from schemas import topics
from schemas.forces import Registry
from schemas.words import CaseStatus, GapKind, RejectionCode
from streams.domain import AsbDomain
from streams.engine.meter import Committed
from streams.engine.state import State
from streams.engine.warm import Known
from streams.metrics.labels import labels_of
from streams.metrics.meter import PrometheusMeter
from tests.given.core import FORCE, INSTALLATION, SECRET, Core
from tests.given.messages import at, incident, victim

SNAKE = re.compile(r"asb_[a-z]+(_[a-z]+)*")
UNITS = ("_seconds", "_records", "_events", "_items", "_rows")

WORK = {"asb_published_events", "asb_tags", "asb_decisions", "asb_reminders", "asb_rejected_records"}
STANDING = {"asb_cases", "asb_outstanding", "asb_feed_silent", "asb_feed_heard_timestamp_seconds"}
MACHINE = {
    *(
        "asb_records",
        "asb_unchanged_records",
        "asb_due_items",
        "asb_rebalances",
        "asb_transaction_seconds",
        "asb_batch_records",
    ),
    *("asb_record_age_seconds", "asb_load_seconds", "asb_ready", "asb_desk_state", "asb_stalled"),
    *("asb_lag_records", "asb_newest_record_age_seconds", "asb_rows"),
    *("asb_warm_copy_rows", "asb_warm_copy_age_seconds"),
}


def done(**changes: Any) -> Committed:
    values = {
        "partition": 0,
        "records": 3,
        "unchanged": 0,
        "tally": Counter(),
        "rejections": {},
        "fired": 0,
        "parked": 0,
    }
    return Committed(**{**values, "seconds": 0.01, "age_seconds": 0.02, **changes})


def desks(core: Core | None = None) -> Any:
    """A worker's desks as the meter reads them; the rows are those of the core."""
    table = core.table if core is not None else Core().table
    work = SimpleNamespace(
        progress=SimpleNamespace(lag=7), counts=SimpleNamespace(newest=0), book=SimpleNamespace(table=table)
    )
    desk = SimpleNamespace(state=State.OPEN, is_stalled=False, work=work)
    copies = SimpleNamespace(known=lambda: [Known(1, 200_000, 1.5)])
    return SimpleNamespace(by_partition={0: desk}, warm=copies, is_ready=lambda: True)


def families(meter: PrometheusMeter, core: Core | None = None) -> dict[str, Any]:
    page, _ = meter.page(desks(core))
    return {family.name: family for family in text_string_to_metric_families(page.decode())}


def value(meter: PrometheusMeter, name: str, core: Core | None = None, **labels: str) -> float:
    page, _ = meter.page(desks(core))
    samples = (one for each in text_string_to_metric_families(page.decode()) for one in each.samples)
    return next(one.value for one in samples if one.name == name and one.labels == labels)


def test_r23_the_page_shows_the_work_and_the_machine_and_nothing_that_the_list_does_not_name():
    found = {name for name in families(PrometheusMeter()) if not name.startswith("process_")}

    assert found == WORK | STANDING | MACHINE


@pytest.mark.parametrize("name", sorted(WORK | STANDING | MACHINE))
def test_r23_a_name_is_in_snake_case_with_its_unit_last_and_says_in_words_what_it_counts(name):
    family = families(PrometheusMeter())[name]

    assert SNAKE.fullmatch(name)
    assert family.type != "histogram" or name.endswith(UNITS)
    assert len(family.documentation) > 10


def test_r23_an_event_is_counted_by_type_and_a_decision_by_outcome_and_policy():
    meter, core = PrometheusMeter(), Core()
    core.tell(incident("SK-1", 0, "They threatened her. She is frightened."))

    meter.committed(done(tally=meter.tally(core.messages)))

    assert value(meter, "asb_published_events_total", event="DecisionMade") == 1
    assert value(meter, "asb_decisions_total", outcome="case-manage", policy="victor-e") == 1
    assert value(meter, "asb_tags_total", asb_class="nuisance", basis="opening-code") == 1


def test_r23_cases_and_what_is_missing_of_them_are_read_from_the_rows():
    meter, core = PrometheusMeter(), Core()
    core.tell(incident("SK-1", 0, "They threatened her. She is frightened."))

    assert value(meter, "asb_cases", core, partition="0", status="requested") == 1
    assert value(meter, "asb_outstanding", core, partition="0", gap="no-sentinel-reference") == 1


def test_r23_a_copy_of_another_workers_rows_tells_how_many_they_are_and_how_old():
    meter = PrometheusMeter()

    assert value(meter, "asb_warm_copy_rows", partition="1") == 200_000
    assert value(meter, "asb_warm_copy_age_seconds", partition="1") == 1.5


def test_r23_a_transaction_is_counted_with_its_time_its_size_and_how_old_its_newest_record_was():
    meter = PrometheusMeter()

    meter.committed(
        done(records=3, unchanged=2, seconds=0.03, age_seconds=0.3, rejections={"too-long": 1}, parked=1)
    )
    meter.committed(done(records=0, age_seconds=None))

    assert value(meter, "asb_records_total", partition="0") == 3
    assert value(meter, "asb_unchanged_records_total", partition="0") == 2
    assert value(meter, "asb_transaction_seconds_count") == 2
    assert value(meter, "asb_batch_records_sum") == 3
    assert value(meter, "asb_record_age_seconds_count") == 1
    assert value(meter, "asb_rejected_records_total", code="too-long") == 1
    assert value(meter, "asb_due_items_total", result="parked") == 1


def test_r23_a_desk_says_its_state_and_its_lag_and_of_a_record_never_handled_no_age():
    found = families(PrometheusMeter())

    states = {sample.labels["state"]: sample.value for sample in found["asb_desk_state"].samples}
    assert states == {**dict.fromkeys(State, 0.0), State.OPEN: 1.0}
    assert [sample.value for sample in found["asb_lag_records"].samples] == [7]
    assert found["asb_newest_record_age_seconds"].samples == []


def test_r23_no_label_holds_anything_about_a_person_or_an_id():
    meter, core = PrometheusMeter(), Core()
    core.tell(
        incident(
            "SK-77", 0, "ZEBEDEE is frightened", people=[victim(name="Zebedee Quill", phone="07700 900777")]
        )
    )
    meter.committed(done(tally=meter.tally(core.messages), rejections={RejectionCode.TOO_LONG: 1}))

    page, _ = meter.page(desks(core))

    for told in (b"SK-77", b"ZEBEDEE", b"Zebedee", b"07700", b"E23000099"):
        assert told not in page


def test_r23_the_labels_of_the_work_are_words_of_this_system():
    core = Core()
    core.tell(incident("SK-1", 0, "They threatened her. She is frightened."))

    for label in {part for message in core.messages for part in labels_of(message)}:
        assert re.fullmatch(r"[A-Za-z][A-Za-z-]*", label), label


def test_r23_every_status_and_every_gap_has_its_line_also_when_there_is_none():
    found = families(PrometheusMeter())

    assert {sample.labels["status"] for sample in found["asb_cases"].samples} == set(CaseStatus)
    assert {sample.labels["gap"] for sample in found["asb_outstanding"].samples} == set(GapKind)


@pytest.mark.parametrize(
    ("name", "label", "values"),
    [
        ("asb_rejected_records", "code", set(RejectionCode)),
        (
            "asb_published_events",
            "event",
            {event.__name__ for each in topics.OUTPUTS for event in each.events},
        ),
        ("asb_due_items", "result", {"fired", "parked"}),
    ],
)
def test_r23_what_an_alarm_waits_for_is_counted_from_0_or_it_would_never_seem_to_rise(name, label, values):
    found = families(PrometheusMeter())[name]

    assert {sample.labels[label]: sample.value for sample in found.samples} == dict.fromkeys(values, 0.0)


def test_x9_a_source_says_when_it_was_heard_and_whether_it_is_silent():
    meter, core = PrometheusMeter(), Core(AsbDomain(INSTALLATION, Registry((FORCE,)), SECRET))
    core.tell(incident("A", 0))
    before = value(meter, "asb_feed_silent", core, partition="0", source="storm")

    core.tick(at(2))

    assert before == 0
    assert value(meter, "asb_feed_silent", core, partition="0", source="storm") == 1
    assert value(meter, "asb_feed_heard_timestamp_seconds", core, partition="0", source="storm") == (
        at(0).timestamp()
    )


@pytest.mark.parametrize("told", [None, b"\xff", b"DecisionMade", b"Zebedee Quill"])
def test_r23_a_rejected_message_is_counted_by_its_code_whatever_it_says_that_it_is(told):
    meter, core = PrometheusMeter(), Core()
    record = core.record(incident("SK-1"))
    headers = tuple({**dict(record.headers), "ce_type": told}.items())
    core.tell(record._replace(headers=headers, value=b"{"))

    tally = meter.tally(core.messages)

    assert len(core.messages) == 1
    assert tally == Counter()
