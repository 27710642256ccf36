"""R20: where the gateway is consent, nothing leaves before the person has said yes, and their no takes it back."""

import pytest

from schemas.words import ConsentState, ObligationKind, Partner
from tests.given.casefile import in_sentinel, of_type, person, snapshot
from tests.given.casework import assessed
from tests.given.core import Core, Event
from tests.given.duties import ended, london, opened, posts_told, reminders
from tests.given.messages import HOME, closed, incident, lead_officer, victim
from tests.given.partners import ce_id, consent, progress, sent, told

DAY = 24
ANNA = person("P-1", name="Anna Example", phone="07700 900123", nominal_ref="NOM-1")
FLAGGED = victim(nominal_ref="NOM-1", vulnerability_flags=("Mental health",))
MENTAL_HEALTH, VICTIM_SUPPORT = Partner.MENTAL_HEALTH, Partner.VICTIM_SUPPORT
ASKED, GIVEN, REFUSED = ConsentState.ASKED, ConsentState.GIVEN, ConsentState.REFUSED
CONSENT = ObligationKind.CONSENT


def troubled(core: Core) -> list[Event]:
    """Anna at a medium band, and a log that speaks of mental health; what that led to."""
    in_sentinel(core, ANNA, beat="SK12", uprns=(HOME,))
    core.tell(lead_officer("SEN-1", "PC 4411", 1))
    core.tell(assessed(hours=2, answers={"violence": "yes"}))
    return core.tell(incident("SK-1", DAY, uprn=HOME, qualifiers=("Mental health",), people=(FLAGGED,)))


def standing(core: Core, partner: Partner) -> list[str]:
    case_id = of_type(core.published, "CaseAdopted")[0]["case_id"]
    return [one["status"] for one in snapshot(core, case_id)["referrals"] if one["partner"] == partner]


def test_r20_without_consent_it_is_shown_to_sentinel_and_waits(core: Core) -> None:
    published = troubled(core)

    [proposed] = of_type(published, "ReferralProposed")
    assert (proposed["partner"], proposed["consent"]) == (MENTAL_HEALTH, "not-asked")
    assert proposed["sentence"].endswith("It waits for the person's consent.")
    assert sent(published) == {}
    assert standing(core, MENTAL_HEALTH) == ["proposed"]


def test_r20_the_lead_officer_is_asked_to_ask_until_there_is_an_answer(core: Core) -> None:
    [duty] = opened(troubled(core), CONSENT)
    core.tell(consent(MENTAL_HEALTH, ASKED, DAY * 2))

    found = reminders(core.move_to(DAY * 8, every=12), CONSENT)
    told_yes = core.tell(consent(MENTAL_HEALTH, GIVEN, DAY * 9, revision=2))

    assert (duty["about"]["partner"], london(duty["due_at"])) == (MENTAL_HEALTH, "2026-06-04 10:00")
    assert [posts_told(each) for each in found] == [["lead-officer"], ["lead-officer", "sergeant"]]
    assert ended(told_yes, CONSENT) == [("done", None)]


def test_r20_a_yes_sends_it_with_what_the_pack_permits_by_name(core: Core) -> None:
    troubled(core)

    made = sent(core.tell(consent(MENTAL_HEALTH, GIVEN, DAY * 2)))[MENTAL_HEALTH]

    assert (made["consent"], made["gateway"]["kind"]) == ("given", "consent")
    assert told(made) == {
        "case-reference": "SEN-1",
        "contact-officer": "PC 4411",
        "person-name": "Anna Example",
        "person-phone": "07700 900123",
        "consent": "given",
        "health-concern": ["mental-health"],
    }


def test_r20_a_yes_from_before_it_was_due_counts(core: Core) -> None:
    core.tell(consent(MENTAL_HEALTH, GIVEN, 1))

    published = troubled(core)

    assert list(sent(published)) == [MENTAL_HEALTH]
    assert opened(published, CONSENT) == []


