"""Keys and ids of incoming messages. The wire form of each event is in tests/contract."""

from datetime import UTC, datetime

from connectors.messages import envelope_of, payload_of, subject_of
from schemas.incoming import IncidentHeader, IncidentLogged, VictorERecorded
from schemas.words import Answer, Channel, Letter

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
