"""The bill of materials: everything of the locks, in valid CycloneDX, the same bytes each time; up to date."""

import json
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from setup import sbom
from setup.locks import BadLock, licences, packages, require_licences
from setup.sbom import BILL, bill
from streams.broker.jars import locked_jars

ROOT = Path(__file__).parents[2]
SUM = "0" * 64


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return json.loads(BILL.read_text("utf-8"))


def component(told: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in told["components"] if each["name"] == name)


def test_the_bill_in_the_tree_is_what_the_locks_say_and_is_written_alike_every_time():
    first, second = bill(), bill()

    assert first == second == BILL.read_text("utf-8")


def test_the_bill_is_valid_cyclonedx():
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(BILL.read_text("utf-8"))

    assert wrong is None


def test_every_line_of_the_locks_is_a_component_and_nothing_else_is(told: dict[str, Any]):
    lock = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pinned = {line.split()[0].replace("==", "@") for line in lock if line[:1].isalnum()}
    jars = {f"{jar.group}/{jar.artifact}@{jar.version}" for jar in locked_jars()}

    urls = {each["purl"] for each in told["components"] if "purl" in each}

    assert urls == {f"pkg:pypi/{each}" for each in pinned} | {f"pkg:maven/{each}" for each in jars}


def test_every_jar_has_the_sum_that_it_is_checked_by_before_each_start(told: dict[str, Any]):
    sums = {
        (each["group"], each["name"]): each["hashes"]
        for each in told["components"]
        if each.get("purl", "").startswith("pkg:maven/")
    }

    assert sums == {
        (jar.group, jar.artifact): [{"alg": "SHA-256", "content": jar.sha256}] for jar in locked_jars()
    }


@pytest.mark.parametrize(
    ("name", "scope"),
    [("aiokafka", "required"), ("colorama", "optional"), ("pytest", "excluded"), ("kafka_2.13", "excluded")],
)
def test_a_component_says_whether_it_runs_in_service(told: dict[str, Any], name: str, scope: str):
    assert component(told, name)["scope"] == scope


def test_a_component_says_what_it_needs(told: dict[str, Any]):
    needs = {each["ref"]: each.get("dependsOn", []) for each in told["dependencies"]}
    of_ours = needs["asb-risk-middleware"]
    aiohttp = component(told, "aiohttp")["purl"]

    assert component(told, "faust-streaming")["purl"] in of_ours
    assert aiohttp not in of_ours
    assert aiohttp in needs[component(told, "faust-streaming")["purl"]]
    assert component(told, "yarl")["purl"] in needs[aiohttp]


def test_every_package_and_jar_has_a_licence(told: dict[str, Any]):
    assert [
        each["name"] for each in told["components"] if each["type"] == "library" and not each["licenses"]
    ] == []


def test_a_bill_that_is_out_of_date_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    old = tmp_path / "sbom.cdx.json"
    old.write_text(bill().replace("aiokafka", "aiokafke"), "utf-8")
    monkeypatch.setattr(sbom, "BILL", old)

    left = sbom.main(["--check"])

    assert left == 1
    assert capsys.readouterr().err == (
        "sbom: sbom.cdx.json is not what the locks say; write it with: make sbom\n"
    )


@pytest.mark.parametrize(
    ("lock", "sentence"),
    [
        (f"a==1 \\\n    --hash=sha256:{SUM}\nloose==2\n    # via a\n", "no SHA-256 pins loose;"),
        ("a==1 \\\n    --hash=md5:00\n", "no SHA-256 pins a;"),
        (f"a>=1 \\\n    --hash=sha256:{SUM}\n", "a>=1 is not pinned to one version;"),
    ],
)
def test_a_package_that_nothing_pins_is_named(lock: str, sentence: str):
    with pytest.raises(BadLock, match=sentence):
        packages(lock)


def test_a_package_without_a_licence_and_a_licence_without_a_package_are_named():
    named = licences("| package | licence |\n|---|---|\n| a | MIT |\n| b | Apache-2.0 AND MIT |\n")

    assert named == {"a": "MIT", "b": "Apache-2.0 AND MIT"}
    with pytest.raises(BadLock, match="no licence of c"):
        require_licences(named, {"a", "b", "c"})
    with pytest.raises(BadLock, match="names b, which no lock holds"):
        require_licences(named, {"a"})
