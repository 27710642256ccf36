"""What the engine asks of the ASB domain, where no story tells it."""

from datetime import UTC, datetime

import pytest

from schemas.forces import Registry
from schemas.ids import event_id
from schemas.rows import ObligationRow
from schemas.topics import AUDIT, TOPICS
from streams.domain import AsbDomain
from streams.engine.domain import Rejected
from streams.engine.table import Table
from streams.rules.in_force import RULES_VERSION
from tests.given.core import FORCE, INSTALLATION, SECRET, Core, record_of
from tests.given.messages import at, incident, policy_activated

NEXT_DOOR = "E23000097"


def domain() -> AsbDomain:
    return AsbDomain(INSTALLATION, Registry((FORCE, NEXT_DOOR)), SECRET)


def record(force: str = FORCE, **changes):
    return record_of(incident("SK-1"), domain().inputs[0], 0, "id", force)._replace(**changes)


def test_every_topic_of_the_list_is_one_of_the_installations():
    here = domain()
    kept = {here.state_topic, here.journal_topic, here.rejected_topic}

    assert {*here.inputs, *here.outputs, *kept} == {f"{INSTALLATION}.{topic.name}" for topic in TOPICS}


@pytest.mark.parametrize(("force", "partition"), [(FORCE, 0), (NEXT_DOOR, 1)])
def test_a_record_belongs_on_the_partition_of_its_force(force, partition):
    assert domain().partition_of(record(force)) == partition


def test_a_force_that_is_not_in_the_registry_belongs_nowhere():
    with pytest.raises(Rejected) as refused:
        domain().partition_of(record("E23000001"))

    assert refused.value.code == "unknown-force"


def test_a_force_records_the_built_in_policies_as_its_first():
    core = Core()

    core.tell(incident("SK-1"))

    recorded = [row for key, row in core.rows() if b"|policy|" in key]
    assert sorted(row.document["name"] for row in recorded) == ["first-incident-stays", "victor-e"]
    assert {row.activated_by for row in recorded} == {""}


def test_the_versions_in_the_journal_change_with_the_policies():
    core = Core()
    core.tell(incident("SK-1"))
    before = core.domain.versions(core.table)

    core.tell(policy_activated())

    after = core.domain.versions(core.table)
    assert before["rules"] == after["rules"] == RULES_VERSION
    assert before["policies"] != after["policies"]


def test_one_id_from_two_sources_is_two_events():
    """CloudEvents: an id is unique within its source."""
    here = domain()
    ids = set()
    for source in (b"/forces/E23000099/storm", b"/forces/E23000099/import"):
        headers = tuple({**dict(record().headers), "ce_source": source}.items())
        # A record of the audit has the number in its chain for its id.
        handled = here.handle(record(headers=headers), Table(here))
        messages = [each for each in handled if not each.topic.endswith(AUDIT.name)]
        ids |= {dict(message.headers)["ce_id"] for message in messages}

    assert len(ids) == 2 * len(messages)


def test_the_id_of_an_event_is_derived_from_source_and_id_kind_and_subject():
    [tagged] = [
        event for event in Core().tell(incident("SK-1"), ce_id="id") if event.type == "IncidentTagged"
    ]

    cause = "/forces/E23000099/test/id"
    assert tagged.headers["ce_id"] == event_id(cause, "IncidentTagged", "SK-1", 0)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (b"2026-06-01T09:00:00Z", datetime(2026, 6, 1, 9, tzinfo=UTC)),
        (b"2026-06-01T10:00:00+01:00", datetime(2026, 6, 1, 9, tzinfo=UTC)),
        (b"2026-06-01T09:00:00", None),
        (b"yesterday", None),
        (b"", None),
    ],
)
def test_the_time_of_a_record_is_its_ce_time_where_that_can_be_trusted(written, found):
    headers = tuple({**dict(record().headers), "ce_time": written}.items())

    assert domain().event_time(record(headers=headers)) == found


def test_a_record_without_envelope_has_no_time():
    assert domain().event_time(record(headers=())) is None


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_what_is_due_is_listed_earliest_first_and_bounded(limit):
    core = Core()
    for number in (3, 1, 2):
        core.tell(incident(f"SK-{number}", number, "Frightened", uprn=f"99900000010{number}"))

    every = core.domain.due(at(48), core.table, 10)
    due = [row for key in every if isinstance(row := core.table.get(key), ObligationRow)]
    assert [row.incident_id for row in due] == ["SK-1", "SK-2", "SK-3"]
    assert core.domain.due(at(48), core.table, limit) == every[:limit]


def test_the_trace_of_a_message_goes_on_in_what_follows_from_it():
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    headers = (*record().headers, ("ce_traceparent", trace.encode()))
    here = domain()

    messages = here.handle(record(headers=headers), Table(here))

    assert {dict(message.headers)["ce_traceparent"] for message in messages} == {trace.encode()}


@pytest.mark.parametrize(
    ("time", "is_trusted"),
    [
        ("2026-06-01T09:00:00Z", True),
        ("1900-01-01T00:00:00Z", True),
        ("1899-12-31T23:59:59Z", False),
        ("2199-12-31T23:59:59Z", True),
        ("2200-01-01T00:00:00Z", False),
        ("0001-01-01T00:00:00+23:59", False),
        ("2026-06-01T09:00:00", False),
        ("now", False),
        ("", False),
    ],
)
def test_the_clock_of_a_replay_goes_by_times_that_a_report_can_be_of(time, is_trusted):
    told = record()
    headers = tuple({**dict(told.headers), "ce_time": time.encode()}.items())

    assert (domain().event_time(told._replace(headers=headers)) is not None) is is_trusted
