"""R20: a pack that contradicts itself is refused when the policy is loaded, with file and path."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from streams.policies.bundle import PolicyError, document_of, load_bundle

Document = dict[str, Any]


def built_in() -> Document:
    return copy.deepcopy(json.loads(json.dumps(dict(load_bundle()[-1].document))))


def pack(document: Document, partner: str) -> Document:
    return next(one for one in document["partners"]["packs"] if one["partner"] == partner)


def a_field_that_is_none(document: Document) -> None:
    pack(document, "housing")["fields"].append("shoe-size")


def a_field_twice(document: Document) -> None:
    pack(document, "housing")["fields"].append("person-home")


def a_sensitive_field_that_is_not_permitted(document: Document) -> None:
    pack(document, "housing")["fields"].append("prejudice")


def a_permission_for_a_field_that_is_not_told(document: Document) -> None:
    pack(document, "mental-health")["sensitive"].append("prejudice")


def a_second_pack(document: Document) -> None:
    document["partners"]["packs"].append(pack(document, "housing"))


def a_trigger_about_somebody_else(document: Document) -> None:
    pack(document, "youth-justice")["triggers"].append("high-risk-victim")


def a_field_of_a_person_for_a_partner_of_places(document: Document) -> None:
    pack(document, "environmental-health")["fields"].append("person-name")


def consent_of_a_place(document: Document) -> None:
    pack(document, "environmental-health")["gateway"]["kind"] = "consent"


def a_phrase_that_no_log_is_searched_for(document: Document) -> None:
    document["partners"]["signs"]["fire"]["phrases"].append("box of matches")


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (a_field_that_is_none, "partners/packs/1/fields/6"),
        (a_field_twice, "partners/packs/1: .*housing: a field is named twice"),
        (a_sensitive_field_that_is_not_permitted, "partners/packs/1: .*housing: each sensitive field"),
        (
            a_permission_for_a_field_that_is_not_told,
            "partners/packs/5: .*mental-health: each sensitive field",
        ),
        (a_second_pack, "partners/packs/10/partner: housing has another pack"),
        (
            a_trigger_about_somebody_else,
            "partners/packs/2/triggers/1: youth-justice: high-risk-victim makes nothing due about perpetrator",
        ),
        (
            a_field_of_a_person_for_a_partner_of_places,
            "partners/packs/9/fields/6: environmental-health: person-name is of a person",
        ),
        (
            consent_of_a_place,
            "partners/packs/9/gateway/kind: environmental-health: only a person can consent",
        ),
        (
            a_phrase_that_no_log_is_searched_for,
            "partners/signs/fire/phrases/1: no cue of VICTOR-E has this phrase",
        ),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_r20_what_is_wrong_with_a_pack_is_said_with_its_path(
    break_it: Callable[[Document], None], said: str
) -> None:
    document = built_in()
    break_it(document)

    with pytest.raises(PolicyError, match=f"^a-file: {said}"):
        document_of(document, "a-file")


def test_the_packs_that_come_with_the_program_are_sound() -> None:
    document_of(built_in(), "a-file")
