"""The topic list is well formed, and README shows it."""

import re
from collections import Counter

import pytest

from schemas import incoming, outgoing
from schemas.catalogue import README, NoMarkers, topics_table, with_table
from schemas.topics import INPUTS, JOURNAL, OUTPUTS, REJECTED, STATE, TOPICS, Topic, in_installation

WELL_FORMED = re.compile(r"[a-z]+(\.[a-z]+)+\.v[1-9][0-9]*")


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_name_is_lower_case_with_dots_and_a_version_and_no_underscore(topic: Topic):
    assert WELL_FORMED.fullmatch(topic.name)


@pytest.mark.parametrize("name", ["asb_cases.v1", "asb.Cases.v1", "asb.cases", "cases.v1.x", "asb.cases.v0"])
def test_a_badly_formed_name_is_noticed(name):
    assert not WELL_FORMED.fullmatch(name)


def test_no_two_topics_have_one_name():
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)


def test_every_event_stands_on_exactly_one_topic():
    placed = Counter(event for topic in TOPICS for event in topic.events)
    bases = {incoming.Incoming, incoming.SentinelFact, incoming.Instruction, outgoing.Outgoing}
    said = {
        event for base in (incoming.SentinelFact, incoming.Instruction) for event in base.__subclasses__()
    }

    assert set(placed.values()) == {1}
    assert said | {incoming.IncidentLogged} == {event for topic in INPUTS for event in topic.events}
    assert not bases & set(placed)


def test_the_worker_reads_events_that_come_in_and_publishes_events_that_go_out():
    assert all(issubclass(event, incoming.Incoming) for topic in INPUTS for event in topic.events)
    assert all(issubclass(event, outgoing.Outgoing) for topic in OUTPUTS for event in topic.events)


def test_what_the_worker_writes_nobody_else_writes():
    internal = (STATE, JOURNAL, REJECTED)

    assert {topic.written_by for topic in (*OUTPUTS, *internal)} == {"worker"}
    assert all("worker" not in topic.written_by for topic in INPUTS)
    assert set(TOPICS) == {*INPUTS, *OUTPUTS, *internal}


def test_personal_data_are_kept_thirty_days_at_most_by_default():
    references_only = {"asb.tags.v1", "asb.decisions.v1"}

    longer = {topic.name for topic in TOPICS if topic.days > 30 and not topic.compacted}

    assert longer == references_only


def test_a_rejected_message_of_the_largest_size_fits_its_topic():
    assert REJECTED.max_bytes >= max(topic.max_bytes for topic in INPUTS) + 65_536


def test_an_installation_is_the_first_word_of_its_topics():
    assert in_installation("lei", STATE) == "lei.asb.state.v1"


def test_readme_shows_the_topic_list_as_it_is():
    text = README.read_text("utf-8")

    assert with_table(text) == text, "run: python -m schemas.catalogue"


def test_a_readme_with_another_table_or_none_is_noticed():
    stale = f"# x\n<!-- topics -->\n{topics_table().replace('incident', 'x')}<!-- /topics -->\n"

    assert with_table(stale) != stale
    with pytest.raises(NoMarkers):
        with_table("# x\n<!-- topics -->\n")
