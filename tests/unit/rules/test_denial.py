"""A phrase that is denied speaks for the opposite, however the denial is written (R4, R6)."""

import pytest

from streams.policies.bundle import compiled, load_bundle
from streams.rules.cues import tokens_of
from streams.rules.denial import hear
from streams.rules.phrase_book import phrase_book
from streams.rules.trie import END, LINE_END

BOOK = phrase_book(compiled(load_bundle()[-1]))


def denied(text: str, phrase: str) -> bool:
    """Whether the text, with `/` for the end of a line, denies the phrase it holds."""
    tokens: list[str] = []
    for line in text.split("/"):
        tokens += [*tokens_of(line, BOOK), LINE_END]
    [found] = {heard.denied for heard in hear([*tokens, END], BOOK) if heard.phrase.text == phrase}
    return found


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("RP HAS NOT BEEN THREATENED", "threatened"),
        ("RP DENIES BEING INTIMIDATED", "intimidated"),
        ("RP DOES NOT FEEL IN ANY WAY TARGETED", "targeted"),
        ("NO THREATS OR VIOLENCE", "violence"),
        ("NO SHOUTING, LITTER OR VIOLENCE", "litter"),
        ("NOBODY HAS BEEN UPSET/OR ALARMED", "alarmed"),
        ("HAS NOT BEEN/THREATENED", "threatened"),
        ("NO ONE/HAS BEEN UPSET", "upset"),
        ("HAS NOT CAUSED HARASSMENT,/ALARM OR DISTRESS", "distress"),
        ("WEAPONS: NONE", "weapons"),
        ("HARASSMENT - NIL", "harassment"),
        ("RACISM WAS DENIED", "racism"),
        ("VIOLENCE NOT SEEN", "violence"),
        ("RP TARGETED - CORRECTION, NEIGHBOUR WAS", "targeted"),
        ("RP TARGETED/CORRECTION, HER SISTER WAS", "targeted"),
    ],
)
def test_a_denial_reaches_its_phrase(text, phrase):
    assert denied(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("RP HAS BEEN THREATENED", "threatened"),
        ("NOT INJURED BUT INTIMIDATED", "intimidated"),
        ("NO INJURIES. RP TARGETED", "targeted"),
        ("NO INJURIES, RP TARGETED", "targeted"),
        ("NO INJURIES - RP TARGETED", "targeted"),
        ("NO INJURIES/RP TARGETED", "targeted"),
        ("NO INJURIES AND THEY ARE VIOLENT", "violent"),
        ("NOT ONLY THREATENED", "threatened"),
        ("WILL NOT STOP, NEVER STOPS HARASSING", "harassing"),
        ("NO REPLY TO THE THREATENING NOTE", "threatening"),
        ("NONE OF THE FIVE LADS AT THE BACK WAS EVEN SEEN, RP TARGETED", "targeted"),
        ("CAN'T SLEEP, TARGETED", "targeted"),
        ("NO TAX, THREATENED", "threatened"),
    ],
)
def test_a_denial_of_something_else_does_not_reach_it(text, phrase):
    assert not denied(text, phrase)


@pytest.mark.parametrize(
    ("words_between", "is_denied"), [(BOOK.reach - 1, True), (BOOK.reach, True), (BOOK.reach + 1, False)]
)
def test_a_denial_reaches_as_many_words_as_the_policy_says(words_between, is_denied):
    text = f"NOT {'QUITE ' * words_between}TARGETED"

    assert denied(text, "targeted") is is_denied


def test_a_denial_that_is_part_of_a_phrase_denies_neither_it_nor_what_follows():
    assert not denied("HAS NO TAX AND LITTER EVERYWHERE", "no tax")
    assert not denied("HAS NO TAX AND LITTER EVERYWHERE", "litter")


def test_a_second_denial_does_not_turn_a_denying_phrase_round():
    assert not denied("NO NOT AIMED AT RP", "not aimed")
