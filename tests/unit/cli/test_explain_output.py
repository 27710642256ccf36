"""What `asb explain --as-at` says about the moment it was asked for (R5)."""

from datetime import UTC, datetime

import pytest

from schemas.outgoing import PolicyVersion
from schemas.topics import CASES, DECISIONS, TAGS
from streams.cli.as_at_output import AsAt, AsPublished
from streams.cli.explain_output import to_english, to_json
from streams.explain.as_at import Then
from streams.explain.published import SAYS, Held, PublishedThen, Reach
from streams.explain.since import Change
from streams.explain.subject import Explained

NOTHING = Explained((), None, ())
POLICY = PolicyVersion(name="victor-e", version="2020-12-01.1", sha256="ab", rules_version="1")


def asked(at: datetime, *changes: Change, rules: tuple[str, ...] = (), agrees: bool = True) -> AsAt:
    then = Then("E23000099", 0, datetime(2026, 7, 1, 8, 30, tzinfo=UTC), 7, POLICY, rules, (), 0)
    return AsAt(at, then, agrees, changes)


def test_it_names_the_moment_the_last_transaction_and_the_policy():
    told = list(to_english(NOTHING, asked(datetime(2026, 7, 1, 9, tzinfo=UTC))))

    assert told == [
        "As known at 1 Jul 2026 10:00:00",
        "  Last counted: transaction 7 of force E23000099, 1 Jul 2026 09:30:00; policy victor-e 2020-12-01.1 stood",
        "",
        "",
        "Since then: nothing shown here has changed",
    ]


@pytest.mark.parametrize(("hour", "zone"), [(0, "BST"), (1, "GMT")])
def test_in_the_hour_that_comes_twice_it_says_which_was_taken_and_how_to_choose(hour, zone):
    told = list(to_english(NOTHING, asked(datetime(2026, 10, 25, hour, 30, tzinfo=UTC))))

    assert told[0] == f"As known at 25 Oct 2026 01:30:00 {zone}"
    assert "That hour comes twice in the night the clocks go back: write an offset" in told[1]


def test_other_rules_and_a_difference_from_what_was_published_are_not_silent():
    told = "\n".join(to_english(NOTHING, asked(datetime(2026, 7, 1, tzinfo=UTC), rules=("0",), agrees=False)))

    assert "Decided then by rules 0; recomputed by rules 1" in told
    assert "What was published then differs from this" in told


def test_what_changed_since_is_a_line_each_and_an_object_each():
    since = asked(datetime(2026, 7, 1, tzinfo=UTC), Change("SK-1", "tag", "nuisance", "none"))

    assert list(to_english(NOTHING, since))[-1] == "  SK-1: tag nuisance → none"
    assert to_json("SK-1", NOTHING, since)["since_then"] == [
        {"of": "SK-1", "what": "tag", "was": "nuisance", "now": "none"}
    ]


HELD = (
    Held(TAGS, Reach.PART, datetime(2026, 6, 30, 8, tzinfo=UTC)),
    Held(DECISIONS, Reach.WHOLE, None),
    Held(CASES, Reach.NONE, None),
)
PUBLISHED = AsPublished(
    PublishedThen("E23000099", 0, datetime(2026, 7, 1, 9, tzinfo=UTC), "the journal is gone", HELD),
    (HELD[0], HELD[2]),
    (),
)


def test_what_is_read_from_what_was_published_says_so_and_what_may_be_missing():
    told = list(to_english(NOTHING, PUBLISHED))

    assert told == [
        "As published by 1 Jul 2026 10:00:00",
        "  Read from what was published and is still held, not decided again: the journal is gone",
        "  Held whole: asb.decisions.v1",
        "  What is shown was so. What is not shown may have been so too, of:",
        "    the tag: asb.tags.v1 is held from 30 Jun 2026 09:00:00 on",
        "    the case's incidents, assessments, duties, steps and referrals: asb.cases.v1 holds nothing any more",
        "",
        "",
        "Since then: nothing shown here has changed",
    ]


def test_a_script_tells_what_was_decided_again_from_what_was_published_and_sees_how_far_each_topic_reaches():
    said = to_json("SK-1", NOTHING, PUBLISHED)["as_at"]

    assert to_json("SK-1", NOTHING, asked(datetime(2026, 7, 1, tzinfo=UTC)))["as_at"]["from"] == "journal"
    assert (said["from"], said["asked"], said["force"]) == ("published", "2026-07-01T09:00:00Z", "E23000099")
    assert said["held"] == [
        {"topic": TAGS.name, "reach": "part", "since": "2026-06-30T08:00:00Z", "may_be_missing": "the tag"},
        {"topic": DECISIONS.name, "reach": "whole", "since": None, "may_be_missing": None},
        {"topic": CASES.name, "reach": "none", "since": None, "may_be_missing": SAYS[CASES]},
    ]
