"""Issue rows "Rejected messages": a record that cannot be acted on is rejected alone, as it came, with its code."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import topics
from schemas.topics import in_installation
from schemas.words import Letter, RejectionCode
from streams.domain import AsbDomain
from streams.engine import batch, limits
from streams.engine.batch import Batch, Outcome
from streams.engine.domain import Message, Record
from streams.engine.table import Table
from tests.given.bad_records import Bad, bad_records, logged, structured, told
from tests.given.core import INSTALLATION, Core, record_of
from tests.given.messages import (
    ELSEWHERE,
    HOME,
    accepted,
    at,
    closed,
    incident,
    lead_officer,
    letter_override,
    officer_says,
    opened_in_sentinel,
    person_added,
    policy_activated,
    tag_override,
    victim,
)
from tests.given.wrong_domains import TRIGGER, Buggy, raising, too_large_message, too_large_row

INCIDENTS = in_installation(INSTALLATION, topics.INCIDENTS)
REJECTED = in_installation(INSTALLATION, topics.REJECTED)
BAD = tuple(bad_records())
# The codes that need a rule with a bug, or a rule that makes too much: tested one by one below.
OF_RULES = {RejectionCode.RULE_FAILED, RejectionCode.MESSAGE_TOO_LARGE, RejectionCode.ROW_TOO_LARGE}

each_bad_record = pytest.mark.parametrize("bad", BAD, ids=[bad.what for bad in BAD])


def good(incident_id: str, offset: int) -> Record:
    return record_of(incident(incident_id, 0, "Music"), INCIDENTS, offset, f"good-{offset}")


def handled(*records: Record, domain: AsbDomain | None = None) -> Outcome:
    domain = domain or Core().domain
    running = Batch(domain, Table(domain))
    for record in records:
        running.handle([record])
    return running.outcome


def of_topic(outcome: Outcome, topic: str) -> list[Message]:
    return [message for message in outcome.messages if message.topic == topic]


def decided(outcome: Outcome) -> list[bytes | None]:
    return [message.key for message in of_topic(outcome, in_installation(INSTALLATION, topics.DECISIONS))]


@each_bad_record
def test_a_bad_record_among_good_ones_is_rejected_alone_as_it_came(bad: Bad):
    outcome = handled(good("SK-1", 0), bad.record, good("SK-2", 1))

    [rejected] = of_topic(outcome, REJECTED)
    assert outcome.rejections == {bad.code: 1}
    place = f"{bad.record.topic}/{bad.record.partition}/{bad.record.offset}"
    assert (rejected.key, rejected.value) == (place.encode(), bad.record.value or b"")
    assert rejected.headers[: len(bad.record.headers)] == bad.record.headers
    reason = dict(rejected.headers[len(bad.record.headers) :])
    assert reason["rejected_code"] == bad.code.encode()
    assert reason.pop("rejected_key", None) == bad.record.key
    # On a compacted topic a record without a value would be a removal.
    assert ("rejected-null" in reason) == (bad.record.value is None)
    assert set(reason) - {"rejected-null"} == {
        "rejected_code",
        "rejected_detail",
        "rejected_from",
        "rejected_rules",
    }
    assert set(decided(outcome)) == {b"SK-1", b"SK-2"}


def test_each_code_has_a_bad_record_or_a_test_of_its_own():
    assert {bad.code for bad in BAD} | OF_RULES == set(RejectionCode)


def test_the_engine_has_no_code_that_the_vocabulary_does_not_list():
    of_the_engine = {batch.WRONG_PARTITION, batch.RULE_FAILED, batch.ROW_TOO_LARGE, limits.MESSAGE_TOO_LARGE}

    assert of_the_engine <= set(RejectionCode)


def test_a_bad_record_leaves_no_row_behind():
    core = Core()

    core.tell(*(bad.record for bad in BAD))

    assert list(core.rows()) == []


def test_a_message_in_structured_mode_is_acted_on_as_in_binary_mode():
    binary = good("SK-1", 0)

    assert handled(structured(binary)).messages == handled(binary).messages


@pytest.mark.parametrize(("seconds", "accepted"), [(599, True), (600, True), (601, False)])
def test_a_time_may_lie_after_recorded_at_by_the_tolerance_of_the_policy(seconds, accepted):
    core = Core()

    core.tell(incident("SK-1", hours=seconds / 3600, recorded=0))

    assert (core.latest("DecisionMade", "SK-1") is not None) is accepted
    assert (core.latest("Rejected", "SK-1") is not None) is not accepted


@pytest.mark.parametrize(
    ("easting", "northing", "accepted"),
    [
        (0, 0, True),
        (700_000, 1_300_000, True),
        (-1, 0, False),
        (0, -1, False),
        (700_001, 0, False),
        (0, 1_300_001, False),
    ],
)
def test_a_point_lies_in_the_national_grid_of_great_britain(easting, northing, accepted):
    data = told("SK-1")
    data["header"]["location"] = {"easting": easting, "northing": northing}

    outcome = handled(logged(data))

    assert outcome.rejections == ({} if accepted else {RejectionCode.IMPOSSIBLE_VALUE: 1})


@pytest.mark.parametrize(("length", "accepted"), [(3_999, True), (4_000, True), (4_001, False)])
def test_a_text_has_a_longest_length(length, accepted):
    data = told("SK-1")
    data["lines"][0]["text"] = "x" * length

    outcome = handled(logged(data))

    assert outcome.rejections == ({} if accepted else {RejectionCode.TOO_LONG: 1})


@pytest.mark.parametrize(("count", "accepted"), [(499, True), (500, True), (501, False)])
def test_a_message_has_a_largest_number_of_lines(count, accepted):
    data = told("SK-1")
    data["lines"] = [{**data["lines"][0], "seq": seq, "text": ""} for seq in range(count)]

    outcome = handled(logged(data))

    assert outcome.rejections == ({} if accepted else {RejectionCode.TOO_LONG: 1})


def test_what_is_unknown_to_this_version_is_ignored():
    outcome = handled(logged({**told("SK-1"), "colour": "green"}))

    assert outcome.rejections == {}
    assert set(decided(outcome)) == {b"SK-1"}


# A rule with a bug, or one that makes too much


def test_a_failing_rule_rejects_its_record_and_leaves_nothing_of_it():
    core = Core(Buggy(raising(RuntimeError("Zebedee rang 07700 900417"))))

    core.tell(incident("SK-1"), incident(TRIGGER), incident("SK-2"))

    [rejected] = [event for event in core.published if event.type == "Rejected"]
    assert rejected.key == TRIGGER
    assert rejected.headers["rejected_code"] == RejectionCode.RULE_FAILED
    assert rejected.headers["rejected_detail"] == "RuntimeError"
    assert all(TRIGGER.encode() not in key for key, _ in core.rows())
    assert core.latest("DecisionMade", "SK-2") is not None


def is_revision_2(record: Record) -> bool:
    return record.key == TRIGGER.encode() and orjson.loads(record.value or b"")["revision"] == 2


def test_the_case_of_an_incident_on_which_a_rule_failed_shows_since_when_it_is_incomplete():
    core = Core(Buggy(raising(RuntimeError()), is_revision_2))
    core.tell(incident(TRIGGER, 0, "They threatened her. She is frightened.", uprn=HOME))
    case_id = core.incident(TRIGGER).case_id

    core.tell(incident(TRIGGER, 0, revision=2, recorded=3))

    assert core.latest("CaseSnapshot", case_id)["incomplete_since"] == "2026-06-01T12:00:00Z"
    assert core.incident(TRIGGER).incomplete_since == at(3)


def is_closing(record: Record) -> bool:
    return dict(record.headers)["ce_type"] == b"CaseClosed"


@pytest.mark.parametrize("named_by", ["reference", "case id"])
def test_the_case_that_a_fact_names_shows_since_when_it_is_incomplete_when_a_rule_failed_on_it(named_by):
    core = Core(Buggy(raising(RuntimeError()), is_closing))
    core.tell(opened_in_sentinel("SEN-9", 0))
    [case_id] = [event.key for event in core.published if event.type == "CaseAdopted"]
    key = "SEN-9" if named_by == "reference" else case_id

    core.tell(core.record(closed("SEN-9", 5))._replace(key=key.encode()))

    assert core.latest("CaseSnapshot", case_id)["incomplete_since"] == "2026-06-01T14:00:00Z"


def test_an_output_over_the_limit_is_a_rejection_and_never_a_retry():
    core = Core(Buggy(too_large_message(topics.INPUT_BYTES)))

    core.tell(incident(TRIGGER), incident("SK-2"))

    assert core.published[0].headers["rejected_code"] == RejectionCode.MESSAGE_TOO_LARGE
    assert core.latest("DecisionMade", TRIGGER) is None
    assert core.latest("DecisionMade", "SK-2") is not None


def test_a_row_over_the_limit_is_a_rejection_and_never_a_retry():
    core = Core(Buggy(too_large_row(topics.ROW_BYTES)))

    core.tell(incident(TRIGGER), incident("SK-2"))

    assert core.published[0].headers["rejected_code"] == RejectionCode.ROW_TOO_LARGE
    assert core.latest("DecisionMade", TRIGGER) is None
    assert core.latest("DecisionMade", "SK-2") is not None


def test_a_duty_whose_rule_fails_is_parked_with_a_rejection_and_the_others_fire():
    core = Core(Buggy(raising(RuntimeError()), lambda record: False, fires_badly=RuntimeError()))
    core.tell(
        incident(TRIGGER, 0, "Frightened", uprn=HOME), incident("SK-2", 1, "Frightened", uprn=ELSEWHERE)
    )

    fired = core.tick(at(26))

    assert [event.headers.get("rejected_code") for event in fired] == [RejectionCode.RULE_FAILED, None]
    assert [event.type for event in fired] == ["Rejected", "ReminderFellDue"]
    assert core.tick(at(27)) == []


def test_a_duty_whose_rule_fails_is_tried_again_every_day_with_an_alarm_each_time_until_it_succeeds():
    core = Core(Buggy(raising(RuntimeError()), lambda record: False, fires_badly=RuntimeError()))
    core.tell(incident(TRIGGER, 0, "Frightened", uprn=HOME))

    tried = [core.tick(at(24 * day)) for day in (1, 2, 3)]
    core.domain.mended()
    mended = core.tick(at(24 * 4))

    assert [[event.headers["rejected_code"] for event in each] for each in tried] == [["rule-failed"]] * 3
    assert [(event.type, event.data["stands_for"]) for event in mended] == [("ReminderFellDue", [1, 2, 3])]


# Nothing that arrives is mistaken for a bug of ours


EXAMPLES = (
    incident(
        "SK-1", 0, "Frightened", uprn=HOME, people=[victim(name="Ann Smith", age=80, phone="07700 900001")]
    ),
    accepted("c772bb9d-3b33-5d33-8610-ec6816c28c72"),
    opened_in_sentinel("SEN-9", 0, uprns=(HOME,), incident_ids=("SK-1",)),
    closed("SEN-9", 5),
    lead_officer("SEN-9", "PC 1"),
    person_added("SEN-9", "P1"),
    officer_says("SK-1", {Letter.GATE: "yes"}),
    letter_override("SK-1", Letter.GATE, "no"),
    tag_override("SK-1", asb=True, asb_class="personal"),
    policy_activated(),
)
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**30, 1e308, "", "\x00", "x" * 5_000, "é|:'\"", [], {}, [None], {"a": "b"}),
    *("0001-01-01T00:00:00Z", "1900-01-01T00:00:00Z", "2199-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
)


def paths(data: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if here and here[-1] != "policy":
        yield here
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, part in steps:
        if step != "policy":
            yield from paths(part, (*here, step))


def changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    # A copy: a list or dictionary put in twice would otherwise end up inside itself.
    inner[path[-1]] = deepcopy(value)
    return data


@given(st.data())
def test_no_record_whatever_is_in_it_is_mistaken_for_a_bug_of_a_rule(data):
    core = Core()
    for message in data.draw(st.lists(st.sampled_from(EXAMPLES), min_size=1, max_size=3)):
        record = core.record(message)
        body = orjson.loads(record.value or b"")
        for path in data.draw(st.lists(st.sampled_from(list(paths(body))), min_size=1, max_size=2)):
            try:
                body = changed(body, path, data.draw(st.sampled_from(ODD)))
            except (TypeError, KeyError, IndexError):
                continue

        core.tell(record._replace(value=json.dumps(body).encode()))

    codes = {event.headers.get("rejected_code") for event in core.published}
    assert RejectionCode.RULE_FAILED not in codes
