"""X2: each area has a pack of its own, as policy; in Wales several people of one location count as well."""

from typing import Any

from schemas.incoming import Location, Person
from schemas.words import ReviewThreshold, Role
from streams.policies.bundle import load_bundle
from tests.given.core import Core
from tests.given.messages import HOME, policy_activated, victim
from tests.given.watches import eligible, report, told, withdrawn

# Days from the start of the story to the day that the other pack counts from.
FROM = 365
PEOPLE = [victim(nominal_ref=f"NOM-{number}") for number in range(1, 7)]
THERE: dict[str, Any] = {"location": Location(uprn=HOME)}


def in_wales(**changes: Any) -> Any:
    """The built-in policy with the pack of Wales, or with another of these terms."""
    watches = load_bundle()[-1].document["watches"]
    packs = watches["case_review"]["packs"]
    packs = {**packs, "wales": {**packs["wales"], **changes}}
    return policy_activated(watches={**watches, "case_review": {"pack": "wales", "packs": packs}})


def test_five_incidents_of_several_people_at_one_location_make_each_eligible_in_wales(core: Core) -> None:
    core.tell(in_wales())
    core.tell(*(report(f"W{day}", FROM + day, PEOPLE[day % 2], **THERE) for day in range(4)))

    events = core.tell(report("W4", FROM + 4, PEOPLE[4], **THERE))

    of_location = [one for one in eligible(events) if one[1] == ReviewThreshold.LINKED_LOCATION]
    listed = [f"W{day}" for day in range(5)]
    assert sorted(of_location) == [
        (ref, ReviewThreshold.LINKED_LOCATION, listed) for ref in ("NOM-1", "NOM-2", "NOM-5")
    ]
    assert {data["pack"] for data in told(events, "CaseReviewEligible")} == {"Wales"}


def test_a_busy_location_meets_its_threshold_however_many_reports_say_nothing_of_a_victim(core: Core) -> None:
    core.tell(in_wales())
    core.tell(*(report(f"W{day}", FROM + day, PEOPLE[day], **THERE) for day in range(4)))
    nobody = Person(role=Role.REPORTER)
    core.tell(*(report(f"N{number}", FROM + 5 + number / 10, nobody, **THERE) for number in range(70)))

    events = core.tell(report("W4", FROM + 20, PEOPLE[4], **THERE))

    listed = [f"W{day}" for day in range(5)]
    assert sorted(eligible(events)) == [
        (f"NOM-{number}", ReviewThreshold.LINKED_LOCATION, listed) for number in range(1, 6)
    ]


def test_a_location_of_many_reports_by_one_counts_all_of_the_packs_months(core: Core) -> None:
    core.tell(in_wales(at_location=70))
    core.tell(*(report(f"A{number}", FROM + number, PEOPLE[0], **THERE) for number in range(69)))

    events = core.tell(report("B", FROM + 70, PEOPLE[1], **THERE))

    of_location = [one[0] for one in eligible(events) if one[1] == ReviewThreshold.LINKED_LOCATION]
    assert sorted(of_location) == ["NOM-1", "NOM-2"]


def test_five_incidents_of_one_person_at_one_location_are_not_of_several(core: Core) -> None:
    core.tell(in_wales())

    events = core.tell(*(report(f"W{day}", FROM + day, PEOPLE[0], **THERE) for day in range(5)))

    assert {threshold for _, threshold, _ in eligible(events)} == {ReviewThreshold.SEPARATE_INCIDENTS}


def test_by_the_pack_of_leicestershire_a_location_does_not_count(core: Core) -> None:
    events = core.tell(*(report(f"L{day}", day, PEOPLE[day], **THERE) for day in range(5)))

    assert eligible(events) == []


def test_what_one_of_them_reported_and_was_recoded_takes_it_back_from_all(core: Core) -> None:
    core.tell(in_wales())
    core.tell(*(report(f"W{day}", FROM + day, PEOPLE[day], **THERE) for day in range(5)))

    hours = (FROM + 6) * 24
    corrected = core.tell(
        report("W2", FROM + 2, PEOPLE[2], **THERE, revision=2, recorded=hours, closing_code="104")
    )

    assert withdrawn(corrected) == ["recoded"] * 5


def test_the_pack_is_that_of_the_latest_report(core: Core) -> None:
    core.tell(in_wales(incidents=2))

    before = core.tell(report("A", FROM - 20), report("B", FROM - 1))
    after = core.tell(report("C", FROM + 1))

    assert eligible(before) == []
    assert eligible(after) == [("NOM-1", ReviewThreshold.SEPARATE_INCIDENTS, ["B", "C"])]
