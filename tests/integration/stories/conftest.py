"""What the files of this folder share: the stories of each, told once."""

import pytest

from tests.given.policies import in_folder
from tests.integration.stories.collected import Story
from tests.integration.stories.telling import Told, told_on_kafka


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes a story takes each that its file names."""
    if "story" in metafunc.fixturenames:
        metafunc.parametrize("story", metafunc.module.STORIES, ids=lambda story: story.name)


@pytest.fixture(scope="module")
def told(
    request: pytest.FixtureRequest, kafka: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[Story, Told]:
    """How each story of the file went, under the policies that it names."""
    policies_in = getattr(request.module, "POLICIES_IN", in_folder)
    return told_on_kafka(kafka, tmp_path_factory.mktemp("stories"), request.module.STORIES, policies_in)
