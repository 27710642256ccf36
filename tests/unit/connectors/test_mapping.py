"""Column mappings are files that people write: every mistake is named with its file and place."""

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from connectors.storm.mapping import BadMapping, built_in, load

GOOD = """
description: x
columns: {reported_at: when}
time: {formats: ["%Y"], precision: day, zone: Europe/London}
"""


def test_every_mapping_that_comes_with_the_system_is_usable():
    assert "police-uk" in built_in()
    for name in built_in():
        assert load(name).name == name


def test_the_schema_of_mappings_is_itself_valid():
    Draft202012Validator.check_schema(
        json.loads(files("connectors.storm").joinpath("mapping.schema.json").read_text("utf-8"))
    )


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("reported_at: when", "location: where", "columns: 'reported_at' is a required property"),
        ("reported_at: when", "reported_at: when, colour: x", "columns: .*'colour' was unexpected"),
        ("reported_at: when", "reported_at: when, longitude: x", "columns: 'latitude' is a dependency"),
        ("reported_at: when", "reported_at: 3", "columns/reported_at: 3 is not of type 'string'"),
        ("precision: day", "precision: year", "time/precision: 'year' is not one of"),
        ("Europe/London", "Europe/Skerrow", "time/zone: Europe/Skerrow is not a time zone"),
        ("description: x", "descriptoin: x", "(top).*descriptoin"),
        ("columns: {", "columns: {{", "not YAML"),
    ],
)
def test_a_mistake_is_named_with_file_and_place(tmp_path, before, after, sentence):
    path = tmp_path / "mine.yaml"
    path.write_text(GOOD.replace(before, after), "utf-8")

    with pytest.raises(BadMapping, match=f"mine.yaml: .*{sentence}"):
        load(str(path))


def test_a_name_that_is_no_mapping_and_no_file_is_told_with_the_names_there_are():
    with pytest.raises(BadMapping, match=r"there is no mapping polis-uk: .* police-uk"):
        load("polis-uk")
