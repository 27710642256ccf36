"""R10: a plan, reviews and partner contacts by the band of the case, until done or declined with a reason."""

from datetime import date

import pytest

from schemas.words import ObligationKind, Partner, Post, Role
from tests.given.casefile import in_sentinel, only, person, snapshot
from tests.given.casework import assessed, contacted, duty_declined, person_left, planned, reviewed
from tests.given.core import Core, Event
from tests.given.duties import ended, london, opened, posts_told, reminders
from tests.given.messages import closed, lead_officer

DAY = 24
LOW, MEDIUM = {"frequency": "one-off"}, {"violence": "yes"}
HIGH = {"vulnerability": "high", "violence": "yes"}
ANNA = person("P-1", name="Anna Example")
PLAN, REVIEW, CONTACT = (
    ObligationKind.ACTION_PLAN,
    ObligationKind.REVIEW,
    ObligationKind.PARTNER_CONTACT,
)


def standing_at(core: Core, answers: dict[str, str], *others) -> list[Event]:
    """Anna's case, assessed on 2 June at ten o'clock in London; what that led to."""
    in_sentinel(core, ANNA, *others, beat="SK12")
    core.tell(lead_officer("SEN-1", "PC 4411", 1))
    return core.tell(assessed(hours=DAY, answers=answers))


def due(events: list[Event], kind: ObligationKind, part: str) -> dict[str, str]:
    """The day each duty of a kind is due, by its post or partner."""
    return {duty["about"][part]: london(duty["due_at"]) for duty in opened(events, kind)}


# The plan


@pytest.mark.parametrize(("answers", "owed"), [(LOW, 0), (MEDIUM, 1), (HIGH, 1)])
def test_r10_a_plan_is_owed_from_medium_on(core: Core, answers: dict[str, str], owed: int) -> None:
    told = standing_at(core, answers)

    assert [london(duty["due_at"]) for duty in opened(told, PLAN)] == ["2026-06-09 10:00"] * owed


def test_r10_it_is_reminded_until_it_is_made(core: Core) -> None:
    standing_at(core, MEDIUM)

    found = reminders(core.move_to(DAY * 16, every=12), PLAN)
    told = core.tell(planned(DAY * 17))
    later = reminders(core.move_to(DAY * 40), PLAN)

    assert [(london(each["due_at"])[:10], posts_told(each)) for each in found] == [
        ("2026-06-09", ["lead-officer"]),
        ("2026-06-16", ["lead-officer", "sergeant"]),
    ]
    assert ended(told, PLAN) == [("done", None)]
    assert later == []


def test_r10_a_plan_of_a_medium_case_still_counts_when_it_becomes_high(core: Core) -> None:
    standing_at(core, MEDIUM)
    core.tell(planned(DAY * 2))

    told = core.tell(assessed(hours=DAY * 4, revision=2, answers=HIGH))

    assert opened(told, PLAN) == []


def test_r10_a_plan_that_is_no_longer_needed_is_withdrawn(core: Core) -> None:
    standing_at(core, MEDIUM)

    told = core.tell(assessed(hours=DAY * 4, revision=2, answers=LOW))

    assert ended(told, PLAN) == [("withdrawn", "band-changed")]


def test_r10_a_case_that_rises_again_owes_a_new_plan(core: Core) -> None:
    standing_at(core, MEDIUM)
    core.tell(planned(DAY * 2), assessed(hours=DAY * 4, revision=2, answers=LOW))

    told = core.tell(assessed(hours=DAY * 20, revision=3, answers=MEDIUM))

    assert [london(duty["due_at"]) for duty in opened(told, PLAN)] == ["2026-06-28 10:00"]


