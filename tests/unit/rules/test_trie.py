"""Phrases are found by their words (R4, R6)."""

import pytest

from streams.policies.phrases import words
from streams.rules.trie import END, LINE_END, Trie


def trie(*phrases: str, gap: int = 2) -> Trie[str]:
    made: Trie[str] = Trie(frozenset({"three", "several"}), gap)
    for phrase in phrases:
        made.put(words(phrase), phrase)
    return made


def found(made: Trie[str], text: str) -> list[str]:
    tokens = [*text.replace("/", f" {LINE_END} ").split(" "), END]
    return [phrase for _, phrases in made.scan(tokens) for _, phrase in phrases]


def test_the_longest_of_the_phrases_that_begin_at_a_word_comes_first():
    assert found(trie("loud", "loud music"), "very loud music again") == ["loud music", "loud"]


def test_a_phrase_that_only_begins_is_not_found():
    assert found(trie("loud music all night"), "loud music all day") == []


@pytest.mark.parametrize("number", ["3", "3rd", "three", "several", "0200"])
def test_a_number_stands_for_digits_and_for_words_that_count_as_one(number):
    assert found(trie("for <number> weeks"), f"for {number} weeks") == ["for <number> weeks"]
    assert found(trie("<number> times"), f"rang {number} times") == ["<number> times"]


def test_a_number_does_not_stand_for_another_word():
    assert found(trie("for <number> weeks"), "for some weeks") == []


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("left weeks", True),
        ("left for weeks", True),
        ("left there for weeks", True),
        ("left there alone for weeks", False),
        ("left , weeks", False),
        ("left . weeks", False),
        ("left/weeks", False),
    ],
)
def test_a_gap_stands_for_a_few_words_within_the_clause(text, reached):
    assert bool(found(trie("left .. weeks"), text)) is reached


def test_a_word_in_the_gap_that_begins_another_phrase_is_no_obstacle():
    made = trie("sleeping .. in the dark", "sleeping .. back room", gap=3)

    assert found(made, "sleeping in the back room") == ["sleeping .. back room"]


def test_a_phrase_goes_on_over_the_end_of_a_line():
    assert found(trie("loud music"), "loud/music") == ["loud music"]


def test_a_phrase_does_not_go_on_over_the_end_of_a_sentence():
    assert found(trie("loud music"), "loud . music") == []
