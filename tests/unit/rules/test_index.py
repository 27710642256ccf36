"""Under which entries each row is found again; entries follow from the row alone (design: Rows)."""

from datetime import date

import pytest
from msgspec import structs

from schemas.rows import (
    AssessmentRow,
    CaseRow,
    CounterRow,
    HeaderKept,
    IncidentRow,
    LadderKept,
    ObligationRow,
    PersonKept,
    PersonRow,
    PlaceKept,
    PolicyRow,
    SentinelRow,
    TagKept,
)
from schemas.words import (
    CaseOrigin,
    CaseStatus,
    ObligationKind,
    ObligationStatus,
    Post,
    Role,
    SubjectKind,
    TagBasis,
)
from streams.rules.index import DUE, POLICIES, entries_of
from streams.rules.ledger import micros
from tests.given.messages import at

TAG = TagKept(None, None, TagBasis.OPENING_CODE, suggested=False)
WHEN = micros(at(0))


def row(**changes) -> IncidentRow:
    values = {"header": HeaderKept(at(0)), "tag": TAG, "keys": ("u:1", "n:N1")}
    return IncidentRow("SK-1", **{**values, **changes})


def duty(**changes) -> ObligationRow:
    values = {
        "obligation_id": "o",
        "kind": ObligationKind.OFFICER_DECISION,
        "status": ObligationStatus.OPEN,
        "opened_at": at(0),
        "since": at(0),
        "due_at": at(24),
        "next_at": at(48),
        "ladder": LadderKept((1,), 1, (Post.LEAD_OFFICER,)),
        "incident_id": "SK-1",
    }
    return ObligationRow(**{**values, **changes})


def test_a_standing_incident_is_found_under_its_keys_by_its_time_of_report():
    assert set(entries_of(row())) == {("u:1", WHEN), ("n:N1", WHEN)}


def test_a_case_managed_one_stands_among_its_like_as_well():
    assert set(entries_of(row(managed=True, keys=("u:1",)))) == {("u:1", WHEN), ("m:u:1", WHEN)}


def test_under_a_cell_of_the_map_the_point_stands_beside_the_time():
    place = PlaceKept(easting=300, northing=600)
    incident = row(header=HeaderKept(at(0), place=place), keys=("g:1:2",), managed=True)

    assert entries_of(incident) == (("g:1:2", (WHEN, 300, 600)),)


@pytest.mark.parametrize("changes", [{"tag": None}, {"main": "SK-0"}, {"header": None}])
def test_an_incident_that_does_not_count_is_found_by_no_key(changes):
    assert entries_of(row(**changes)) == ()


def test_a_log_that_says_it_is_a_duplicate_is_found_under_its_main_log():
    assert entries_of(row(header=HeaderKept(at(0), duplicate_of="SK-0"), tag=None)) == (("dup:SK-0", 0),)


def test_the_members_of_a_case_are_found_in_order_of_report():
    entries = entries_of(row(case_id="C", managed=True, keys=()))

    assert entries[:2] == (("case:C", WHEN), ("mcase:C", WHEN))


def test_a_member_that_no_longer_counts_is_still_found_under_its_case():
    assert ("case:C", WHEN) in entries_of(row(case_id="C", tag=None))


def test_the_people_and_the_place_of_a_member_are_found_under_its_case():
    ann = PersonKept(Role.VICTIM, name="SMITH, Ann", date_of_birth=date(1950, 1, 2), phone="+44 1632 960001")
    header = HeaderKept(at(0), people=(ann, PersonKept(Role.WITNESS, age=9)), place=PlaceKept(uprn="0012"))

    entries = dict.fromkeys(entries_of(row(case_id="C", header=header, related=("D",), keys=())))

    assert ("people:C", ("victim", "", "ann smith", "1950-01-02", "1632960001", "", -1, WHEN)) in entries
    assert ("people:C", ("witness", "", "", "", "", "SK-1/1", 9, WHEN)) in entries
    assert ("places:C", "12") in entries
    assert ("related:C", "D") in entries


def test_a_place_that_its_publisher_moved_is_no_place_of_the_case():
    header = HeaderKept(at(0), place=PlaceKept(uprn="12", snapped=True))

    assert "places:C" not in dict(entries_of(row(case_id="C", header=header)))


def test_assessments_and_answers_are_found_under_their_reference():
    assert entries_of(AssessmentRow("SEN-1", SubjectKind.VICTIM, "P-1")) == (("assessments:SEN-1", 0),)
    assert entries_of(PersonRow("SEN-1", "P-1")) == (("persons:SEN-1", 0),)


def test_a_closed_case_is_due_when_its_snapshot_is_to_be_removed_and_no_more_once_it_is():
    closed = CaseRow("C", CaseOrigin.OURS, CaseStatus.CLOSED, snapshot_digest=b"d", retire_at=at(48))

    assert set(entries_of(closed)) == {("cases:closed", 0), (DUE, micros(at(48)))}
    assert entries_of(structs.replace(closed, snapshot_digest=b"")) == (("cases:closed", 0),)


def test_an_open_duty_is_found_by_its_subject_and_by_when_it_is_due_next():
    assert set(entries_of(duty())) == {("of:SK-1", 0), (DUE, micros(at(48)))}
    assert ("of:C", 0) in entries_of(duty(incident_id="", case_id="C"))


def test_a_parked_duty_is_due_when_it_is_tried_again_and_still_open():
    assert set(entries_of(duty(parked_until=at(72)))) == {("of:SK-1", 0), (DUE, micros(at(72)))}


def test_a_duty_that_was_parked_is_not_tried_before_it_is_due():
    assert (DUE, micros(at(48))) in entries_of(duty(parked_until=at(24)))


def test_a_duty_that_is_not_mailed_is_never_due_and_still_open():
    assert entries_of(duty(next_at=None)) == (("of:SK-1", 0),)


@pytest.mark.parametrize("status", [s for s in ObligationStatus if s is not ObligationStatus.OPEN])
def test_a_duty_that_ended_is_found_only_to_go_with_what_it_was_about(status):
    assert entries_of(duty(status=status)) == (("over", "SK-1"),)


def test_an_acceptance_is_found_under_the_case_that_it_accepts():
    assert entries_of(SentinelRow("SEN-1", accepted_case="C")) == (("accepted:C", 0),)


def test_a_case_that_sentinel_opened_is_found_under_its_keys():
    sentinel = SentinelRow("SEN-1", opened_at=at(0), keys=("u:1",))

    assert set(entries_of(sentinel)) == {("u:1", WHEN), ("m:u:1", WHEN)}
    assert entries_of(SentinelRow("SEN-1", keys=("u:1",))) == ()


def test_policies_stand_in_order_of_effect_and_then_of_activation():
    first = PolicyRow("a", date(2026, 7, 1), {})
    second = PolicyRow("b", date(2026, 7, 1), {}, "PS 1", at(0))
    third = PolicyRow("c", date(2026, 7, 1), {}, "PS 1", at(1))

    [[(_, built_in)], [(_, activated)], [(bucket, later)]] = map(entries_of, (first, second, third))

    assert bucket == POLICIES
    assert built_in < activated < later


def test_other_rows_are_found_by_their_keys_alone():
    assert entries_of(CounterRow(1)) == ()


def test_what_officers_are_asked_about_a_member_is_found_under_its_case():
    found = entries_of(row(case_id="C", asks={"related": "o"}))

    assert ("asks:C", "o") in found
    assert not any(bucket.startswith("asks:") for bucket, _ in entries_of(row(asks={"related": "o"})))
