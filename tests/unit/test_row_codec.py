"""Rows as bytes: what is written is read back, by this version and by those that come after it."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rows import (
    AssessmentRow,
    CaseRow,
    ComplianceRow,
    CounterRow,
    DeclinedRow,
    GoLiveRow,
    IncidentRow,
    ObligationRow,
    PersonRow,
    PolicyRow,
    Row,
    SentinelRow,
)
from schemas.words import Answer, Question
from streams import row_codec
from tests.given.casework import answered, assessed, duty_declined, form_completed, go_live, planned
from tests.given.core import Core
from tests.given.messages import opened_in_sentinel, person_added
from tests.golden.told import told

KINDS = {
    "incident": IncidentRow,
    "case": CaseRow,
    "sentinel": SentinelRow,
    "assessment": AssessmentRow,
    "person": PersonRow,
    "obligation": ObligationRow,
    "declined": DeclinedRow,
    "go-live": GoLiveRow,
    "compliance": ComplianceRow,
    "policy": PolicyRow,
    "counter": CounterRow,
}


@pytest.fixture(scope="module")
def rows() -> list[tuple[bytes, Row]]:
    """The rows of the golden stream and of some casework: every kind, made by the rules."""
    core = Core()
    for step in told():
        if isinstance(step, datetime):
            core.tick(step)
        else:
            core.tell(step)
    core.tell(
        opened_in_sentinel("SEN-CODEC", 0),
        person_added("SEN-CODEC"),
        assessed("SEN-CODEC"),
        answered(Question.SAFEGUARDING, Answer.YES, reference="SEN-CODEC"),
        answered(Question.VULNERABLE, Answer.YES, reference="SEN-CODEC", text=""),
        form_completed(reference="SEN-CODEC"),
        planned(reference="SEN-CODEC"),
        duty_declined("not-known-yet"),
        go_live(24),
    )
    return list(core.rows())


def test_every_kind_of_row_is_read_back_as_it_was_written(rows):
    kinds = {key.split(b"|")[1].decode() for key, _ in rows}

    assert kinds == set(KINDS)
    for key, row in rows:
        assert row_codec.decode(key, row_codec.encode(row)) == row


def test_a_row_is_written_the_same_after_it_was_read(rows):
    for key, row in rows:
        data = row_codec.encode(row)

        assert row_codec.encode(row_codec.decode(key, data)) == data


def test_a_row_begins_with_its_format_and_the_key_it_is_encrypted_under():
    assert row_codec.encode(CounterRow(7))[:2] == bytes((1, 0))


@pytest.mark.parametrize("prefix", [b"\x02\x00", b"\x01\x01", b"", b"\x01"])
def test_a_row_of_another_format_is_refused_and_not_guessed_at(prefix):
    data = prefix + row_codec.encode(CounterRow(7))[2:]

    with pytest.raises(row_codec.UnreadableRow, match="row of kind counter"):
        row_codec.decode(b"E23000099|counter|x", data)


def test_a_row_of_a_kind_nobody_knows_is_refused():
    with pytest.raises(row_codec.UnreadableRow, match="row of kind marker"):
        row_codec.decode(b"E23000099|marker|x", row_codec.encode(CounterRow(7)))


def _fewest(row: type[Row]) -> dict[str, object]:
    """Only the fields without a default: what the oldest version of the row would have written."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    samples = {
        "kind": "officer-decision",
        "status": "open",
        "origin": "ours",
        "ladder": {"days": (1,), "then_every": 1, "levels": ("lead-officer",)},
        "document": {},
        "effective_from": "2026-01-01",
        "rank": (1, "", ""),
        **dict.fromkeys(("opened_at", "since", "due_at", "next_at", "live_from"), at),
    }
    if row is CaseRow:
        samples["status"] = "requested"
    if row is AssessmentRow:
        samples["kind"] = "victim"
    return {
        field.name: samples.get(field.name, "x")
        for field in msgspec.structs.fields(row)
        if field.default is msgspec.NODEFAULT and field.default_factory is msgspec.NODEFAULT
    }


@pytest.mark.parametrize("kind", KINDS)
def test_an_old_row_without_the_fields_that_were_added_is_readable(kind):
    old = b"\x01\x00" + msgspec.msgpack.encode(_fewest(KINDS[kind]))

    assert isinstance(row_codec.decode(f"E23000099|{kind}|x".encode(), old), KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_of_a_later_version_with_fields_of_its_own_is_readable(kind):
    later = b"\x01\x00" + msgspec.msgpack.encode({**_fewest(KINDS[kind]), "of_tomorrow": [1]})

    assert isinstance(row_codec.decode(f"E23000099|{kind}|x".encode(), later), KINDS[kind])


@given(
    at=st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)),  # noqa: DTZ001 - the zone is drawn beside it
    offset=st.integers(-14 * 60, 14 * 60),
)
def test_an_instant_is_read_back_to_the_microsecond_and_in_utc(at, offset):
    instant = at.replace(tzinfo=timezone(timedelta(minutes=offset)))
    row = IncidentRow("SK-1", changed_at=instant)

    found = row_codec.decode(b"E23000099|incident|SK-1", row_codec.encode(row))

    assert found.changed_at == instant
    assert found.changed_at.utcoffset() == timedelta(0)
