"""R18, X6: a band that incidents speak for is proposed, and nobody's risk until a named officer confirms it."""

from typing import Any

from schemas.incoming import Person
from schemas.words import Band, ObligationKind, Role, StepKind
from tests.given.casefile import in_sentinel, of_type, only, person, shown, snapshot
from tests.given.casework import assessed
from tests.given.core import Core, Event
from tests.given.duties import ended, hours_to, opened
from tests.given.messages import closed, incident
from tests.given.steps import asked, confirmed, contested, refused

DAY = 24
SUSPECT = Person(role=Role.PERPETRATOR, nominal_ref="N-9")
LOW = {"severity": "nuisance"}


def named(number: int, days: float, **changes: Any) -> Any:
    """A log that names the suspect; each is of another place and of nobody's case."""
    return incident(f"SK-{number}", days * DAY, people=(SUSPECT,), **changes)


def of_the_case(number: int, days: float, beside: int) -> Any:
    """A log that names the suspect and joins the case of another."""
    return incident(
        f"SK-{number}",
        days * DAY,
        "They threatened her. She is frightened.",
        people=(SUSPECT,),
        links=(f"SK-{beside}",),
    )


def on_case(core: Core, incidents: int) -> str:
    """A case with a suspect whom so many incidents name, one a day; the last of them is of the case."""
    core.tell(*(named(number, number) for number in range(incidents)))
    return in_sentinel(
        core,
        person("P-1"),
        person("P-9", Role.PERPETRATOR, nominal_ref="N-9"),
        incident_ids=(f"SK-{incidents - 1}",),
    )


def bands_asked(events: list[Event]) -> list[dict[str, Any]]:
    return asked(events, StepKind.PERPETRATOR_BAND)


def suspect(core: Core, case_id: str) -> tuple[str, str | None]:
    found = shown(core, case_id, "N-9", Role.PERPETRATOR)
    return found["risk"], found["proposed"]


def test_r18_three_incidents_propose_a_medium_band_that_is_part_of_nobodys_risk(core: Core) -> None:
    case_id = on_case(core, 3)

    [request] = bands_asked(core.published)
    assert (request["adverse"], request["subject"]) == (True, {"kind": "perpetrator", "ref": "N-9"})
    assert request["why"] == "3 incidents within 90 days name them as perpetrator."
    assert [one["ref"] for one in request["evidence"]] == ["SK-2", "SK-1", "SK-0"]
    assert suspect(core, case_id) == ("unknown", Band.MEDIUM)
    assert snapshot(core, case_id)["highest_risk"] == "unknown"


def test_r18_two_propose_nothing(core: Core) -> None:
    case_id = on_case(core, 2)

    assert bands_asked(core.published) == []
    assert suspect(core, case_id) == ("unknown", None)


def test_r18_confirmed_it_is_their_band_from_the_officers_word_on(core: Core) -> None:
    case_id = on_case(core, 3)
    [request] = bands_asked(core.published)

    yes = core.tell(confirmed(request["step_id"], 200))

    assert only(yes, "StepDecided")["confirmed"] is True
    assert ended(yes, ObligationKind.CONFIRMATION) == [("done", None)]
    assert suspect(core, case_id) == (Band.MEDIUM, None)
    assert snapshot(core, case_id)["highest_risk"] == Band.MEDIUM


def test_r18_x6_six_propose_a_high_band_and_nothing_follows_before_it_is_confirmed(core: Core) -> None:
    case_id = on_case(core, 6)
    [request] = bands_asked(core.published)
    before = {each.type for each in core.published}

    high = core.tell(confirmed(request["step_id"], 200))

    assert not before & {"HighRiskRaised", "MarkerProposed", "ProtectiveAlertRaised"}
    assert only(high, "MarkerProposed")["adverse"] is True
    [marker] = asked(high, StepKind.MARKER)
    assert [one["ref"] for one in marker["evidence"]] == [
        request["step_id"],
        *(f"SK-{number}" for number in range(5, -1, -1)),
    ]
    raised = only(high, "HighRiskRaised")
    assert (raised["declared_by"], raised["confirmed_by"]) == (None, only(high, "StepDecided")["officer"])
    assert "as a named officer confirmed" in raised["sentence"]
    assert not of_type(high, "ProtectiveAlertRaised")
    assert suspect(core, case_id) == (Band.HIGH, None)


def test_r18_refused_it_is_not_proposed_again_and_contested_it_is_decided_once_more(core: Core) -> None:
    case_id = on_case(core, 3)
    [request] = bands_asked(core.published)

    core.tell(refused(request["step_id"], 200))
    more = core.tell(named(3, 9))

    assert bands_asked(more) == []
    assert suspect(core, case_id) == ("unknown", None)
    assert [one["asking"] for one in bands_asked(core.tell(contested(request["step_id"], 300)))] == [2]
    core.tell(confirmed(request["step_id"], 310))
    assert suspect(core, case_id) == (Band.MEDIUM, None)


def test_r18_an_assessment_ends_what_is_proposed_and_what_was_confirmed(core: Core) -> None:
    case_id = on_case(core, 3)
    [request] = bands_asked(core.published)
    core.tell(confirmed(request["step_id"], 200))

    core.tell(
        assessed(
            person_ref="P-9",
            kind="perpetrator",
            matrix="perpetrator",
            answers={"severity": "nuisance"},
            hours=300,
        )
    )

    assert suspect(core, case_id) == (Band.LOW, None)


