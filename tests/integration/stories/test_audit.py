"""X7: the stories of the audit, through a real Kafka: the chain on the topic is the chain in memory."""

import pytest

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

STORIES = collected("audit/*")
