"""R9: a marker is reviewed and expires by the clock; what it is for may be over; it is taken off by its owner."""

from typing import Any

from schemas.words import MarkerStatus, ObligationKind
from tests.given.casefile import in_sentinel, of_type, only, person, snapshot
from tests.given.casework import assessed, duty_declined, person_left
from tests.given.core import Core, Event
from tests.given.duties import ended, hours_to, opened, reminders
from tests.given.messages import ELSEWHERE, HOME, closed, lead_officer, person_added
from tests.given.steps import INSPECTOR, confirmed, contested, kept, refused, taken_off

HIGH = {"violence": "yes", "vulnerability": "high"}
LOW = {"frequency": "one-off"}
REVIEW_BY = "2026-09-01T11:00:00Z"
EXPIRES_AT = "2026-11-30T12:00:00Z"


def on(core: Core, **known: str) -> tuple[str, str]:
    """A case whose victim is at high risk with a marker that is on since hour 50; the ids of both."""
    case_id = in_sentinel(core, person("P-1", **(known or {"nominal_ref": "N-1"})))
    core.tell(lead_officer("SEN-1"))
    core.tell(assessed(answers=HIGH))
    [marker] = snapshot(core, case_id)["markers"]
    core.tell(confirmed(marker["marker_id"], 50))
    return case_id, str(marker["marker_id"])


def shown(core: Core, case_id: str) -> list[tuple[str, str | None]]:
    return [(one["status"], one["withdrawal_proposed"]) for one in snapshot(core, case_id)["markers"]]


def about(events: list[Event], marker_id: str) -> list[str]:
    """The events of a marker, in their order."""
    return [each.type for each in events if each.topic.endswith("asb.markers.v1") and each.key == marker_id]


def test_r9_its_review_falls_due_by_the_clock_and_its_owner_is_reminded(core: Core) -> None:
    case_id, marker_id = on(core)

    due = core.move_to(hours_to("2026-09-01 12:15"))

    review = only(due, "MarkerReviewFellDue")
    assert (review["review_by"], review["expires_at"], review["owner"]) == (REVIEW_BY, EXPIRES_AT, "PC 4411")
    assert [one["about"]["step_id"] for one in opened(due, ObligationKind.MARKER_REVIEW)] == [marker_id]
    assert [one["due_at"] for one in reminders(due, ObligationKind.MARKER_REVIEW)] == [REVIEW_BY]
    assert shown(core, case_id) == [(MarkerStatus.ACTIVE, None)]


def test_r9_its_owner_keeps_it_and_it_runs_anew(core: Core) -> None:
    _, marker_id = on(core)
    core.move_to(hours_to("2026-09-01 12:15"))

    renewed = core.tell(kept(marker_id, hours_to("2026-09-03 10:00"), officer=INSPECTOR))

    told = only(renewed, "MarkerRenewed")
    assert (told["officer"], told["review_by"]) == (INSPECTOR, "2026-12-02T10:00:00Z")
    assert ended(renewed, ObligationKind.MARKER_REVIEW) == [("done", None)]
    assert not of_type(core.move_to(hours_to("2026-12-02 09:00")), "MarkerExpired")


def test_r9_after_an_outage_a_missed_review_and_the_expiry_come_at_once_in_their_order(core: Core) -> None:
    case_id, marker_id = on(core)
    core.tell(closed("SEN-1", 60))

    late = core.move_to(hours_to("2027-01-15 10:00"))

    assert about(late, marker_id) == ["MarkerReviewFellDue", "MarkerExpired"]
    times = {each.type: each.headers["ce_time"] for each in late}
    assert (times["MarkerReviewFellDue"], times["MarkerExpired"]) == (REVIEW_BY, EXPIRES_AT)
    assert ended(late, ObligationKind.MARKER_REVIEW) == [("withdrawn", "lapsed")]
    assert shown(core, case_id) == []


def test_r9_one_that_expires_while_the_risk_is_still_high_is_proposed_anew(core: Core) -> None:
    case_id, marker_id = on(core)

    late = core.move_to(hours_to("2026-11-30 12:15"))

    again = only(late, "MarkerProposed")
    assert again["marker_id"] != marker_id
    assert only(late, "ProtectiveAlertRaised")["marker_id"] == again["marker_id"]
    assert shown(core, case_id) == [(MarkerStatus.PROPOSED, None)]


def test_r9_a_lower_band_proposes_to_its_owner_that_it_is_taken_off(core: Core) -> None:
    case_id, marker_id = on(core)

    lower = core.tell(assessed(answers=LOW, hours=80, revision=2))

    proposed = only(lower, "MarkerWithdrawalProposed")
    assert (proposed["owner"], proposed["reason"]) == ("PC 4411", "band-changed")
    assert [one["about"]["step_id"] for one in opened(lower, ObligationKind.MARKER_WITHDRAWAL)] == [marker_id]
    assert shown(core, case_id) == [(MarkerStatus.ACTIVE, "band-changed")]


