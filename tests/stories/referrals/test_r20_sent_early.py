"""R20: what is due to a partner goes out in the message that made it due, and says what its pack lists."""

import pytest

from schemas.incoming import Location
from schemas.words import Answer, ObligationKind, Partner, Post, Question
from tests.given.casefile import in_sentinel, of_type, only, person, snapshot
from tests.given.casework import answered, assessed, contacted, person_left, planned, reviewed
from tests.given.core import Core, Event
from tests.given.duties import ended, london, opened, reminders
from tests.given.messages import HOME, closed, incident, lead_officer
from tests.given.partners import acknowledged, declined, progress, sent, told

DAY = 24
HIGH, MEDIUM, LOW = (
    {"vulnerability": "high", "violence": "yes"},
    {"violence": "yes"},
    {"frequency": "one-off"},
)
ANNA = person("P-1", name="Anna Example", home_uprn=HOME)
ANSWER = ObligationKind.REFERRAL_ANSWER


def at_high_risk(core: Core, *others, anna=ANNA, **opening) -> list[Event]:
    """Anna's case, and that she is at high risk a day later; what that led to."""
    in_sentinel(core, anna, *others, beat="SK12", **opening)
    core.tell(lead_officer("SEN-1", "PC 4411", 1))
    return core.tell(assessed(hours=DAY, answers=HIGH))


def test_r20_a_victim_at_high_risk_is_referred_at_once(core: Core) -> None:
    published = at_high_risk(core)

    made = sent(published)[Partner.LOCAL_AUTHORITY]
    assert (made["about"], made["because"], made["confirmed_by"]) == ("victim", ["high-risk-victim"], None)
    assert told(made) == {"case-reference": "SEN-1", "contact-officer": "PC 4411", "risk-band": "high"}
    assert london(made["answer_by"]) == "2026-06-12 10:00"


def test_r20_what_is_sent_says_how_complete_it_is(core: Core) -> None:
    made = sent(at_high_risk(core))[Partner.LOCAL_AUTHORITY]

    assert made["accuracy"] == {
        "as_at": "2026-06-02T09:00:00Z",
        "completeness_percent": 25,
        "not_known": ["behaviour-class", "behaviour-types", "incident-dates", "places"],
    }


def test_r20_sentinel_is_shown_what_is_due_and_that_it_was_sent(core: Core) -> None:
    published = at_high_risk(core)

    proposed = only(published, "ReferralProposed")
    assert (proposed["partner"], proposed["consent"], proposed["needs_confirmation"]) == (
        "local-authority",
        "not-needed",
        False,
    )
    assert progress(published) == [("local-authority", "made", "")]


def test_r20_incidents_give_their_class_dates_and_places(core: Core) -> None:
    in_sentinel(core, ANNA, uprns=("999000000007",))
    core.tell(
        incident("SK-1", 2, "LOUD MUSIC", uprn="999000000007", opening_code="201"),
        incident("SK-2", 26, "LOUD MUSIC", uprn="999000000007", opening_code="202"),
    )

    made = sent(core.tell(assessed(hours=48, answers=HIGH)))[Partner.LOCAL_AUTHORITY]

    assert told(made)["behaviour-class"] == ["nuisance", "personal"]
    assert told(made)["incident-dates"] == ["2026-06-01", "2026-06-02"]
    assert told(made)["places"] == ["999000000007"]


def test_r20_a_lower_band_a_leaving_and_the_end_of_the_case_are_history_and_recall_nothing(
    core: Core,
) -> None:
    at_high_risk(core)

    published = core.tell(
        assessed(hours=DAY * 2, revision=2, answers=LOW),
        person_left("SEN-1", "P-1", DAY * 3),
        closed("SEN-1", DAY * 4),
    )

    assert sent(published, "ReferralRecalled") == {}
    assert [one["status"] for one in snapshot(core, case_of(core))["referrals"]] == ["made"]


def test_r20_a_band_that_comes_back_refers_nobody_twice(core: Core) -> None:
    at_high_risk(core)
    core.tell(assessed(hours=DAY * 2, revision=2, answers=LOW))

    published = core.tell(assessed(hours=DAY * 3, revision=3, answers=HIGH))

    assert sent(published) == {}


