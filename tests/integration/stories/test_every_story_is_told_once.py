"""No story is left out, and none is told twice."""

from collections import Counter
from importlib import import_module
from pathlib import Path

from tests.integration.stories.collected import collected

HERE = Path(__file__).parent


def test_every_story_of_a_folder_is_in_one_file_here_and_in_no_other() -> None:
    modules = (import_module(f"tests.integration.stories.{path.stem}") for path in HERE.glob("test_*.py"))

    told = Counter(story.name for module in modules for story in getattr(module, "STORIES", ()))

    assert told == Counter(story.name for story in collected("*/*"))
    assert len(told) > 400
