"""X7: the record that is made on the way of every message is the one of the contract, and nothing is left out."""

import pytest
from pydantic import BaseModel

from schemas import rows, topics
from schemas.outgoing import Operation, ProcessingLogged
from schemas.rows import Row
from schemas.words import AuditVerb, Recorded
from streams.rules.audit.messages import TOLD
from streams.rules.audit.operations import ROWS, readers_of
from streams.rules.audit.record import Done, Link, Logged, encoded

DONE = (
    Done(AuditVerb.COLLECTION, Recorded.INCIDENT, "SK-1"),
    Done(AuditVerb.DISCLOSURE, Recorded.CASE, "SEN-1", to=("mail", "partner-housing"), events=("e-1", "e-2")),
    Done(AuditVerb.CONSULTATION, Recorded.SUBJECT, "f" * 64, records=3, through="asb export"),
)


@pytest.mark.parametrize("previous", ["", "a" * 64])
def test_x7_the_struct_writes_the_bytes_of_the_contract(previous: str):
    written = encoded(Logged(Link(7, previous), "PS 77", "RecordConsulted", "/forces/E1/test/m-1", DONE))

    assert ProcessingLogged.model_validate_json(written).model_dump_json().encode() == written


def test_x7_the_struct_has_every_field_of_the_contract():
    assert Done.__struct_fields__ == tuple(Operation.model_fields)
    assert Logged.__struct_fields__ == tuple(ProcessingLogged.model_fields)


@pytest.mark.parametrize("message", [event for topic in topics.INPUTS for event in topic.events])
def test_x7_of_every_message_it_is_known_which_operation_it_is(message: type[BaseModel]):
    assert all(not about.field or about.field in message.model_fields for about in TOLD[message])


def test_x7_of_every_kind_of_row_it_is_known_of_which_record_it_is():
    found = {each for each in vars(rows).values() if isinstance(each, type) and issubclass(each, Row)}

    assert {_kind(each) for each in found if each.__name__.endswith("Row") and each is not Row} == set(ROWS)


@pytest.mark.parametrize("topic", topics.REFERRALS.values(), ids=lambda topic: topic.name)
def test_x7_each_partner_is_named_by_itself(topic: topics.Topic):
    [partner] = readers_of(topic)

    assert partner == f"partner-{topic.name.split('.')[2]}"


def _kind(row: type[Row]) -> str:
    """CrimeReviewRow is kept as `crime-review`."""
    name = row.__name__.removesuffix("Row")
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")
