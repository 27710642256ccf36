"""R21: reports come weekly, one of the force and one of each beat that needs one; late once, after an outage."""

from datetime import datetime, timedelta

import pytest

from schemas.outgoing import ComplianceGap, DutyAbout, Subject
from schemas.rows import ComplianceRow
from schemas.topics import INPUT_BYTES
from schemas.words import (
    GapKind,
    ObligationStatus,
    Partner,
    Post,
    Question,
    SubjectKind,
)
from streams.domain import AsbDomain
from streams.engine.domain import Message
from streams.engine.limits import size
from streams.policies.bundle import load_bundle
from streams.rules.compliance_gaps import of_beat
from streams.rules.compliance_report import MOST_IN_A_PART, parts
from streams.rules.ledger import micros
from tests.given.compliance_rows import beat_with, commit, duty, looking
from tests.given.core import Core, Event
from tests.given.messages import incident, policy_activated

# The story begins on Monday 1 June 2026 at 10:00 in London.
MONDAY = datetime.fromisoformat("2026-06-08T06:00:00Z")
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def core() -> Core:
    """A force that has had a message, of something that is not ASB."""
    core = Core()
    core.tell(incident(opening_code="104"))
    return core


def put(core: Core, *rows) -> None:
    ledger = looking(core, MONDAY)
    for row in rows:
        ledger.put_obligation(row)
    commit(core)


def reports(events: list[Event]) -> list[dict]:
    return [event.data for event in events if event.type == "ComplianceReported"]


def weeks(core: Core, first: int, last: int) -> list[list[dict]]:
    """The reports of each week, with a tick every day."""
    return [
        [each for day in range(-6, 1) for each in reports(core.tick(MONDAY + week * WEEK + day * DAY))]
        for week in range(first, last + 1)
    ]


def number(report: dict, gap: GapKind = GapKind.NO_ASSESSMENT) -> dict:
    [found] = [each for each in report["outstanding"] if each["gap"] == gap]
    return found


def test_the_first_report_comes_at_the_first_monday_at_seven_in_london(core):
    assert reports(core.tick(MONDAY - timedelta(seconds=1))) == []

    [report] = reports(core.tick(MONDAY))

    assert (report["beat"], report["as_at"], report["gaps"]) == (None, "2026-06-08T06:00:00Z", [])


def test_the_report_of_the_force_has_what_is_on_no_beat_and_all_in_numbers(core):
    put(core, duty("o-1", beat=None), duty("o-2"), duty("o-3"))

    force, beat = reports(core.tick(MONDAY))

    assert (len(force["gaps"]), number(force)["now"]) == (1, 3)
    assert (beat["beat"], len(beat["gaps"]), number(beat)["now"]) == ("B1", 2, 2)


def test_reports_are_published_by_beat_and_numbered_for_each(core):
    put(core, duty())

    for week in range(3):
        core.tick(MONDAY + week * WEEK)

    told = [event for event in core.published if event.type == "ComplianceReported"]
    assert [(event.key, event.headers["ce_sequence"]) for event in told] == [
        ("force", "1"),
        ("B1", "1"),
        ("force", "2"),
        ("B1", "2"),
        ("force", "3"),
        ("B1", "3"),
    ]
    assert told[0].headers["ce_time"] == "2026-06-02T06:00:00Z"  # due since then: nobody ticked
    assert len({event.headers["ce_id"] for event in told}) == len(told)


def test_a_beat_on_which_nothing_is_missing_any_more_says_so_once(core):
    put(core, duty())
    first = reports(core.tick(MONDAY))
    put(core, duty(status=ObligationStatus.DONE))

    later = [reports(core.tick(MONDAY + week * WEEK)) for week in (1, 2, 3)]

    assert [report["beat"] for report in first] == [None, "B1"]
    assert [[report["beat"] for report in week] for week in later] == [[None, "B1"], [None], [None]]
    assert later[0][1]["gaps"] == []


def test_a_beat_that_was_silent_is_reported_again_when_something_is_missing(core):
    put(core, duty())
    core.tick(MONDAY)
    put(core, duty(status=ObligationStatus.DONE))
    weeks(core, 1, 3)
    put(core, duty("o-2"))

    [[force, beat]] = weeks(core, 4, 4)

    assert (beat["beat"], number(beat)["now"]) == ("B1", 1)
    assert number(force)["running_average"] == pytest.approx((1 + 0 + 0 + 0 + 1) / 5)