def test_r18_whoever_is_assessed_is_proposed_no_band(core: Core) -> None:
    core.tell(*(named(number, number) for number in range(2)))
    in_sentinel(core, person("P-9", Role.PERPETRATOR, nominal_ref="N-9"), incident_ids=("SK-1",))
    core.tell(
        assessed(
            person_ref="P-9",
            kind="perpetrator",
            matrix="perpetrator",
            answers={"severity": "nuisance"},
            hours=60,
        )
    )

    more = core.tell(named(2, 4))

    assert bands_asked(more) == []


def test_r18_incidents_before_the_window_do_not_count(core: Core) -> None:
    core.tell(named(0, 0), named(1, 1), named(2, 95))

    in_sentinel(core, person("P-9", Role.PERPETRATOR, nominal_ref="N-9"), incident_ids=("SK-2",))

    assert bands_asked(core.published) == []


def test_r18_r5_an_incident_that_is_no_asb_after_all_takes_the_confirmed_band_back(core: Core) -> None:
    case_id = on_case(core, 3)
    [request] = bands_asked(core.published)
    core.tell(confirmed(request["step_id"], 200))

    core.tell(named(0, 0, revision=2, recorded=300, closing_code="604"))

    assert suspect(core, case_id) == ("unknown", None)
    assert snapshot(core, case_id)["highest_risk"] == "unknown"


def test_r18_what_waits_falls_away_when_the_case_is_closed(core: Core) -> None:
    on_case(core, 3)

    over = core.tell(closed("SEN-1", hours_to("2026-06-20 10:00")))

    assert only(over, "ConfirmationWithdrawn")["reason"] == "case-closed"
    assert opened(over, ObligationKind.CONFIRMATION) == []


def test_r18_what_was_confirmed_stands_and_may_be_contested_when_the_incidents_are_long_past(
    core: Core,
) -> None:
    case_id = on_case(core, 3)
    [request] = bands_asked(core.published)
    core.tell(confirmed(request["step_id"], 200))

    core.tell(incident("SK-50", 200 * DAY, links=("SK-2",)))
    contest = core.tell(contested(request["step_id"], 201 * DAY))

    assert suspect(core, case_id) == (Band.MEDIUM, None)
    assert [one["asking"] for one in bands_asked(contest)] == [2]
    core.tell(refused(request["step_id"], 202 * DAY))
    assert suspect(core, case_id) == ("unknown", None)


def six_confirmed(core: Core) -> tuple[str, str]:
    """A case whose suspect is at high risk by a confirmed band, and the step by which it was."""
    case_id = on_case(core, 6)
    [request] = bands_asked(core.published)
    core.tell(confirmed(request["step_id"], 200))
    return case_id, request["step_id"]


def test_r18_x6_a_confirmed_band_falls_with_its_incidents_and_is_not_spent_on_others(core: Core) -> None:
    case_id, step_id = six_confirmed(core)
    core.tell(*(named(number, number, revision=2, recorded=300, closing_code="604") for number in range(5)))
    fallen = suspect(core, case_id)

    others = core.tell(*(of_the_case(number, number + 4, beside=5) for number in range(10, 15)))

    requests = [one for one in bands_asked(others) if "high" in one["what"]]
    assert fallen == ("unknown", None)
    assert [one["step_id"] != step_id for one in requests] == [True]
    assert suspect(core, case_id) == ("unknown", Band.HIGH)
    core.tell(confirmed(requests[0]["step_id"], 27 * DAY))
    assert suspect(core, case_id) == (Band.HIGH, None)


def test_r18_x6_a_log_that_takes_the_place_of_one_that_fell_is_asked_about(core: Core) -> None:
    case_id, step_id = six_confirmed(core)

    core.tell(named(2, 2, revision=2, recorded=300, closing_code="604"))
    late = core.tell(named(7, 2.5, recorded=310))

    assert suspect(core, case_id) == ("unknown", Band.HIGH)
    assert [one["step_id"] != step_id for one in bands_asked(late)] == [True]


def test_r18_x6_a_step_that_waits_stays_the_same_as_more_incidents_come(core: Core) -> None:
    case_id = on_case(core, 3)
    [request] = bands_asked(core.published)

    more = core.tell(named(3, 1.5), of_the_case(4, 4, beside=2))
    core.tell(confirmed(request["step_id"], 200))

    assert not of_type(more, "ConfirmationWithdrawn")
    assert bands_asked(more) == []
    assert suspect(core, case_id) == (Band.MEDIUM, None)


def test_r18_x6_a_refusal_is_about_the_incidents_it_was_given_on(core: Core) -> None:
    case_id = on_case(core, 6)
    [request] = bands_asked(core.published)
    core.tell(refused(request["step_id"], 200))

    two = core.tell(of_the_case(9, 9, beside=5), of_the_case(10, 10, beside=5))
    third = core.tell(of_the_case(11, 11, beside=5))

    assert bands_asked(two) == []
    [again] = bands_asked(third)
    assert [one["ref"] for one in again["evidence"]] == ["SK-11", "SK-10", "SK-9"]
    assert suspect(core, case_id) == ("unknown", Band.MEDIUM)


def test_r18_x6_the_same_incidents_give_the_same_step_whatever_order_they_came_in() -> None:
    logs = [named(number, number) for number in range(3)]
    steps = set()
    for order in (logs, logs[::-1]):
        core = Core()
        core.tell(*order)
        in_sentinel(core, person("P-9", Role.PERPETRATOR, nominal_ref="N-9"), incident_ids=("SK-2",))
        steps.add(bands_asked(core.published)[0]["step_id"])

    assert len(steps) == 1
