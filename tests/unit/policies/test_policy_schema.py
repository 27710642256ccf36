"""The committed JSON Schema of a policy is the one that policies are checked by (R2)."""

import json

from jsonschema import Draft202012Validator

from streams.policies.__main__ import SCHEMA, schema_text
from streams.policies.bundle import load_bundle


def test_r2_the_committed_schema_is_the_generated_one():
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "write it with: make schemas"


def test_r2_the_committed_schema_is_a_schema_and_the_built_in_policies_fit_it():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    Draft202012Validator.check_schema(schema)

    validator = Draft202012Validator(schema)
    assert [list(validator.iter_errors(policy.document)) for policy in load_bundle()] == [[], []]