def test_r20_a_no_from_before_it_was_due_proposes_nothing(core: Core) -> None:
    core.tell(consent(MENTAL_HEALTH, REFUSED, 1))

    published = troubled(core)

    assert of_type(published, "ReferralProposed") == []
    assert opened(published, CONSENT) == []


def test_r20_a_no_retracts_what_waits(core: Core) -> None:
    troubled(core)

    published = core.tell(consent(MENTAL_HEALTH, REFUSED, DAY * 2))

    assert progress(published) == [(MENTAL_HEALTH, "retracted", "consent-refused")]
    assert ended(published, CONSENT) == [("done", None)]
    assert standing(core, MENTAL_HEALTH) == []


def test_r20_a_yes_after_a_no_sends_it(core: Core) -> None:
    troubled(core)
    core.tell(consent(MENTAL_HEALTH, REFUSED, DAY * 2))

    published = core.tell(consent(MENTAL_HEALTH, GIVEN, DAY * 3, revision=2))

    assert list(sent(published)) == [MENTAL_HEALTH]


def test_r20_a_no_after_it_was_sent_recalls_it_by_name(core: Core) -> None:
    troubled(core)
    sending = core.tell(consent(MENTAL_HEALTH, GIVEN, DAY * 2))

    published = core.tell(consent(MENTAL_HEALTH, REFUSED, DAY * 3, revision=2))

    recalled = sent(published, "ReferralRecalled")[MENTAL_HEALTH]
    assert recalled["reason"] == "consent-refused"
    assert recalled["corrects"] == ce_id(sending, "ReferralMade", MENTAL_HEALTH)


@pytest.mark.parametrize("partner", [MENTAL_HEALTH, VICTIM_SUPPORT])
def test_r20_a_yes_that_was_recorded_by_mistake_recalls_what_was_sent_and_tells_nothing_more(
    core: Core, partner: Partner
) -> None:
    troubled(core)
    core.tell(consent(partner, GIVEN, DAY * 2))

    published = core.tell(consent(partner, ASKED, DAY * 3, revision=2))

    assert sent(published, "ReferralRecalled")[partner]["reason"] == "consent-refused"
    assert sent(published) == {}
    assert sent(published, "ReferralCorrected") == {}


def test_r20_what_was_recalled_on_a_no_goes_out_anew_on_a_yes_and_not_before(core: Core) -> None:
    troubled(core)
    first = sent(core.tell(consent(MENTAL_HEALTH, GIVEN, DAY * 2)))[MENTAL_HEALTH]
    no = core.tell(consent(MENTAL_HEALTH, REFUSED, DAY * 3, revision=2))

    yes = core.tell(consent(MENTAL_HEALTH, GIVEN, DAY * 4, revision=3))

    assert of_type(no, "ReferralProposed") == []
    assert sent(yes)[MENTAL_HEALTH]["referral_id"] != first["referral_id"]


def test_r20_it_waits_no_more_once_the_case_is_closed(core: Core) -> None:
    troubled(core)

    published = core.tell(closed("SEN-1", DAY * 2))
    later = core.tell(consent(MENTAL_HEALTH, GIVEN, DAY * 3))

    assert progress(published) == [(MENTAL_HEALTH, "retracted", "case-closed")]
    assert ended(published, CONSENT) == [("withdrawn", "case-closed")]
    assert sent(later) == {}


def test_r20_victim_support_hears_of_who_wants_support_and_of_nobody_else(core: Core) -> None:
    in_sentinel(core, ANNA, person("P-2", name="Bill Example"))

    made = sent(core.tell(consent(VICTIM_SUPPORT, GIVEN, 3)))[VICTIM_SUPPORT]
    published = core.tell(consent(VICTIM_SUPPORT, REFUSED, 4, revision=2))

    assert told(made) == {
        "case-reference": "SEN-1",
        "person-name": "Anna Example",
        "person-phone": "07700 900123",
        "consent": "given",
    }
    assert sent(published, "ReferralRecalled")[VICTIM_SUPPORT]["reason"] == "consent-refused"
