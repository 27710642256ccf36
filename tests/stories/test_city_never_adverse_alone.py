"""X6, R8, R9, R20, R5 over some weeks of the city: nothing adverse without a named officer, nothing protective
delayed, every correction once. Each of it is shown to be seen when it is broken."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from bench.invariants import Broken, Happened, Published, Told, require
from bench.year_run import ASB_ONLY, Lived, Script, live
from connectors.city.casework.behaviour import Behaviour
from schemas.incoming import StepConfirmed, StepRefused

# More than elsewhere is reported of those who are known as perpetrators, of the vulnerable, and in error.
OFTEN = {
    "known-offender": 50.0,
    "vulnerable-adult": 15.0,
    "vulnerable-child": 10.0,
    "recoded-to-crime": 6.0,
    "opened-in-error": 6.0,
    "repeat-opened-in-error": 6.0,
}
SCRIPT = Script(
    seed=4, start=date(2025, 6, 2), days=42, run_in=timedelta(), per_day=9.0, mix={**ASB_ONLY, **OFTEN}
)

History = list[Happened]
Change = Callable[[Published], Sequence[Published]]


@pytest.fixture(scope="module")
def lived() -> tuple[History, Lived]:
    history: History = []
    return history, live(SCRIPT, Behaviour.AFTER, history.append)


@pytest.fixture(scope="module")
def history(lived: tuple[History, Lived]) -> History:
    return lived[0]


def published(history: History, kind: str) -> list[Published]:
    return [one for happened in history for one in happened.published if one.type == kind]


def changed(history: History, kind: str, change: Change, is_it: Callable[[Published], bool]) -> History:
    """The history with the first such message changed."""
    found: History = []
    done = False
    for happened in history:
        messages: list[Published] = []
        for one in happened.published:
            this = not done and one.type == kind and is_it(one)
            messages += change(one) if this else [one]
            done = done or this
        found.append(happened._replace(published=messages))
    assert done, f"the weeks have no {kind} to try it with"
    return found


def left_out(one: Published) -> Sequence[Published]:
    return ()


def told_twice(one: Published) -> Sequence[Published]:
    return (one, one)


def with_word(history: History, step: str, change: Callable[[StepConfirmed], object]) -> History:
    """The history with the confirmations of a step changed."""

    def told(one: Told | None) -> Told | None:
        if one and isinstance(one.message, StepConfirmed) and one.message.step_id == step:
            return one._replace(message=change(one.message))
        return one

    return [happened._replace(told=told(happened.told)) for happened in history]


def refused(word: StepConfirmed) -> StepRefused:
    return StepRefused(**word.model_dump(), reason="Not so.")


def by_another(word: StepConfirmed) -> StepConfirmed:
    return word.model_copy(update={"officer": "PC0000"})


def always(_: Published) -> bool:
    return True


def is_adverse(one: Published) -> bool:
    return bool(one.data["adverse"])


def first(history: History, kind: str, is_it: Callable[[Published], bool] = always) -> Published:
    return next(one for one in published(history, kind) if is_it(one))


def test_x6_r9_r20_r5_the_weeks_hold_everything_that_is_watched_and_none_of_it_is_broken(lived):
    history, year = lived

    require(history)

    assert not year.counts.rejected
    steps = Counter(
        (one.data["step"], one.data["adverse"]) for one in published(history, "ConfirmationAsked")
    )
    assert {("marker", True), ("marker", False), ("referral", True), ("perpetrator-band", True)} <= set(steps)
    kinds = Counter(one.type for happened in history for one in happened.published)
    for kind in (
        "MarkerActivated",
        "MarkerRefused",
        "ReferralCorrected",
        "ReferralRecalled",
        "MarkerFoundFalse",
    ):
        assert kinds[kind], kind


def test_x6_a_marker_put_on_after_a_refusal_is_seen(history):
    marker = first(history, "MarkerActivated").subject

    with pytest.raises(Broken, match="that nobody had confirmed"):
        require(with_word(history, marker, refused))


def test_x6_a_marker_put_on_in_the_name_of_another_officer_is_seen(history):
    marker = first(history, "MarkerActivated").subject

    with pytest.raises(Broken, match="had not confirmed it"):
        require(with_word(history, marker, by_another))


def test_x6_a_word_that_came_before_the_officer_was_asked_is_seen_to_cover_nothing(history):
    marker = first(history, "MarkerActivated").subject

    def asks_about_it(one: Published) -> bool:
        return one.data["step_id"] == marker

    with pytest.raises(Broken, match="that nobody had confirmed"):
        require(changed(history, "ConfirmationAsked", left_out, asks_about_it))


def test_x6_a_referral_that_names_a_perpetrator_and_was_refused_is_seen(history):
    referral = first(history, "ReferralMade", lambda one: one.data["about"] == "perpetrator").subject

    with pytest.raises(Broken, match="a referral that names a perpetrator"):
        require(with_word(history, referral, refused))


def test_x6_an_alert_about_a_marker_against_somebody_is_seen(history):
    def alerted(one: Published) -> Sequence[Published]:
        return (one, one._replace(type="ProtectiveAlertRaised"))

    with pytest.raises(Broken, match="against somebody"):
        require(changed(history, "MarkerProposed", alerted, is_adverse))


def test_x6_r18_an_inferred_band_that_counts_by_itself_is_seen(history):
    def counts(one: Published) -> Sequence[Published]:
        people = [{**person, "risk": "high"} for person in one.data["people"]]
        return (one._replace(data={**one.data, "people": people}),)

    def has_a_perpetrator_whom_nobody_assessed(one: Published) -> bool:
        return any(each["role"] == "perpetrator" and each["risk"] == "unknown" for each in one.data["people"])

    with pytest.raises(Broken, match="an inferred band"):
        require(changed(history, "CaseSnapshot", counts, has_a_perpetrator_whom_nobody_assessed))


def test_r9_a_protective_marker_without_its_alert_is_seen(history):
    with pytest.raises(Broken, match="was not alerted"):
        require(changed(history, "ProtectiveAlertRaised", left_out, always))


def test_r9_an_alert_that_comes_with_the_next_message_is_seen(history):
    alert = first(history, "ProtectiveAlertRaised")
    late = changed(history, "ProtectiveAlertRaised", left_out, always)
    at = next(number for number, one in enumerate(history) if alert in one.published) + 1
    late[at] = late[at]._replace(published=[alert, *late[at].published])

    with pytest.raises(Broken, match="was not alerted"):
        require(late)


def test_r8_a_high_band_that_nobody_is_told_of_at_once_is_seen(history):
    with pytest.raises(Broken, match="a band of HIGH was not told"):
        require(changed(history, "HighRiskRaised", left_out, always))


def test_r20_a_protective_referral_that_is_not_sent_when_proposed_is_seen(history):
    with pytest.raises(Broken, match="was not sent"):
        require(changed(history, "ReferralMade", left_out, lambda one: one.data["about"] == "victim"))


@pytest.mark.parametrize("kind", ["ReferralCorrected", "ReferralRecalled", "TagWithdrawn", "NoticeWithdrawn"])
def test_r5_a_second_correction_of_one_event_to_one_recipient_is_seen(history, kind):
    with pytest.raises(Broken, match=r"corrected twice|something else than what"):
        require(changed(history, kind, told_twice, always))


def test_r5_a_recall_that_a_partner_is_not_sent_is_seen(history):
    with pytest.raises(Broken, match="was not told that a referral is taken back"):
        require(changed(history, "ReferralRecalled", left_out, always))


def test_r5_a_correction_of_what_was_never_said_is_seen(history):
    def of_nothing(one: Published) -> Sequence[Published]:
        return (one._replace(data={**one.data, "corrects": "never-said"}),)

    with pytest.raises(Broken, match="what was never said"):
        require(changed(history, "NoticeWithdrawn", of_nothing, always))
