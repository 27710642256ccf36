"""Class and type are suggested from cues, apart from each other, by the weights of the policy (R4)."""

import pytest

from schemas.rows import CuesKept, EvidenceKept, TypeCue
from schemas.words import Answer, AsbClass, AsbType, EvidenceKind, Letter
from streams.policies.bundle import compiled, load_bundle
from streams.rules.phrase_book import NOT_ASB
from streams.rules.suggest import sounds_like_asb, suggestion

TAGGING = compiled(load_bundle()[-1]).tagging
WEIGHTS = TAGGING.weights
NOISE, ROWDY, BEGGING = AsbType.NOISE, AsbType.ROWDY_BEHAVIOUR, AsbType.BEGGING
PERSONAL, NUISANCE, ENVIRONMENTAL = AsbClass.PERSONAL, AsbClass.NUISANCE, AsbClass.ENVIRONMENTAL


def cues(*said: tuple[str, int], letters: dict[Letter, Answer] | None = None) -> CuesKept:
    """Each word said by a phrase of its own, each on its own line."""
    return CuesKept(
        types=tuple(TypeCue(word, weight, str(n), f"phrase {n}") for n, (word, weight) in enumerate(said)),
        letters=tuple(
            EvidenceKept(letter, answer, EvidenceKind.LINE, "1") for letter, answer in (letters or {}).items()
        ),
    )


def test_without_a_type_nothing_sounds_like_asb_whoever_it_strikes():
    assert not sounds_like_asb(cues((PERSONAL, 99)), TAGGING)


@pytest.mark.parametrize(
    ("against", "asb"),
    [
        (WEIGHTS.types.strong - WEIGHTS.least - 1, True),
        (WEIGHTS.types.strong - WEIGHTS.least, True),
        (WEIGHTS.types.strong - WEIGHTS.least + 1, False),
    ],
)
def test_what_speaks_for_asb_must_outweigh_what_speaks_against_it(against, asb):
    said = cues((NOISE, WEIGHTS.types.strong), (NOT_ASB, against))

    assert sounds_like_asb(said, TAGGING) is asb


def test_whom_it_strikes_counts_as_one_strong_phrase_at_most():
    against = (NOT_ASB, 2 * WEIGHTS.types.strong - WEIGHTS.least)

    assert sounds_like_asb(cues((NOISE, WEIGHTS.types.strong), (PERSONAL, 99), against), TAGGING)
    assert not sounds_like_asb(
        cues((NOISE, WEIGHTS.types.strong), (PERSONAL, 99), against, (NOT_ASB, 1)), TAGGING
    )


def test_the_type_with_the_most_weight_is_suggested():
    assert suggestion(cues((ROWDY, 3), (NOISE, 3), (NOISE, 1)), TAGGING).asb_type is NOISE


def test_of_types_that_weigh_the_same_the_first_of_the_national_list_is_suggested():
    assert suggestion(cues((BEGGING, 3), (ROWDY, 3)), TAGGING).asb_type is ROWDY


def test_a_phrase_counts_once_however_often_it_is_said():
    again = CuesKept(types=tuple(TypeCue(ROWDY, 1, str(seq), "lads") for seq in range(9)))

    assert not sounds_like_asb(again, TAGGING)


def test_without_other_evidence_the_class_is_the_one_the_type_mostly_is():
    assert suggestion(cues((NOISE, 3)), TAGGING).classes == (NUISANCE,)
    assert suggestion(cues((AsbType.VEHICLE_ABANDONED, 3)), TAGGING).classes == (ENVIRONMENTAL,)


def test_what_is_done_to_somebody_is_personal_whatever_the_type():
    found = suggestion(cues((NOISE, 3), (PERSONAL, WEIGHTS.classes.strong)), TAGGING)

    assert found.classes == (PERSONAL, NUISANCE)
    assert found.asb_type is NOISE


def test_an_aim_at_somebody_that_was_denied_weighs_against_the_personal_class():
    said = cues((NOISE, 3), (PERSONAL, WEIGHTS.classes.strong), (PERSONAL, -WEIGHTS.classes.strong))

    assert suggestion(said, TAGGING).classes == (NUISANCE,)


@pytest.mark.parametrize(("answer", "first"), [(Answer.YES, PERSONAL), (Answer.NO, NUISANCE)])
def test_what_was_answered_about_targeting_speaks_for_the_class(answer, first):
    said = cues((NOISE, 3), letters={Letter.TARGETED: answer})

    assert suggestion(said, TAGGING).classes[0] is first


def test_of_classes_that_weigh_the_same_the_first_by_precedence_is_suggested():
    said = cues((NOISE, 3), (ENVIRONMENTAL, WEIGHTS.default_class), (PERSONAL, WEIGHTS.default_class))

    assert suggestion(said, TAGGING).classes == (PERSONAL, NUISANCE, ENVIRONMENTAL)


def test_the_class_goes_by_the_type_that_a_code_gives():
    found = suggestion(cues((NOISE, 3)), TAGGING, AsbType.VEHICLE_ABANDONED)

    assert found.asb_type is AsbType.VEHICLE_ABANDONED
    assert found.classes == (ENVIRONMENTAL,)


def test_x1_the_evidence_is_the_lines_that_speak_for_the_suggested_type_and_class():
    said = cues((NOISE, 3), (ROWDY, 1), (NUISANCE, 4), (PERSONAL, -4), (NOT_ASB, 1))

    assert suggestion(said, TAGGING).evidence == (("0", "phrase 0"), ("2", "phrase 2"))
