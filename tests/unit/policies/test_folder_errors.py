"""What is wrong with a force's folder of policies is told with the folder, the file and the place in it (R2)."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from streams.policies import bundle
from streams.policies.bundle import PolicyError, document_of, load_bundle

BUILT_IN = Path(bundle.__file__).with_name("bundle")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound folder of the force's own, named as one would name it on a command line."""
    shutil.copytree(BUILT_IN, tmp_path / "force" / "my-policies")
    monkeypatch.chdir(tmp_path)
    return Path("force/my-policies")


def missing(file: Path) -> None:
    file.unlink()


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def holding(content: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(content)


def test_a_sound_folder_gives_its_policies_oldest_first(folder):
    assert [policy.document["name"] for policy in load_bundle(folder)] == ["first-incident-stays", "victor-e"]


@pytest.mark.parametrize("file", sorted(path.name for path in BUILT_IN.glob("*.yaml")))
@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (missing, "the file is missing"),
        (a_folder, "cannot be read: Is a directory"),
        (holding(b"\xff\xfe\x00"), "not UTF-8 text"),
        (holding(b"a: 1\nb: [\n"), "line 3: not YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_folder(folder, file, spoil, told):
    spoil(folder / file)

    with pytest.raises(PolicyError) as refused:
        load_bundle(folder)

    assert str(refused.value) == f"force/my-policies/{file}: {told}"


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("tagging.yaml", b"a: 1", "tagging: Additional properties are not allowed ('a' was unexpected)"),
        ("linking.yaml", b"", "linking: None is not of type 'object'"),
        ("timeline.yaml", b"- {name: mine}", "(top): 'version' is a required property"),
        ("timeline.yaml", b"", "(top): a list of policies is needed"),
        ("timeline.yaml", b"- 3", "(top): a list of policies is needed"),
    ],
)
def test_what_does_not_fit_the_schema_is_named_with_file_and_path(folder, file, content, told):
    (folder / file).write_bytes(content)

    with pytest.raises(PolicyError) as refused:
        load_bundle(folder)

    assert str(refused.value) == f"force/my-policies/{file}: {told}"


def test_a_policy_that_came_in_a_message_is_told_without_files():
    document = {**load_bundle()[0].document, "tagging": 3}

    with pytest.raises(PolicyError, match=r"^policy: tagging: 3 is not of type 'object'$"):
        document_of(document, "policy")
