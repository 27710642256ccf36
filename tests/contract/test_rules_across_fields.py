"""What the model says of several fields together, the committed JSON Schema says too: partners check by it alone."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from schemas.catalogue import SAMPLES_DIR, schema_file
from schemas.incoming import AssessmentRecorded, TagOverridden, VictorERecorded

INCIDENT, CASE = {"incident_id": "SK-260105-0412"}, {"reference": "SEN-26-00031"}
NO_INCIDENT, NO_CASE = {"incident_id": None}, {"reference": None}
ASB, NOT_ASB, PERSONAL = {"asb": True}, {"asb": False}, {"asb_class": "personal"}


def without(event: type[BaseModel], *fields: str) -> dict[str, Any]:
    data = json.loads((SAMPLES_DIR / f"{event.__name__}.v1.json").read_text("utf-8"))["data"]
    return {name: value for name, value in data.items() if name not in fields}


def refused_by_schema(event: type[BaseModel], data: dict[str, Any]) -> bool:
    schema = json.loads(schema_file(event).read_text("utf-8"))
    return not Draft202012Validator(schema).is_valid(data)


def refused_by_model(event: type[BaseModel], data: dict[str, Any]) -> bool:
    try:
        event.model_validate_json(json.dumps(data))
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    ("subject", "refused"),
    [
        (INCIDENT, False),
        (CASE, False),
        (INCIDENT | NO_CASE, False),
        (NO_INCIDENT | CASE, False),
        ({}, True),
        (NO_INCIDENT | NO_CASE, True),
        (INCIDENT | CASE, True),
    ],
)
def test_an_officers_victor_e_names_an_incident_or_a_case_and_only_one_of_them(subject, refused):
    data = without(VictorERecorded, "incident_id", "reference") | subject

    assert refused_by_schema(VictorERecorded, data) is refused
    assert refused_by_model(VictorERecorded, data) is refused


@pytest.mark.parametrize(
    ("tag", "refused"),
    [
        (ASB | PERSONAL, False),
        (NOT_ASB, False),
        (NOT_ASB | {"asb_class": None}, False),
        (ASB, True),
        (ASB | {"asb_class": None}, True),
    ],
)
def test_a_tag_set_to_asb_has_a_class(tag, refused):
    data = without(TagOverridden, "asb", "asb_class") | tag

    assert refused_by_schema(TagOverridden, data) is refused
    assert refused_by_model(TagOverridden, data) is refused


@pytest.mark.parametrize(
    ("subject", "refused"),
    [
        ({"kind": "victim", "ref": "P-77"}, False),
        ({"kind": "perpetrator", "ref": "P-78"}, False),
        ({"kind": "location", "ref": "999000000412"}, False),
        ({"kind": "community"}, False),
        ({"kind": "community", "ref": ""}, False),
        ({"kind": "victim"}, True),
        ({"kind": "victim", "ref": ""}, True),
        ({"kind": "location"}, True),
        ({"ref": "P-77"}, True),
    ],
)
def test_an_assessment_says_whom_or_what_it_is_about_unless_that_is_the_community(subject, refused):
    data = without(AssessmentRecorded, "subject") | {"subject": subject}

    assert refused_by_schema(AssessmentRecorded, data) is refused
    assert refused_by_model(AssessmentRecorded, data) is refused
