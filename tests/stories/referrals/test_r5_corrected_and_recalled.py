"""R5, R20: whatever a partner was told that is no longer so is corrected, and what was never so is recalled."""

from schemas.words import Answer, ObligationKind, Partner, Question, Role
from tests.given.casefile import in_sentinel, of_type, person, snapshot
from tests.given.casework import answered, assessed, planned
from tests.given.core import Core, Event
from tests.given.corrections import assessment_withdrawn, deleted, merged
from tests.given.duties import ended, london, opened, reminders
from tests.given.messages import ELSEWHERE, HOME, closed, incident, lead_officer, person_added
from tests.given.partners import ce_id, correction_acknowledged, progress, sent, told
from tests.given.steps import asked, confirmed

DAY = 24
HIGH, LOW = {"vulnerability": "high", "violence": "yes"}, {"frequency": "one-off"}
ANNA = {"name": "Anna Example", "date_of_birth": "1950-01-02", "home_uprn": HOME, "tenant": Answer.YES}
COUNCIL, HOUSING, ADULTS = Partner.LOCAL_AUTHORITY, Partner.HOUSING, Partner.ADULT_SAFEGUARDING
TO_TAKE_IN = ObligationKind.CORRECTION_ACKNOWLEDGEMENT


def referred(core: Core) -> list[Event]:
    """Anna at high risk and in need of safeguarding: three partners were told; what they were told."""
    in_sentinel(core, person("P-1", **ANNA), beat="SK12", uprns=(HOME,))
    core.tell(lead_officer("SEN-1", "PC 4411", 1))
    return core.tell(
        assessed(hours=2, answers=HIGH),
        answered(Question.SAFEGUARDING, Answer.YES, 3),
    )


def case_of(core: Core) -> str:
    return str(of_type(core.published, "CaseAdopted")[0]["case_id"])


def standing(core: Core) -> dict[str, str]:
    return {one["partner"]: one["status"] for one in snapshot(core, case_of(core))["referrals"]}


def test_r5_a_birth_date_that_was_wrong_is_corrected_at_whoever_was_told_it(core: Core) -> None:
    sending = referred(core)

    published = core.tell(person_added("SEN-1", "P-1", 30, 2, **{**ANNA, "date_of_birth": "1951-01-02"}))

    [(partner, corrected)] = sent(published, "ReferralCorrected").items()
    assert (partner, corrected["changed"]) == (ADULTS, ["person-birth-date"])
    assert told(corrected)["person-birth-date"] == "1951-01-02"
    assert corrected["corrects"] == ce_id(sending, "ReferralMade", ADULTS)


def test_r5_a_second_correction_names_the_first(core: Core) -> None:
    referred(core)
    first = core.tell(person_added("SEN-1", "P-1", 30, 2, **{**ANNA, "date_of_birth": "1951-01-02"}))

    second = core.tell(person_added("SEN-1", "P-1", 40, 3, **{**ANNA, "date_of_birth": "1952-01-02"}))

    named = sent(second, "ReferralCorrected")[ADULTS]["corrects"]
    assert named == ce_id(first, "ReferralCorrected", ADULTS)


def test_r5_what_was_told_and_is_lower_by_now_is_corrected(core: Core) -> None:
    referred(core)

    published = core.tell(assessed(hours=30, revision=2, answers=LOW))

    assert {partner: one["changed"] for partner, one in sent(published, "ReferralCorrected").items()} == {
        COUNCIL: ["risk-band"],
        ADULTS: ["risk-band"],
    }
    assert sent(published, "ReferralRecalled") == {}


def test_r5_another_contact_officer_alone_corrects_nothing(core: Core) -> None:
    referred(core)

    published = core.tell(lead_officer("SEN-1", "PC 5522", 30, revision=2))

    assert sent(published, "ReferralCorrected") == {}


def test_r5_a_correction_tells_nothing_that_was_not_told_before(core: Core) -> None:
    in_sentinel(core, person("P-1", **ANNA), uprns=(HOME,))
    core.tell(incident("SK-1", 1, uprn=HOME), incident("SK-2", 30, uprn=HOME))
    core.tell(assessed(hours=48, answers=HIGH))
    core.tell(
        incident("SK-3", 50, uprn=HOME, opening_code="202", local_codes=("ASB11",)),
        lead_officer("SEN-1", "PC 5522", 51),
    )

    corrected = sent(core.tell(deleted("SK-2", 60)), "ReferralCorrected")[HOUSING]

    assert corrected["changed"] == ["incident-dates"]
    assert told(corrected) == {
        "case-reference": "SEN-1",
        "person-role": "victim",
        "person-home": HOME,
        "incident-dates": ["2026-06-01"],
    }


