"""What `asb explain --as-at` says about the moment it was asked for (R5)."""

from datetime import UTC, datetime

import pytest

from schemas.outgoing import PolicyVersion
from streams.cli.as_at_output import AsAt
from streams.cli.explain_output import to_english, to_json
from streams.explain.as_at import Then
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
