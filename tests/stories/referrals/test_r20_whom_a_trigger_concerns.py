"""R20: what each trigger makes due, about whom, and about whom not (domain 6.1)."""

import pytest

from schemas.words import Answer, ConsentState, Partner, Question, Role, SubjectKind
from tests.given.casefile import in_sentinel, of_type, person
from tests.given.casework import answered, assessed, location_added
from tests.given.core import Core, Event
from tests.given.corrections import deleted, merged
from tests.given.high_risk import declared
from tests.given.messages import ELSEWHERE, HOME, incident, victim
from tests.given.partners import consent, sent, told
from tests.given.steps import asked, confirmed

HIGH, MEDIUM, LOW = (
    {"vulnerability": "high", "violence": "yes"},
    {"violence": "yes"},
    {"frequency": "one-off"},
)
CHILD = ("Vulnerable child/young person",)


def due(events: list[Event]) -> set[tuple[str, str, str]]:
    """What is proposed: partner, kind and reference of the subject."""
    found = of_type(events, "ReferralProposed")
    return {(one["partner"], one["subject"]["kind"], one["subject"]["ref"]) for one in found}


@pytest.mark.parametrize(("answers", "is_due"), [(LOW, False), (MEDIUM, True), (HIGH, True)])
def test_r20_mental_health_needs_the_sign_and_a_band(
    core: Core, answers: dict[str, str], is_due: bool
) -> None:
    in_sentinel(core, person("P-1", name="Anna Example"), uprns=(HOME,))
    core.tell(incident("SK-1", 2, uprn=HOME, qualifiers=("MENTAL HEALTH",)))

    published = core.tell(assessed(hours=24, answers=answers))

    assert (("mental-health", "victim", "P-1") in due(published)) is is_due


