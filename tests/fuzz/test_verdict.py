"""The verdict finds what it is there to find: each way in which a message can go wrong is shown to it once."""

from collections.abc import Sequence
from itertools import count

import pytest

from schemas.rows import Row
from schemas.topics import INCIDENTS, TAGS, in_installation
from streams.engine.domain import Message, Record, Rejected
from streams.engine.table import Table
from tests.fuzz.odd import MARK
from tests.fuzz.verdict import ACCEPTED, NOTHING_NEW, TookTooLong, verdict
from tests.given.core import INSTALLATION, record_of
from tests.given.messages import incident
from tests.given.wrong_domains import TRIGGER, Bug, Buggy, raising


def record(value: bytes | None = None) -> Record:
    told = record_of(incident(TRIGGER, 0, MARK), in_installation(INSTALLATION, INCIDENTS), 0, "id")
    return told if value is None else told._replace(value=value)


def judged(bug: Bug, value: bytes | None = None) -> str:
    domain = Buggy(bug)
    return verdict(domain, Table(domain), record(value))


def right(record: Record, table: Table[Row]) -> Sequence[Message]:
    return ()


def endless(record: Record, table: Table[Row]) -> Sequence[Message]:
    return [Message("", b"%d" % number, None) for number in count() if number < 0]


def unreadable(record: Record, table: Table[Row]) -> Sequence[Message]:
    header = (("ce_type", b"IncidentTagged"),)
    return [Message(in_installation(INSTALLATION, TAGS), record.key, b"{}", header)]


class Forgetful(Buggy):
    """Drops the headers of what it rejects."""

    def rejection(self, record: Record, code: str, detail: str) -> Message:
        return super().rejection(record._replace(headers=()), code, detail)


def test_a_good_message_is_accepted_and_a_second_time_says_nothing_new():
    domain = Buggy(right)
    table = Table[Row](domain)

    first = verdict(domain, table, record())
    table.commit()

    assert (first, verdict(domain, table, record())) == (ACCEPTED, NOTHING_NEW)


def test_what_is_no_message_is_rejected_with_its_code():
    assert judged(right, b"{") == "undecodable"


@pytest.mark.parametrize(
    ("bug", "said"),
    [
        (raising(KeyError("x")), "rule-failed: KeyError"),
        (raising(Rejected("no-such-code")), "no-such-code"),
        (raising(Rejected("wrong-schema", f"no {MARK}")), "repeats what came"),
        (raising(Rejected("wrong-schema", "SK-TRIGGER")), "repeats what came"),
        (unreadable, "validation errors"),
    ],
)
def test_what_must_not_be_is_found(bug: Bug, said: str):
    with pytest.raises((AssertionError, ValueError), match=said):
        judged(bug)


def test_a_rejection_that_is_not_as_it_came_is_found():
    domain = Forgetful(right)

    with pytest.raises(AssertionError):
        verdict(domain, Table(domain), record(b"{"))


def test_a_rule_that_goes_on_and_on_is_stopped():
    domain = Buggy(endless)

    with pytest.raises(TookTooLong):
        verdict(domain, Table(domain), record(), seconds=0.2)
