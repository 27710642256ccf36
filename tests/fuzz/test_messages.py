"""Whatever comes in is accepted, says nothing new, or is rejected as it came with a reason; nothing else happens."""

from collections import Counter

import pytest
from pydantic import BaseModel

from tests.fuzz.amount import CASES, CASES_PER_STORY, SEED
from tests.fuzz.cases import MESSAGES, handled, told
from tests.fuzz.seeds import EVENTS, name_of

EACH = -(-CASES // len(EVENTS))
STORIES = max(1, CASES // CASES_PER_STORY)


@pytest.mark.parametrize("event", EVENTS, ids=name_of)
def test_every_message_is_accounted_for_however_it_was_spoiled(event: type[BaseModel]):
    found = Counter(handled(SEED, event, number) for number in range(EACH))

    assert found.total() == EACH
    assert len(found) > 3, f"seed {SEED} makes hardly anything of it: {dict(found)}"


def test_no_story_of_valid_messages_makes_a_rule_fail_nor_anything_that_falls_due():
    found = sum((told(SEED, number) for number in range(STORIES)), Counter())

    assert found.total() == STORIES * MESSAGES
    assert found["accepted"] > found.total() / 2, f"seed {SEED} tells hardly anything: {dict(found)}"
