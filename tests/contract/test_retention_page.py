"""docs/retention.md says how long each topic's bytes may stay, as it is set, and when each kind of row goes (X8)."""

from datetime import timedelta
from pathlib import Path

from schemas.topics import TOPICS, Topic
from streams import row_codec
from streams.policies.bundle import compiled, load_bundle
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


def stated(section: str) -> list[str]:
    """The lines of the table in a section of the page."""
    text = PAGE.read_text("utf-8").split(f"## {section}\n", 1)[1].split("\n## ", 1)[0]
    return [line for line in text.splitlines() if line.startswith("| `")]


def test_x8_the_page_states_the_bound_of_every_topic():
    assert stated("Topics") == [row(topic) for topic in TOPICS]


def test_x8_the_page_states_when_each_kind_of_row_goes():
    kinds = [line.split("`")[1] for line in stated("Rows")]

    assert len(kinds) == len(set(kinds))
    assert set(kinds) == {kind.decode() for kind in row_codec._KINDS}


def test_x8_the_page_states_the_periods_of_the_built_in_policy():
    page = PAGE.read_text("utf-8")
    terms = compiled(load_bundle()[-1]).retention

    for name, period in (
        ("incidents.asb", terms.incidents.asb),
        ("incidents.not_asb", terms.incidents.not_asb),
        ("cases", terms.cases),
        ("watches", terms.watches),
        ("rejections", terms.rejections),
        ("looked_at_again", terms.looked_at_again),
        ("snapshot_after_closed", terms.snapshot_after_closed),
    ):
        assert f"`{name}`: {period.days} days" in page
