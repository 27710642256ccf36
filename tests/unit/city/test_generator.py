"""X10: the city repeats itself from its seed, and what it says can be believed."""

import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from connectors.city import GroundTruth, IncidentTruth, UnknownSituation, generate, situations
from connectors.city.coding import CLASS_CODES, MATTERS_OF_VIEW, UNMAPPED
from connectors.city.event import CityEvent
from connectors.city.situations import OtherKind
from connectors.messages import payload_of
from schemas.incoming import IncidentHeader, IncidentLogged, SentinelFact, VictorERecorded
from schemas.words import IncidentStatus, Placement

DAYS = 30
PER_DAY = 100.0
ASB_ONLY = {one.name: 0.0 for one in situations() if isinstance(one, OtherKind)}


@pytest.fixture(scope="module")
def city() -> tuple[list[CityEvent], GroundTruth]:
    truth = GroundTruth()
    return list(generate(11, DAYS, incidents_per_day=PER_DAY, truth=truth)), truth


@pytest.fixture(scope="module")
def logs(city: tuple[list[CityEvent], GroundTruth]) -> dict[str, list[IncidentLogged]]:
    """The messages of each incident by revision, each once."""
    found: dict[str, dict[int, IncidentLogged]] = defaultdict(dict)
    for event in city[0]:
        if isinstance(event.message, IncidentLogged):
            found[event.message.incident_id][event.message.revision] = event.message
    return {incident: [by[number] for number in sorted(by)] for incident, by in found.items()}


DIGEST = """
from hashlib import sha256
from connectors.city import GroundTruth, generate
from connectors.messages import payload_of
truth, digest = GroundTruth(), sha256()
for event in generate(5, 3, incidents_per_day=100, truth=truth):
    digest.update(f"{event.arrives_at}{event.ce_id}".encode() + payload_of(event.message))
digest.update(truth.to_json())
print(digest.hexdigest())
"""


def test_the_same_seed_gives_the_same_bytes_in_another_process_time_zone_and_hash_seed():
    surroundings = [{"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"}]

    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, **extra},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for extra in surroundings
    }

    assert len(digests) == 1


def test_another_seed_is_another_city():
    digests = {
        sha256(b"".join(payload_of(event.message) for event in generate(seed, 1))).digest() for seed in (1, 2)
    }

    assert len(digests) == 2


def test_messages_come_in_order_of_arrival(city):
    arrivals = [event.arrives_at for event in city[0]]

    assert arrivals == sorted(arrivals)


def test_a_few_messages_come_late_and_a_few_come_twice(city):
    incidents = [event for event in city[0] if isinstance(event.message, IncidentLogged)]
    late = [event for event in incidents if event.arrives_at - event.ce_time > timedelta(minutes=1)]
    twice = [count for count in Counter(event.ce_id for event in incidents).values() if count > 1]

    assert 0 < len(late) < len(incidents) / 20
    assert 0 < len(twice) < len(incidents) / 50


def test_more_of_one_situation_does_not_reshuffle_the_others():
    truth = GroundTruth()
    usual = {payload_of(event.message) for event in generate(4, 1)}

    # More of one makes the others fewer; those that are left are the same to the byte.
    changed = list(generate(4, 1, mix={"hate": 40.0}, truth=truth))

    new = [event.message for event in changed if payload_of(event.message) not in usual]
    assert {truth.incidents[message.incident_id].situation for message in new} == {"hate"}
    assert len(changed) - len(new) > 300


def test_a_mix_may_not_name_what_there_is_not_or_come_to_more_than_everything():
    with pytest.raises(UnknownSituation, match="no situation is called hat;"):
        list(generate(1, 1, mix={"hat": 1.0}))
    with pytest.raises(UnknownSituation, match="at most 100"):
        list(generate(1, 1, mix={"hate": 60.0, "upset-caller": 41.0}))


