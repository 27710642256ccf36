"""R8, R15: who holds a beat's posts on a day, and who stands in where nobody is named."""

from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from schemas.outgoing import Addressee
from schemas.words import Post
from streams.rules import directory as rule
from streams.rules.ledger import Ledger
from tests.given.core import FORCE, Core
from tests.given.high_risk import directory
from tests.given.messages import at

NOON = datetime(2026, 6, 10, 11, tzinfo=UTC)


def told(*messages) -> Ledger:
    core = Core()
    core.tell(*messages)
    return core.domain.looking(FORCE, at(0), core.table)


def inspector_on(ledger: Ledger, day: date, beat: str | None = "SK12") -> str | None:
    posts = rule.posts_on(ledger, beat, day)
    return posts.inspector if posts is not None else None


@pytest.mark.parametrize(
    ("day", "inspector"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), "PI SK12"),
        (date(2026, 6, 9), "PI SK12"),
        (date(2026, 6, 10), "PI New"),
        (date(2030, 1, 1), "PI New"),
    ],
)
def test_r8_a_post_is_held_from_its_day_until_the_next_is_named(day: date, inspector: str | None) -> None:
    ledger = told(directory(), directory(effective_from=date(2026, 6, 10), inspector="PI New"))

    assert inspector_on(ledger, day) == inspector


def test_r8_beats_and_the_fallback_are_kept_apart() -> None:
    ledger = told(directory(None), directory("SK12"))

    assert inspector_on(ledger, NOON.date(), None) == "PI fallback"
    assert inspector_on(ledger, NOON.date(), "SK12") == "PI SK12"
    assert inspector_on(ledger, NOON.date(), "SK13") is None


def test_r8_of_one_beat_and_day_the_last_word_stands_in_whatever_order_they_come() -> None:
    words = (
        directory(inspector="PI 1", hours=1),
        directory(inspector="PI 2", hours=2),
        directory(inspector="PI 3", hours=0, revision=2),
    )

    for order in permutations(words):
        assert inspector_on(told(*order), NOON.date()) == "PI 3"


@pytest.mark.parametrize(
    ("post", "beat", "addressee"),
    [
        (Post.SERGEANT, "SK12", (Post.SERGEANT, "PS SK12")),
        (Post.INSPECTOR, "SK12", (Post.INSPECTOR, "PI SK12")),
        (Post.CHIEF_INSPECTOR, "SK12", (Post.FALLBACK, "CI fallback")),
        (Post.SERGEANT, "SK13", (Post.FALLBACK, "PS fallback")),
        (Post.INSPECTOR, None, (Post.FALLBACK, "PI fallback")),
        (Post.LEAD_OFFICER, "SK12", (Post.SERGEANT, "PS SK12")),
        (Post.LEAD_OFFICER, None, (Post.FALLBACK, "PS fallback")),
        (Post.SENTINEL_ADMINISTRATOR, "SK12", (Post.SENTINEL_ADMINISTRATOR, None)),
    ],
)
def test_r15_a_post_stands_for_whoever_holds_it_else_for_the_fallback(
    post: Post, beat: str | None, addressee: tuple[Post, str | None]
) -> None:
    ledger = told(directory(None, chief_inspector="CI fallback"), directory("SK12"))

    found = rule.addressee(ledger, post, beat, NOON)

    assert found == Addressee(post=addressee[0], officer=addressee[1])


def test_r15_a_fallback_without_a_chief_inspector_has_its_inspector_told() -> None:
    found = rule.addressee(told(directory(None)), Post.CHIEF_INSPECTOR, "SK12", NOON)

    assert found == Addressee(post=Post.FALLBACK, officer="PI fallback")


@pytest.mark.parametrize(("beat", "post"), [("SK12", Post.SERGEANT), (None, Post.FALLBACK)])
def test_r15_while_nobody_is_named_at_all_no_officer_is(beat: str | None, post: Post) -> None:
    assert rule.addressee(told(), Post.SERGEANT, beat, NOON) == Addressee(post=post, officer=None)


def test_r15_a_lead_officer_is_told_whatever_the_directory_says() -> None:
    found = rule.addressee(told(directory()), Post.LEAD_OFFICER, "SK12", NOON, "PC 4411")

    assert found == Addressee(post=Post.LEAD_OFFICER, officer="PC 4411")