def test_the_force_is_counted_every_day_for_the_average_of_the_week(core):
    put(core, *(duty(f"o-{each}", hours=24 * each) for each in range(7)))

    [[force, _]] = weeks(core, 0, 0)

    # Tuesday to Monday; one began each day since last Monday at ten.
    assert number(force)["now"] == 7
    assert number(force)["week_average"] == pytest.approx((1 + 2 + 3 + 4 + 5 + 6 + 7) / 7, abs=0.01)
    assert number(force)["trend"] is None


def test_cases_that_are_not_assessed_are_averaged_beside_the_gaps_for_the_force_and_its_beat(core):
    # Two victims each: one case from the start on, the other since Friday at ten.
    put(core, duty("o-1"), duty("o-2"))
    put(core, *(duty(f"o-{each}", hours=24 * 4, case_id="case-2") for each in (3, 4)))

    [[force, beat]] = weeks(core, 0, 0)

    assert (number(force)["now"], number(beat)["now"]) == (4, 4)
    [of_force, of_beat] = [number(each, GapKind.CASE_NOT_ASSESSED) for each in (force, beat)]
    # Tuesday to Friday one case, Saturday to Monday two.
    assert (of_force["now"], of_force["trend"]) == (2, None)
    assert of_force["week_average"] == pytest.approx(10 / 7, abs=0.01)
    assert (of_beat["now"], of_beat["week_average"], of_beat["running_average"]) == (2, 2, 2)
    assert {gap["gap"] for gap in beat["gaps"]} == {GapKind.NO_ASSESSMENT}


def test_the_trend_compares_with_the_four_weeks_before(core):
    put(core, duty("o-1"), duty("o-2"))
    weeks(core, 0, 4)
    put(core, duty("o-2", status=ObligationStatus.DONE))

    [[force, beat]] = weeks(core, 5, 5)

    assert number(force)["trend"] == number(beat)["trend"] == -1


def test_after_an_outage_one_late_report_and_the_next_on_its_proper_day(core):
    put(core, duty())
    core.tick(MONDAY)

    late = reports(core.tick(MONDAY + 3 * WEEK + 2 * DAY))
    later = reports(core.tick(MONDAY + 4 * WEEK - timedelta(seconds=1)))
    proper = reports(core.tick(MONDAY + 4 * WEEK))

    assert [(report["beat"], report["as_at"]) for report in late] == [
        (None, "2026-06-29T06:00:00Z"),
        ("B1", "2026-06-29T06:00:00Z"),
    ]
    assert later == []
    assert [report["beat"] for report in proper] == [None, "B1"]


def test_the_clocks_change_and_the_report_stays_at_seven(core):
    told = [reports(core.tick(MONDAY + day * DAY + timedelta(hours=2))) for day in range(22 * 7)]

    reported = [report for day in told for report in day]
    assert len(reported) == 22

    assert {report["as_at"][11:] for report in reported if report["as_at"] < "2026-10-25"} == {"06:00:00Z"}
    assert {report["as_at"][11:] for report in reported if report["as_at"] > "2026-10-25"} == {"07:00:00Z"}


def test_another_weekday_counts_from_the_day_its_policy_does():
    core = Core()
    terms = {**load_bundle()[-1].document["compliance"], "weekday": 4}
    core.tell(policy_activated(0, compliance=terms, effective_from="2026-06-10"))

    found = [report["as_at"] for day in range(14) for report in reports(core.tick(MONDAY + day * DAY))]

    assert found == ["2026-06-08T06:00:00Z", "2026-06-12T06:00:00Z", "2026-06-19T06:00:00Z"]


def test_a_tick_may_come_at_any_time_without_changing_what_is_reported():
    often, seldom = Core(), Core()
    for core in (often, seldom):
        core.tell(incident())
        put(core, duty())

    for hour in range(24 * 21):
        often.tick(MONDAY - 6 * DAY + timedelta(hours=hour))
    for day in range(21):
        seldom.tick(MONDAY - 6 * DAY + day * DAY + timedelta(hours=5))

    assert reports(often.published) == reports(seldom.published)


# Failing


class Failing(AsbDomain):
    """A rule of compliance has a bug on some beats, until it is put right."""

    failing: tuple[str, ...] = ()

    def fire(self, key, at, table):
        row = table.get(key)
        if isinstance(row, ComplianceRow) and row.beat in self.failing:
            raise ArithmeticError
        return super().fire(key, at, table)


@pytest.fixture
def failing() -> Core:
    domain = Core().domain
    core = Core(Failing("test", domain.registry, domain.secret))
    core.tell(incident())
    put(core, duty("o-1"), duty("o-2", beat="B2"))
    return core


