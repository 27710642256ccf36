"""X8: the stories of the text of logs, through a real Kafka."""

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

STORIES = collected("retention/test_x8_log_text*")
