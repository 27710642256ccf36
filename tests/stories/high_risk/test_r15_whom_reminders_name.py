"""R15, R8: a reminder names the officers whom the directory has for its beat on the day that it is sent."""

from datetime import date

from schemas.words import ObligationKind
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.duties import reminders
from tests.given.high_risk import directory, officers, on_a_beat
from tests.given.messages import lead_officer

DAY = 24
MEDIUM = {"violence": "yes"}
PLAN = ObligationKind.ACTION_PLAN


def owing_a_plan(core: Core, beat: str | None = "SK12") -> None:
    on_a_beat(core, beat)
    core.tell(assessed(hours=DAY, answers=MEDIUM))


def test_r15_who_is_named_is_who_holds_the_post_at_that_moment(core: Core) -> None:
    core.tell(directory(), directory(effective_from=date(2026, 6, 16), sergeant="PS New"))
    owing_a_plan(core)

    told = reminders(core.move_to(DAY * 16, every=12), PLAN)

    assert [officers(each["addressees"]) for each in told] == [
        [("lead-officer", "PC 4411")],
        [("lead-officer", "PC 4411"), ("sergeant", "PS New")],
    ]


def test_r15_without_a_lead_officer_the_beats_sergeant_is_named(core: Core) -> None:
    core.tell(directory())
    owing_a_plan(core)
    core.tell(lead_officer("SEN-1", None, DAY * 2, 2))

    [told] = reminders(core.move_to(DAY * 9, every=12), PLAN)

    assert officers(told["addressees"]) == [("sergeant", "PS SK12")]


def test_r15_on_a_beat_of_which_nobody_is_named_the_fallback_stands_in(core: Core) -> None:
    core.tell(directory(None))
    owing_a_plan(core)

    told = reminders(core.move_to(DAY * 16, every=12), PLAN)

    assert officers(told[-1]["addressees"]) == [("lead-officer", "PC 4411"), ("fallback", "PS fallback")]


def test_r15_without_a_directory_the_post_stands_for_itself(core: Core) -> None:
    owing_a_plan(core)

    told = reminders(core.move_to(DAY * 16, every=12), PLAN)

    assert officers(told[-1]["addressees"]) == [("lead-officer", "PC 4411"), ("sergeant", None)]
