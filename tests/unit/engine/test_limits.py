"""A rejection can be written whatever came: no record can block its desk (design: five outcomes)."""

import pytest

from streams.engine.domain import Message, Record
from streams.engine.limits import REJECTED_ROOM, rejection, size
from tests.unit.engine.toy import Counting, a_record

DOMAIN = Counting()
ROOM = DOMAIN.max_message_bytes + REJECTED_ROOM


def as_large_as(bytes_of_rejection: int) -> Record:
    """A record whose rejection has this size."""
    empty = a_record(0)._replace(value=b"")
    return empty._replace(value=b"x" * (bytes_of_rejection - size(DOMAIN.rejection(empty, "code", ""))))


@pytest.mark.parametrize("below", [1, 0])
def test_a_rejection_up_to_the_limit_holds_the_record_as_it_came(below):
    record = as_large_as(ROOM - below)

    rejected = rejection(record, "code", "", DOMAIN)

    assert rejected == DOMAIN.rejection(record, "code", "")


def test_above_the_limit_it_says_how_large_the_record_was_and_leaves_its_value_out():
    record = as_large_as(ROOM + 1)

    rejected = rejection(record, "code", "", DOMAIN)

    assert (rejected.key, rejected.value) == (record.key, b"")
    assert rejected.headers[: len(record.headers)] == record.headers
    assert dict(rejected.headers)["reason"] == b"code"
    assert dict(rejected.headers)["rejected-cut"] == str(len(record.value or b"")).encode()


@pytest.mark.parametrize("large", [{"key": b"k" * ROOM}, {"headers": (("h", b"x" * ROOM),)}])
def test_a_key_or_headers_that_do_not_fit_are_left_out_and_the_reason_stays(large):
    rejected = rejection(a_record(0)._replace(**large), "code", "why", DOMAIN)

    assert size(rejected) <= ROOM
    assert dict(rejected.headers)["reason"] == b"code"
    assert dict(rejected.headers)["detail"] == b"why"


def test_a_reason_that_does_not_fit_is_cut_to_its_code():
    rejected = rejection(a_record(0), "code", "x" * ROOM, DOMAIN)

    assert size(rejected) <= ROOM
    assert dict(rejected.headers)["rejected-code"] == b"code"


def test_a_header_without_content_is_no_obstacle():
    record = a_record(0)._replace(headers=(("h", None),))

    assert rejection(record, "code", "", DOMAIN) == Message(
        DOMAIN.rejected_topic,
        record.key,
        record.value,
        (("h", None), ("reason", b"code"), ("detail", b"")),
    )
