"""R20: whatever is sent is allowed by the pack in force on the London day on which it is sent."""

from typing import Any

from schemas.words import ConsentState, Partner
from streams.policies.bundle import load_bundle
from tests.given.casefile import in_sentinel, person
from tests.given.casework import assessed
from tests.given.core import Core, Event
from tests.given.messages import HOME, incident, person_added, policy_activated
from tests.given.partners import consent, progress, sent, told

DAY = 24
MENTAL_HEALTH = Partner.MENTAL_HEALTH
ANNA = {"name": "Anna Example", "date_of_birth": "1960-01-02", "phone": "07700 900123"}
# A month after the stories begin.
FROM_JULY = "2026-07-01"


def packs(**changes: Any) -> dict[str, Any]:
    """The policy's partners with a change in the pack of the mental health service."""
    partners = load_bundle()[-1].document["partners"]
    changed = [
        {**pack, **changes} if pack["partner"] == MENTAL_HEALTH else pack for pack in partners["packs"]
    ]
    return {**partners, "packs": changed}


def tightened(core: Core, **changes: Any) -> None:
    """From July on the pack is another; Anna was due to be referred in June."""
    core.tell(policy_activated(0, name="tightened", effective_from=FROM_JULY, partners=packs(**changes)))
    in_sentinel(core, person("P-1", **ANNA), uprns=(HOME,))
    core.tell(incident("SK-1", 1, uprn=HOME, qualifiers=("Mental health",)))
    core.tell(assessed(hours=2, answers={"violence": "yes"}))


def yes(core: Core, hours: float) -> list[Event]:
    return core.tell(consent(MENTAL_HEALTH, ConsentState.GIVEN, hours))


def test_r20_it_says_what_the_pack_of_the_day_of_sending_lists(core: Core) -> None:
    tightened(core, fields=["case-reference", "person-name"], sensitive=[])

    made = sent(yes(core, DAY * 40))[MENTAL_HEALTH]

    assert told(made) == {"case-reference": "SEN-1", "person-name": "Anna Example"}


def test_r20_a_correction_leaves_out_what_the_pack_of_its_day_does_not_list(core: Core) -> None:
    tightened(core, fields=["case-reference", "person-name", "person-birth-date"], sensitive=[])
    made = sent(yes(core, DAY))[MENTAL_HEALTH]

    published = core.tell(
        person_added("SEN-1", "P-1", DAY * 40, 2, **{**ANNA, "date_of_birth": "1961-01-02"})
    )

    corrected = sent(published, "ReferralCorrected")[MENTAL_HEALTH]
    assert "person-phone" in told(made)
    assert corrected["changed"] == ["person-birth-date"]
    assert told(corrected) == {
        "case-reference": "SEN-1",
        "person-name": "Anna Example",
        "person-birth-date": "1961-01-02",
    }


def test_r20_what_no_pack_allows_any_more_is_not_sent(core: Core) -> None:
    tightened(core, about=["perpetrator"], triggers=["alcohol-or-drugs"])

    published = yes(core, DAY * 40)

    assert sent(published) == {}
    assert progress(published) == [(MENTAL_HEALTH, "retracted", "lapsed")]


def test_r20_what_was_sent_and_is_wrong_is_recalled_where_no_pack_allows_to_correct_it(core: Core) -> None:
    tightened(core, about=["perpetrator"], triggers=["alcohol-or-drugs"])
    yes(core, DAY)

    published = core.tell(
        person_added("SEN-1", "P-1", DAY * 40, 2, **{**ANNA, "date_of_birth": "1961-01-02"})
    )

    assert sent(published, "ReferralCorrected") == {}
    assert sent(published, "ReferralRecalled")[MENTAL_HEALTH]["reason"] == "corrected"