def test_r9_its_owner_takes_it_off(core: Core) -> None:
    case_id, marker_id = on(core)
    core.tell(assessed(answers=LOW, hours=80, revision=2))

    off = core.tell(taken_off(marker_id, 100))

    withdrawn = only(off, "MarkerWithdrawn")
    [activated] = [each for each in core.published if each.type == "MarkerActivated"]
    assert (withdrawn["reason"], withdrawn["officer"]) == ("band-changed", "PS 77")
    assert withdrawn["corrects"] == activated.headers["ce_id"]
    assert ended(off, ObligationKind.MARKER_WITHDRAWAL) == [("done", None)]
    assert shown(core, case_id) == []


def test_r9_an_owner_who_keeps_it_despite_that_is_not_asked_about_the_same_again(core: Core) -> None:
    case_id, marker_id = on(core)
    core.tell(assessed(answers=LOW, hours=80, revision=2))

    keeping = core.tell(kept(marker_id, 100))

    assert about(keeping, marker_id) == ["MarkerRenewed", "MarkerWithdrawalDropped"]
    assert not of_type(core.tell(assessed(answers=LOW, hours=120, revision=3)), "MarkerWithdrawalProposed")
    assert shown(core, case_id) == [(MarkerStatus.ACTIVE, None)]
    assert only(core.tell(closed("SEN-1", 200)), "CaseSnapshot")["markers"][0]["withdrawal_proposed"] is None


def test_r9_what_was_proposed_is_dropped_when_the_risk_is_high_again(core: Core) -> None:
    _, marker_id = on(core)
    lower = core.tell(assessed(answers=LOW, hours=80, revision=2))

    high = core.tell(assessed(answers=HIGH, hours=90, revision=3))

    [proposed] = [each for each in lower if each.type == "MarkerWithdrawalProposed"]
    assert only(high, "MarkerWithdrawalDropped")["corrects"] == proposed.headers["ce_id"]
    assert ended(high, ObligationKind.MARKER_WITHDRAWAL) == [("withdrawn", "corrected")]
    assert about(high, marker_id) == ["MarkerWithdrawalDropped"]


def test_r9_closing_the_case_proposes_it_and_opening_it_again_drops_that(core: Core) -> None:
    case_id, _ = on(core)

    over = core.tell(closed("SEN-1", 80))

    assert only(over, "MarkerWithdrawalProposed")["reason"] == "case-closed"
    assert opened(over, ObligationKind.MARKER_WITHDRAWAL)
    again = core.tell(closed("SEN-1", 90, 2, is_closed=False))
    assert of_type(again, "MarkerWithdrawalDropped")
    assert shown(core, case_id) == [(MarkerStatus.ACTIVE, None)]


def test_r9_the_duty_to_decide_outlives_the_case(core: Core) -> None:
    _, marker_id = on(core)
    core.tell(closed("SEN-1", 80))

    chased = core.move_to(80 + 8 * 24)
    off = core.tell(taken_off(marker_id, 300))

    assert len(reminders(chased, ObligationKind.MARKER_WITHDRAWAL)) == 1
    assert ended(off, ObligationKind.MARKER_WITHDRAWAL) == [("done", None)]


def test_r9_a_case_opened_again_at_high_risk_has_a_new_marker_where_the_former_was_taken_off(
    core: Core,
) -> None:
    case_id, marker_id = on(core)
    core.tell(closed("SEN-1", 80), taken_off(marker_id, 90))

    again = core.tell(closed("SEN-1", 120, 2, is_closed=False))

    assert only(again, "MarkerProposed")["marker_id"] != marker_id
    assert shown(core, case_id) == [(MarkerStatus.PROPOSED, None)]


def test_r9_somebody_moves_and_the_marker_on_their_former_home_is_to_be_decided(core: Core) -> None:
    case_id, marker_id = on(core, home_uprn=HOME)

    moved = core.tell(person_added("SEN-1", "P-1", 90, 2, home_uprn=ELSEWHERE))

    assert only(moved, "MarkerWithdrawalProposed")["reason"] == "moved"
    new = only(moved, "MarkerProposed")
    assert (new["marked"]["ref"], of_type(moved, "ProtectiveAlertRaised") != []) == (ELSEWHERE, True)
    assert {one["marked"]["ref"] for one in snapshot(core, case_id)["markers"]} == {HOME, ELSEWHERE}
    assert only(core.tell(taken_off(marker_id, 100)), "MarkerWithdrawn")["reason"] == "moved"


def test_r9_an_address_that_is_no_longer_told_is_no_move(core: Core) -> None:
    case_id, _ = on(core, home_uprn=HOME)

    core.tell(person_added("SEN-1", "P-1", 90, 2, nominal_ref="N-1"))

    assert (MarkerStatus.ACTIVE, None) in shown(core, case_id)


