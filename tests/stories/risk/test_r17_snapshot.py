"""R17: who is on each case, in which role, at what risk and with what need, always current; gone when it is time."""

from datetime import timedelta
from typing import Any

import pytest

from schemas.words import Answer, Band, ObligationKind, Question, Role, SubjectKind
from tests.given.casefile import in_sentinel, of_type, person, shown, snapshot
from tests.given.casework import answered, assessed, location_added, person_left
from tests.given.core import Core, Event
from tests.given.messages import (
    ELSEWHERE,
    HOME,
    at,
    closed,
    incident,
    lead_officer,
    line,
    person_added,
    victim,
)

GRAVE = "They threatened her. She is frightened."
MEDIUM = {"frequency": "daily", "impact": "moderate"}
DAY = 24.0
KEPT_DAYS = 365


def snapshots(events: list[Event]) -> list[Event]:
    return [event for event in events if event.type == "CaseSnapshot"]


def test_r17_each_person_is_shown_in_role_with_risk_and_with_what_was_answered_of_them(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"), person("P-2", Role.WITNESS), person("P-3", Role.REPORTER))

    core.tell(assessed(answers=MEDIUM, hours=2))
    core.tell(
        answered(Question.SAFEGUARDING, Answer.YES, 3),
        answered(Question.REPEAT_VICTIM, Answer.NO, 4),
        answered(Question.VULNERABLE, Answer.UNKNOWN, 5),
    )

    found = shown(core, case_id, "P-1")
    assert (found["risk"], found["could_be"], found["completeness_percent"]) == ("medium", "high", 25)
    assert (found["safeguarding"], found["repeat_victim"], found["vulnerable"]) == ("yes", "no", "unknown")
    assert shown(core, case_id, "P-2", Role.WITNESS)["risk"] == "unknown"
    assert [each["person_ref"] for each in snapshot(core, case_id)["people"]] == ["P-1", "P-2"]


def test_r17_a_yes_without_its_text_is_shown_as_unknown(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))

    core.tell(answered(Question.VULNERABLE, Answer.YES, 3, text=""))

    assert shown(core, case_id, "P-1")["vulnerable"] == Answer.UNKNOWN


def test_r17_who_is_victim_and_perpetrator_has_a_risk_as_each(core: Core) -> None:
    case_id = in_sentinel(
        core, person("P-1", nominal_ref="N1"), person("P-2", Role.PERPETRATOR, nominal_ref="N1")
    )

    core.tell(
        assessed(answers=MEDIUM),
        assessed(
            person_ref="P-2",
            kind=SubjectKind.PERPETRATOR,
            matrix="perpetrator",
            answers={"frequency": "daily"},
        ),
    )

    assert shown(core, case_id, "N1", Role.VICTIM)["risk"] == Band.MEDIUM
    assert shown(core, case_id, "N1", Role.PERPETRATOR)["risk"] == Band.LOW


def test_r17_somebody_named_by_the_log_and_by_sentinel_is_shown_once(core: Core) -> None:
    core.tell(incident("SK-1", 1, uprn=HOME, people=[victim(nominal_ref="N1", name="Ann Smith")]))

    case_id = in_sentinel(core, person("P-1", name="Ann Smith"), incident_ids=("SK-1",))

    assert [each["person_ref"] for each in snapshot(core, case_id)["people"]] == ["N1"]


def test_r17_everybody_of_all_incidents_is_shown_and_not_only_of_the_latest(core: Core) -> None:
    case_id = in_sentinel(core, uprns=(HOME,))

    core.tell(
        *(
            incident(f"SK-{n}", n, GRAVE, uprn=HOME, people=[victim(nominal_ref=f"N{n:02}")])
            for n in range(1, 15)
        )
    )

    people = [each["person_ref"] for each in snapshot(core, case_id)["people"]]
    assert people == [f"N{n:02}" for n in range(1, 15)]
    assert len(snapshot(core, case_id)["latest_incident_ids"]) == 10


