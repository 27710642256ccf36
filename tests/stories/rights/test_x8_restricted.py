"""X8: a restricted subject is not scored, published or disclosed until lifted; and nobody is left in silence."""

from schemas.words import GapKind, Partner, Role, SubjectKind, WithdrawalReason
from streams.rules.compliance import look
from tests.given.casefile import of_type, only, snapshot
from tests.given.casework import assessed
from tests.given.core import Core, Event
from tests.given.high_risk import BEAT, HIGH, directory, on_a_beat
from tests.given.messages import HOME, at, incident, opened_in_sentinel, person_added, victim
from tests.given.partners import sent
from tests.given.rights import SUBJECT_ID, lifted, restricted, subject

ANN = {"nominal_ref": "N-ANN", "name": "Ann Bell", "date_of_birth": "1950-03-01"}
ABOUT = subject(nominal_ref="N-ANN", in_sentinel=({"reference": "SEN-1", "person_ref": "P-1"},))


def ann_at_high_risk(core: Core) -> str:
    """A case with Ann as its victim, at high risk: a marker is asked for and partners were told."""
    core.tell(directory())
    found = on_a_beat(core, **ANN)
    core.tell(assessed("SEN-1", "P-1", 24, 1, HIGH, SubjectKind.VICTIM))
    assert {"HighRiskRaised", "MarkerProposed", "ReferralMade"} <= types(core.published)
    return found


def types(events: list[Event]) -> set[str]:
    return {event.type for event in events}


def reasons(events: list[Event]) -> set[str]:
    return {event.data["reason"] for event in events if "corrects" in event.data and "reason" in event.data}


def missing(core: Core, hours: float) -> list[tuple[GapKind, str | None]]:
    ledger = core.domain.looking(core.force, at(hours), core.table)
    return [(gap.gap, gap.case_id) for gap in look(ledger, BEAT, at(hours)).gaps]


def people(core: Core, case_id: str) -> list[str]:
    return [one["person_ref"] for one in snapshot(core, case_id)["people"]]


def test_x8_whatever_was_published_of_them_is_taken_back_because_they_are_restricted(core: Core) -> None:
    case_id = ann_at_high_risk(core)

    events = core.tell(restricted(ABOUT, 48))

    assert {"AssessmentTakenBack", "NoticeWithdrawn", "MarkerWithdrawn", "ReferralRecalled"} <= types(events)
    assert reasons(events) == {WithdrawalReason.RESTRICTED}
    assert people(core, case_id) == []
    assert snapshot(core, case_id)["highest_risk"] == "unknown"


def test_x8_every_partner_that_was_told_of_them_is_told_that_it_no_longer_stands(core: Core) -> None:
    ann_at_high_risk(core)
    told = set(sent(core.published))

    recalled = sent(core.tell(restricted(ABOUT, 48)), "ReferralRecalled")

    assert told == {Partner.LOCAL_AUTHORITY}
    assert set(recalled) == told


def test_x8_sentinel_is_told_on_each_case_that_somebody_is_to_look_after_them(core: Core) -> None:
    case_id = ann_at_high_risk(core)

    told = only(core.tell(restricted(ABOUT, 48)), "ProcessingRestricted")

    assert told["case_id"] == case_id
    assert (told["reference"], told["person_refs"], told["subject_id"]) == ("SEN-1", ["P-1"], SUBJECT_ID)


def test_x8_the_weekly_report_lists_the_case_until_it_is_lifted(core: Core) -> None:
    case_id = ann_at_high_risk(core)
    core.tell(restricted(ABOUT, 48))
    listed = missing(core, 50)

    core.tell(lifted(ABOUT, 72))

    assert (GapKind.PROCESSING_RESTRICTED, case_id) in listed
    assert GapKind.PROCESSING_RESTRICTED not in {kind for kind, _ in missing(core, 74)}


def test_x8_a_log_that_names_them_later_is_kept_and_says_nothing_of_them(core: Core) -> None:
    ann_at_high_risk(core)
    core.tell(restricted(ABOUT, 48))

    events = core.tell(incident("SK-2", 50, "They shouted at her.", uprn=HOME, people=(victim(**ANN),)))

    assert "N-ANN" not in str([event.data for event in events])
    header = core.incident("SK-2").header
    assert header is not None
    assert [one.person.nominal_ref for one in header.set_aside if one.person] == ["N-ANN"]


def test_x8_whom_a_log_names_less_surely_is_not_shown_in_their_place(core: Core) -> None:
    case_id = ann_at_high_risk(core)
    core.tell(incident("SK-2", 2, "Shouting.", uprn=HOME, people=(victim(name="Ann Bell"),)))

    core.tell(restricted(ABOUT, 48))

    assert people(core, case_id) == []


def test_x8_a_case_they_come_on_later_is_told_of_too(core: Core) -> None:
    ann_at_high_risk(core)
    core.tell(restricted(subject(nominal_ref="N-ANN"), 48))
    core.tell(opened_in_sentinel("SEN-9", 60, beat=BEAT))

    told = core.tell(person_added("SEN-9", "P-7", 62, **ANN))

    assert [each["person_refs"] for each in of_type(told, "ProcessingRestricted")] == [["P-7"]]


def test_x8_lifted_it_all_stands_again_and_sentinel_is_told(core: Core) -> None:
    case_id = ann_at_high_risk(core)
    before = snapshot(core, case_id)
    [first] = [
        event.headers["ce_id"]
        for event in core.tell(restricted(ABOUT, 48))
        if event.type == "ProcessingRestricted"
    ]

    events = core.tell(lifted(ABOUT, 72))

    assert only(events, "RestrictionLifted")["corrects"] == first
    assert {"RiskAssessed", "HighRiskRaised", "MarkerProposed", "ReferralMade"} <= types(events)
    now = snapshot(core, case_id)
    assert (now["people"], now["highest_risk"]) == (before["people"], before["highest_risk"])


def test_x8_an_older_word_on_the_same_request_changes_nothing(core: Core) -> None:
    ann_at_high_risk(core)
    core.tell(lifted(ABOUT, 72, revision=2))

    assert core.tell(restricted(ABOUT, 48, revision=1)) == []


def test_x8_by_a_later_revision_it_is_about_somebody_else(core: Core) -> None:
    case_id = ann_at_high_risk(core)
    core.tell(person_added("SEN-1", "P-2", 3, role=Role.VICTIM, name="Bo Carr", date_of_birth="1990-01-01"))
    core.tell(restricted(ABOUT, 48))

    other = subject(name="Bo Carr", date_of_birth="1990-01-01")
    core.tell(restricted(other, 50, revision=2))

    assert people(core, case_id) == ["N-ANN"]
