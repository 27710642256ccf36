"""R21, R6, R7, R10: what is a gap, from when on, and on whose beat; counted and found without looking further."""

from datetime import timedelta

import pytest
from msgspec import structs

from schemas.rows import (
    AboutKept,
    GoLiveRow,
    HeaderKept,
    IncidentRow,
    ObligationRow,
    PlaceKept,
    SentinelRow,
    TagKept,
)
from schemas.words import (
    CaseStatus,
    GapKind,
    ObligationKind,
    ObligationStatus,
    Outcome,
    SubjectKind,
    TagBasis,
)
from streams.rules import compliance_gaps
from streams.rules.compliance_report import listed
from streams.rules.ledger import Ledger
from tests.given.casework import assessed
from tests.given.compliance_rows import beat_with, case, commit, duty, led, looking
from tests.given.core import Core
from tests.given.messages import accepted, at, incident, lead_officer, opened_in_sentinel

NOW = at(24 * 40)
TAG = TagKept(None, None, TagBasis.OPENING_CODE, suggested=False)


@pytest.fixture
def ledger() -> Ledger:
    """An empty force."""
    return looking(Core(), NOW)


def found(ledger: Ledger, beat: str = "B1", as_at=NOW):
    return listed(ledger, compliance_gaps.of_beat(ledger, beat, as_at), as_at)


def kinds(ledger: Ledger, beat: str = "B1", as_at=NOW) -> list[GapKind]:
    return [gap.gap for gap in found(ledger, beat, as_at)]


# Duties


@pytest.mark.parametrize(
    ("kind", "gap"),
    [
        (ObligationKind.OFFICER_DECISION, GapKind.NO_OFFICER_DECISION),
        (ObligationKind.SENTINEL_REFERENCE, GapKind.NO_SENTINEL_REFERENCE),
        (ObligationKind.RISK_ASSESSMENT, GapKind.NO_ASSESSMENT),
        (ObligationKind.UNANSWERED_QUESTION, GapKind.UNKNOWN_ANSWER),
        (ObligationKind.SAFEGUARDING_FORM, GapKind.NO_SAFEGUARDING_FORM),
        (ObligationKind.ACTION_PLAN, GapKind.NO_ACTION_PLAN),
        (ObligationKind.REVIEW, GapKind.REVIEW_OVERDUE),
        (ObligationKind.PARTNER_CONTACT, GapKind.NO_PARTNER_CONTACT),
    ],
)
def test_every_kind_of_duty_is_a_gap_while_it_is_open(ledger, kind, gap):
    ledger.put_obligation(duty(kind=kind))

    beside = {GapKind.CASE_NOT_ASSESSED: 1} if gap is GapKind.NO_ASSESSMENT else {}
    assert kinds(ledger) == [gap]
    assert compliance_gaps.counted(ledger, NOW) == {gap: 1, **beside}


@pytest.mark.parametrize("kind", ObligationKind)
def test_no_kind_of_duty_is_forgotten(ledger, kind):
    ledger.put_obligation(duty(kind=kind))

    assert len(kinds(ledger)) == 1


@pytest.mark.parametrize("status", [s for s in ObligationStatus if s is not ObligationStatus.OPEN])
def test_a_duty_that_is_over_is_no_gap(ledger, status):
    ledger.put_obligation(duty(status=status))

    assert kinds(ledger) == []


def test_a_yes_without_text_is_told_apart_from_an_unknown(ledger):
    ledger.put_obligation(duty(kind=ObligationKind.UNANSWERED_QUESTION, without_text=True))

    assert kinds(ledger) == [GapKind.YES_WITHOUT_TEXT]


@pytest.mark.parametrize("kind", [ObligationKind.REVIEW, ObligationKind.PARTNER_CONTACT])
@pytest.mark.parametrize(("after", "count"), [(-1, 0), (0, 1), (1, 1)])
def test_a_review_and_a_contact_are_gaps_once_they_are_overdue(ledger, kind, after, count):
    row = duty(kind=kind)
    ledger.put_obligation(row)

    as_at = row.due_at + timedelta(minutes=after)

    assert len(found(ledger, as_at=as_at)) == sum(compliance_gaps.counted(ledger, as_at).values()) == count