def test_r17_who_leaves_is_shown_no_more_and_the_risk_of_the_case_goes_with_them(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"), person("P-2"))
    core.tell(assessed(answers=MEDIUM))
    assert snapshot(core, case_id)["highest_risk"] == Band.MEDIUM

    core.tell(person_left(hours=60))

    assert [each["person_ref"] for each in snapshot(core, case_id)["people"]] == ["P-2"]
    assert snapshot(core, case_id)["highest_risk"] == "unknown"


def test_r17_places_are_where_incidents_took_place_and_those_to_be_assessed(core: Core) -> None:
    core.tell(incident("SK-1", 1, uprn=HOME))
    case_id = in_sentinel(core, incident_ids=("SK-1",))

    core.tell(location_added(uprn=ELSEWHERE))

    places = [(each["uprn"], each["on_case"], each["risk"]) for each in snapshot(core, case_id)["places"]]
    assert places == [(HOME, False, "unknown"), (ELSEWHERE, True, "unknown")]


def test_r17_what_the_case_owes_is_shown_with_what_it_is_about_and_when_it_is_due(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))

    [duty] = snapshot(core, case_id)["open_obligations"]

    assert duty["kind"] == ObligationKind.RISK_ASSESSMENT
    assert duty["about"]["subject"] == {"kind": "victim", "ref": "P-1"}
    assert duty["due_at"] == "2026-06-03T09:00:00Z"


def test_r17_the_last_change_and_its_cause_are_shown(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))

    core.tell(lead_officer("SEN-1", "PC 4411", 5))
    by_a_fact = snapshot(core, case_id)
    core.tell(closed("SEN-1", 6))

    assert (by_a_fact["changed_at"], by_a_fact["changed_by_type"]) == (
        "2026-06-01T14:00:00Z",
        "LeadOfficerSet",
    )
    assert snapshot(core, case_id)["changed_by_type"] == "CaseClosed"
    assert snapshot(core, case_id)["changed_by"] != by_a_fact["changed_by"]


def test_r17_what_changes_nothing_that_is_shown_publishes_nothing(core: Core) -> None:
    in_sentinel(core, person("P-1"))
    core.tell(answered(Question.VULNERABLE, Answer.NO, 3))

    again = core.tell(
        answered(Question.VULNERABLE, Answer.NO, 4, revision=2), person_added("SEN-1", "P-1", 5, 2)
    )

    assert snapshots(again) == []


@pytest.mark.parametrize(
    ("sentinels", "differs"), [(Band.HIGH, Band.HIGH), (Band.MEDIUM, None), (None, None)]
)
def test_r17_x4_sentinels_own_band_is_shown_beside_ours_where_they_differ(
    core: Core, sentinels: Band | None, differs: Band | None
) -> None:
    case_id = in_sentinel(core, person("P-1"))

    core.tell(assessed(answers=MEDIUM, sentinel_band=sentinels))

    assert (shown(core, case_id, "P-1")["risk"], shown(core, case_id, "P-1")["sentinel_band_differs"]) == (
        "medium",
        differs,
    )


@pytest.mark.parametrize("refused", [{"answers": {}}, {"matrix": "of-another-force"}], ids=str)
def test_r17_x4_sentinels_band_is_shown_also_of_a_form_of_which_we_make_nothing(
    core: Core, refused: dict[str, Any]
) -> None:
    case_id = in_sentinel(core, person("P-1"), person("P-2"))
    core.tell(assessed(answers=MEDIUM, sentinel_band=Band.MEDIUM))

    told = core.tell(
        *(
            assessed(person_ref=ref, hours=50, revision=2, sentinel_band=Band.HIGH, **refused)
            for ref in ("P-1", "P-2")
        )
    )

    risks = [
        (shown(core, case_id, ref)["risk"], shown(core, case_id, ref)["sentinel_band_differs"])
        for ref in ("P-1", "P-2")
    ]
    assert risks == [("medium", "high"), ("unknown", "high")]
    [again] = of_type(told, "RiskAssessed")
    assert (again["band"], again["sentinel_band_differs"]) == ("medium", "high")


# Removed


def closed_for(core: Core, days: float) -> tuple[str, list[Event]]:
    """A case that was closed after a day, so many days ago; and what was published since."""
    case_id = in_sentinel(core, person("P-1"))
    core.tell(closed("SEN-1", DAY))
    return case_id, core.move_to(DAY + days * DAY)