def rejected(events) -> int:
    return sum(event.type == "Rejected" for event in events)


def test_a_beat_whose_report_fails_does_not_hold_up_the_others_and_is_tried_again_every_day(failing):
    failing.domain.failing = ("B1",)
    first, second = failing.tick(MONDAY), failing.tick(MONDAY + DAY)
    failing.domain.failing = ()
    third, after = failing.tick(MONDAY + 2 * DAY), failing.tick(MONDAY + WEEK)

    assert [report["beat"] for report in reports(first)] == [None, "B2"]
    assert [rejected(each) for each in (first, second, third)] == [1, 1, 0]
    assert reports(second) == []
    assert [(report["beat"], report["as_at"]) for report in reports(third)] == [
        ("B1", "2026-06-08T06:00:00Z")
    ]
    assert [report["beat"] for report in reports(after)] == [None, "B1", "B2"]


def test_a_report_that_failed_is_listed_as_incomplete_until_it_is_made(failing):
    failing.domain.failing = ("B1",)
    failing.tick(MONDAY)
    listed = of_beat(looking(failing, MONDAY), "B1", MONDAY)
    failing.domain.failing = ()
    failing.tick(MONDAY + DAY)
    afterwards = of_beat(looking(failing, MONDAY + DAY), "B1", MONDAY + DAY)

    assert [gap.since for gap in listed if gap.kind is GapKind.INCOMPLETE] == [micros(MONDAY)]
    assert GapKind.INCOMPLETE not in {gap.kind for gap in afterwards}


def test_the_force_whose_count_failed_reports_the_next_day_for_the_day_it_was_due(failing):
    failing.domain.failing = ("",)
    failed = failing.tick(MONDAY)
    failing.domain.failing = ()
    made = failing.tick(MONDAY + DAY)

    assert rejected(failed) == 1
    assert [report["beat"] for report in reports(made)] == [None, "B1", "B2"]
    assert {report["as_at"] for report in reports(made)} == {"2026-06-08T06:00:00Z"}


# Size and cost


def test_many_gaps_come_in_parts_none_left_out(core):
    ledger = looking(core, MONDAY)
    beat_with(ledger, "B1", 1_250)
    commit(core)

    _, *beat = core.tick(MONDAY + 3 * WEEK)

    told = reports(beat)
    assert [(report["part"], report["parts"]) for report in told] == [(each, 10) for each in range(1, 11)]
    listed = [gap["about"]["subject"]["ref"] + gap["case_id"] for report in told for gap in report["gaps"]]
    assert len(set(listed)) == len(listed) == 5_000


def test_a_part_of_the_largest_gaps_that_there_can_be_is_under_the_limit_of_a_message(core):
    worst = "\x01" * 64  # written in six characters each
    about = DutyAbout(
        subject=Subject(kind=SubjectKind.PERPETRATOR, ref=worst),
        person_ref=worst,
        question=Question.REPEAT_VICTIM,
        post=Post.SENTINEL_ADMINISTRATOR,
        partner=Partner.LOCAL_AUTHORITY,
    )
    gap = ComplianceGap(
        gap=GapKind.NO_SENTINEL_REFERENCE,
        case_id="c" * 64,
        reference="r" * 64,
        incident_id="i" * 64,
        about=about,
        lead_officer="\x01" * 32,
        since=MONDAY + timedelta(microseconds=1),
        age_days=99_999,
        before_go_live=False,
    )

    [part] = parts(looking(core, MONDAY), "\x01" * 16, [gap] * MOST_IN_A_PART, (), MONDAY)

    message = Message("t" * 200, b"\x01" * 16, part.model_dump_json().encode())
    assert len(part.gaps) == MOST_IN_A_PART
    assert size(message) + 20_000 < INPUT_BYTES


def test_a_beat_of_500_open_cases_is_one_unit_of_its_own_whose_cost_goes_by_its_gaps(core):
    ledger = looking(core, MONDAY)
    beat_with(ledger, "B1", 500)
    beat_with(ledger, "B2", 10)
    commit(core)
    core.tick(MONDAY + 3 * WEEK)

    costs = {}
    for beat in ("B1", "B2"):
        before = core.table.reads
        fired = core.domain.fire(f"E23000099|compliance|{beat}".encode(), MONDAY + 4 * WEEK, core.table)
        costs[beat] = core.table.reads - before
        assert fired
        core.table.rollback()

    # An entry, the duty, its case and who leads it; and what is read too many of a page.
    assert costs["B1"] < 2_000 * 4 + 200
    assert costs["B2"] < 40 * 4 + 200
