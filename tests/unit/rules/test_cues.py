"""What the lines of a log say of letters, types and classes (R3, R4, R6)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rows import CuesKept, EvidenceKept, LineKept
from schemas.words import Answer, AsbClass, EvidenceKind, Letter, LineCategory, ThriveLetter
from streams.policies.bundle import compiled, load_bundle
from streams.policies.phrases import expand
from streams.rules.cues import read
from streams.rules.lines import merge

POLICY = compiled(load_bundle()[-1])
SETS = {name: "|".join(expand(some)) for name, some in POLICY.language.sets.items()}
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
DENIALS = set(expand(POLICY.language.denial.words, SETS))
# Phrases of one letter that are plain words and hold no denial themselves, for the properties.
PLAIN = {
    letter: [
        phrase
        for phrase in expand(cues.yes, SETS)
        if not ({"..", "<number>"} | DENIALS) & set(phrase.split()) and "'" not in phrase
    ]
    for letter, cues in POLICY.victor_e.cues.items()
}


def line(seq: int, text: str, category: LineCategory = LineCategory.REMARKS, **more) -> LineKept:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    return LineKept(seq, at, category, text, (1, "", ""), author=more.pop("author", "CH1"), **more)


def heard(*texts: str) -> CuesKept:
    return read([line(seq, text) for seq, text in enumerate(texts, start=1)], POLICY, "sha")


def answers(cues: CuesKept, letter: Letter) -> set[Answer]:
    return {cue.answer for cue in cues.letters if cue.letter is letter}


def asked(question: str, answer: str) -> CuesKept:
    return read(
        [line(1, question, LineCategory.QUESTION), line(2, answer, LineCategory.ANSWER, question_seq=1)],
        POLICY,
        "sha",
    )


def test_x1_a_cue_names_the_line_it_stands_on_and_the_phrase_of_the_policy():
    cues = heard("RP AT HOME", "RP IS TERRIFIED")

    assert EvidenceKept(Letter.GATE, YES, EvidenceKind.LINE, "2", "terrified") in cues.letters
    assert cues.policy == "sha"


@pytest.mark.parametrize(
    ("shortened", "phrase"),
    [
        ("GROUP O/S RP'S HOUSE", "outside rps"),
        ("SHOUTING & SWEARING", "shouting and .. swearing"),
        ("YTHS", "youths"),
    ],
)
def test_what_a_handler_shortens_is_read_in_full(shortened, phrase):
    assert phrase in {cue.rule for cue in heard(shortened).types}


def test_r6_a_phrase_that_is_denied_answers_no():
    assert answers(heard("RP DOES NOT FEEL TARGETED"), Letter.TARGETED) == {NO}


def test_r6_a_phrase_that_says_no_and_is_denied_says_nothing():
    assert answers(heard("NO FIRST TIME"), Letter.ONGOING) == set()


@pytest.mark.parametrize(
    ("question", "letter"),
    [
        ("DO YOU FEEL HARASSED, ALARMED OR DISTRESSED?", Letter.GATE),
        ("DO YOU HAVE A DISABILITY OR ANY DIFFICULTIES?", Letter.VULNERABLE),
        ("HAS IT HAD AN IMPACT ON HEALTH, SLEEP, WORK OR DAILY ROUTINE?", Letter.IMPACT),
        ("IS ANOTHER AGENCY INVOLVED OR NEEDED?", Letter.COMBINED),
        ("WAS IT DIRECTED AT YOU OR SOMEONE PERSONALLY?", Letter.TARGETED),
        ("HAVE YOU CONTACTED THE POLICE OR ANOTHER AGENCY ABOUT SIMILAR BEFORE?", Letter.ONGOING),
        ("ANY THREATS, WEAPONS OR RISK OF IT GETTING WORSE?", Letter.RISK),
        ("IS IT BECAUSE OF RACE, RELIGION, DISABILITY OR SEXUALITY?", Letter.HATE),
    ],
)
@pytest.mark.parametrize(("answer", "says"), [("YES", YES), ("NO", NO), ("NO NOT REALLY", NO), ("YEAH", YES)])
def test_r6_an_answer_decides_the_one_letter_that_its_question_names_first(question, letter, answer, says):
    cues = asked(question, answer)

    assert {(cue.letter, cue.answer) for cue in cues.letters} == {(letter, says)}


@pytest.mark.parametrize(
    "answer",
    ["DON'T KNOW", "NOT SURE", "NO IDEA", "I WOULD RATHER NOT SAY", "NOT ESTABLISHED", "", "?", "HIM"],
)
def test_r6_an_answer_that_is_neither_yes_nor_no_leaves_the_letter_unknown(answer):
    assert asked("WAS IT DIRECTED AT YOU PERSONALLY?", answer).letters == ()


def test_r6_the_words_of_a_question_are_evidence_of_nothing():
    cues = heard("Q: WERE YOU THREATENED WITH A KNIFE?")

    assert cues.letters == ()
    assert cues.types == ()


def test_r6_an_answer_that_the_system_filled_in_is_no_evidence():
    lines = [
        line(1, "VULNERABLE?", LineCategory.QUESTION),
        line(2, "YES", LineCategory.ANSWER, auto_answered=True),
    ]

    assert read(lines, POLICY, "sha").letters == ()


def test_r3_the_vulnerability_line_of_thrive_speaks_for_v_alone():
    lines = [line(1, "ELDERLY, TERRIFIED", LineCategory.THRIVE, thrive=ThriveLetter.VULNERABILITY)]

    [cue] = read(lines, POLICY, "sha").letters

    assert (cue.letter, cue.answer, cue.kind, cue.ref) == (Letter.VULNERABLE, YES, EvidenceKind.THRIVE, "1")


@pytest.mark.parametrize(("text", "says"), [("NONE", {NO}), ("NIL", {NO}), ("NOT KNOWN", set()), ("", set())])
def test_r3_none_on_the_vulnerability_line_of_thrive_denies_v(text, says):
    lines = [line(1, text, LineCategory.THRIVE, thrive=ThriveLetter.VULNERABILITY)]

    assert answers(read(lines, POLICY, "sha"), Letter.VULNERABLE) == says


@pytest.mark.parametrize("thrive", [ThriveLetter.INVESTIGATION, ThriveLetter.ENGAGEMENT, None])
def test_r3_other_lines_of_thrive_are_kept_and_speak_for_nothing(thrive):
    lines = [line(1, "RP TERRIFIED, LOUD MUSIC AGAIN", LineCategory.THRIVE, thrive=thrive)]

    assert read(lines, POLICY, "sha") == CuesKept(policy="sha")


def test_r4_a_type_that_is_denied_is_not_spoken_for():
    assert heard("NO LOUD MUSIC").types == ()


def test_r4_an_aim_at_somebody_that_is_denied_is_spoken_against():
    [cue] = heard("RP IS NOT BEING TARGETED").types

    assert cue.word == AsbClass.PERSONAL
    assert cue.weight < 0


def test_r4_only_the_first_lines_say_what_the_call_is_about():
    lines = POLICY.tagging.first_lines

    assert heard(*["RP AT HOME"] * (lines - 1), "LOUD MUSIC").types
    assert not heard(*["RP AT HOME"] * lines, "LOUD MUSIC").types


@given(st.data())
def test_r6_a_denied_phrase_never_answers_yes(data):
    letter = data.draw(st.sampled_from(list(PLAIN)))
    phrase = data.draw(st.sampled_from(PLAIN[letter]))
    denial = data.draw(st.sampled_from(["NOT", "NO SIGN OF", "NEVER ANY", "RP DENIES BEING", "WITHOUT"]))

    cues = heard(f"{denial} {phrase.upper()}")

    assert YES not in answers(cues, letter)


@given(st.data())
def test_r6_a_line_that_says_nothing_takes_no_evidence_away(data):
    letter = data.draw(st.sampled_from(list(PLAIN)))
    phrase = data.draw(st.sampled_from(PLAIN[letter])).upper()
    unrelated = data.draw(
        st.sampled_from(["", "RP AT HOME", "UNIT EN ROUTE, ETA 10", "...", "TREE, LAMP AND ROAD"])
    )
    author = data.draw(st.sampled_from(["CH1", "PC1"]))

    alone = heard(f"RP {phrase}")
    together = read([line(1, f"RP {phrase}"), line(2, unrelated, author=author)], POLICY, "sha")

    assert set(alone.letters) <= set(together.letters)


TEXTS = [
    "YOUTHS THROWING STONES",
    "AT HER HOUSE AGAIN",
    "NOT BEEN",
    "THREATENED",
    "A: NO",
    "CORRECTION",
    "NO ONE",
]


@given(st.permutations(range(len(TEXTS))), st.integers(0, len(TEXTS)))
def test_the_reading_does_not_depend_on_the_order_in_which_lines_were_told(order, again):
    lines = [line(seq, text, author=f"CH{seq % 2}") for seq, text in enumerate(TEXTS, start=1)]

    one_by_one: tuple[LineKept, ...] = ()
    for number in [*order, *order[:again]]:
        one_by_one = merge(one_by_one, [lines[number]])

    assert read(one_by_one, POLICY, "sha") == read(lines, POLICY, "sha")


def test_x4_what_the_system_answered_is_kept_apart_and_is_no_evidence():
    found = read(
        [
            line(1, "IS ANYBODY VULNERABLE?", LineCategory.QUESTION),
            line(2, "A: NO", LineCategory.ANSWER, auto_answered=True),
        ],
        POLICY,
        "sha",
    )

    assert found.letters == ()
    assert found.auto_answers == (
        EvidenceKept(Letter.VULNERABLE, NO, EvidenceKind.AUTO_ANSWER, "2", "asked vulnerable: no"),
    )
