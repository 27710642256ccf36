"""Which letters of VICTOR-E does the evidence answer? (R1, R3, R6)"""

from datetime import UTC, datetime

import pytest

from schemas.rows import (
    CuesKept,
    EvidenceKept,
    HeaderKept,
    IncidentRow,
    LetterOverride,
    LinkKept,
    OfficerWord,
    PersonKept,
    TagKept,
)
from schemas.words import Answer, AsbClass, EvidenceKind, Letter, LinkKind, Role, TagBasis
from streams.policies.bundle import compiled, load_bundle
from streams.rules.letters import answers_of, letters_of

POLICY = compiled(load_bundle()[-1])
TERMS = POLICY.victor_e
AT = datetime(2026, 6, 1, tzinfo=UTC)
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
VULNERABLE, TARGETED, ONGOING, RISK, HATE = (
    Letter.VULNERABLE,
    Letter.TARGETED,
    Letter.ONGOING,
    Letter.RISK,
    Letter.HATE,
)


def cue(letter: Letter, answer: Answer, seq: int = 1) -> EvidenceKept:
    return EvidenceKept(letter, answer, EvidenceKind.LINE, str(seq), "phrase")


def incident(*said: EvidenceKept, **changes) -> IncidentRow:
    header = HeaderKept(AT, **{key: changes.pop(key) for key in ("qualifiers", "people") if key in changes})
    return IncidentRow("SK-1", header=header, cues=CuesKept(letters=said), **changes)


def word(assessor: str, recorded_at: str, **letters: Answer) -> OfficerWord:
    return OfficerWord(
        assessor,
        {Letter[name]: said for name, said in letters.items()},
        f"fact-{assessor}",
        (1, recorded_at, ""),
    )


def override(letter: Letter, answer: Answer) -> LetterOverride:
    return LetterOverride(letter, answer, "PS 77", "instruction-1", (1, "", ""))


def answer(row: IncidentRow, letter: Letter, *links: LinkKept) -> Answer:
    """What the letter comes to; both ways of asking agree."""
    [full] = [one for one in letters_of(row, links, POLICY) if one.letter is letter]
    assert answers_of(row, links, POLICY)[letter] is full.answer
    return full.answer


def test_r6_every_letter_is_there_in_order_and_unknown_while_nothing_is_said():
    letters = letters_of(incident(), (), POLICY)

    assert [one.letter for one in letters] == list(Letter)
    assert {one.answer for one in letters} == {UNKNOWN}


@pytest.mark.parametrize(
    ("said", "comes_to"),
    [
        ((), UNKNOWN),
        ((UNKNOWN,), UNKNOWN),
        ((NO,), NO),
        ((UNKNOWN, NO), NO),
        ((NO, YES), YES),
        ((YES, UNKNOWN), YES),
    ],
)
def test_r6_a_letter_is_yes_when_anything_says_yes_and_no_only_when_nothing_does(said, comes_to):
    row = incident(*(cue(RISK, one, seq) for seq, one in enumerate(said)))

    assert answer(row, RISK) is comes_to


def test_x1_all_evidence_is_shown_beside_the_answer():
    [risk] = [
        one
        for one in letters_of(incident(cue(RISK, YES, 1), cue(RISK, NO, 2)), (), POLICY)
        if one.letter is RISK
    ]

    assert [(one.ref, one.answer, one.rule) for one in risk.evidence] == [
        ("1", YES, "phrase"),
        ("2", NO, "phrase"),
    ]


def test_r6_an_officers_word_wins_over_inference_and_what_was_inferred_is_kept_beside_it():
    row = incident(cue(RISK, YES), officer_words=(word("PC 1", "2026-06-01", RISK=NO),))

    [risk] = [one for one in letters_of(row, (), POLICY) if one.letter is RISK]

    assert (risk.answer, risk.inferred, risk.by_officer) == (NO, YES, "PC 1")
    assert [(one.kind, one.ref) for one in risk.evidence] == [
        (EvidenceKind.OFFICER, "fact-PC 1"),
        (EvidenceKind.LINE, "1"),
    ]


