"""R16: a safeguarding need asks for the full referral form, until it is done or declined with a reason."""

from schemas.words import Answer, ObligationKind, Question
from tests.given.casefile import in_sentinel, of_type, only, person, snapshot
from tests.given.casework import answered, form_completed, form_declined, person_left
from tests.given.core import Core, Event
from tests.given.duties import ended, london, opened, posts_told, reminders
from tests.given.messages import closed, lead_officer, person_added

DAY = 24
ANNA = person("P-1", name="Anna Example")
FORM = ObligationKind.SAFEGUARDING_FORM
SAFEGUARDING = Question.SAFEGUARDING


def needed(core: Core, hours: float = DAY) -> list[Event]:
    """Anna's case, with a safeguarding need recorded; what that led to."""
    in_sentinel(core, ANNA, beat="SK12")
    core.tell(lead_officer("SEN-1", "PC 4411", 1))
    return core.tell(answered(SAFEGUARDING, Answer.YES, hours))


def test_r16_a_yes_asks_for_the_form_the_next_day(core: Core) -> None:
    told = needed(core)

    [duty] = opened(told, FORM)
    assert duty["about"]["person_ref"] == "P-1"
    assert london(duty["due_at"]) == "2026-06-03 10:00"


def test_r16_it_is_reminded_every_day_up_to_the_inspector(core: Core) -> None:
    needed(core)

    found = reminders(core.move_to(DAY * 6, every=6), FORM)

    assert [(london(each["due_at"])[:10], posts_told(each)) for each in found] == [
        ("2026-06-03", ["lead-officer"]),
        ("2026-06-04", ["lead-officer"]),
        ("2026-06-05", ["lead-officer", "sergeant"]),
        ("2026-06-06", ["lead-officer", "inspector"]),
        ("2026-06-07", ["lead-officer", "inspector"]),
    ]


def test_r16_no_and_unknown_ask_for_none(core: Core) -> None:
    in_sentinel(core, ANNA)

    told = core.tell(answered(SAFEGUARDING, Answer.NO, 2), answered(SAFEGUARDING, Answer.UNKNOWN, 3, 2))

    assert opened(told, FORM) == []


def test_r16_a_yes_without_its_text_asks_for_none_yet(core: Core) -> None:
    in_sentinel(core, ANNA)

    told = core.tell(answered(SAFEGUARDING, Answer.YES, 2, text=""))

    assert opened(told, FORM) == []


def test_r16_the_form_done_ends_it(core: Core) -> None:
    needed(core)
    core.move_to(DAY * 3)

    told = core.tell(form_completed(DAY * 3 + 1))

    assert ended(told, FORM) == [("done", None)]
    assert of_type(told, "ReminderCancelled") != []
    assert reminders(core.move_to(DAY * 9), FORM) == []


def test_r16_the_form_declined_ends_it_with_who_and_why(core: Core) -> None:
    needed(core)

    told = core.tell(form_declined(DAY * 2, officer="PS 77", reason="Children's services lead."))

    declined = only(told, "ObligationDeclined")
    assert (declined["kind"], declined["officer"]) == (FORM, "PS 77")
    assert declined["reason"] == "Children's services lead."
    assert reminders(core.move_to(DAY * 9), FORM) == []


def test_r16_a_form_from_before_the_need_does_not_meet_it(core: Core) -> None:
    in_sentinel(core, ANNA)
    core.tell(form_completed(2))

    told = core.tell(answered(SAFEGUARDING, Answer.YES, DAY))

    assert len(opened(told, FORM)) == 1


def test_r16_only_a_no_takes_the_need_back(core: Core) -> None:
    needed(core)

    unknown = core.tell(answered(SAFEGUARDING, Answer.UNKNOWN, DAY * 2, revision=2))
    no = core.tell(answered(SAFEGUARDING, Answer.NO, DAY * 3, revision=3))

    assert ended(unknown, FORM) == []
    assert ended(no, FORM) == [("withdrawn", "corrected")]


def test_r16_a_need_that_comes_back_asks_for_a_form_of_its_own(core: Core) -> None:
    [first] = opened(needed(core), FORM)
    core.tell(form_completed(DAY * 2), answered(SAFEGUARDING, Answer.NO, DAY * 3, revision=2))

    [again] = opened(core.tell(answered(SAFEGUARDING, Answer.YES, DAY * 5, revision=3)), FORM)

    assert again["obligation_id"] != first["obligation_id"]
    assert london(again["due_at"]) == "2026-06-07 10:00"


def test_r16_a_yes_that_is_confirmed_asks_for_no_second_form(core: Core) -> None:
    needed(core)

    told = core.tell(answered(SAFEGUARDING, Answer.YES, DAY * 2, revision=2, text="Said again."))

    assert opened(told, FORM) == []
    assert ended(told, FORM) == []


def test_r16_a_need_of_somebody_not_yet_on_the_case_does_not_wait_for_them(core: Core) -> None:
    case_id = in_sentinel(core)

    told = core.tell(answered(SAFEGUARDING, Answer.YES, DAY, person_ref="P-9"))
    core.tell(person_added("SEN-1", "P-9", DAY * 2))

    assert [duty["about"]["person_ref"] for duty in opened(told, FORM)] == ["P-9"]
    kinds = [duty["kind"] for duty in snapshot(core, case_id)["open_obligations"]]
    assert kinds.count(FORM) == 1


def test_r16_it_falls_away_when_the_person_leaves_or_the_case_is_closed(core: Core) -> None:
    needed(core)

    left = core.tell(person_left("SEN-1", "P-1", DAY * 2))
    back = core.tell(person_added("SEN-1", "P-1", DAY * 3, revision=3))
    shut = core.tell(closed("SEN-1", DAY * 4))

    assert ended(left, FORM) == [("withdrawn", "person-left")]
    assert len(opened(back, FORM)) == 1
    assert ended(shut, FORM) == [("withdrawn", "case-closed")]


def test_r16_a_form_of_the_same_day_counts_although_the_yes_was_ticked_after_it(core: Core) -> None:
    in_sentinel(core, ANNA)

    core.tell(form_completed(hours=2))
    told = core.tell(answered(SAFEGUARDING, Answer.YES, 2.2))

    assert opened(told, FORM) == []


def test_r16_a_form_of_the_day_before_does_not(core: Core) -> None:
    in_sentinel(core, ANNA)

    # The story begins at ten in the morning of London's day.
    core.tell(form_completed(hours=13.9))
    told = core.tell(answered(SAFEGUARDING, Answer.YES, 14))

    assert len(opened(told, FORM)) == 1


def test_r16_who_left_owes_none_by_whichever_reference_they_were_answered_about(core: Core) -> None:
    in_sentinel(core, person("P-1", name="Anna Example", nominal_ref="N-7"))
    core.tell(answered(SAFEGUARDING, Answer.YES, DAY, person_ref="N-7"))

    told = core.tell(person_left("SEN-1", "P-1", DAY * 2))

    assert ended(told, FORM) == [("withdrawn", "person-left")]
    assert opened(told, FORM) == []
