"""Rows as bytes: what is written is read back, by this version and by those that come after it."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect

from schemas.forces import Registry
from schemas.incoming import RejectionHandled
from schemas.rows import (
    AssessmentRow,
    AuditRow,
    CaseRow,
    CheckpointRow,
    ComplianceRow,
    CounterRow,
    CrimeReviewRow,
    DeclinedRow,
    DirectoryRow,
    FeedRow,
    GoLiveRow,
    HandledRow,
    IncidentRow,
    MarkerRow,
    NoticeRow,
    ObligationRow,
    PartnerWordRow,
    PersonRow,
    PolicyRow,
    ReferralRow,
    Row,
    SentinelRow,
    StepRow,
    SubjectRow,
    WatchRow,
)
from schemas.words import Answer, Partner, Question, RejectionAction
from streams import row_codec
from streams.domain import AsbDomain
from tests.given.casework import answered, assessed, duty_declined, form_completed, go_live, planned
from tests.given.core import FORCE, INSTALLATION, SECRET, Core
from tests.given.high_risk import declared, directory
from tests.given.messages import at, opened_in_sentinel, person_added
from tests.given.partners import acknowledged
from tests.given.steps import confirmed
from tests.given.watches import personal, reviewed
from tests.golden.told import told

KINDS = {
    "incident": IncidentRow,
    "case": CaseRow,
    "sentinel": SentinelRow,
    "assessment": AssessmentRow,
    "person": PersonRow,
    "obligation": ObligationRow,
    "declined": DeclinedRow,
    "crime-review": CrimeReviewRow,
    "go-live": GoLiveRow,
    "directory": DirectoryRow,
    "step": StepRow,
    "marker": MarkerRow,
    "referral": ReferralRow,
    "partner-word": PartnerWordRow,
    "notice": NoticeRow,
    "watch": WatchRow,
    "handled": HandledRow,
    "compliance": ComplianceRow,
    "policy": PolicyRow,
    "counter": CounterRow,
    "subject": SubjectRow,
    "feed": FeedRow,
    "audit": AuditRow,
    "checkpoint": CheckpointRow,
}
PLAIN = {
    inspect.StrType: "x",
    inspect.IntType: 1,
    inspect.BoolType: True,
    inspect.DateTimeType: datetime(2026, 1, 1, tzinfo=UTC),
    inspect.DateType: date(2026, 1, 1),
    inspect.VarTupleType: [],
    inspect.DictType: {},
}


@pytest.fixture(scope="module")
def rows() -> list[tuple[bytes, Row]]:
    """The rows of the golden stream and of some casework: every kind, made by the rules."""
    core = Core(AsbDomain(INSTALLATION, Registry((FORCE,)), SECRET))
    for step in told():
        if isinstance(step, datetime):
            core.tick(step)
        else:
            core.tell(step)
    core.tell(
        opened_in_sentinel("SEN-CODEC", 0),
        person_added("SEN-CODEC", nominal_ref="NOM-2"),
        assessed("SEN-CODEC"),
        answered(Question.SAFEGUARDING, Answer.YES, reference="SEN-CODEC"),
        answered(Question.VULNERABLE, Answer.YES, reference="SEN-CODEC", text=""),
        form_completed(reference="SEN-CODEC"),
        planned(reference="SEN-CODEC"),
        duty_declined("not-known-yet"),
        go_live(24),
        directory(),
        declared("SEN-CODEC", "P-1"),
        confirmed("not-known-yet"),
        reviewed("not-known-yet", 1),
        acknowledged("not-known-yet", Partner.HOUSING),
        personal("SK-CODEC-1", 0),
        personal("SK-CODEC-2", 1),
        RejectionHandled(
            instruction_id="handled-7",
            recorded_at=at(24),
            revision=1,
            officer="OPS 1",
            rejected_offset=7,
            action=RejectionAction.DISCARDED,
            reason="A test message.",
        ),
    )
    return [(key, core.domain.decode_row(key, data)) for key, data in core.table.rows()]


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
    with pytest.raises(row_codec.UnreadableRow, match="row of kind tomorrow"):
        row_codec.decode(b"E23000099|tomorrow|x", row_codec.encode(CounterRow(7)))


def _fewest(row: type[Row]) -> dict[str, object]:
    """Only the fields without a default: what the oldest version of the row would have written."""
    return _written(inspect.type_info(row))


def _written(kind: inspect.Type) -> Any:
    """Anything that a field of this type may hold."""
    match kind:
        case inspect.StructType(fields=fields):
            return {field.encode_name: _written(field.type) for field in fields if field.required}
        case inspect.EnumType(cls=words):
            return next(iter(words))
        case inspect.UnionType(types=(first, *_)):
            return _written(first)
        case inspect.TupleType(item_types=types):
            return [_written(each) for each in types]
        case _:
            return PLAIN[type(kind)]


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
