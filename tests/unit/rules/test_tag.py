"""Is an incident ASB, of which class and type? (R4, R5, X11)"""

from datetime import UTC, datetime

import pytest

from schemas.rows import CuesKept, HeaderKept, IncidentRow, OfficerWord, TagKept, TagOverride, TypeCue
from schemas.words import Answer, AsbClass, AsbType, EvidenceKind, Letter, TagBasis
from streams.policies.bundle import compiled, load_bundle
from streams.rules.tag import needs_text, tag

POLICY = compiled(load_bundle()[-1])
AT = datetime(2026, 6, 1, tzinfo=UTC)
PERSONAL, NUISANCE, ENVIRONMENTAL = AsbClass.PERSONAL, AsbClass.NUISANCE, AsbClass.ENVIRONMENTAL
ASB_PERSONAL, ASB_NUISANCE, ASB_ENVIRONMENTAL, VIOLENCE, CONCERN = "201", "202", "203", "101", "301"
NOISE_CODE, ASB_CODE = "ASB11", "ASB"
NOISE_CUES = CuesKept(types=(TypeCue(AsbType.NOISE, 3, "1", "loud music"),))
OFFICER = OfficerWord("PC 1", {Letter.GATE: Answer.YES}, "fact-1", (1, "", ""))


def incident(**changes) -> IncidentRow:
    header = HeaderKept(
        AT, **{key: changes.pop(key) for key in list(changes) if key in HeaderKept.__struct_fields__}
    )
    return IncidentRow("SK-1", header=header, **changes)


def tagged(**changes) -> TagKept:
    found = tag(incident(**changes), POLICY)
    assert found is not None
    return found


def test_r4_without_a_header_nothing_is_known():
    row = IncidentRow("SK-1")

    assert tag(row, POLICY) is None
    assert not needs_text(row, POLICY)


@pytest.mark.parametrize(
    ("code", "asb_class"),
    [(ASB_PERSONAL, PERSONAL), (ASB_NUISANCE, NUISANCE), (ASB_ENVIRONMENTAL, ENVIRONMENTAL)],
)
def test_r4_the_class_comes_from_the_code(code, asb_class):
    found = tagged(closing_code=code)

    assert (found.asb_class, found.basis, found.suggested) == (asb_class, TagBasis.CLOSING_CODE, False)
    assert [(one.kind, one.ref) for one in found.evidence] == [(EvidenceKind.CODE, code)]


def test_r4_the_closing_code_wins_over_the_opening_code():
    assert tagged(opening_code=ASB_NUISANCE, closing_code=ASB_PERSONAL).asb_class is PERSONAL


def test_r4_the_opening_code_counts_while_nothing_is_closed():
    found = tagged(opening_code=ASB_NUISANCE)

    assert (found.asb_class, found.basis) == (NUISANCE, TagBasis.OPENING_CODE)


def test_r4_a_code_that_the_table_does_not_know_decides_nothing():
    assert tagged(opening_code=ASB_NUISANCE, closing_code="999").basis is TagBasis.OPENING_CODE


def test_r4_class_and_type_come_from_different_codes():
    found = tagged(closing_code=ASB_PERSONAL, local_codes=(NOISE_CODE,))

    assert (found.asb_class, found.asb_type, found.type_suggested) == (PERSONAL, AsbType.NOISE, False)


def test_r4_of_several_classes_the_first_by_precedence_is_the_tag_and_the_others_are_kept():
    codes = dict(POLICY.codes.local)
    codes["ENV"] = POLICY.codes.nsir[ASB_ENVIRONMENTAL]
    policy = POLICY.model_copy(update={"codes": POLICY.codes.model_copy(update={"local": codes})})

    found = tag(incident(closing_code=ASB_NUISANCE, local_codes=("ENV",)), policy)

    assert found is not None
    assert found.asb_class is NUISANCE
    assert found.also == (ENVIRONMENTAL,)


def test_r4_a_type_code_alone_suggests_the_class_that_the_type_mostly_is():
    found = tagged(local_codes=(NOISE_CODE,))

    assert (found.asb_class, found.asb_type, found.suggested) == (NUISANCE, AsbType.NOISE, True)


