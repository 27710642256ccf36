"""What a message from STORM changes: the highest revision's header stands whole, lines merge (design: Revisions)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.envelope import timestamp
from schemas.rows import IncidentRow
from schemas.words import LineCategory
from streams.policies.policy import Plausibility
from streams.rules import incident as rule
from streams.rules.lines import unpack
from tests.given.messages import HOME, at, incident, line

TOLERANCE = Plausibility(ahead=timedelta(minutes=10))
TOLD = (
    incident("SK-1", 0, lines=[line("one", 1)], revision=1, uprn=HOME),
    incident("SK-1", 0, lines=[line("two", 2)], revision=2, recorded=1, closing_code="104"),
    incident("SK-1", 0, lines=[line("two, corrected", 2)], revision=2, recorded=2, closing_code="202"),
    incident("SK-1", 0, lines=[], revision=3, recorded=1.5, opening_code="401"),
)


def after(*messages) -> IncidentRow:
    row = IncidentRow("SK-1")
    for each in messages:
        ident = str(TOLD.index(each)) if each in TOLD else "x"
        row = rule.merged(row, each, (each.revision, timestamp(each.recorded_at), ident))
    return row


@given(st.permutations(TOLD))
def test_what_is_known_does_not_depend_on_the_order_of_messages(order):
    assert after(*order) == after(*TOLD)


@given(st.permutations(TOLD), st.sampled_from(TOLD))
def test_a_message_told_twice_is_told_once(order, again):
    assert after(*order, again) == after(*order)


def test_the_highest_revisions_header_stands_whole():
    header = after(*TOLD).header

    assert header is not None
    assert (header.opening_code, header.closing_code, header.place) == ("401", None, None)


def test_of_one_revision_told_twice_the_later_recorded_stands():
    header = after(TOLD[2], TOLD[1]).header

    assert header is not None
    assert header.closing_code == "202"


def test_a_header_that_is_overtaken_still_brings_its_lines():
    row = after(TOLD[3], TOLD[0])

    assert [each.text for each in unpack(row.log)] == ["one"]


def test_a_message_that_says_nothing_new_leaves_the_row_as_it_was():
    row = after(*TOLD)

    assert rule.merged(row, TOLD[0], (1, timestamp(at(0)), "0")) is row


@pytest.mark.parametrize("category", list(LineCategory))
@pytest.mark.parametrize("text", ["Loud music", "  "])
def test_the_log_has_text_when_somebody_said_something(category, text):
    row = after(incident("SK-1", 0, lines=[line(text, category=category)]))

    silent = {LineCategory.SYSTEM, LineCategory.DISPOSE}
    assert row.has_text is (category not in silent and bool(text.strip()))


@pytest.mark.parametrize(("seconds", "impossible"), [(599, False), (600, False), (601, True)])
@pytest.mark.parametrize("field", ["reported_at", "occurred_from", "occurred_to", "closed_at"])
def test_a_time_may_lie_after_the_message_by_the_tolerance(field, seconds, impossible):
    told = incident("SK-1", 0, **{field: at(seconds / 3600)})

    assert rule.impossible_times(told, TOLERANCE) == ((f"header.{field}",) if impossible else ())


def test_the_line_whose_time_is_impossible_is_named():
    told = incident("SK-1", 0, lines=[line("a", 1), line("b", 2, hours=1)])

    assert rule.impossible_times(told, TOLERANCE) == ("lines.1.at",)
