"""Policies for stories that are about something else than a source that falls silent (X9)."""

from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Final

from streams.policies import bundle
from streams.policies.bundle import PolicyDocument, load_bundle

_NOTHING: Final = "{silent_after: {}, noted_every: PT1M}\n"


@cache
def nothing_expected() -> tuple[PolicyDocument, ...]:
    """The built-in policies, of a force that waits for no source: weeks pass in a story between two messages."""
    with TemporaryDirectory() as folder:
        return load_bundle(in_folder(Path(folder) / "policies"))


def in_folder(folder: Path) -> Path:
    """The same as files for a worker, in a new folder; returns it."""
    copytree(Path(bundle.__file__).parent / "bundle", folder)
    (folder / "feeds.yaml").write_text(_NOTHING, "utf-8")
    return folder