def test_r17_a_closed_case_is_shown_until_its_retention_is_past(core: Core) -> None:
    case_id, since = closed_for(core, KEPT_DAYS - 0.1)

    assert snapshots(since) == []
    assert snapshot(core, case_id)["status"] == "closed"


def test_r17_then_its_snapshot_is_removed_once_by_a_record_without_a_value(core: Core) -> None:
    case_id, since = closed_for(core, KEPT_DAYS + 1)

    [removed] = snapshots(since)

    assert (removed.key, removed.data) == (case_id, {})
    assert [message.value for message in core.messages if message.key == case_id.encode()][-1] is None
    assert removed.headers["ce_type"] == "CaseSnapshot"
    assert removed.headers["ce_time"] == f"{at(DAY) + timedelta(days=KEPT_DAYS):%Y-%m-%dT%H:%M:%SZ}"
    assert snapshots(core.move_to(DAY * 2 * KEPT_DAYS)) == []


def test_r17_a_removed_one_stays_removed_whatever_is_told_of_the_closed_case(core: Core) -> None:
    _, _ = closed_for(core, KEPT_DAYS + 1)

    told = core.tell(lead_officer("SEN-1", "PC 9", DAY * (KEPT_DAYS + 3)))

    assert snapshots(told) == []


def test_r17_a_case_that_is_opened_again_has_its_snapshot_back_and_keeps_it(core: Core) -> None:
    case_id, _ = closed_for(core, KEPT_DAYS + 1)

    core.tell(closed("SEN-1", DAY * (KEPT_DAYS + 3), 2, is_closed=False))
    core.move_to(DAY * (KEPT_DAYS + 30))

    assert snapshot(core, case_id)["status"] == "accepted"


def test_r17_a_case_opened_again_in_time_is_not_removed(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))
    core.tell(closed("SEN-1", DAY), closed("SEN-1", DAY * 100, 2, is_closed=False))

    since = core.move_to(DAY * (KEPT_DAYS + 30))

    assert all(event.data for event in snapshots(since))
    assert snapshot(core, case_id)["status"] == "accepted"


def test_r17_closed_again_it_is_kept_as_long_again(core: Core) -> None:
    case_id, _ = closed_for(core, KEPT_DAYS + 1)
    core.tell(closed("SEN-1", DAY * (KEPT_DAYS + 3), 2, is_closed=False))
    core.tell(closed("SEN-1", DAY * (KEPT_DAYS + 5), 3))

    kept = core.move_to(DAY * (2 * KEPT_DAYS))
    gone = core.move_to(DAY * (2 * KEPT_DAYS + 6))

    assert all(event.data for event in snapshots(kept))
    assert snapshot(core, case_id) == {}
    assert of_type(gone, "CaseSnapshot") == [{}]


def test_r17_the_snapshot_of_a_request_that_was_taken_back_goes_as_well(core: Core) -> None:
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME))
    [opened] = of_type(core.published, "CaseOpened")
    core.tell(incident("SK-1", 0, uprn=HOME, revision=2, recorded=DAY, closing_code="104"))

    assert snapshots(core.move_to(DAY * KEPT_DAYS)) == []
    [removed] = snapshots(core.move_to(DAY * (KEPT_DAYS + 2)))
    later = DAY * (KEPT_DAYS + 3)
    # What the log said before is gone by now.
    said = [line(GRAVE, 2, hours=later)]
    back = core.tell(
        incident("SK-1", 0, uprn=HOME, revision=3, recorded=later, closing_code="202", lines=said)
    )

    assert (removed.key, removed.data) == (opened["case_id"], {})
    assert [each.data["status"] for each in snapshots(back)] == ["requested"]


# Logs that are corrected


def test_r17_whom_a_corrected_log_names_is_shown_and_whom_it_no_longer_names_is_not(core: Core) -> None:
    core.tell(incident("SK-1", 0, uprn=HOME, people=[victim(nominal_ref="N1")]))
    case_id = in_sentinel(core, incident_ids=("SK-1",))

    core.tell(incident("SK-1", 0, uprn=ELSEWHERE, people=[victim(nominal_ref="N2")], revision=2, recorded=3))

    assert [each["person_ref"] for each in snapshot(core, case_id)["people"]] == ["N2"]
    assert [each["uprn"] for each in snapshot(core, case_id)["places"]] == [ELSEWHERE]