@pytest.mark.parametrize(("after", "count"), [(-1, 0), (0, 1), (1, 1)])
def test_what_began_after_the_moment_asked_about_is_not_counted(ledger, after, count):
    ledger.put_obligation(duty(hours=100))

    as_at = at(100) + timedelta(minutes=after)

    counted = compliance_gaps.counted(ledger, as_at)
    assert len(found(ledger, as_at=as_at)) == counted.get(GapKind.NO_ASSESSMENT, 0) == count
    assert counted.get(GapKind.CASE_NOT_ASSESSED, 0) == count


def test_a_gap_says_whose_it_is_and_how_old_in_days_of_london(ledger):
    ledger.put_obligation(duty(hours=24 * 30 + 14.5))  # 23:30 UTC, past midnight in London
    ledger.rows.put(ledger.key("case", "case-1"), case())
    ledger.put_sentinel(led())

    [gap] = found(ledger)

    assert (gap.case_id, gap.reference, gap.lead_officer) == ("case-1", "SEN-1", "PC 4411")
    assert gap.about is not None
    assert gap.about.subject is not None
    assert gap.about.subject.ref == "P-1"
    assert gap.age_days == 9


def test_an_ask_about_an_incident_belongs_to_the_case_that_has_the_incident(ledger):
    ledger.put_incident(IncidentRow("SK-1", header=HeaderKept(at(0)), case_id="case-1"))
    ledger.rows.put(ledger.key("case", "case-1"), case())
    ledger.put_sentinel(led())
    ledger.put_obligation(duty(kind=ObligationKind.OFFICER_DECISION, case_id="", incident_id="SK-1"))

    [gap] = found(ledger)

    assert (gap.incident_id, gap.case_id, gap.lead_officer) == ("SK-1", "case-1", "PC 4411")


def test_gaps_come_by_lead_officer_nobodys_first_and_the_oldest_of_each_first(ledger):
    for number, (officer, hours) in enumerate([("PC 2", 1), (None, 9), ("PC 1", 5), ("PC 2", 0)]):
        ident, reference = f"case-{number}", f"SEN-{number}"
        ledger.rows.put(ledger.key("case", ident), case(ident, reference))
        ledger.put_sentinel(
            led(reference, officer, case_id=ident, lead_rank=(1, "2026-06-30T00:00:00Z", "x"))
        )
        ledger.put_obligation(duty(f"o-{number}", hours=hours, case_id=ident))

    gaps = [gap for gap in found(ledger) if gap.gap is GapKind.NO_ASSESSMENT]

    assert [(gap.lead_officer, gap.case_id) for gap in gaps] == [
        (None, "case-1"),
        ("PC 1", "case-2"),
        ("PC 2", "case-3"),
        ("PC 2", "case-0"),
    ]


@pytest.mark.parametrize(("due", "before"), [(-1, True), (0, False)])
def test_what_was_due_before_go_live_is_marked(ledger, due, before):
    ledger.put_go_live(GoLiveRow(at(240), (1, "", "")))
    ledger.put_obligation(duty(due_at=at(240 + due)))

    [gap] = found(ledger)

    assert gap.before_go_live is before


# Cases that are not assessed


def victims(*refs: str, case_id: str = "case-1", **changes) -> list[ObligationRow]:
    """The open duty to assess each of these victims of a case."""
    return [
        duty(
            f"{case_id}-{ref}", case_id=case_id, about=AboutKept(kind=SubjectKind.VICTIM, ref=ref), **changes
        )
        for ref in refs
    ]


def numbers_of(ledger: Ledger, beat: str = "B1") -> dict[GapKind, int]:
    return compliance_gaps.counted_of(compliance_gaps.of_beat(ledger, beat, NOW))


def test_a_case_of_two_victims_neither_of_them_assessed_is_two_gaps_and_one_case(ledger):
    for row in victims("P-1", "P-2"):
        ledger.put_obligation(row)

    assert kinds(ledger) == [GapKind.NO_ASSESSMENT, GapKind.NO_ASSESSMENT]
    assert compliance_gaps.counted(ledger, NOW) == numbers_of(ledger)
    assert numbers_of(ledger) == {GapKind.NO_ASSESSMENT: 2, GapKind.CASE_NOT_ASSESSED: 1}


