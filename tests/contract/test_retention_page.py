"""docs/retention.md says for each topic how long its bytes may stay, as it is set (X8)."""

from datetime import timedelta
from pathlib import Path

from schemas.topics import TOPICS, Topic
from streams.topic_retention import bound

PAGE = Path(__file__).parents[2] / "docs" / "retention.md"


def said(period: timedelta) -> str:
    """Whole days and hours, rounded up."""
    hours = -(-period // timedelta(hours=1))
    return f"{hours // 24} d {hours % 24} h" if hours >= 24 else f"{hours} h"


def row(topic: Topic) -> str:
    kept = "the last per key" if topic.compacted else f"{topic.days} days"
    stays = bound(topic, topic.days)
    return f"| `{topic.name}` | {kept} | {said(stays.value)} | {said(stays.key)} |"


def test_x8_the_page_states_the_bound_of_every_topic():
    stated = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]

    assert stated == [row(topic) for topic in TOPICS]
