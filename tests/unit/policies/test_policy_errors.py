"""A broken section of a policy is refused with its file and the path in it (R2). One for each section."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.words import ObligationKind
from streams.policies import bundle
from streams.policies.bundle import PolicyError, document_of, load_bundle

BUILT_IN = Path(bundle.__file__).with_name("bundle")


def changed(section: str, steps: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The built-in policy with one value of a section replaced."""
    document = copy.deepcopy(dict(load_bundle()[-1].document))
    part = document[section]
    for step in steps[:-1]:
        part = part[step]
    part[steps[-1]] = value
    return document


@pytest.mark.parametrize(
    ("section", "steps", "value", "told"),
    [
        ("codes", ("nsir", "201", "asb_class"), "private", "codes/nsir/201/asb_class: "),
        ("tagging", ("weights", "types", "strong"), 0, "tagging/weights/types/strong: "),
        ("tagging", ("types", "noise", "strong", 0), "LOUD MUSIC", "tagging/types/noise/strong/0: "),
        ("tagging", ("types", "noise", "weak", 0), "loud (music", "tagging/types/noise/weak/0: "),
        (
            "tagging",
            ("types", "noise", "weak", 0),
            "at <whom>",
            "tagging/types/noise/weak/0: the language has no",
        ),
        ("tagging", ("types", "graffiti"), {"default_class": "nuisance"}, "tagging/types: "),
        ("language", ("denial", "reach"), "far", "language/denial/reach: "),
        ("language", ("denial", "words", 0), "", "language/denial/words/0: "),
        ("victor_e", ("cues", "I", "yes", 0), "a ..", "victor_e/cues/I/yes/0: "),
        ("victor_e", ("askable",), ["V", "X"], "victor_e/askable/1: "),
        ("linking", ("keep",), 0, "linking/keep: "),
        ("obligations", ("officer-decision", "levels"), [], "obligations/officer-decision/levels: "),
        ("obligations", ("unanswered-question", "days"), [4, 4], "obligations/unanswered-question: "),
        ("obligations", ("unanswered-question", "days"), [7, 4], "obligations/unanswered-question: "),
        ("plausibility", ("ahead",), 3, "plausibility/ahead: "),
        ("retention", ("log_text", "after_closed"), "P31D", "retention/log_text/after_closed: "),
    ],
)
def test_r2_a_wrong_value_is_told_with_its_path(section, steps, value, told):
    with pytest.raises(PolicyError) as refused:
        document_of(changed(section, steps, value), "policy")

    assert str(refused.value).startswith(f"policy: {told}")


@pytest.mark.parametrize("kind", ObligationKind)
def test_r10_a_duty_that_is_left_out_is_named(kind):
    document = copy.deepcopy(dict(load_bundle()[-1].document))
    del document["obligations"][kind]

    with pytest.raises(PolicyError, match=f"obligations/{kind}: every duty has its ladder"):
        document_of(document, "policy")


def test_the_path_is_also_told_in_words_of_ours_alone():
    with pytest.raises(PolicyError) as refused:
        document_of(changed("language", ("sets", "quillfeather"), 1), "policy")

    assert refused.value.where == "language/sets/*"


@pytest.mark.parametrize("section", sorted(path.stem for path in BUILT_IN.glob("*.yaml")))
def test_r2_a_file_with_something_that_no_policy_has_is_named(section, tmp_path):
    for file in BUILT_IN.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    broken = yaml.safe_load((BUILT_IN / f"{section}.yaml").read_text(encoding="utf-8"))
    part = broken[0] if isinstance(broken, list) else broken
    part["not-a-setting"] = 1
    (tmp_path / f"{section}.yaml").write_text(yaml.safe_dump(broken, allow_unicode=True), encoding="utf-8")

    with pytest.raises(PolicyError) as refused:
        load_bundle(tmp_path)

    assert str(refused.value).startswith(f"{tmp_path}/{section}.yaml: ")
    assert "not-a-setting" in str(refused.value)


def test_r2_the_sound_policy_is_not_refused():
    document = load_bundle()[-1].document

    assert document_of(document, "policy").document == document


@pytest.mark.parametrize(
    ("section", "steps", "value", "told"),
    [
        ("retention", ("incidents", "asb"), "P364D", "incidents/asb: linking/window looks back"),
        (
            "linking",
            ("window",),
            "P2193D",
            "incidents/asb: linking/window looks back at incidents for 2193 days",
        ),
        (
            "watches",
            ("conduct", "window_days"),
            2193,
            "incidents/asb: watches/conduct/window_days looks back",
        ),
        ("watches", ("perpetrators", "window_days"), 2193, "incidents/asb: watches/perpetrators/window_days"),
        (
            "watches",
            ("case_review", "packs", "wales"),
            {"title": "Wales", "within_months": 60, "reported_within_months": 60, "incidents": 3},
            "incidents/asb: watches/case_review/packs looks back",
        ),
        (
            "retention",
            ("incidents", "not_asb"),
            "P2193D",
            "incidents/not_asb: what is not ASB is kept no longer",
        ),
        (
            "retention",
            ("cases",),
            "P2191D",
            "cases: a case is kept for at least 2192 days, as incidents/asb says",
        ),
        (
            "retention",
            ("snapshot_after_closed",),
            "P2193D",
            "cases: a case is kept for at least 2193 days, as snapshot_after_closed says",
        ),
        ("markers", ("expires_after",), 2193, "cases: a case is kept for at least 2193 days, as markers/"),
    ],
)
def test_x8_nothing_goes_while_a_rule_looks_back_at_it(section, steps, value, told):
    with pytest.raises(PolicyError) as refused:
        document_of(changed(section, steps, value), "policy")

    assert str(refused.value).startswith(f"policy: retention/{told}")
