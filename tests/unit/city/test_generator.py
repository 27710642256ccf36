"""X10: the city repeats itself from its seed, and its logs are of the shape of real ones."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from hashlib import sha256

import pytest

from connectors.city import GroundTruth, UnknownSituation, generate, situations
from connectors.city.situations import OtherKind
from connectors.messages import payload_of
from schemas.incoming import IncidentLogged
from schemas.words import IncidentStatus, Placement

ASB_ONLY = {one.name: 0.0 for one in situations() if isinstance(one, OtherKind)}

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