def test_r20_nothing_is_sent_of_a_case_that_is_closed(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(closed("SEN-1", 20))

    published = core.tell(assessed(hours=DAY, answers=HIGH))

    assert sent(published) == {}


def test_r20_who_was_at_high_risk_before_anybody_could_tell_is_not_referred_afterwards(core: Core) -> None:
    core.tell(assessed(hours=1, answers=HIGH), assessed(hours=2, revision=2, answers=LOW))

    in_sentinel(core, ANNA)

    assert sent(core.published) == {}


@pytest.mark.parametrize(("answers", "is_due"), [(LOW, False), (MEDIUM, True), (HIGH, True)])
def test_r20_a_tenant_is_referred_to_the_landlord_from_medium_on(
    core: Core, answers: dict[str, str], is_due: bool
) -> None:
    in_sentinel(core, person("P-1", name="Anna Example", home_uprn=HOME, tenant=Answer.YES))

    made = sent(core.tell(assessed(hours=DAY, answers=answers))).get(Partner.HOUSING)

    assert (made is not None) is is_due
    assert made is None or told(made) == {
        "case-reference": "SEN-1",
        "person-role": "victim",
        "person-home": HOME,
    }


def test_r20_a_child_in_need_of_safeguarding_goes_to_childrens_services_and_an_adult_to_adult_safeguarding(
    core: Core,
) -> None:
    in_sentinel(
        core,
        person("P-1", name="Anna Example", date_of_birth="2010-01-01"),
        person("P-2", name="Bill Example", date_of_birth="1960-01-01"),
    )

    child = core.tell(answered(Question.SAFEGUARDING, Answer.YES, 2, person_ref="P-1"))
    adult = core.tell(answered(Question.SAFEGUARDING, Answer.YES, 3, person_ref="P-2"))

    assert {partner: told(made)["person-name"] for partner, made in sent(child).items()} == {
        "childrens-services": "Anna Example"
    }
    assert {partner: told(made)["person-name"] for partner, made in sent(adult).items()} == {
        "adult-safeguarding": "Bill Example"
    }


@pytest.mark.parametrize(
    ("born", "partner"), [("2008-06-02", "childrens-services"), ("2008-06-01", "adult-safeguarding")]
)
def test_r20_who_is_eighteen_on_the_day_they_came_on_the_case_is_no_child(
    core: Core, born: str, partner: str
) -> None:
    in_sentinel(core, person("P-1", name="Anna Example", date_of_birth=born))

    published = core.tell(answered(Question.SAFEGUARDING, Answer.YES, 2))

    assert list(sent(published)) == [partner]


def test_r20_a_log_that_speaks_of_a_vulnerable_child_refers_the_child_among_the_victims(core: Core) -> None:
    in_sentinel(
        core,
        person("P-1", name="Anna Example", date_of_birth="2010-01-01"),
        person("P-2", name="Bill Example", date_of_birth="1960-01-01"),
        uprns=(HOME,),
    )

    published = core.tell(incident("SK-1", 2, uprn=HOME, qualifiers=("VULNERABLE CHILD / YOUNG PERSON",)))

    [made] = sent(published).values()
    assert (made["partner"], made["because"]) == ("childrens-services", ["child-at-risk"])
    assert told(made)["person-name"] == "Anna Example"


def test_r20_actions_taken_say_nothing_of_other_partners(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna Example", date_of_birth="2010-01-01"))
    others = (partner for partner in Partner if partner is not Partner.CHILDRENS_SERVICES)
    core.tell(planned(1), reviewed(Post.SERGEANT, 2), *(contacted(partner, 3) for partner in others))

    made = sent(core.tell(assessed(hours=DAY, answers=HIGH)))[Partner.CHILDRENS_SERVICES]

    assert told(made)["actions-taken"] == ["plan-made", "review-held"]


def test_r20_actions_taken_say_that_this_partner_was_spoken_with(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna Example", date_of_birth="2010-01-01"))
    core.tell(contacted(Partner.CHILDRENS_SERVICES, 3))

    made = sent(core.tell(assessed(hours=DAY, answers=HIGH)))[Partner.CHILDRENS_SERVICES]

    assert told(made)["actions-taken"] == ["contact-made"]


def test_r20_fire_is_told_of_the_address_and_of_nobody_in_it(core: Core) -> None:
    in_sentinel(core, ANNA, uprns=(HOME,))

    published = core.tell(incident("SK-1", 2, "THEY SAID THEY WILL DO ARSON", uprn=HOME))

    made = sent(published)[Partner.FIRE_AND_RESCUE]
    assert (made["about"], told(made)) == (
        "location",
        {"case-reference": "SEN-1", "places": [HOME], "incident-times": ["2026-06-01T12:00+01:00"]},
    )


def test_r20_a_fire_that_is_denied_is_none(core: Core) -> None:
    in_sentinel(core, ANNA, uprns=(HOME,))

    published = core.tell(incident("SK-1", 2, "NO ARSON", uprn=HOME))

    assert sent(published) == {}


def test_r20_noise_goes_to_environmental_health_for_each_place(core: Core) -> None:
    in_sentinel(core, ANNA, uprns=(HOME, "999000000007"))

    published = core.tell(
        incident("SK-1", 2, location=Location(uprn=HOME), local_codes=("ASB11",), opening_code=None),
        incident(
            "SK-2", 26, location=Location(uprn="999000000007"), local_codes=("ASB11",), opening_code=None
        ),
    )

    found = [each.data for each in published if each.type == "ReferralMade"]
    assert [told(made)["places"] for made in found] == [[HOME], ["999000000007"]]
    assert [told(made)["incident-dates"] for made in found] == [["2026-06-01"], ["2026-06-02"]]
    assert {made["partner"] for made in found} == {"environmental-health"}


def test_r20_a_combined_approach_refers_the_area_to_the_local_authority(core: Core) -> None:
    in_sentinel(core, ANNA, uprns=(HOME,))

    published = core.tell(incident("SK-1", 2, uprn=HOME, qualifiers=("Other public agency dealing",)))

    made = sent(published)[Partner.LOCAL_AUTHORITY]
    assert (made["about"], made["because"]) == ("community", ["combined-approach"])


# What the partner says


def test_r20_an_answer_ends_the_chase(core: Core) -> None:
    made = sent(at_high_risk(core))[Partner.LOCAL_AUTHORITY]

    published = core.tell(acknowledged(made["referral_id"], Partner.LOCAL_AUTHORITY))

    assert progress(published) == [("local-authority", "acknowledged", "")]
    assert ended(published, ANSWER) == [("done", None)]
    assert reminders(core.move_to(DAY * 60), ANSWER) == []


def test_r20_a_partner_that_declines_says_why_and_is_chased_no_more(core: Core) -> None:
    made = sent(at_high_risk(core))[Partner.LOCAL_AUTHORITY]

    published = core.tell(declined(made["referral_id"], Partner.LOCAL_AUTHORITY))

    assert progress(published) == [
        ("local-authority", "declined", "The tenancy ended before the first report.")
    ]
    assert ended(published, ANSWER) == [("done", None)]
    assert snapshot(core, case_of(core))["referrals"][0]["status"] == "declined"


def test_r20_silence_is_chased_from_the_day_the_answer_is_due_even_when_the_case_is_closed(
    core: Core,
) -> None:
    [duty] = opened(at_high_risk(core), ANSWER)
    core.tell(closed("SEN-1", DAY * 2))

    found = reminders(core.move_to(DAY * 20, every=12), ANSWER)

    assert london(duty["due_at"]) == "2026-06-12 10:00"
    assert [london(each["due_at"])[:10] for each in found] == ["2026-06-12", "2026-06-14", "2026-06-21"]


def test_r20_the_answer_of_another_partner_is_rejected_and_changes_nothing(core: Core) -> None:
    made = sent(at_high_risk(core))[Partner.LOCAL_AUTHORITY]

    published = core.tell(acknowledged(made["referral_id"], Partner.HOUSING, 30))

    [rejected] = [each for each in published if each.type == "Rejected"]
    assert rejected.headers["rejected_code"] == "impossible-value"
    assert rejected.headers["rejected_detail"] == "an answer of housing to a referral to local-authority"
    assert snapshot(core, case_of(core))["referrals"][0]["status"] == "made"


def test_r20_an_answer_that_comes_before_its_referral_is_known_counts_once_it_is(core: Core) -> None:
    ident = sent(at_high_risk(core))[Partner.LOCAL_AUTHORITY]["referral_id"]
    late = Core(core.domain, force=core.force)

    published = late.tell(acknowledged(ident, Partner.LOCAL_AUTHORITY), *core.told)

    assert progress(published) == [("local-authority", "made", ""), ("local-authority", "acknowledged", "")]


def test_r20_an_answer_is_taken_back_by_a_later_one(core: Core) -> None:
    ident = sent(at_high_risk(core))[Partner.LOCAL_AUTHORITY]["referral_id"]
    core.tell(declined(ident, Partner.LOCAL_AUTHORITY))

    published = core.tell(acknowledged(ident, Partner.LOCAL_AUTHORITY, 100, revision=2))

    assert progress(published) == [("local-authority", "acknowledged", "")]


def case_of(core: Core) -> str:
    return str(of_type(core.published, "CaseAdopted")[0]["case_id"])