def test_a_case_counts_until_the_last_of_its_subjects_is_assessed(ledger):
    first, second = victims("P-1", "P-2")
    told = []
    for row in (
        first,
        second,
        structs.replace(first, status=ObligationStatus.DONE),
        structs.replace(second, status=ObligationStatus.DONE),
    ):
        ledger.put_obligation(row)
        told.append(compliance_gaps.counted(ledger, NOW))

    assert [each.get(GapKind.NO_ASSESSMENT, 0) for each in told] == [1, 2, 1, 0]
    assert [each.get(GapKind.CASE_NOT_ASSESSED, 0) for each in told] == [1, 1, 1, 0]


def test_a_case_with_gaps_on_two_beats_counts_on_each_and_once_for_the_force(ledger):
    rows = [*victims("P-1"), *victims("P-2", beat="B2"), *victims("P-1", "P-2", case_id="case-2", beat="B2")]
    for row in rows:
        ledger.put_obligation(row)

    assert numbers_of(ledger, "B1")[GapKind.CASE_NOT_ASSESSED] == 1
    assert numbers_of(ledger, "B2")[GapKind.CASE_NOT_ASSESSED] == 2
    assert compliance_gaps.counted(ledger, NOW)[GapKind.CASE_NOT_ASSESSED] == 2


def test_only_missing_assessments_make_a_case_not_assessed(ledger):
    ledger.put_obligation(duty(kind=ObligationKind.UNANSWERED_QUESTION))
    ledger.put_obligation(duty("o-2", ObligationKind.ACTION_PLAN))

    assert GapKind.CASE_NOT_ASSESSED not in compliance_gaps.counted(ledger, NOW)
    assert GapKind.CASE_NOT_ASSESSED not in numbers_of(ledger)


# Incidents, cases and facts


def bare(**changes) -> IncidentRow:
    header = HeaderKept(at(5), place=PlaceKept(beat="B1"))
    return IncidentRow("SK-1", **{"header": header, "tag": TAG, "outcome": Outcome.UNKNOWN, **changes})