def test_r5_a_victims_other_home_is_corrected_while_the_case_is_open_and_not_after(core: Core) -> None:
    referred(core)

    moved = core.tell(person_added("SEN-1", "P-1", 30, 2, **{**ANNA, "home_uprn": ELSEWHERE}))
    core.tell(closed("SEN-1", 40))
    after = core.tell(
        person_added("SEN-1", "P-1", 50, 3, **{**ANNA, "home_uprn": "999000000077"}),
        lead_officer("SEN-1", "PC 5522", 51, revision=2),
        assessed(hours=52, revision=2, answers=LOW),
    )

    assert set(sent(moved, "ReferralCorrected")) == {HOUSING, ADULTS}
    assert sent(after, "ReferralCorrected") == {}


def test_r5_what_was_wrong_is_corrected_after_the_case_is_closed_without_what_went_on_since(
    core: Core,
) -> None:
    referred(core)
    core.tell(closed("SEN-1", 40))
    known = {**ANNA, "home_uprn": ELSEWHERE, "date_of_birth": "1951-01-02"}

    corrected = sent(core.tell(person_added("SEN-1", "P-1", 50, 3, **known)), "ReferralCorrected")[ADULTS]

    assert corrected["changed"] == ["person-birth-date"]
    assert told(corrected)["person-birth-date"] == "1951-01-02"
    assert "person-home" not in told(corrected)


def test_r5_a_perpetrators_move_is_told_to_nobody_who_was_told_where_they_lived(core: Core) -> None:
    pat = {"role": Role.PERPETRATOR, "name": "Pat Example", "date_of_birth": "2010-01-01", "home_uprn": HOME}
    in_sentinel(core, person("P-9", **pat))
    [step] = asked(core.published, "referral")
    core.tell(confirmed(step["step_id"], 20))

    moved = core.tell(person_added("SEN-1", "P-9", 30, 2, **{**pat, "home_uprn": ELSEWHERE}))
    renamed = core.tell(
        person_added("SEN-1", "P-9", 40, 3, **{**pat, "home_uprn": ELSEWHERE, "name": "Pat Sample"})
    )

    assert sent(moved, "ReferralCorrected") == {}
    assert "person-home" not in told(sent(renamed, "ReferralCorrected")[Partner.YOUTH_JUSTICE])


def test_r5_more_of_the_same_is_no_correction(core: Core) -> None:
    referred(core)
    core.tell(incident("SK-1", 20, uprn=HOME))

    published = core.tell(incident("SK-2", 30, uprn=HOME), incident("SK-3", 31, uprn=HOME), planned(32))

    assert sent(published, "ReferralCorrected") == {}


def test_r5_a_date_of_which_the_incident_was_deleted_is_corrected(core: Core) -> None:
    in_sentinel(core, person("P-1", **ANNA), uprns=(HOME,))
    core.tell(incident("SK-1", 1, uprn=HOME), incident("SK-2", 30, uprn=HOME))
    made = sent(core.tell(assessed(hours=48, answers=HIGH)))[HOUSING]

    published = core.tell(deleted("SK-2", 60))

    assert told(made)["incident-dates"] == ["2026-06-01", "2026-06-02"]
    corrected = sent(published, "ReferralCorrected")
    assert set(corrected) == {COUNCIL, HOUSING}
    assert told(corrected[HOUSING])["incident-dates"] == ["2026-06-01"]


