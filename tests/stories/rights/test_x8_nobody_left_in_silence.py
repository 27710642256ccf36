"""X8: whoever is restricted is no longer spoken of; somebody is told each time, and it stays on compliance's list."""

from schemas.incoming import Location
from schemas.words import Answer, GapKind, Letter, Question, Role, SubjectKind, WithdrawalReason
from streams.rules.compliance import look
from tests.given.casefile import of_type, only
from tests.given.casework import answered, assessed
from tests.given.core import Core
from tests.given.high_risk import BEAT, HIGH, declared, directory, on_a_beat
from tests.given.messages import HOME, at, incident, officer_says, opened_in_sentinel, person_added, victim
from tests.given.rights import erased, lifted, restricted, subject
from tests.given.steps import confirmed

ANN = {"nominal_ref": "N-ANN", "name": "Ann Bell", "date_of_birth": "1950-03-01"}
BY_NOMINAL = subject(nominal_ref="N-ANN")
BOB = subject(nominal_ref="N-BOB")


def listed(core: Core, hours: float) -> list[str | None]:
    """The cases that compliance lists for a restriction."""
    gaps = look(core.domain.looking(core.force, at(hours), core.table), BEAT, at(hours)).gaps
    return [gap.case_id for gap in gaps if gap.gap is GapKind.PROCESSING_RESTRICTED]


def test_x8_who_is_at_high_risk_and_was_never_put_on_the_case_is_told_of_too(core: Core) -> None:
    core.tell(directory())
    case_id = on_a_beat(core)
    core.tell(assessed("SEN-1", "P-ANN", 24, 1, HIGH), declared("SEN-1", "P-ANN", 25))
    by_record = subject(in_sentinel=({"reference": "SEN-1", "person_ref": "P-ANN"},))

    told = only(core.tell(restricted(by_record, 48)), "ProcessingRestricted")

    assert (told["case_id"], told["person_refs"]) == (case_id, ["P-ANN"])
    assert listed(core, 50) == [case_id]


def test_x8_under_a_nominal_reference_too_and_it_is_not_said(core: Core) -> None:
    core.tell(directory())
    case_id = on_a_beat(core)
    core.tell(declared("SEN-1", "N-ANN", 25))

    told = only(core.tell(restricted(BY_NOMINAL, 48)), "ProcessingRestricted")

    assert (told["case_id"], told["person_refs"]) == (case_id, [])
    assert listed(core, 50) == [case_id]


def test_x8_that_somebody_else_is_erased_lifts_no_restriction(core: Core) -> None:
    core.tell(directory())
    case_id = on_a_beat(core)
    core.tell(
        person_added("SEN-1", "P-ANN", 6, **ANN),
        person_added("SEN-1", "P-BOB", 7, nominal_ref="N-BOB"),
        assessed("SEN-1", "P-BOB", 8, 1, HIGH),
        restricted(BOB, 20, subject_id="R-BOB"),
    )

    events = core.tell(erased(BY_NOMINAL, 48))

    assert of_type(events, "RestrictionLifted") == []
    assert listed(core, 50) == [case_id]


def test_x8_who_was_restricted_and_is_erased_is_on_no_list_and_sentinel_is_told_without_their_reference(
    core: Core,
) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(person_added("SEN-1", "P-BOB", 7, nominal_ref="N-BOB"))
    core.tell(restricted(BOB, 20, subject_id="R-0"))

    over = only(core.tell(erased(BOB, 48)), "RestrictionLifted")

    assert (over["subject_id"], over["person_refs"]) == ("R-0", [])
    assert listed(core, 50) == []


def test_x8_a_restriction_after_an_erasure_under_one_number_is_told_like_any_other(core: Core) -> None:
    core.tell(directory())
    case_id = on_a_beat(core)
    core.tell(erased(BY_NOMINAL, 10), person_added("SEN-1", "P-ANN", 12, **ANN))

    told = of_type(core.tell(restricted(BY_NOMINAL, 20)), "ProcessingRestricted")
    core.tell(erased(BOB, 30, subject_id="R-2"))

    assert [each["case_id"] for each in told] == [case_id]
    assert listed(core, 50) == [case_id]


