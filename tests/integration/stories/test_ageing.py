"""X8: the stories of rows whose time is up, through a real Kafka, under policies that keep them for weeks."""

import pytest

from tests.given.retention import short_in_folder
from tests.integration.stories.collected import collected
from tests.integration.stories.telling import (
    test_a_story_holds_of_what_is_read_from_kafka,
    test_a_story_publishes_on_kafka_the_bytes_that_it_publishes_in_memory,
)

__all__ = [
    "test_a_story_holds_of_what_is_read_from_kafka",
    "test_a_story_publishes_on_kafka_the_bytes_that_it_publishes_in_memory",
]

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]

POLICIES_IN = short_in_folder
STORIES = collected("retention/test_x8_*_age_out*", "retention/test_x8_ageing_*")