def test_r20_without_the_sign_no_band_refers_anybody_to_mental_health(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna Example"))

    published = core.tell(assessed(hours=24, answers=HIGH))

    assert due(published) == {("local-authority", "victim", "P-1")}


def test_r20_alcohol_or_drugs_concern_the_perpetrators_and_wait_for_both_words(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna"), person("P-9", Role.PERPETRATOR, name="Pat"), uprns=(HOME,))

    published = core.tell(incident("SK-1", 2, uprn=HOME, qualifiers=("Alcohol",)))
    yes = core.tell(consent(Partner.SUBSTANCE_MISUSE, ConsentState.GIVEN, 3, person_ref="P-9"))
    [step] = asked(published, "referral")
    both = core.tell(confirmed(step["step_id"], 4))

    assert due(published) == {("substance-misuse", "perpetrator", "P-9")}
    assert sent(yes) == {}
    assert list(sent(both)) == [Partner.SUBSTANCE_MISUSE]


def test_r20_a_vulnerable_child_of_a_log_may_be_the_only_victim_when_nobody_knows_their_age(
    core: Core,
) -> None:
    in_sentinel(core, person("P-2", name="Bo Example"), uprns=(HOME,))

    published = core.tell(incident("SK-1", 2, uprn=HOME, qualifiers=CHILD))

    assert due(published) == {("childrens-services", "victim", "P-2")}


def test_r20_a_vulnerable_child_of_a_log_is_no_victim_among_several_of_whom_none_is_known_to_be_a_child(
    core: Core,
) -> None:
    in_sentinel(
        core,
        person("P-1", name="Anna Example", date_of_birth="1960-01-01"),
        person("P-2", name="Bo Example"),
        uprns=(HOME,),
    )

    published = core.tell(incident("SK-1", 2, uprn=HOME, qualifiers=CHILD))

    assert due(published) == set()


def test_r20_the_only_victim_is_no_child_when_they_are_known_to_be_grown_up(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna Example", date_of_birth="1960-01-01"), uprns=(HOME,))

    published = core.tell(incident("SK-1", 2, uprn=HOME, qualifiers=CHILD))

    assert due(published) == set()


def test_r20_a_concern_for_health_is_told_of_whom_it_is_a_concern_and_of_no_other_victim(core: Core) -> None:
    in_sentinel(
        core,
        person("P-1", name="Anna Example", nominal_ref="NOM-1"),
        person("P-2", name="Bill Example", nominal_ref="NOM-2"),
        uprns=(HOME,),
    )
    flagged = victim(nominal_ref="NOM-1", vulnerability_flags=("MENTAL  HEALTH",))
    core.tell(incident("SK-1", 2, uprn=HOME, qualifiers=("Mental health",), people=(flagged,)))
    core.tell(
        assessed("SEN-1", "P-1", 3, answers=MEDIUM),
        assessed("SEN-1", "P-2", 3, answers=MEDIUM),
    )

    anna = sent(core.tell(consent(Partner.MENTAL_HEALTH, person_ref="P-1")))[Partner.MENTAL_HEALTH]
    bill = sent(core.tell(consent(Partner.MENTAL_HEALTH, person_ref="P-2")))[Partner.MENTAL_HEALTH]

    assert told(anna)["health-concern"] == ["mental-health"]
    assert "health-concern" not in told(bill)
    assert "health-concern" in bill["accuracy"]["not_known"]


def test_r20_a_victim_of_whom_nothing_is_known_is_referred_to_nobody(core: Core) -> None:
    in_sentinel(core, uprns=(HOME,))

    published = core.tell(incident("SK-1", 2, uprn=HOME, people=(victim(),), qualifiers=CHILD))

    assert due(published) == set()


def test_r20_a_fire_at_no_known_address_is_about_the_victims(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna Example"), incident_ids=("SK-1",))

    published = core.tell(incident("SK-1", 2, qualifiers=("Arson",)))

    assert due(published) == {("fire-and-rescue", "victim", "P-1")}


def test_r20_a_place_at_high_risk_is_referred_and_told_of_itself_alone(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna Example"), uprns=(HOME, ELSEWHERE))
    core.tell(location_added(uprn=HOME, hours=1))
    core.tell(incident("SK-1", 2, uprn=HOME), incident("SK-2", 30, uprn=ELSEWHERE))

    made = sent(core.tell(declared(ref=HOME, hours=40, kind=SubjectKind.LOCATION)))[Partner.LOCAL_AUTHORITY]

    assert (made["about"], told(made)["places"], told(made)["incident-dates"]) == (
        "location",
        [HOME],
        ["2026-06-01"],
    )


def test_r20_one_referral_for_however_many_triggers(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna", date_of_birth="2012-01-01"), uprns=(HOME,))
    core.tell(incident("SK-1", 2, uprn=HOME, qualifiers=CHILD))

    published = core.tell(assessed(hours=24, answers=HIGH), answered(Question.SAFEGUARDING, Answer.YES, 25))
    deleting = core.tell(deleted("SK-1", 30))

    assert Partner.CHILDRENS_SERVICES not in sent(published)
    # It stands on what is left of them.
    assert sent(deleting, "ReferralRecalled") == {}


def test_r20_a_case_of_two_victims_refers_each(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna"), person("P-2", name="Bill"))

    published = core.tell(
        assessed("SEN-1", "P-1", 2, answers=HIGH), assessed("SEN-1", "P-2", 3, answers=HIGH)
    )

    assert due(published) == {("local-authority", "victim", "P-1"), ("local-authority", "victim", "P-2")}


def test_r20_a_referral_goes_on_when_records_are_merged_and_comes_again_when_they_are_not(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna"), person("P-2", name="Ann"))
    core.tell(assessed("SEN-1", "P-1", 2, answers=HIGH), assessed("SEN-1", "P-2", 3, answers=HIGH))
    core.tell(merged("P-2", "P-1", 30))

    published = core.tell(merged("P-2", None, 40, revision=2))

    assert due(published) == {("local-authority", "victim", "P-2")}
    assert sent(published, "ReferralRecalled") == {}