def test_x8_lifted_by_fewer_names_it_is_lifted_wherever_it_stood(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(opened_in_sentinel("SEN-9", 4, beat=BEAT), person_added("SEN-9", "P-3", 5, name="A. B."))
    core.tell(assessed("SEN-9", "P-3", 8, 1, HIGH))
    record = {"reference": "SEN-9", "person_ref": "P-3"}
    core.tell(restricted(subject(nominal_ref="N-ANN", in_sentinel=(record,)), 48))

    events = core.tell(lifted(BY_NOMINAL, 50))

    assert [each["reference"] for each in of_type(events, "HighRiskRaised")] == ["SEN-9"]
    assert listed(core, 52) == []


def test_x8_an_incident_that_asked_for_a_case_because_of_them_is_asked_about(core: Core) -> None:
    place = Location(uprn=HOME, beat=BEAT)
    ann = victim(**ANN, vulnerability_flags=("mental health",))
    core.tell(incident("SK-1", 0, "She is frightened.", location=place, people=(ann,)))
    no = dict.fromkeys(Letter, Answer.NO)
    core.tell(officer_says("SK-1", {**no, Letter.GATE: Answer.YES, Letter.VULNERABLE: Answer.UNKNOWN}))
    assert core.incident("SK-1").case_id

    events = core.tell(restricted(BY_NOMINAL, 48))

    assert only(events, "CaseWithdrawn")["reason"] == WithdrawalReason.RESTRICTED
    assert only(events, "OfficerDecisionAsked")["incident_id"] == "SK-1"


def test_x8_while_one_of_two_requests_stands_nothing_is_said_of_them(core: Core) -> None:
    core.tell(directory())
    case_id = on_a_beat(core)
    core.tell(person_added("SEN-1", "P-ANN", 6, **ANN), assessed("SEN-1", "P-ANN", 8, 1, HIGH))
    core.tell(restricted(BY_NOMINAL, 20, subject_id="R-1"), restricted(BY_NOMINAL, 21, subject_id="R-2"))

    events = core.tell(lifted(BY_NOMINAL, 30, subject_id="R-1"))

    assert [event.type for event in events] == ["RestrictionLifted"]
    assert listed(core, 32) == [case_id]


def test_x8_what_an_officer_confirms_meanwhile_has_no_effect(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(
        person_added("SEN-1", "P-ANN", 6, role=Role.PERPETRATOR, **ANN),
        declared("SEN-1", "P-ANN", 9, kind=SubjectKind.PERPETRATOR),
    )
    [asked] = {each["step_id"] for each in of_type(core.published, "ConfirmationAsked")}
    core.tell(restricted(BY_NOMINAL, 20))

    events = core.tell(confirmed(asked, 22))

    assert [(event.type, event.data) for event in events if event.type != "ReminderFellDue"] == []


def test_x8_in_the_weeks_of_a_restriction_nothing_names_them_though_facts_keep_coming(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(person_added("SEN-1", "P-ANN", 6, **ANN), assessed("SEN-1", "P-ANN", 8, 1, HIGH))
    core.tell(restricted(BY_NOMINAL, 20))
    before = len(core.published)

    core.tell(
        assessed("SEN-1", "P-ANN", 30, 2, HIGH),
        declared("SEN-1", "N-ANN", 31),
        answered(Question.SAFEGUARDING, Answer.YES, 32, person_ref="P-ANN", text=""),
        answered(Question.VULNERABLE, Answer.UNKNOWN, 33, person_ref="P-ANN"),
    )
    core.move_to(24 * 21, every=24)

    named = [event for event in core.published[before:] if "ANN" in str(event.data) + event.key]
    assert [(event.type, event.data) for event in named] == []