def test_r10_a_plan_and_a_contact_of_the_day_count_although_the_form_came_in_after_them(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(planned(DAY - 1), contacted(Partner.HOUSING, DAY - 1))

    told = core.tell(assessed(hours=DAY, answers=HIGH))

    assert opened(told, PLAN) == []
    assert set(due(told, CONTACT, "partner")) == {Partner.LOCAL_AUTHORITY}


def test_r10_a_plan_of_the_day_before_does_not_count(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(planned(2))

    told = core.tell(assessed(hours=DAY, answers=HIGH))

    assert len(opened(told, PLAN)) == 1


# Reviews


@pytest.mark.parametrize(
    ("answers", "reviews"),
    [
        (LOW, {}),
        (MEDIUM, {Post.SERGEANT: "2026-06-30 10:00", Post.INSPECTOR: "2026-07-28 10:00"}),
        (
            HIGH,
            {
                Post.SERGEANT: "2026-06-16 10:00",
                Post.INSPECTOR: "2026-06-30 10:00",
                Post.CHIEF_INSPECTOR: "2026-07-28 10:00",
            },
        ),
    ],
)
def test_r10_each_post_reviews_the_case_by_its_band(
    core: Core, answers: dict[str, str], reviews: dict[str, str]
) -> None:
    told = standing_at(core, answers)

    assert due(told, REVIEW, "post") == reviews


def test_r10_a_review_held_is_done_and_the_next_one_counts_from_it(core: Core) -> None:
    standing_at(core, MEDIUM)

    told = core.tell(reviewed(Post.SERGEANT, DAY * 20))

    assert ended(told, REVIEW) == [("done", None)]
    assert due(told, REVIEW, "post") == {Post.SERGEANT: "2026-07-19 10:00"}


def test_r10_a_review_is_reminded_from_its_day_on(core: Core) -> None:
    standing_at(core, MEDIUM)

    early = reminders(core.move_to(DAY * 28), REVIEW)
    found = reminders(core.move_to(DAY * 36, every=12), REVIEW)

    assert early == []
    assert [(london(each["due_at"]), each["about"]["post"], posts_told(each)) for each in found] == [
        ("2026-06-30 10:00", Post.SERGEANT, ["lead-officer", "sergeant"]),
        ("2026-07-07 10:00", Post.SERGEANT, ["lead-officer", "sergeant"]),
    ]


def test_r10_whoever_holds_the_review_is_told_each_time_whatever_the_level(core: Core) -> None:
    standing_at(core, HIGH)
    core.tell(reviewed(Post.SERGEANT, DAY * 50), reviewed(Post.INSPECTOR, DAY * 50))

    found = reminders(core.move_to(DAY * 72, every=12), REVIEW)

    of_chief = [posts_told(each) for each in found if each["about"]["post"] == Post.CHIEF_INSPECTOR]
    assert of_chief == [
        ["lead-officer", "chief-inspector"],
        ["lead-officer", "chief-inspector", "sergeant"],
        ["lead-officer", "chief-inspector", "inspector"],
    ]


def test_r10_another_band_is_reviewed_at_other_times(core: Core) -> None:
    standing_at(core, MEDIUM)

    told = core.tell(assessed(hours=DAY * 10, revision=2, answers=HIGH))

    assert ended(told, REVIEW) == [("withdrawn", "band-changed")] * 2
    assert due(told, REVIEW, "post") == {
        Post.SERGEANT: "2026-06-25 10:00",
        Post.INSPECTOR: "2026-07-09 10:00",
        Post.CHIEF_INSPECTOR: "2026-08-06 10:00",
    }


def test_r10_a_band_that_is_merely_confirmed_moves_no_review(core: Core) -> None:
    standing_at(core, MEDIUM)

    told = core.tell(assessed(hours=DAY * 10, revision=2, answers={**MEDIUM, "frequency": "one-off"}))

    assert ended(told, REVIEW) == []
    assert opened(told, REVIEW) == []


def test_r10_who_declines_a_review_declines_that_one_and_the_next_is_due_in_its_turn(core: Core) -> None:
    of_sergeant = next(
        duty for duty in opened(standing_at(core, MEDIUM), REVIEW) if duty["about"]["post"] == Post.SERGEANT
    )

    told = core.tell(duty_declined(of_sergeant["obligation_id"], DAY * 20))
    [following] = opened(told, REVIEW)
    again = core.tell(duty_declined(following["obligation_id"], DAY * 50))

    assert [kind for kind, _ in ended(told, REVIEW)] == ["declined"]
    # Due on 30 June, and every 28 days.
    assert due(told, REVIEW, "post") == {Post.SERGEANT: "2026-07-28 10:00"}
    assert due(again, REVIEW, "post") == {Post.SERGEANT: "2026-08-25 10:00"}


def test_r10_the_review_after_a_declined_one_is_reminded_and_done(core: Core) -> None:
    of_sergeant = next(
        duty for duty in opened(standing_at(core, MEDIUM), REVIEW) if duty["about"]["post"] == Post.SERGEANT
    )
    core.tell(duty_declined(of_sergeant["obligation_id"], DAY * 20))

    found = reminders(core.move_to(DAY * 58, every=12), REVIEW)
    told = core.tell(reviewed(Post.SERGEANT, DAY * 59))

    assert (Post.SERGEANT, "2026-07-28 10:00") in [
        (each["about"]["post"], london(each["due_at"])) for each in found
    ]
    assert ended(told, REVIEW) == [("done", None)]
    assert due(told, REVIEW, "post") == {Post.SERGEANT: "2026-08-27 10:00"}


def test_r10_a_word_against_a_review_that_is_not_known_yet_leaves_the_next_one(core: Core) -> None:
    elsewhere = Core(force=core.force)
    first = next(
        duty
        for duty in opened(standing_at(elsewhere, MEDIUM), REVIEW)
        if duty["about"]["post"] == Post.SERGEANT
    )

    core.tell(duty_declined(first["obligation_id"], 1))
    told = standing_at(core, MEDIUM)

    assert [kind for kind, _ in ended(told, REVIEW)] == ["declined"]
    of_sergeant = [duty for duty in opened(told, REVIEW) if duty["about"]["post"] == Post.SERGEANT]
    assert [london(duty["due_at"]) for duty in of_sergeant] == ["2026-06-30 10:00", "2026-07-28 10:00"]


# Partners


def test_r10_at_high_the_council_and_housing_are_contacted(core: Core) -> None:
    told = standing_at(core, HIGH)

    assert due(told, CONTACT, "partner") == {
        Partner.LOCAL_AUTHORITY: "2026-06-07 10:00",
        Partner.HOUSING: "2026-06-07 10:00",
    }


def test_r10_a_contact_made_is_done_and_the_other_is_not(core: Core) -> None:
    case_id = in_sentinel(core, ANNA)
    core.tell(assessed(hours=DAY, answers=HIGH))

    told = core.tell(contacted(Partner.HOUSING, DAY * 3))

    assert ended(told, CONTACT) == [("done", None)]
    still = [duty for duty in snapshot(core, case_id)["open_obligations"] if duty["kind"] == CONTACT]
    assert [duty["about"]["partner"] for duty in still] == [Partner.LOCAL_AUTHORITY]


@pytest.mark.parametrize(
    ("born", "contacted_too"),
    # On 2 June 2026, when the case came to HIGH, the one was 17 and the other 18.
    [(date(2008, 6, 3), True), (date(2008, 6, 2), False), (None, False)],
)
def test_r10_youth_justice_is_contacted_when_a_perpetrator_is_a_child(
    core: Core, born: date | None, contacted_too: bool
) -> None:
    young = person("P-2", Role.PERPETRATOR, name="Cal Example", date_of_birth=born)

    told = standing_at(core, HIGH, young)

    assert (Partner.YOUTH_JUSTICE in due(told, CONTACT, "partner")) is contacted_too


def test_r10_it_is_not_when_the_child_is_the_victim(core: Core) -> None:
    child = person("P-2", Role.VICTIM, name="Cal Example", date_of_birth=date(2012, 1, 1))

    told = standing_at(core, HIGH, child)

    assert Partner.YOUTH_JUSTICE not in due(told, CONTACT, "partner")


def test_r10_the_child_who_leaves_the_case_takes_the_contact_along(core: Core) -> None:
    young = person("P-2", Role.PERPETRATOR, name="Cal Example", date_of_birth=date(2010, 1, 1))
    standing_at(core, HIGH, young)

    told = core.tell(person_left("SEN-1", "P-2", DAY * 3))

    assert ended(told, CONTACT) == [("withdrawn", "corrected")]


# Declined


def test_r10_a_named_officer_may_decline_a_duty_with_a_reason(core: Core) -> None:
    [plan] = opened(standing_at(core, MEDIUM), PLAN)
    core.move_to(DAY * 9)

    told = core.tell(duty_declined(plan["obligation_id"], DAY * 10, officer="PI 5", reason="Council leads."))
    later = core.move_to(DAY * 40, every=24)

    declined = only(told, "ObligationDeclined")
    assert (declined["kind"], declined["officer"], declined["reason"]) == (PLAN, "PI 5", "Council leads.")
    assert only(told, "ReminderCancelled")["kind"] == PLAN
    assert reminders(later, PLAN) == []
    assert opened(later, PLAN) == []


def test_r10_what_was_declined_is_not_opened_again_by_the_same_facts(core: Core) -> None:
    [plan] = opened(standing_at(core, MEDIUM), PLAN)
    core.tell(duty_declined(plan["obligation_id"], DAY * 2))

    core.tell(closed("SEN-1", DAY * 3))
    reopened = core.tell(closed("SEN-1", DAY * 4, revision=2, is_closed=False))

    assert opened(reopened, PLAN) == []
    assert len(opened(reopened, REVIEW)) == 2


def test_r10_a_word_that_comes_before_its_duty_counts_when_it_opens(core: Core) -> None:
    elsewhere = Core(force=core.force)
    [plan] = opened(standing_at(elsewhere, MEDIUM), PLAN)

    core.tell(duty_declined(plan["obligation_id"], 1))
    told = standing_at(core, MEDIUM)

    assert [duty["obligation_id"] for duty in opened(told, PLAN)] == [plan["obligation_id"]]
    assert [kind for kind, _ in ended(told, PLAN)] == ["declined"]
    assert reminders(core.move_to(DAY * 20), PLAN) == []


def test_r10_a_word_about_a_duty_said_twice_is_told_once(core: Core) -> None:
    [plan] = opened(standing_at(core, MEDIUM), PLAN)
    core.tell(duty_declined(plan["obligation_id"], DAY * 2))

    again = core.tell(duty_declined(plan["obligation_id"], DAY * 3, revision=2))

    assert again == []


# The case


def test_r10_a_closed_case_owes_nothing_and_an_opened_one_owes_it_again(core: Core) -> None:
    standing_at(core, MEDIUM)

    shut = core.tell(closed("SEN-1", DAY * 5))
    again = core.tell(closed("SEN-1", DAY * 7, revision=2, is_closed=False))

    assert ended(shut, PLAN) == [("withdrawn", "case-closed")]
    assert [london(duty["due_at"]) for duty in opened(again, PLAN)] == ["2026-06-09 10:00"]
