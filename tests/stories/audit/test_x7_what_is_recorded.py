"""X7: each operation on personal data is recorded, with who and why, and nobody's data (DPA 2018 s.62)."""

import re

from schemas.topics import TOPICS
from schemas.words import AuditVerb, Recorded
from streams.rules.audit.messages import subject_hash
from streams.rules.audit.operations import readers_of
from tests.given.audited import checked, consulted, head, operations, values
from tests.given.casefile import of_type, only
from tests.given.core import Core
from tests.given.messages import ELSEWHERE, incident, person_added
from tests.given.rights import erased, restricted
from tests.given.steps import SERGEANT
from tests.stories.rights.test_x8_erased import ABOUT, MARKS, WORDS, ann_in_everything

PEOPLE = (b"P-1", *MARKS)


def full_story(core: Core) -> str:
    """A case with somebody in everything; a sergeant looks at it; they are erased. Returns the case."""
    ann_in_everything(core)
    case_id = str(core.incident("SK-1").case_id)
    core.tell(consulted(Recorded.CASE, case_id, 40), erased(ABOUT, 48))
    return case_id


def test_x7_a_full_story_has_all_six_operations(core: Core):
    full_story(core)

    assert {verb for verb in AuditVerb if operations(core, verb)} == set(AuditVerb)


def test_x7_a_log_that_came_in_is_a_collection_by_the_system_that_sent_it(core: Core):
    core.tell(incident("SK-1", 0, "Frightened"))

    [found] = operations(core, AuditVerb.COLLECTION)
    assert (found["what"], found["ref"], found["because"]) == ("incident", "SK-1", "IncidentLogged")
    assert found["by"] == f"/forces/{core.force}/test"


def test_x7_a_log_that_is_told_again_is_an_alteration(core: Core):
    core.tell(incident("SK-1", 0, "Frightened"), incident("SK-1", 0, "Frightened", revision=2, recorded=1))

    [found] = operations(core, AuditVerb.ALTERATION)
    assert (found["what"], found["ref"]) == ("incident", "SK-1")


def test_x7_who_looks_is_recorded_with_the_command_and_changes_nothing(core: Core):
    case_id = full_story(core)
    before = len(core.published)

    core.tell(consulted(Recorded.CASE, case_id, 48, records=3))

    found = operations(core, AuditVerb.CONSULTATION)[-1]
    assert (found["by"], found["through"], found["ref"], found["records"]) == (
        SERGEANT,
        "asb explain",
        case_id,
        3,
    )
    assert len(core.published) == before


def test_x7_what_was_joined_is_recorded_by_the_case_and_the_events_that_said_so(core: Core):
    case_id = full_story(core)
    joins = {"CaseOpened", "CaseAdopted", "IncidentJoined", "IncidentRelated"}
    said = {one.headers["ce_id"] for one in core.published if one.type in joins}

    found = operations(core, AuditVerb.COMBINATION)

    assert said
    assert {event for each in found for event in each["events"]} == said
    assert (Recorded.CASE, case_id) in {(each["what"], each["ref"]) for each in found}


def test_x7_whatever_anybody_outside_can_read_is_a_disclosure_to_them(core: Core):
    full_story(core)
    readers = {core.domain.name.removesuffix("asb") + topic.name: readers_of(topic) for topic in TOPICS}
    read = {
        one.headers["ce_id"]: readers[one.topic]
        for one in core.published
        if readers.get(one.topic) and one.data
    }

    found = operations(core, AuditVerb.DISCLOSURE)

    told = {event: tuple(each["to"]) for each in found for event in each["events"]}
    assert told == read
    assert {to for each in found for to in each["to"]} >= {
        "partner-local-authority",
        "sentinel-connector",
        "storm-connector",
        "mail",
    }


def test_x7_what_is_asked_about_an_incident_on_no_case_is_a_disclosure_of_the_incident(core: Core):
    core.tell(incident("SK-1", 0, "Frightened"))

    told = {(each["what"], each["ref"], *each["to"]) for each in operations(core, AuditVerb.DISCLOSURE)}

    assert told == {
        ("incident", "SK-1", "storm-connector"),
        ("incident", "SK-1", "sentinel-connector"),
    }


def test_x7_who_is_erased_and_each_record_that_went_are_recorded(core: Core):
    full_story(core)

    found = {(each["what"], each["ref"]): each for each in operations(core, AuditVerb.ERASURE)}

    assert found[Recorded.SUBJECT, subject_hash(ABOUT, core.domain.secret)]["by"] == "DPO 1"
    assert found[Recorded.CASE, "SEN-1"]["records"] > 1
    assert len(of_type(core.audited, "ErasureCertified")) == 1


def test_x7_nobodys_data_are_in_it_and_a_person_stands_by_a_keyed_hash(core: Core):
    full_story(core)
    core.tell(incident("SK-9", 60, WORDS, uprn=ELSEWHERE), person_added("SEN-1", "P-ANN", 61))

    assert not [value for value in values(core) if any(mark in value for mark in PEOPLE)]
    subjects = {
        each["ref"]
        for verb in AuditVerb
        for each in operations(core, verb)
        if each["what"] == Recorded.SUBJECT
    }
    assert subjects
    assert {ref for ref in subjects if not re.fullmatch("[0-9a-f]{64}", ref)} <= {"R-1"}


def test_x7_the_same_person_is_found_again_under_the_same_hash(core: Core):
    core.tell(restricted(ABOUT, 1))

    core.tell(erased(ABOUT, 2))

    asked = [
        each["ref"]
        for verb in (AuditVerb.ALTERATION, AuditVerb.ERASURE)
        for each in operations(core, verb)
        if each["ref"] == subject_hash(ABOUT, core.domain.secret)
    ]
    assert len(asked) == 2
    assert subject_hash(ABOUT, b"another installation's secret") not in asked


def test_x7_what_changes_nothing_and_what_is_refused_is_no_operation(core: Core):
    core.tell(incident("SK-1", 0, "Frightened", revision=2))
    before = head(core)

    core.tell(incident("SK-1", 0, "Frightened"))
    told = core.tell(incident("SK-2", 500, "Reported after it was recorded", recorded=1))

    assert [each.type for each in told] == ["Rejected"]
    assert head(core) == before


def test_x7_the_chain_of_a_story_is_whole_and_its_certificate_is_a_link(core: Core):
    full_story(core)

    found = checked(core)

    assert found.findings == ()
    assert (found.first, found.last) == (1, len(values(core)))
    certificate = only(core.audited, "ErasureCertified")
    assert certificate["link"]["number"] == found.last
