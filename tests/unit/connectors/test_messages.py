"""Keys and ids of incoming messages. The wire form of each event is in tests/contract."""

from datetime import UTC, datetime

import pytest

from connectors.messages import envelope_of, payload_of, subject_of
from schemas.incoming import (
    DirectoryUpdated,
    IncidentHeader,
    IncidentLogged,
    ReferralAcknowledged,
    VictorERecorded,
)
from schemas.words import Answer, Channel, Letter, Partner

AT = datetime(2026, 1, 5, 21, 4, tzinfo=UTC)


def an_incident(revision: int = 1) -> IncidentLogged:
    header = IncidentHeader(reported_at=AT, channel=Channel.ONLINE)
    return IncidentLogged(incident_id="S-1", revision=revision, recorded_at=AT, header=header)


def a_victor_e(**about: str) -> VictorERecorded:
    letters = {Letter.GATE: Answer.YES}
    return VictorERecorded(
        fact_id="F-1", recorded_at=AT, revision=1, assessor="PC-9001", letters=letters, **about
    )


def test_the_id_of_an_incidents_message_changes_with_what_it_says():
    first, again, corrected = (
        envelope_of(message, "E23000099", payload_of(message)).id
        for message in (an_incident(), an_incident(), an_incident(revision=2))
    )

    assert first == again != corrected


def test_a_fact_keeps_the_id_that_sentinel_gave_it():
    fact = a_victor_e(reference="SEN-1")

    assert envelope_of(fact, "E23000099", payload_of(fact)).id == "F-1"


def test_a_message_may_be_given_another_id():
    message = an_incident()

    assert envelope_of(message, "E23000099", payload_of(message), "mine").id == "mine"


def test_an_officers_victor_e_is_about_the_incident_or_the_case_that_it_names():
    assert subject_of(a_victor_e(incident_id="S-1")) == "S-1"
    assert subject_of(a_victor_e(reference="SEN-1")) == "SEN-1"


def test_a_partners_answer_goes_by_the_referral_and_keeps_its_own_id():
    answer = ReferralAcknowledged(
        answer_id="A-1", recorded_at=AT, revision=1, referral_id="R-1", partner=Partner.HOUSING
    )

    envelope = envelope_of(answer, "E23000099", payload_of(answer))

    assert (envelope.subject, envelope.id, envelope.source) == ("R-1", "A-1", "/forces/E23000099/partners")


@pytest.mark.parametrize(("beat", "subject"), [("SK12", "SK12"), (None, "directory")])
def test_who_is_named_in_the_directory_goes_by_the_beat(beat, subject):
    named = DirectoryUpdated(
        instruction_id="D-1", recorded_at=AT, revision=1, officer="PS 77", beat=beat,
        effective_from=AT.date(), sergeant="PS 1", inspector="PI 1",
    )  # fmt: skip

    assert subject_of(named) == subject
