"""R8: a named officer says that a subject is at high risk; it counts like an assessment of HIGH, until taken back."""

from schemas.words import GapKind, ObligationKind, Role, SubjectKind
from streams.rules.compliance import look
from tests.given.casefile import only, shown, snapshot, to_be_assessed
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.duties import ended, opened
from tests.given.high_risk import HIGH, LOW, declared, directory, officers, on_a_beat, posts_of, withdrawn
from tests.given.messages import ELSEWHERE, at, person_added


def gaps(core: Core) -> list[tuple[str | None, str, str]]:
    """Who is declared or assessed on the beat and not on the case: reference, kind and whom."""
    looked = look(core.domain.looking(core.force, at(100), core.table), "SK12", at(100))
    found = [gap for gap in looked.gaps if gap.gap is GapKind.ASSESSED_NOT_ON_CASE]
    subjects = [(gap.reference, gap.about.subject) for gap in found if gap.about is not None]
    return [(ref, subject.kind, subject.ref) for ref, subject in subjects if subject is not None]


PLAN, REVIEW = ObligationKind.ACTION_PLAN, ObligationKind.REVIEW


def test_r8_declared_by_an_officer_without_an_assessment_plan_and_reviews_follow(core: Core) -> None:
    core.tell(directory())
    case_id = on_a_beat(core)

    told = core.tell(declared())

    raised = only(told, "HighRiskRaised")
    assert officers(raised["addressees"]) == posts_of("SK12")
    assert raised["declared_by"] == "PS 77"
    assert raised["sentence"] == (
        "The victim is at high risk by the word of a named officer; it took place on beat SK12."
    )
    assert len(opened(told, PLAN)) == 1
    assert {review["about"]["post"] for review in opened(told, REVIEW)} == {
        "sergeant",
        "inspector",
        "chief-inspector",
    }
    assert snapshot(core, case_id)["highest_risk"] == shown(core, case_id, "P-1")["risk"] == "high"


def test_r11_who_was_only_declared_is_still_to_be_assessed(core: Core) -> None:
    core.tell(directory())
    case_id = on_a_beat(core)

    core.tell(declared())

    assert (SubjectKind.VICTIM, "P-1") in to_be_assessed(core, case_id)


def test_r8_the_word_stands_beside_a_low_assessment_until_it_is_taken_back(core: Core) -> None:
    core.tell(directory())
    case_id = on_a_beat(core)
    core.tell(declared(hours=30))

    low = core.tell(assessed(hours=40, answers=LOW))
    still = snapshot(core, case_id)["highest_risk"]
    taken_back = core.tell(declared(hours=50, revision=2, high=False))

    assert (withdrawn(low), still) == ([], "high")
    assert withdrawn(taken_back) == [("high-risk", "band-changed")]
    assert ended(taken_back, PLAN) == [("withdrawn", "band-changed")]
    assert snapshot(core, case_id)["highest_risk"] == "low"


def test_r8_taken_back_it_is_still_high_where_an_assessment_says_so(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(declared(hours=30), assessed(hours=40, answers=HIGH))

    told = core.tell(declared(hours=50, revision=2, high=False))

    assert withdrawn(told) == []


def test_r8_of_two_words_the_higher_revision_stands_whichever_comes_first(core: Core) -> None:
    core.tell(directory())
    case_id = on_a_beat(core)

    core.tell(declared(hours=50, revision=2, high=False), declared(hours=30))

    assert snapshot(core, case_id)["highest_risk"] == "unknown"


def test_r8_a_word_that_comes_before_its_case_counts_when_the_case_appears(core: Core) -> None:
    core.tell(directory(), declared(hours=1))

    case_id = on_a_beat(core, hours=2)

    assert only(core.published, "HighRiskRaised")["case_id"] == case_id


def test_r8_a_place_or_the_community_may_be_declared_as_well(core: Core) -> None:
    core.tell(directory())
    case_id = on_a_beat(core)

    told = core.tell(
        declared(ref=f"0{ELSEWHERE}", kind=SubjectKind.LOCATION), declared(ref="", kind=SubjectKind.COMMUNITY)
    )

    raised = [event.data["subject"] for event in told if event.type == "HighRiskRaised"]
    assert raised == [{"kind": "location", "ref": ELSEWHERE}, {"kind": "community", "ref": ""}]
    risks = {place["uprn"]: place["risk"] for place in snapshot(core, case_id)["places"]}
    assert (risks[ELSEWHERE], risks[None]) == ("high", "high")


def test_r8_one_person_under_two_references_is_one_high_risk(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core, nominal_ref="N1")

    told = core.tell(declared(ref="N1", hours=30), assessed(hours=40, answers=HIGH))

    assert only(told, "HighRiskRaised")["subject"]["ref"] == "N1"


def test_r8_r21_who_is_not_on_the_case_in_that_role_is_missing_until_they_are(core: Core) -> None:
    core.tell(directory())
    case_id = on_a_beat(core)
    core.tell(person_added("SEN-1", "P-2", 2, role=Role.WITNESS))

    told = core.tell(declared(ref="P-2", hours=30))
    before, missing = snapshot(core, case_id), gaps(core)
    put_right = core.tell(person_added("SEN-1", "P-2", 40, 2))

    alarm = only(told, "HighRiskOfNobodyOnCase")
    assert alarm["subject"] == {"kind": "victim", "ref": "P-2"}
    assert officers(alarm["addressees"]) == [("lead-officer", "PC 4411"), ("sergeant", "PS SK12")]
    assert withdrawn(put_right) == [("high-risk-not-on-case", "answered")]
    assert before["highest_risk"] == "unknown"
    assert before["assessed_not_on_case"] == [
        {
            "subject": {"kind": "victim", "ref": "P-2"},
            "risk": "high",
            "could_be": None,
            "completeness_percent": None,
            "sentinel_band_differs": None,
        }
    ]
    assert missing == [("SEN-1", "victim", "P-2")]
    assert (snapshot(core, case_id)["highest_risk"], gaps(core)) == ("high", [])


def test_r8_a_reference_that_names_nobody_on_the_case_is_told_until_the_word_is_taken_back(
    core: Core,
) -> None:
    core.tell(directory())
    on_a_beat(core)

    told = core.tell(declared(ref="P-7", hours=30))
    taken_back = core.tell(declared(ref="P-7", hours=40, revision=2, high=False))

    assert only(told, "HighRiskOfNobodyOnCase")["subject"]["ref"] == "P-7"
    assert withdrawn(taken_back) == [("high-risk-not-on-case", "band-changed")]


def test_r8_r11_an_assessment_of_high_of_nobody_on_the_case_is_told_and_a_lower_one_is_not(
    core: Core,
) -> None:
    core.tell(directory())
    on_a_beat(core)

    high = core.tell(assessed(person_ref="P-7", hours=30, answers=HIGH))
    low = core.tell(assessed(person_ref="P-8", hours=31, answers=LOW))

    assert only(high, "HighRiskOfNobodyOnCase")["subject"] == {"kind": "victim", "ref": "P-7"}
    assert not [event for event in low if event.type == "HighRiskOfNobodyOnCase"]