def test_r5_a_birthday_makes_nothing_wrong(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna Example", date_of_birth="2010-06-03"))
    core.tell(answered(Question.SAFEGUARDING, Answer.YES, 2))

    published = core.tell(answered(Question.VULNERABLE, Answer.NO, DAY * 10))

    assert sent(published, "ReferralCorrected") == {}


def test_r5_an_assessment_recorded_in_error_recalls_what_followed_from_it_alone(core: Core) -> None:
    sending = referred(core)

    published = core.tell(assessment_withdrawn(hours=50))

    recalled = sent(published, "ReferralRecalled")
    assert {partner: one["reason"] for partner, one in recalled.items()} == {
        COUNCIL: "found-false",
        HOUSING: "found-false",
    }
    assert recalled[COUNCIL]["corrects"] == ce_id(sending, "ReferralMade", COUNCIL)
    # The need of safeguarding stands by itself: what was told of the risk is corrected.
    assert sent(published, "ReferralCorrected")[ADULTS]["changed"] == ["risk-band"]


def test_r5_a_risk_that_was_lower_since_is_recalled_too_when_it_never_was(core: Core) -> None:
    referred(core)
    core.tell(assessed(hours=30, revision=2, answers=LOW), closed("SEN-1", 40))

    published = core.tell(assessment_withdrawn(hours=50, revision=3))

    assert set(sent(published, "ReferralRecalled")) == {COUNCIL, HOUSING}


def test_r5_an_answer_taken_back_recalls_what_followed_from_it(core: Core) -> None:
    referred(core)

    published = core.tell(answered(Question.SAFEGUARDING, Answer.NO, 30, revision=2))

    assert set(sent(published, "ReferralRecalled")) == {ADULTS}


def test_r5_a_log_that_was_deleted_recalls_what_followed_from_it(core: Core) -> None:
    in_sentinel(core, uprns=(HOME,))
    core.tell(incident("SK-1", 2, uprn=HOME, local_codes=("ASB11",), opening_code=None))

    published = core.tell(deleted("SK-1", 30))

    assert set(sent(published, "ReferralRecalled")) == {Partner.ENVIRONMENTAL_HEALTH}


def test_r5_a_log_recoded_recalls_it_and_recoded_back_refers_anew(core: Core) -> None:
    in_sentinel(core, uprns=(HOME,))
    noise = {"uprn": HOME, "local_codes": ("ASB11",), "opening_code": None}
    first = sent(core.tell(incident("SK-1", 2, **noise)))[Partner.ENVIRONMENTAL_HEALTH]

    recoded = core.tell(incident("SK-1", 2, revision=2, recorded=30, uprn=HOME, opening_code="202"))
    back = core.tell(incident("SK-1", 2, revision=3, recorded=40, **noise))

    assert set(sent(recoded, "ReferralRecalled")) == {Partner.ENVIRONMENTAL_HEALTH}
    assert sent(back)[Partner.ENVIRONMENTAL_HEALTH]["referral_id"] != first["referral_id"]


def test_r5_two_records_of_one_person_are_referred_once(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna Example"), person("P-2", name="Annie Example"))
    core.tell(assessed("SEN-1", "P-1", 2, answers=HIGH), assessed("SEN-1", "P-2", 3, answers=HIGH))

    published = core.tell(merged("P-2", "P-1", 30))

    recalled = [each.data for each in published if each.type == "ReferralRecalled"]
    assert [one["reason"] for one in recalled] == ["known-as-another"]
    assert standing_of(core, COUNCIL) == ["made"]


def test_r5_somebody_known_by_another_reference_is_the_same_and_told_nothing_again(core: Core) -> None:
    referred(core)

    published = core.tell(person_added("SEN-1", "P-1", 30, 2, nominal_ref="N-7", **ANNA))

    assert sent(published) == {}
    assert sent(published, "ReferralRecalled") == {}
    subjects = {one["subject"]["ref"] for one in snapshot(core, case_of(core))["referrals"]}
    assert subjects == {"N-7"}


# Until the partner has taken it in


def test_r5_every_partner_that_received_it_is_chased_until_it_has_taken_the_recall_in(core: Core) -> None:
    referred(core)
    recall = core.tell(assessment_withdrawn(hours=50), closed("SEN-1", 60))

    duties = opened(recall, TO_TAKE_IN)
    event_id = ce_id(recall, "ReferralRecalled", HOUSING)
    ident = sent(recall, "ReferralRecalled")[HOUSING]["referral_id"]
    published = core.tell(correction_acknowledged(ident, HOUSING, event_id, 70))

    assert sorted(duty["about"]["partner"] for duty in duties) == sorted([COUNCIL, HOUSING, ADULTS])
    assert ended(published, TO_TAKE_IN) == [("done", None)]
    assert HOUSING not in standing(core)
    assert standing(core)[COUNCIL] == "recalled"


def test_r5_a_correction_that_was_never_sent_is_not_taken_in(core: Core) -> None:
    made = sent(referred(core))[HOUSING]
    core.tell(assessment_withdrawn(hours=50))
    another = "11111111-1111-5111-8111-111111111111"

    published = core.tell(correction_acknowledged(made["referral_id"], HOUSING, another, 70))

    [rejected] = [each for each in published if each.type == "Rejected"]
    assert rejected.headers["rejected_code"] == "impossible-value"
    assert ended(published, TO_TAKE_IN) == []


def test_r5_a_correction_not_taken_in_is_reminded_from_the_day_the_pack_gives(core: Core) -> None:
    referred(core)
    recall = core.tell(person_added("SEN-1", "P-1", 30, 2, **{**ANNA, "date_of_birth": "1951-01-02"}))

    found = reminders(core.move_to(DAY * 9, every=12), TO_TAKE_IN)

    assert [london(duty["due_at"]) for duty in opened(recall, TO_TAKE_IN)] == ["2026-06-04 16:00"]
    assert [london(each["due_at"])[:10] for each in found] == [
        "2026-06-04",
        "2026-06-05",
        "2026-06-07",
        "2026-06-09",
    ]


def test_r5_the_duty_to_answer_ends_with_the_recall(core: Core) -> None:
    referred(core)

    published = core.tell(assessment_withdrawn(hours=50))

    assert ended(published, ObligationKind.REFERRAL_ANSWER) == [("withdrawn", "found-false")] * 2


def test_r5_what_is_recalled_is_shown_to_sentinel(core: Core) -> None:
    referred(core)

    published = core.tell(assessment_withdrawn(hours=50))

    assert sorted(progress(published)) == [
        (HOUSING, "recalled", "found-false"),
        (COUNCIL, "recalled", "found-false"),
    ]


def standing_of(core: Core, partner: Partner) -> list[str]:
    return [
        one["status"]
        for one in snapshot(core, case_of(core))["referrals"]
        if one["partner"] == partner and one["status"] != "recalled"
    ]
