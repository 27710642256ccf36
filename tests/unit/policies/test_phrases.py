"""The language in which policies write phrases (R4, R6)."""

import pytest

from streams.policies.phrases import BadPhrase, expand, sets_named, words, written

SETS = {"whose": "her|his", "home": "door|front door"}


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("litter", ["litter"]),
        ("no tax | untaxed", ["no tax", "untaxed"]),
        ("knock (and|a) run", ["knock and run", "knock a run"]),
        ("needle(s)?", ["needles", "needle"]),
        ("(loud |very loud )?music", ["loud music", "very loud music", "music"]),
        ("throw(ing|n) (stones|eggs)", ["throwing stones", "throwing eggs", "thrown stones", "thrown eggs"]),
        ("at <whose> <home>", ["at her door", "at her front door", "at his door", "at his front door"]),
        ("left .. for <number> (weeks|days)", ["left .. for <number> weeks", "left .. for <number> days"]),
    ],
)
def test_a_pattern_stands_for_all_its_phrases(pattern, phrases):
    assert list(expand([pattern], SETS)) == phrases


def test_a_phrase_written_twice_stands_once():
    assert expand(["litter | litter", "litter"]) == ("litter",)


@pytest.mark.parametrize(
    ("written_as", "compared_as"),
    [("Can't cope", ("cant", "cope")), ("E-scooter", ("e", "scooter")), ("rp’s  door", ("rps", "door"))],
)
def test_words_are_compared_without_case_apostrophes_and_hyphens(written_as, compared_as):
    assert words(written_as) == compared_as


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("knock (and run", "parentheses that do not close"),
        ("knock and) run", "parentheses that do not close"),
        ("((a|b) c)", "lie in one another"),
        ("(at <whose>) door", "lie in one another"),
        ("no tax | ", "a phrase without words"),
        (".. music", "'..' stands between two words"),
        ("loud (music)? ..", "'..' stands between two words"),
        ("needles? here", "a stray ?"),
        ("at <Whose> door", "a stray <"),
    ],
)
def test_a_pattern_that_is_not_of_the_language_is_refused_with_the_reason(pattern, told):
    with pytest.raises(BadPhrase, match=r"'.*'") as refused:
        written(pattern)

    assert told in str(refused.value)


def test_a_set_that_the_policy_does_not_have_is_refused():
    with pytest.raises(BadPhrase, match="<whom>"):
        expand(["at <whom> door"], SETS)


def test_the_sets_that_a_pattern_names_can_be_asked_for():
    assert sets_named("at <whose> .. <home> | for <number> weeks") == ["whose", "home"]
