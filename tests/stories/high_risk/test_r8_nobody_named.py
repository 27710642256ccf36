"""R8: high risk on a beat of which nobody is named goes to the fallback, with an alarm, until somebody is."""

from datetime import date

import pytest

from tests.given.casefile import of_type, only, snapshot
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.high_risk import HIGH, LOW, directory, officers, on_a_beat, posts_of, withdrawn

ALARM = "beat-not-in-directory"


def test_r8_a_missing_beat_goes_to_the_fallback_with_an_alarm(core: Core) -> None:
    core.tell(directory(None), directory("SK13"))
    case_id = on_a_beat(core, "SK12")

    told = core.tell(assessed(answers=HIGH))

    raised, alarm = only(told, "HighRiskRaised"), only(told, "BeatNotInDirectory")
    assert officers(raised["addressees"]) == officers(alarm["addressees"]) == posts_of("fallback")
    assert (raised["beat"], raised["missing_beats"]) == ("SK12", ["SK12"])
    assert (alarm["case_id"], alarm["beat"]) == (case_id, "SK12")
    assert [each["kind"] for each in snapshot(core, case_id)["notices"]] == [ALARM, "high-risk"]


def test_r8_without_a_fallback_it_is_told_to_the_post_that_nobody_holds(core: Core) -> None:
    on_a_beat(core)

    told = core.tell(assessed(answers=HIGH))

    assert officers(only(told, "HighRiskRaised")["addressees"]) == [("fallback", None)]
    assert officers(only(told, "BeatNotInDirectory")["addressees"]) == [("fallback", None)]


def test_r8_where_the_beat_is_not_known_it_is_the_fallbacks(core: Core) -> None:
    core.tell(directory(None), directory("SK12"))
    on_a_beat(core, None)

    told = core.tell(assessed(answers=HIGH))

    assert officers(only(told, "HighRiskRaised")["addressees"]) == posts_of("fallback")
    assert only(told, "BeatNotInDirectory")["beat"] is None


def test_r8_a_beat_to_be_copied_that_is_missing_raises_the_alarm_as_well(core: Core) -> None:
    core.tell(directory(None), directory("SK12"))
    on_a_beat(core, "SK12", home_beat="SK99")

    told = core.tell(assessed(answers=HIGH))

    raised = only(told, "HighRiskRaised")
    assert officers(raised["addressees"]) == posts_of("SK12")
    assert officers(raised["copied"]) == posts_of("fallback")
    assert only(told, "BeatNotInDirectory")["beat"] == "SK99"


def test_r8_as_soon_as_somebody_is_named_they_are_told_and_the_alarm_is_over(core: Core) -> None:
    core.tell(directory(None))
    case_id = on_a_beat(core)
    first = only(core.tell(assessed(hours=30, answers=HIGH)), "HighRiskRaised")

    told = core.tell(directory(effective_from=date(2026, 6, 3), hours=48))

    again = only(told, "HighRiskRaised")
    assert again["notice_id"] == first["notice_id"]
    assert (officers(again["addressees"]), again["missing_beats"]) == (posts_of("SK12"), [])
    assert withdrawn(told) == [(ALARM, "answered")]
    assert [each["kind"] for each in snapshot(core, case_id)["notices"]] == ["high-risk"]


def test_r8_one_alarm_stands_for_a_beat_however_many_are_at_high_risk_there(core: Core) -> None:
    core.tell(directory(None))
    on_a_beat(core)

    told = core.tell(assessed(answers=HIGH), assessed(person_ref="P-1", hours=60, revision=2, answers=HIGH))

    assert len(of_type(told, "BeatNotInDirectory")) == 1


def test_r8_who_becomes_the_fallback_hears_of_the_alarms_that_stand(core: Core) -> None:
    on_a_beat(core)
    core.tell(assessed(hours=30, answers=HIGH))

    told = core.tell(directory(None, hours=48))

    assert officers(only(told, "BeatNotInDirectory")["addressees"]) == posts_of("fallback")


@pytest.mark.parametrize(
    ("begins", "is_named"),
    [(date(2026, 6, 2), True), (date(2026, 6, 3), True), (date(2026, 6, 4), False)],
)
def test_r8_who_is_named_for_a_later_day_is_not_named_yet(core: Core, begins: date, is_named: bool) -> None:
    core.tell(directory(None))
    on_a_beat(core)
    core.tell(assessed(hours=30, answers=HIGH))

    told = core.tell(directory(effective_from=begins, hours=48))

    assert bool(of_type(told, "HighRiskRaised")) is is_named
    assert bool(withdrawn(told)) is is_named


def test_r8_the_alarm_is_over_with_the_high_risk(core: Core) -> None:
    core.tell(directory(None))
    on_a_beat(core)
    core.tell(assessed(hours=30, answers=HIGH))

    told = core.tell(assessed(hours=40, revision=2, answers=LOW))

    assert sorted(withdrawn(told)) == [(ALARM, "band-changed"), ("high-risk", "band-changed")]
