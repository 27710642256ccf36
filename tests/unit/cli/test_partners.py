"""R20: `asb partners` shows each pack, and the schema of what the partner receives."""

import json

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from schemas.catalogue import SAMPLES_DIR
from schemas.words import DisclosedField, Partner
from streams.cli import asb


def run(*words: str) -> str:
    result = CliRunner().invoke(asb, ["partners", *map(str, words)])
    assert result.exit_code == 0, result.output
    return result.output


def schema(partner: Partner) -> Draft202012Validator:
    found = json.loads(run("show", partner, "--json-schema"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def sample(event: str) -> dict[str, object]:
    return json.loads((SAMPLES_DIR / f"{event}.v1.json").read_text("utf-8"))["data"]


def test_r20_every_partner_is_listed():
    listed = json.loads(run("list", "--json"))

    assert {row["partner"] for row in listed} == set(Partner)
    assert "environmental-health" in run("list")


def test_r20_a_pack_is_shown_with_its_topic_and_its_fields():
    shown = run("show", Partner.FIRE_AND_RESCUE)

    assert "asb.referrals.fire-and-rescue.v1" in shown
    assert "case-reference, contact-officer, places, incident-times, risk-band" in shown


@pytest.mark.parametrize("event", ["ReferralMade", "ReferralCorrected", "ReferralRecalled"])
def test_r20_what_a_partner_receives_is_valid_by_the_schema_it_is_given(event: str):
    receives = schema(Partner.ENVIRONMENTAL_HEALTH)

    assert list(receives.iter_errors(sample(event))) == []


@pytest.mark.parametrize("partner", Partner)
def test_r20_a_field_that_the_pack_does_not_list_is_not_in_the_schema(partner: Partner):
    receives = schema(partner)
    pack = json.loads(run("show", partner, "--json"))

    for field in DisclosedField:
        told = {"field": field, "value": "x", "basis": "fact"}
        allowed = {**sample("ReferralMade"), "partner": partner, "disclosed": [told]}
        allowed |= {"about": pack["about"][0], "because": [pack["due by"][0]]}
        allowed |= {"gateway": {"kind": pack["gateway"], "act": "an act", "purpose": "a purpose"}}
        allowed |= {"accuracy": {**sample("ReferralMade")["accuracy"], "not_known": []}}
        assert receives.is_valid(allowed) is (field in pack["is told"]), field


def test_r20_an_unknown_partner_is_refused_with_the_list_of_those_there_are():
    result = CliRunner().invoke(asb, ["partners", "show", "nobody"])

    assert result.exit_code == 2
    assert "victim-support" in result.output