def test_a_record_that_says_too_little_and_that_nobody_was_asked_about_is_a_gap(ledger):
    ledger.put_incident(bare())

    [gap] = found(ledger)

    assert (gap.gap, gap.incident_id, gap.since) == (GapKind.DECISION_UNKNOWN, "SK-1", at(5))


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": Outcome.STAYS},
        {"tag": None},
        {"main": "SK-0"},
        {"case_id": "case-1"},
        {"asks": {"decision": "o-1"}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_one_that_is_decided_not_asb_a_duplicate_in_a_case_or_asked_about_is_none(ledger, changes):
    ledger.put_incident(bare(**changes))

    assert kinds(ledger) == []


def test_a_rule_that_failed_shows_on_the_incident_and_on_the_case(ledger):
    ledger.put_incident(bare(outcome=Outcome.STAYS, incomplete_since=at(6)))
    ledger.rows.put(ledger.key("case", "case-1"), case(incomplete_since=at(7)))
    closed = case("case-2", status=CaseStatus.CLOSED, incomplete_since=at(7))
    ledger.rows.put(ledger.key("case", "case-2"), closed)

    gaps = found(ledger)

    assert [(gap.gap, gap.incident_id, gap.case_id) for gap in gaps] == [
        (GapKind.INCOMPLETE, "SK-1", None),
        (GapKind.INCOMPLETE, None, "case-1"),
    ]


def test_a_case_without_lead_officer_is_a_gap_on_its_own_beat_until_it_has_one():
    core = Core()
    core.tell(opened_in_sentinel("SEN-9", 2, beat="B7"))
    without = found(looking(core, NOW), "B7")
    core.tell(lead_officer("SEN-9"))
    led_now = kinds(looking(core, NOW), "B7")
    core.tell(lead_officer("SEN-9", None, hours=50, revision=2))
    again = found(looking(core, NOW), "B7")

    gaps = [[gap for gap in each if gap.gap is GapKind.NO_LEAD_OFFICER] for each in (without, again)]
    [[first], [second]] = gaps
    assert (first.reference, first.since) == ("SEN-9", at(2))
    assert GapKind.NO_LEAD_OFFICER not in led_now
    assert second.since == at(50)


def test_facts_of_a_case_that_never_appeared_are_a_gap_after_the_time_that_policy_gives_them():
    core = Core()
    core.tell(assessed("SEN-5", hours=10), lead_officer("SEN-5", hours=4))
    ledger = looking(core, NOW)

    [gap] = found(ledger, "", at(4 + 48))

    assert (gap.gap, gap.reference, gap.since) == (GapKind.CASE_UNKNOWN, "SEN-5", at(4))
    assert kinds(ledger, "", at(4 + 47)) == []
    assert compliance_gaps.counted(ledger, at(4 + 47)) == {}


def test_an_acceptance_whose_case_is_not_known_here_waits_as_well():
    core = Core()
    core.tell(accepted("no-such-case", "SEN-6", hours=4))

    [gap] = found(looking(core, NOW), "")

    assert (gap.gap, gap.reference, gap.case_id) == (GapKind.CASE_UNKNOWN, "SEN-6", "no-such-case")


def test_facts_wait_no_longer_once_their_case_appears_whatever_came_first():
    early, late = Core(), Core()
    case_id = _request(Core())
    early.tell(accepted(case_id, "SEN-7", hours=4))
    _request(early)
    _request(late)
    late.tell(accepted(case_id, "SEN-7", hours=4))

    rows = [looking(core, NOW).sentinel("SEN-7") for core in (early, late)]

    assert isinstance(rows[0], SentinelRow)
    assert rows[0] == rows[1]
    assert rows[0].waiting_since is None


def _request(core: Core) -> str:
    core.tell(incident("SK-1", 0, "They threatened her. She is frightened."))
    [opened] = [event for event in core.published if event.type == "CaseOpened"]
    return opened.data["case_id"]


# Beats and cost


def test_the_beats_are_those_on_which_something_is_missing(ledger):
    beat_with(ledger, "B2", 3)
    beat_with(ledger, "B10", 2)
    ledger.put_incident(bare(header=HeaderKept(at(5))))
    ledger.put_obligation(duty(beat="B9", status=ObligationStatus.DONE))

    assert compliance_gaps.beats(ledger) == ["", "B10", "B2"]


def test_a_beat_is_found_whole_however_many_pages_of_the_index_it_takes(ledger):
    for beat in ("A", "B", "C"):
        beat_with(ledger, beat, 200)

    assert len(compliance_gaps.of_beat(ledger, "B", NOW)) == 800


def test_a_beat_costs_the_same_however_many_cases_the_force_has():
    small, large = Core(), Core()
    for core, others in ((small, 3), (large, 40)):
        ledger = looking(core, NOW)
        for number in range(others):
            beat_with(ledger, f"B{number}", 100)
        commit(core)

    costs = []
    for core in (small, large):
        ledger, before = looking(core, NOW), core.table.reads
        assert len(found(ledger)) == 400
        costs.append(core.table.reads - before)

    assert costs[0] == costs[1]


def test_the_force_is_counted_without_a_row_being_read():
    core = Core()
    ledger = looking(core, NOW)
    beat_with(ledger, "B1", 100)
    commit(core)

    before = core.table.reads

    # An entry of the index for each gap, once, though gaps and cases are counted.
    assert compliance_gaps.counted(ledger, NOW) == {
        GapKind.NO_ASSESSMENT: 400,
        GapKind.CASE_NOT_ASSESSED: 100,
    }
    assert core.table.reads - before == 400


def test_a_beat_is_counted_without_a_row_being_read():
    core = Core()
    ledger = looking(core, NOW)
    beat_with(ledger, "B1", 100)
    commit(core)
    before = core.table.reads

    numbers = numbers_of(ledger)

    assert numbers == {GapKind.NO_ASSESSMENT: 400, GapKind.CASE_NOT_ASSESSED: 100}
    assert core.table.reads - before == 400