def test_a_mix_of_one_situation_alone_has_nothing_else():
    truth = GroundTruth()

    list(generate(1, 2, incidents_per_day=30, mix={"upset-caller": 100.0}, truth=truth))

    assert {one.situation for one in truth} == {"upset-caller"}


def test_every_situation_happens_in_a_long_run_and_has_its_truth(logs, city):
    truth = GroundTruth()

    list(generate(2, 50, incidents_per_day=150, truth=truth))

    assert {one.situation for one in truth} == {one.name for one in situations()}
    assert set(logs) == {one.incident_id for one in city[1]}


def test_most_of_what_is_reported_is_not_asb(city):
    share = sum(one.asb for one in city[1]) / len(city[1])

    assert 0.10 < share < 0.20


def test_at_the_natural_rate_there_are_about_as_many_cases_a_year_as_in_leicestershire():
    truth = GroundTruth()

    list(generate(8, 28, start=date(2025, 5, 5), truth=truth))

    opened = sum(one.placement is Placement.OPEN for one in truth)
    assert 4_000 < opened * 365 / 28 < 5_500


def test_a_log_tells_its_life_in_rising_revisions_and_is_closed_at_last(logs):
    for messages in logs.values():
        assert [message.revision for message in messages] == list(range(1, len(messages) + 1))
        assert len(messages) >= 3
        assert messages[-1].header.status is IncidentStatus.CLOSED
        recorded = [message.recorded_at for message in messages]
        assert recorded == sorted(recorded)


def test_no_line_is_told_twice_or_before_it_was_written(logs):
    for messages in logs.values():
        lines = [line.seq for message in messages for line in message.lines]
        assert len(lines) == len(set(lines))
        assert all(line.at <= message.recorded_at for message in messages for line in message.lines)


def test_lines_come_late_and_out_of_order(logs):
    told = [[line.seq for message in messages for line in message.lines] for messages in logs.values()]

    assert any(seqs != sorted(seqs) for seqs in told)


def test_every_message_is_what_the_worker_will_read(city):
    for event in city[0][:2_000]:
        assert type(event.message).model_validate_json(payload_of(event.message)) == event.message


def test_summers_are_busier_than_winters():
    def asb_in(start: date) -> int:
        truth = GroundTruth()
        list(generate(6, 14, incidents_per_day=60, mix=ASB_ONLY, start=start, truth=truth))
        return sum(one.asb for one in truth)

    assert asb_in(date(2025, 8, 4)) > 1.3 * asb_in(date(2025, 12, 1))


def _latest(messages: list[IncidentLogged]) -> IncidentHeader:
    return messages[-1].header


def test_coded_means_that_a_code_stands_and_uncoded_that_none_does(city, logs):
    for one in city[1]:
        header = _latest(logs[one.incident_id])
        if one.coded:
            assert header.opening_code or header.closing_code
        elif one.duplicate_of is None:
            assert header.opening_code is header.closing_code is None
            assert set(header.local_codes) <= set(UNMAPPED)


def test_the_codes_of_a_coded_asb_incident_say_its_class(city, logs):
    coded = [one for one in city[1] if one.coded and one.asb and one.situation != "crime-and-asb"]

    for one in coded:
        header = _latest(logs[one.incident_id])
        assert (header.closing_code or header.opening_code) == CLASS_CODES[one.asb_class]


def test_what_only_a_code_can_class_is_always_coded(city):
    views = [one for one in city[1] if (one.asb_type, one.asb_class) in MATTERS_OF_VIEW]

    assert views
    assert all(one.coded for one in views)


def test_the_first_report_of_a_repeat_belongs_to_the_case_that_a_later_one_opens(city):
    firsts = [
        one for one in city[1] if one.situation == "repeat-at-an-address" and one.story == one.incident_id
    ]
    openers = {one.story: one.incident_id for one in city[1] if one.placement is Placement.OPEN}

    assert firsts
    assert all((one.placement, one.case) == (Placement.JOIN, openers[one.story]) for one in firsts)


