"""X9: a source that falls silent is an alarm that says since when we are blind, withdrawn when it is heard again."""

from datetime import timedelta

import pytest

from schemas.forces import Registry
from schemas.incoming import DutyDeclined
from schemas.words import FeedSource
from streams.domain import AsbDomain
from streams.policies.bundle import compiled, load_bundle
from tests.given.core import FORCE, INSTALLATION, SECRET, Core, Event
from tests.given.high_risk import directory
from tests.given.messages import accepted, at, incident, instruction, lead_officer

TERMS = compiled(load_bundle()[-1]).feeds
ALLOWED = TERMS.silent_after[FeedSource.STORM] + TERMS.noted_every
SECOND = timedelta(seconds=1)


@pytest.fixture
def core() -> Core:
    """A force under the policies that the program comes with."""
    return Core(AsbDomain(INSTALLATION, Registry((FORCE,)), SECRET))


def alarms(events: list[Event]) -> list[dict[str, object]]:
    return [event.data for event in events if event.type == "FeedSilent"]


def withdrawn(events: list[Event]) -> list[dict[str, object]]:
    return [event.data for event in events if event.type == "NoticeWithdrawn"]


def test_storm_is_silent_once_it_has_told_nothing_for_longer_than_policy_allows(core: Core) -> None:
    core.tell(incident("A", 0))

    just_before, then = core.tick(at(0) + ALLOWED - SECOND), core.tick(at(0) + ALLOWED)

    assert alarms(just_before) == []
    [alarm] = alarms(then)
    assert (alarm["source"], alarm["since"]) == ("storm", "2026-06-01T09:00:00Z")
    assert str(alarm["sentence"]).startswith("Blind since 10:00 on 1 June 2026: nothing has come from STORM.")


def test_it_is_told_once_however_long_the_silence_lasts(core: Core) -> None:
    core.tell(incident("A", 0))
    core.tick(at(0) + ALLOWED)

    later = [event for hours in range(2, 12) for event in core.tick(at(hours))]

    assert alarms(later) == []


def test_the_next_thing_it_tells_withdraws_the_alarm_and_names_it(core: Core) -> None:
    core.tell(incident("A", 0))
    [raised] = [event for event in core.tick(at(0) + ALLOWED) if event.type == "FeedSilent"]

    [over] = withdrawn(core.tell(incident("B", 3)))

    assert (over["reason"], over["corrects"]) == ("heard-again", raised.headers["ce_id"])
    assert alarms(core.tick(at(3) + ALLOWED)) != []


def test_the_same_alarm_again_has_the_same_id_and_another_beginning(core: Core) -> None:
    core.tell(incident("A", 0))
    [first] = alarms(core.tick(at(0) + ALLOWED))
    core.tell(incident("B", 3))

    [second] = alarms(core.tick(at(3) + ALLOWED))

    assert second["notice_id"] == first["notice_id"]
    assert second["since"] == "2026-06-01T12:00:00Z"


def test_a_message_from_before_the_silence_that_comes_late_ends_nothing(core: Core) -> None:
    core.tell(incident("A", 2))
    core.tick(at(2) + ALLOWED)

    assert withdrawn(core.tell(incident("B", 1))) == []


def test_what_is_rejected_is_not_heard(core: Core) -> None:
    core.tell(lead_officer("SEN-1", "PC 1", 0))
    long_after = at(0) + TERMS.silent_after[FeedSource.SENTINEL] + TERMS.noted_every

    core.tell(accepted("case", "SEN-1", hours=90).model_copy(update={"accepted_at": at(24 * 90)}))

    assert [alarm["source"] for alarm in alarms(core.tick(long_after))] == ["sentinel"]


def test_sentinel_has_a_silence_of_its_own_and_its_administrators_hear_of_it(core: Core) -> None:
    core.tell(lead_officer("SEN-1", "PC 1", 0))

    [alarm] = alarms(core.tick(at(0) + TERMS.silent_after[FeedSource.SENTINEL] + TERMS.noted_every))

    assert alarm["source"] == "sentinel"
    assert {"post": "sentinel-administrator", "officer": None} in alarm["addressees"]


def test_an_instruction_is_no_sign_of_life_of_any_source(core: Core) -> None:
    declined = DutyDeclined(**instruction("D", 0), officer="PS 77", obligation_id="D", reason="Not ours.")

    core.tell(declined)

    assert alarms(core.tick(at(24 * 30))) == []


def test_whoever_stands_in_for_the_force_is_told_also_when_they_are_named_later(core: Core) -> None:
    core.tell(incident("A", 0))
    [to_nobody] = alarms(core.tick(at(0) + ALLOWED))

    [to_somebody] = alarms(core.tell(directory(None, hours=2)))

    assert to_nobody["addressees"] == [{"post": "fallback", "officer": None}]
    assert [one["officer"] for one in to_somebody["addressees"]] == ["PS fallback", "PI fallback"]


def test_the_report_of_the_week_says_how_old_what_it_rests_on_is(core: Core) -> None:
    core.tell(incident("A", 0), lead_officer("SEN-1", "PC 1", 1))
    core.tick(at(24 * 6))

    report = next(event.data for event in core.tick(at(24 * 8)) if event.type == "ComplianceReported")

    assert [(one["source"], one["heard_at"], one["silent"]) for one in report["feeds"]] == [
        ("sentinel", "2026-06-01T10:00:00Z", True),
        ("storm", "2026-06-01T09:00:00Z", True),
    ]


def test_a_busy_source_is_noted_no_more_often_than_policy_says(core: Core) -> None:
    core.tell(incident("A", 0))
    before = core.table.get(f"{FORCE}|feed|storm".encode())

    core.tell(incident("B", 0.01))

    assert core.table.get(f"{FORCE}|feed|storm".encode()) == before


def test_one_time_that_lies_far_ahead_hides_no_silence_after_it(core: Core) -> None:
    core.tell(incident("A", 0), incident("B", 24 * 365 * 50), incident("C", 0.5))

    core.tick(at(2))
    [alarm] = alarms(core.tick(at(2) + ALLOWED))

    assert alarm["since"] == "2026-06-01T11:00:00Z"


def test_one_time_that_lies_far_ahead_ends_a_silence_and_hides_not_the_next(core: Core) -> None:
    core.tell(incident("A", 0))
    core.tick(at(0) + ALLOWED)

    over = withdrawn(core.tell(incident("B", 24 * 365 * 50)))
    core.tick(at(3))
    [alarm] = alarms(core.tick(at(3) + ALLOWED))

    assert len(over) == 1
    assert alarm["since"] == "2026-06-01T12:00:00Z"


def test_a_source_whose_clock_is_years_ahead_is_heard_as_long_as_it_tells_anything(core: Core) -> None:
    ahead = 24 * 365 * 50
    core.tell(incident("A", 0))
    raised: list[Event] = []

    for hours in range(1, 12):
        core.tell(incident(f"B-{hours}", ahead + hours))
        raised += core.tick(at(hours))
    then = [*core.tick(at(11) + ALLOWED), *core.tick(at(11) + 2 * ALLOWED)]

    assert alarms(raised) == []
    assert len(alarms(then)) == 1
