"""R22: risk is of each person of a case; nobody's band is averaged away by another's."""

from schemas.outgoing import ComplianceGap
from schemas.words import Band, GapKind, Role, SubjectKind
from streams.rules import compliance_gaps
from streams.rules.compliance_report import listed
from tests.given.casefile import in_sentinel, only, person, shown, snapshot
from tests.given.casework import assessed, person_left
from tests.given.core import Core
from tests.given.messages import at, closed, person_added

HIGH = {"vulnerability": "high", "violence": "yes"}
NOTHING = {
    "frequency": "one-off",
    "duration": "isolated",
    "impact": "low",
    "vulnerability": "none-disclosed",
    "violence": "no",
    "feels-safe": "safe",
    "hate": "no",
    "type": "noise",
}


def test_r22_two_victims_of_the_same_incidents_have_each_their_own_risk(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"), person("P-2"))

    core.tell(assessed(person_ref="P-1", answers=HIGH), assessed(person_ref="P-2", answers=NOTHING))

    assert (shown(core, case_id, "P-1")["risk"], shown(core, case_id, "P-2")["risk"]) == ("high", "low")
    assert snapshot(core, case_id)["highest_risk"] == Band.HIGH


def test_r22_many_at_low_risk_do_not_lower_the_one_at_high_risk(core: Core) -> None:
    others = [person(f"P-{number}") for number in range(2, 7)]
    case_id = in_sentinel(core, person("P-1"), *others)
    core.tell(assessed(person_ref="P-1", answers=HIGH))

    core.tell(*(assessed(person_ref=one.person_ref, answers=NOTHING) for one in others))

    assert snapshot(core, case_id)["highest_risk"] == Band.HIGH
    assert shown(core, case_id, "P-1")["risk"] == Band.HIGH


def test_r22_a_person_of_two_cases_has_a_risk_in_each(core: Core) -> None:
    one, other = in_sentinel(core, person("P-1")), in_sentinel(core, person("P-1"), reference="SEN-2")

    core.tell(assessed("SEN-1", answers=HIGH), assessed("SEN-2", answers=NOTHING))

    assert (shown(core, one, "P-1")["risk"], shown(core, other, "P-1")["risk"]) == ("high", "low")


def test_r22_the_risk_of_somebody_who_left_is_not_the_risk_of_the_case(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"), person("P-2"))
    core.tell(assessed(person_ref="P-1", answers=HIGH), assessed(person_ref="P-2", answers=NOTHING))

    core.tell(person_left("SEN-1", "P-1", hours=72))

    assert snapshot(core, case_id)["highest_risk"] == Band.LOW


def test_r22_who_is_not_assessed_is_unknown_and_not_low(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"), person("P-2", Role.WITNESS))

    assert snapshot(core, case_id)["highest_risk"] == "unknown"
    assert shown(core, case_id, "P-1")["risk"] == "unknown"


def test_x4_sentinels_own_band_is_shown_where_it_is_not_ours(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))

    risk = only(core.tell(assessed(answers=HIGH, sentinel_band=Band.LOW)), "RiskAssessed")

    assert (risk["band"], risk["sentinel_band_differs"]) == (Band.HIGH, Band.LOW)
    assert shown(core, case_id, "P-1")["sentinel_band_differs"] == Band.LOW


def test_x4_sentinels_own_band_is_not_shown_where_it_is_ours(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))

    risk = only(core.tell(assessed(answers=HIGH, sentinel_band=Band.HIGH)), "RiskAssessed")

    assert risk["sentinel_band_differs"] is None
    assert shown(core, case_id, "P-1")["sentinel_band_differs"] is None


def test_r22_the_kind_of_subject_tells_two_assessments_of_one_person_apart(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"))
    core.tell(assessed(person_ref="P-1", answers=NOTHING))

    core.tell(
        assessed(
            person_ref="P-1",
            kind=SubjectKind.PERPETRATOR,
            matrix="perpetrator",
            answers={"weapon": "yes"},
            hours=50,
        )
    )

    assert shown(core, case_id, "P-1")["risk"] == Band.LOW


def test_r22_the_case_stands_where_its_only_victim_does_whichever_reference_was_assessed(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1", nominal_ref="N1"))

    core.tell(assessed(person_ref="N1", answers=HIGH), assessed(person_ref="P-1", answers=NOTHING, hours=60))

    assert shown(core, case_id, "N1")["risk"] == Band.LOW
    assert snapshot(core, case_id)["highest_risk"] == Band.LOW


def test_r22_who_is_assessed_and_not_on_the_case_is_shown_and_is_a_gap_until_they_are(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1"), beat="SK12")
    core.tell(assessed(person_ref="P-9", answers=HIGH))
    [stray] = snapshot(core, case_id)["assessed_not_on_case"]
    before = gaps(core)

    core.tell(person_added("SEN-1", "P-9", 50))

    assert (stray["subject"], stray["risk"]) == ({"kind": "victim", "ref": "P-9"}, "high")
    assert [(gap.case_id, gap.about and gap.about.subject and gap.about.subject.ref) for gap in before] == [
        (case_id, "P-9")
    ]
    assert (snapshot(core, case_id)["assessed_not_on_case"], gaps(core)) == ([], [])
    assert snapshot(core, case_id)["highest_risk"] == Band.HIGH


def test_r22_who_was_assessed_and_has_left_is_no_gap_nor_is_anybody_of_a_closed_case(core: Core) -> None:
    in_sentinel(core, person("P-1"), beat="SK12")
    core.tell(assessed(person_ref="P-1", answers=HIGH), person_left(hours=60))
    left = gaps(core)
    core.tell(assessed(person_ref="P-9", answers=HIGH))

    core.tell(closed("SEN-1", 90))

    assert (left, gaps(core)) == ([], [])


def gaps(core: Core) -> list[ComplianceGap]:
    """Who is assessed and not on the case, as the report of the beat lists them."""
    ledger, as_at = core.domain.looking(core.force, at(100), core.table), at(100)
    found = listed(ledger, compliance_gaps.of_beat(ledger, "SK12", as_at), as_at)
    return [gap for gap in found if gap.gap is GapKind.ASSESSED_NOT_ON_CASE]