def test_r9_somebody_leaves_the_case(core: Core) -> None:
    case_id, _ = on(core)

    left = core.tell(person_left("SEN-1", "P-1", 90))

    assert only(left, "MarkerWithdrawalProposed")["reason"] == "person-left"
    assert shown(core, case_id) == [(MarkerStatus.ACTIVE, "person-left")]


def test_r9_one_that_is_only_proposed_is_withdrawn_at_once_with_what_it_was_for(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1", nominal_ref="N-1"))
    proposed = core.tell(assessed(answers=HIGH))

    lower = core.tell(assessed(answers=LOW, hours=80, revision=2))

    [alert] = [each for each in proposed if each.type == "ProtectiveAlertRaised"]
    withdrawn = only(lower, "MarkerWithdrawn")
    assert (withdrawn["reason"], withdrawn["officer"]) == ("band-changed", None)
    assert withdrawn["corrects"] == alert.headers["ce_id"]
    assert only(lower, "ConfirmationWithdrawn")["reason"] == "band-changed"
    assert ended(lower, ObligationKind.CONFIRMATION) == [("withdrawn", "lapsed")]
    assert shown(core, case_id) == []


def test_r9_x6_a_contested_marker_stays_until_a_named_officer_has_decided_again(core: Core) -> None:
    case_id, marker_id = on(core)

    contest = core.tell(contested(marker_id, 60))

    assert only(contest, "ConfirmationAsked")["asking"] == 2
    assert shown(core, case_id) == [(MarkerStatus.ACTIVE, None)]
    off = core.tell(refused(marker_id, 70))
    assert only(off, "MarkerWithdrawn")["reason"] == "refused"
    assert shown(core, case_id) == []
    assert only(core.tell(contested(marker_id, 80)), "ConfirmationAsked")["asking"] == 3
    assert of_type(core.tell(confirmed(marker_id, 90)), "MarkerActivated")
    assert shown(core, case_id) == [(MarkerStatus.ACTIVE, None)]


def test_x6_who_is_to_confirm_is_reminded_until_somebody_decides(core: Core) -> None:
    in_sentinel(core, person("P-1", nominal_ref="N-1"))
    core.tell(lead_officer("SEN-1"))
    asked = core.tell(assessed(answers=HIGH))
    [duty] = opened(asked, ObligationKind.CONFIRMATION)

    told = core.move_to(48 + 25)
    done = core.tell(confirmed(duty["about"]["step_id"], 80))

    assert len(reminders(told, ObligationKind.CONFIRMATION)) == 1
    assert ended(done, ObligationKind.CONFIRMATION) == [("done", None)]


def test_x6_a_duty_that_is_declined_leaves_the_step_waiting(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1", nominal_ref="N-1"))
    asked = core.tell(assessed(answers=HIGH))
    [duty] = opened(asked, ObligationKind.CONFIRMATION)

    core.tell(duty_declined(duty["obligation_id"], 60))
    core.tell(confirmed(duty["about"]["step_id"], 80))

    assert shown(core, case_id) == [(MarkerStatus.ACTIVE, None)]


def test_r9_a_word_that_came_before_the_marker_counts_when_it_comes(core: Core) -> None:
    case_id = in_sentinel(core, person("P-1", nominal_ref="N-1"))
    other = Core(force=core.force)
    in_sentinel(other, person("P-1", nominal_ref="N-1"))
    marker_id = only(other.tell(assessed(answers=HIGH)), "MarkerProposed")["marker_id"]

    core.tell(confirmed(marker_id, 50))
    led_to: list[Any] = core.tell(assessed(answers=HIGH))

    assert about(led_to, marker_id) == ["MarkerProposed", "ProtectiveAlertRaised", "MarkerActivated"]
    assert not of_type(led_to, "ConfirmationAsked")
    assert shown(core, case_id) == [(MarkerStatus.ACTIVE, None)]


def test_r9_a_move_is_still_to_be_decided_after_the_case_was_closed_and_opened_again(core: Core) -> None:
    case_id, _ = on(core, home_uprn=HOME)
    core.tell(person_added("SEN-1", "P-1", 90, 2, home_uprn=ELSEWHERE))

    core.tell(closed("SEN-1", 100), closed("SEN-1", 110, 2, is_closed=False))

    assert (MarkerStatus.ACTIVE, "moved") in shown(core, case_id)


def test_r9_x6_refused_when_the_case_is_closed_the_decision_is_told_and_the_duty_done(core: Core) -> None:
    _, marker_id = on(core)
    core.tell(closed("SEN-1", 60))
    core.tell(contested(marker_id, 65))

    no = core.tell(refused(marker_id, 66))

    assert only(no, "MarkerWithdrawn")["reason"] == "refused"
    assert only(no, "StepDecided")["confirmed"] is False
    assert ended(no, ObligationKind.CONFIRMATION) == [("done", None)]