def test_ten_callers_about_one_group_are_one_incident_and_nine_duplicates(city, logs):
    groups = defaultdict(list)
    for one in city[1]:
        if one.situation == "nuisance-group":
            groups[one.story].append(one)

    assert groups
    for main, reports in groups.items():
        others = [one for one in reports if one.incident_id != main]
        assert len(others) == 9
        for one in others:
            closed = _latest(logs[one.incident_id])
            assert closed.duplicate_of == one.duplicate_of == main
            assert closed.closed_at - closed.reported_at < timedelta(hours=12)


def test_a_late_recode_comes_weeks_after(city, logs):
    recoded = [
        one for one in city[1] if one.situation in ("recoded-to-crime", "recoded-to-asb", "crime-and-asb")
    ]

    assert recoded
    for one in recoded:
        messages = logs[one.incident_id]
        assert messages[-1].recorded_at - messages[0].recorded_at > timedelta(days=14)


def test_a_bare_record_has_no_text_and_nobody_in_it(city, logs):
    bare = [one for one in city[1] if one.situation == "bare-record"]

    assert bare
    for one in bare:
        assert not one.has_text
        assert all(not message.lines and not message.header.people for message in logs[one.incident_id])


def _keys(message: IncidentLogged) -> set[tuple[str, object]]:
    """What links reports strongly (R1)."""
    people = message.header.people
    found: set[tuple[str, object]] = {("uprn", message.header.location.uprn)}
    found |= {("nominal", person.nominal_ref) for person in people if person.nominal_ref}
    found |= {("phone", person.phone) for person in people if person.phone}
    found |= {("born", (person.name, person.date_of_birth)) for person in people if person.date_of_birth}
    return found


def test_asb_reports_of_different_stories_share_no_address_person_or_telephone():
    truth = GroundTruth()
    owners: dict[tuple[str, object], str] = {}

    for event in generate(9, 60, incidents_per_day=60, truth=truth, mix=ASB_ONLY):
        if isinstance(event.message, IncidentLogged):
            story = truth.incidents[event.message.incident_id].story
            for key in _keys(event.message):
                assert owners.setdefault(key, story) == story


def test_repeats_are_tied_to_the_first_report_by_something_strong(city, logs):
    later = [
        one
        for one in city[1]
        if one.placement is Placement.JOIN
        and one.situation != "born-in-sentinel"
        and one.story != one.incident_id
    ]
    members: dict[str, list[IncidentTruth]] = defaultdict(list)
    for one in city[1]:
        members[one.story].append(one)

    assert later
    for one in later:
        earlier = [other for other in members[one.story] if other.incident_id != one.incident_id]
        shared = set().union(*(_keys(message) for other in earlier for message in logs[other.incident_id]))
        assert shared & _keys(logs[one.incident_id][-1])


def test_an_officers_own_victor_e_comes_before_sentinel_could_accept(city):
    words = {
        event.message.incident_id: event for event in city[0] if isinstance(event.message, VictorERecorded)
    }
    none_found = [one for one in city[1] if one.situation == "officer-finds-none"]

    assert none_found
    for one in none_found:
        reported_at = datetime.strptime(one.incident_id[4:12], "%Y%m%d").replace(tzinfo=UTC)
        assert words[one.incident_id].ce_time < reported_at + timedelta(days=2)


def test_cases_that_begin_in_sentinel_come_before_their_reports(city):
    facts = [event.message for event in city[0] if isinstance(event.message, SentinelFact)]

    assert {type(fact).__name__ for fact in facts} >= {
        "CaseOpenedInSentinel",
        "LeadOfficerSet",
        "PersonAdded",
    }


def test_the_truth_reads_back_as_it_was_written(city):
    raw = city[1].to_json()

    again = GroundTruth.from_json(raw)

    assert again.incidents == {
        one.incident_id: one for one in sorted(city[1], key=lambda one: one.incident_id)
    }
    assert again.to_json() == raw
