"""X7: whatever one cause did fits on the topic, and no operation is left out."""

import orjson
import pytest

from schemas.rows import AuditRow
from schemas.topics import INPUT_BYTES
from schemas.words import AuditVerb, Recorded
from streams.engine.domain import Message
from streams.engine.limits import size
from streams.engine.table import Table
from streams.rules.audit import Done, chained
from streams.rules.audit.chain import MOST_IN_A_RECORD, Linked, hash_of
from streams.rules.in_force import Policies
from streams.rules.ledger import Cause, Ledger
from tests.given.core import FORCE, SECRET, Core
from tests.given.messages import at

UUID = "12345678-1234-1234-1234-123456789012"
CASE = "SEN/" + "9" * 60


def ledger() -> Ledger:
    cause = Cause("/forces/E1/test/m-1", at(1), type="DirectoryUpdated", by="PS 77")
    return Ledger(Table(Core().domain), FORCE, cause, Policies.of([]), SECRET)


def told(events: int) -> Done:
    to = ("sentinel-connector", "partner-environmental-health")
    return Done(AuditVerb.DISCLOSURE, Recorded.CASE, CASE, to=to, events=(UUID,) * events)


def linked(records: list[Linked]) -> list[tuple[int, str]]:
    return [(each["number"], each["previous"]) for each in (orjson.loads(r.value)["link"] for r in records)]


@pytest.mark.parametrize(
    "done",
    [[told(1)] * 9_000, [told(0)] * 9_000, [told(9_000)], [told(1), told(9_000), told(1)], [told(1_998)] * 3],
)
def test_x7_a_cause_that_did_much_has_several_records_and_each_fits_on_the_topic(done: list[Done]):
    here = ledger()

    records = chained(here, done)

    told_of = [each for one in records for each in orjson.loads(one.value)["operations"]]
    assert sum(len(each["events"]) for each in told_of) == sum(len(each.events) for each in done)
    assert len(told_of) >= len(done)
    assert len(records) > 1
    sizes = [size(Message("t", FORCE.encode(), one.value, one.envelope.headers())) for one in records]
    assert max(sizes) < INPUT_BYTES * 0.8
    assert linked(records) == [
        (number, hash_of(records[number - 2].value) if number > 1 else "")
        for number in range(1, len(records) + 1)
    ]
    assert here.audit() == AuditRow(len(records), hash_of(records[-1].value))


def test_x7_what_one_cause_did_is_one_record_as_long_as_it_has_room():
    done = [told(1)] * (MOST_IN_A_RECORD // 2)

    [record] = chained(ledger(), done)

    assert len(orjson.loads(record.value)["operations"]) == len(done)


def test_x7_a_cause_that_did_nothing_has_no_record_and_leaves_the_head_alone():
    here = ledger()

    assert chained(here, ()) == []
    assert here.audit() is None