def test_r6_a_letter_that_the_officer_left_unknown_stays_with_inference():
    row = incident(cue(RISK, YES), officer_words=(word("PC 1", "2026-06-01", RISK=UNKNOWN, HATE=NO),))

    assert answer(row, RISK) is YES
    assert answer(row, HATE) is NO


def test_r6_of_several_officers_the_one_recorded_last_wins_letter_by_letter():
    earlier = word("PC 1", "2026-06-01T09:00:00Z", RISK=YES, HATE=YES)
    later = word("PC 2", "2026-06-02T09:00:00Z", RISK=NO)

    row = incident(officer_words=(earlier, later))

    assert answer(row, RISK) is NO
    assert answer(row, HATE) is YES


@pytest.mark.parametrize("said", [YES, NO, UNKNOWN])
def test_r6_an_override_of_a_letter_wins_over_every_other_word(said):
    row = incident(
        cue(RISK, YES),
        officer_words=(word("PC 1", "2026-06-01", RISK=NO),),
        letter_overrides=(override(RISK, said),),
    )

    assert answer(row, RISK) is said


@pytest.mark.parametrize(
    ("written", "letter"),
    [
        ("Vulnerable adult", VULNERABLE),
        ("Mental health", VULNERABLE),
        ("Prejudice-Racial", HATE),
        ("Prejudice - Racial", HATE),
        ("PREJUDICE – RACIAL", HATE),
        ("Alcohol", RISK),
        ("Other public agency dealing", Letter.COMBINED),
    ],
)
def test_r6_a_qualifier_answers_its_letter_however_it_is_written(written, letter):
    row = incident(qualifiers=(written,))

    [found] = [one for one in letters_of(row, (), POLICY) if one.letter is letter]

    assert found.answer is YES
    assert [(one.kind, one.ref) for one in found.evidence] == [(EvidenceKind.QUALIFIER, written)]


def test_r6_youth_related_is_no_vulnerability():
    assert answer(incident(qualifiers=("Youth related",)), VULNERABLE) is UNKNOWN


@pytest.mark.parametrize(
    ("asb_class", "targeted"),
    [
        (AsbClass.PERSONAL, YES),
        (AsbClass.NUISANCE, UNKNOWN),
        (AsbClass.ENVIRONMENTAL, UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_r6_the_personal_class_answers_targeted_and_no_class_denies_it(asb_class, targeted):
    row = incident(tag=TagKept(asb_class, None, TagBasis.CLOSING_CODE, suggested=False))

    assert answer(row, TARGETED) is targeted


@pytest.mark.parametrize(
    ("age", "vulnerable"),
    [
        (TERMS.vulnerable_under - 1, YES),
        (TERMS.vulnerable_under, UNKNOWN),
        (TERMS.vulnerable_from - 1, UNKNOWN),
        (TERMS.vulnerable_from, YES),
        (TERMS.vulnerable_from + 1, YES),
        (None, UNKNOWN),
    ],
)
def test_r6_age_answers_v_below_the_one_limit_and_from_the_other(age, vulnerable):
    assert answer(incident(people=(PersonKept(Role.VICTIM, age=age),)), VULNERABLE) is vulnerable


@pytest.mark.parametrize("role", list(Role))
def test_r6_only_the_people_whom_the_policy_names_answer_v(role):
    row = incident(people=(PersonKept(Role.OTHER), PersonKept(role, flags=("dementia",))))

    [found] = [one for one in letters_of(row, (), POLICY) if one.letter is VULNERABLE]

    assert found.answer is (YES if role in TERMS.vulnerable_roles else UNKNOWN)
    assert [one.ref for one in found.evidence] == ["1"] * (role in TERMS.vulnerable_roles)


@pytest.mark.parametrize(("associated", "ongoing"), [(True, YES), (False, UNKNOWN)])
def test_r1_an_associated_report_answers_o_and_a_weak_match_is_evidence_that_leaves_it_unknown(
    associated, ongoing
):
    link = LinkKept(LinkKind.UPRN, "SK-0", 0.8, associated=associated)

    [found] = [one for one in letters_of(incident(), (link,), POLICY) if one.letter is ONGOING]

    assert answer(incident(), ONGOING, link) is ongoing
    assert [(one.kind, one.ref, one.answer) for one in found.evidence] == [
        (EvidenceKind.LINK, "SK-0", ongoing)
    ]
