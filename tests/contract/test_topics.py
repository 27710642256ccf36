"""The topic list is well formed, and README shows it."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from schemas import incoming, outgoing
from schemas.catalogue import README, NoMarkers, topics_table, with_table
from schemas.topics import (
    INPUTS,
    JOURNAL,
    OUTPUTS,
    REFERRALS,
    REJECTED,
    STATE,
    TOPICS,
    Party,
    Topic,
    in_installation,
)
from schemas.words import Partner

KEPT_LONGER = [topic for topic in TOPICS if topic.days > 30 and not topic.compacted]
# Who somebody is, and what somebody wrote. A reason is a word of ours unless it is free text.
WHO = set(incoming.Person.model_fields) | set(incoming.SentinelPerson.model_fields)
NOT_WHO = {"role", "nominal_ref", "person_ref"}
WRITTEN = {"text", "summary", "reason"}

WELL_FORMED = re.compile(r"[a-z]+(\.[a-z]+)+(\.[a-z]+(-[a-z]+)*)?\.v[1-9][0-9]*")


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_name_is_lower_case_with_dots_and_a_version_and_no_underscore(topic: Topic):
    assert WELL_FORMED.fullmatch(topic.name)


@pytest.mark.parametrize("name", ["asb_cases.v1", "asb.Cases.v1", "asb.cases", "cases.v1.x", "asb.cases.v0"])
def test_a_badly_formed_name_is_noticed(name):
    assert not WELL_FORMED.fullmatch(name)


def personal_fields(model: type[BaseModel]) -> Iterator[tuple[type[BaseModel], str]]:
    """The fields of an event, at any depth, for a text that may identify or quote somebody."""
    for name, field in model.model_fields.items():
        parts = set(parts_of(field.annotation))
        if parts & {str, date} and name in (WHO - NOT_WHO) | WRITTEN and model is not outgoing.PolicyVersion:
            yield model, name
        for part in parts:
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from personal_fields(part)


def parts_of(annotation: Any) -> Iterator[Any]:
    """`str` and `int` of `tuple[str | int, ...]`."""
    inner = get_args(annotation)
    if inner:
        for each in inner:
            yield from parts_of(each)
    else:
        yield annotation


def test_no_two_topics_have_one_name():
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)


def test_every_event_stands_on_exactly_one_topic():
    of_partners = set(REFERRALS.values())
    placed = Counter(event for topic in TOPICS if topic not in of_partners for event in topic.events)
    families = (incoming.SentinelFact, incoming.Instruction, incoming.PartnerAnswer)
    bases = {incoming.Incoming, outgoing.Outgoing, *families}
    said = {event for family in families for event in family.__subclasses__()}
    of_storm = {incoming.IncidentLogged, incoming.IncidentDeleted}

    assert set(placed.values()) == {1}
    assert said | of_storm == {event for topic in INPUTS for event in topic.events}
    assert not bases & set(placed)


def test_each_partner_has_a_topic_of_its_own_with_the_same_events_and_nobody_else_has_them():
    of_partners = set(REFERRALS.values())
    elsewhere = {event for topic in TOPICS if topic not in of_partners for event in topic.events}

    assert set(REFERRALS) == set(Partner)
    assert len({topic.name for topic in of_partners}) == len(Partner)
    assert len({topic.events for topic in of_partners}) == 1
    assert not elsewhere & {event for topic in of_partners for event in topic.events}


def test_the_worker_reads_events_that_come_in_and_publishes_events_that_go_out():
    assert all(issubclass(event, incoming.Incoming) for topic in INPUTS for event in topic.events)
    assert all(issubclass(event, outgoing.Outgoing) for topic in OUTPUTS for event in topic.events)


def test_what_the_worker_writes_nobody_else_writes():
    internal = (STATE, JOURNAL, REJECTED)

    assert {topic.written_by for topic in (*OUTPUTS, *internal)} == {(Party.WORKER,)}
    assert all(Party.WORKER not in topic.written_by for topic in INPUTS)
    assert set(TOPICS) == {*INPUTS, *OUTPUTS, *internal}


def test_personal_data_are_kept_thirty_days_at_most_by_default():
    references_only = {"asb.tags.v1", "asb.decisions.v1", "asb.audit.v1"}

    longer = {topic.name for topic in KEPT_LONGER}

    assert longer == references_only


@pytest.mark.parametrize("topic", KEPT_LONGER, ids=lambda topic: topic.name)
def test_what_is_kept_longer_names_people_by_reference_and_has_no_room_for_what_was_written(topic: Topic):
    found = {f"{model.__name__}.{name}" for event in topic.events for model, name in personal_fields(event)}

    assert found == set()


def test_a_field_for_personal_data_is_noticed_wherever_it_stands_in_an_event():
    found = {(model.__name__, name) for model, name in personal_fields(outgoing.CaseOpened)}

    assert {("CasePerson", "name"), ("CasePerson", "phone"), ("CasePlace", "text")} <= found
    assert ("ObligationDeclined", "reason") in {
        (model.__name__, name) for model, name in personal_fields(outgoing.ObligationDeclined)
    }


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
