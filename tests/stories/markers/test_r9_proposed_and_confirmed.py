"""R9: who is at high risk gets a marker, proposed at once, and put on when a named officer confirms it."""

from schemas.words import MarkedKind, MarkerStatus, Role
from tests.given.casefile import in_sentinel, of_type, only, person, snapshot
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.messages import HOME, at, incident, lead_officer, person_added
from tests.given.steps import SERGEANT, asked, confirmed, contested, refused, taken_off

HIGH = {"violence": "yes", "vulnerability": "high"}
NOMINAL = "N-1"


def at_high_risk(core: Core, **known: str) -> str:
    """A case with one victim, assessed as HIGH two days into the story."""
    case_id = in_sentinel(core, person("P-1", **known))
    core.tell(lead_officer("SEN-1"))
    core.tell(assessed(answers=HIGH))
    return case_id


def test_r9_a_marker_is_proposed_with_its_alert_as_soon_as_somebody_is_at_high_risk(core: Core) -> None:
    in_sentinel(core, person("P-1", nominal_ref=NOMINAL))

    led_to = core.tell(assessed(answers=HIGH))

    proposed, alert = only(led_to, "MarkerProposed"), only(led_to, "ProtectiveAlertRaised")
    assert proposed["marked"] == {"kind": "person", "ref": NOMINAL, "easting": None, "northing": None}
    assert alert["text"] == proposed["text"] == "HIGH RISK ASB VICTIM. READ SENTINEL SEN-1"
    assert (alert["reference"], alert["marker_id"]) == ("SEN-1", proposed["marker_id"])
    assert not of_type(led_to, "MarkerActivated")


def test_r9_x6_the_request_to_confirm_says_what_why_and_on_what_evidence(core: Core) -> None:
    in_sentinel(core, person("P-1", nominal_ref=NOMINAL))

    [request] = asked(core.tell(assessed(answers=HIGH)))

    assert "READ SENTINEL SEN-1" in request["what"]
    assert request["why"] == "The victim N-1 has been at high risk since 3 June 2026."
    assert [one["ref"] for one in request["evidence"]] == ["assessment-SEN-1-victim-P-1-1"]
    assert (request["adverse"], request["asking"]) == (False, 1)


def test_r9_a_named_officer_confirms_and_the_marker_is_on_until_its_local_day(core: Core) -> None:
    case_id = at_high_risk(core, nominal_ref=NOMINAL)
    [marker] = snapshot(core, case_id)["markers"]

    on = only(core.tell(confirmed(marker["marker_id"], 50)), "MarkerActivated")

    assert (on["authoriser"], on["valid_from"]) == (SERGEANT, at(50).isoformat().replace("+00:00", "Z"))
    # 90 and 180 local days at the same hour: the clocks have gone back by the second.
    assert (on["review_by"], on["expires_at"]) == ("2026-09-01T11:00:00Z", "2026-11-30T12:00:00Z")
    assert snapshot(core, case_id)["markers"][0]["status"] == MarkerStatus.ACTIVE


def test_r9_a_refused_marker_is_not_proposed_again_while_the_risk_is_the_same(core: Core) -> None:
    case_id = at_high_risk(core, nominal_ref=NOMINAL)
    [marker] = snapshot(core, case_id)["markers"]

    no = core.tell(refused(marker["marker_id"], 50))

    assert only(no, "MarkerRefused")["officer"] == SERGEANT
    assert snapshot(core, case_id)["markers"] == []
    assert not of_type(core.tell(assessed(answers=HIGH, hours=70, revision=2)), "MarkerProposed")


def test_r9_r5_whoever_holds_the_alert_or_the_activation_finds_its_end_named(core: Core) -> None:
    at_high_risk(core, nominal_ref=NOMINAL)
    [alert] = [each for each in core.published if each.type == "ProtectiveAlertRaised"]
    ident = alert.data["marker_id"]

    no = core.tell(refused(ident, 50))
    core.tell(contested(ident, 51))
    on = core.tell(confirmed(ident, 52, revision=2))
    off = core.tell(taken_off(ident, 53))

    assert only(no, "MarkerRefused")["ends"] == [alert.headers["ce_id"]]
    [activation] = [each.headers["ce_id"] for each in on if each.type == "MarkerActivated"]
    assert only(off, "MarkerWithdrawn")["ends"] == [activation]


def test_r9_person_and_home_are_both_marked_and_the_scene_stands_in_where_neither_is_known(
    core: Core,
) -> None:
    core.tell(incident("SK-1", 0, uprn=HOME))
    in_sentinel(core, person("P-1"), incident_ids=("SK-1",))

    scene = only(core.tell(assessed(answers=HIGH)), "MarkerProposed")
    found = core.tell(person_added("SEN-1", "P-2", 60, nominal_ref="N-2", home_uprn="999000000007"))
    found = [*found, *core.tell(assessed(person_ref="P-2", hours=70, answers=HIGH))]

    assert (scene["marked"]["kind"], scene["marked"]["ref"]) == (MarkedKind.LOCATION, HOME)
    marked = {(one["marked"]["kind"], one["marked"]["ref"]) for one in of_type(found, "MarkerProposed")}
    assert marked == {("person", "N-2"), ("location", "999000000007")}


def test_r9_two_victims_of_one_household_have_one_marker_on_their_home(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1", home_uprn=HOME), person("P-2", home_uprn=HOME))

    core.tell(assessed(answers=HIGH), assessed(person_ref="P-2", answers=HIGH, hours=49))

    [marker] = snapshot(core, case_id)["markers"]
    assert marker["marked"]["ref"] == HOME
    assert marker["subject"] == {"kind": "victim", "ref": "P-1"}


def test_r9_a_case_without_its_sentinel_record_has_no_marker_yet(core: Core) -> None:
    core.tell(assessed(answers=HIGH))

    led_to = core.tell(person_added("SEN-1", "P-1", 60, nominal_ref=NOMINAL))
    in_sentinel(core)

    assert not of_type(led_to, "MarkerProposed")
    assert len(of_type(core.published, "MarkerProposed")) == 1


def test_r9_x6_a_marker_against_a_person_alerts_nobody_before_it_is_confirmed(core: Core) -> None:
    in_sentinel(core, person("P-2", Role.PERPETRATOR, nominal_ref="N-2"))
    high = assessed(
        person_ref="P-2",
        kind="perpetrator",
        matrix="perpetrator",
        answers={"breach": "order", "targets": "person"},
    )

    proposed = core.tell(high)

    [request] = asked(proposed)
    assert request["adverse"] is True
    assert not of_type(proposed, "ProtectiveAlertRaised")
    on = core.tell(confirmed(request["step_id"]))
    assert only(on, "MarkerActivated")["text"] == "HIGH RISK ASB. READ SENTINEL SEN-1"