def test_r4_a_type_code_beside_an_asb_opening_code_keeps_the_class_of_the_opening_code():
    found = tagged(opening_code=ASB_PERSONAL, local_codes=(NOISE_CODE,))

    assert (found.asb_class, found.suggested) == (PERSONAL, False)


def test_r4_an_asb_code_without_class_or_text_leaves_both_unknown():
    found = tagged(local_codes=(ASB_CODE,))

    assert (found.asb_class, found.asb_type, found.suggested) == (None, None, False)


def test_r4_what_no_code_says_is_suggested_from_the_text():
    found = tagged(closing_code=ASB_PERSONAL, cues=NOISE_CUES)

    assert (found.asb_class, found.suggested) == (PERSONAL, False)
    assert (found.asb_type, found.type_suggested) == (AsbType.NOISE, True)


def test_r4_an_uncoded_incident_is_tagged_from_its_text_and_says_so():
    found = tagged(cues=NOISE_CUES)

    assert (found.asb_class, found.asb_type, found.basis) == (NUISANCE, AsbType.NOISE, TagBasis.CUES)
    assert found.suggested
    assert [(one.kind, one.ref, one.rule) for one in found.evidence] == [
        (EvidenceKind.LINE, "1", "loud music")
    ]


def test_r4_an_uncoded_incident_whose_text_says_nothing_is_not_asb():
    assert tag(incident(), POLICY) is None


@pytest.mark.parametrize("code", [VIOLENCE, CONCERN])
def test_r5_another_result_code_alone_withdraws_the_tag_whatever_the_text_says(code):
    row = incident(opening_code=ASB_NUISANCE, closing_code=code, cues=NOISE_CUES)

    assert tag(row, POLICY) is None


def test_r5_an_asb_code_among_all_result_codes_keeps_the_tag_beside_a_crime():
    found = tagged(closing_code=VIOLENCE, local_codes=(NOISE_CODE,))

    assert found.crime_and_asb
    assert found.asb_type is AsbType.NOISE


@pytest.mark.parametrize(
    "standing",
    [
        {"qualifiers": ("Anti-social behaviour",)},
        {"qualifiers": ("ANTI-SOCIAL BEHAVIOUR",)},
        {"officer_words": (OFFICER,)},
    ],
)
def test_r5_an_asb_qualifier_or_an_officers_victor_e_keeps_the_tag_beside_a_crime(standing):
    found = tagged(opening_code=ASB_NUISANCE, closing_code=VIOLENCE, **standing)

    assert found.crime_and_asb
    assert found.asb_class is NUISANCE


def test_r5_beside_a_crime_the_text_suggests_the_class_where_no_asb_code_was_ever_set():
    found = tagged(closing_code=VIOLENCE, officer_words=(OFFICER,), cues=NOISE_CUES)

    assert (found.asb_class, found.basis, found.crime_and_asb) == (NUISANCE, TagBasis.CUES, True)


def test_x11_the_registrars_override_wins_over_codes():
    override = TagOverride(True, PERSONAL, AsbType.NOISE, "instruction-1", (1, "", ""))

    found = tagged(closing_code=VIOLENCE, tag_override=override)

    assert (found.asb_class, found.asb_type, found.basis) == (PERSONAL, AsbType.NOISE, TagBasis.OVERRIDE)
    assert [(one.kind, one.ref) for one in found.evidence] == [(EvidenceKind.OFFICER, "instruction-1")]


def test_x11_the_registrar_can_say_that_it_is_not_asb():
    override = TagOverride(False, None, None, "instruction-1", (1, "", ""))

    assert tag(incident(closing_code=ASB_PERSONAL, tag_override=override), POLICY) is None


@pytest.mark.parametrize(
    ("changes", "needed"),
    [
        ({}, True),
        ({"opening_code": ASB_NUISANCE}, True),
        ({"closing_code": VIOLENCE}, False),
        ({"closing_code": VIOLENCE, "local_codes": (NOISE_CODE,)}, True),
        ({"closing_code": VIOLENCE, "officer_words": (OFFICER,)}, True),
        ({"opening_code": CONCERN}, False),
        ({"opening_code": CONCERN, "closing_code": ASB_PERSONAL}, True),
    ],
)
def test_the_text_is_read_only_where_it_has_a_say(changes, needed):
    assert needs_text(incident(**changes), POLICY) is needed
