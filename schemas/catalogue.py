"""The catalogue made from the models: a JSON Schema per event, and README's table of topics.

`python -m schemas.catalogue` writes both; a contract test fails when what is committed differs.
"""

import json
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from schemas.envelope import dataschema
from schemas.incoming import Incoming
from schemas.topics import REFERRALS, TOPIC_OF, TOPICS, Topic

ROOT: Final = Path(__file__).parents[1]
JSON_DIR: Final = ROOT / "schemas" / "json"
SAMPLES_DIR: Final = JSON_DIR / "samples"
README: Final = ROOT / "README.md"
DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
BEGIN, END = "<!-- topics -->", "<!-- /topics -->"


class NoMarkers(Exception):
    """The text has no place for the table of topics."""


def events() -> tuple[type[BaseModel], ...]:
    """Every event class, in the order of the topic list."""
    return tuple(TOPIC_OF)


def schema_of(event: type[BaseModel]) -> dict[str, Any]:
    """The event's JSON Schema 2020-12: what we accept of a message we read, what we say in our own."""
    mode = "validation" if issubclass(event, Incoming) else "serialization"
    schema = event.model_json_schema(mode=mode)  # type: ignore[arg-type]
    return {"$schema": DRAFT, "$id": dataschema(event.__name__), **schema}


def schema_file(event: type[BaseModel]) -> Path:
    """Where the event's schema is committed."""
    return JSON_DIR / f"{event.__name__}.v1.json"


def schema_text(event: type[BaseModel]) -> str:
    """The content of `schema_file`."""
    return json.dumps(schema_of(event), indent=2, ensure_ascii=False) + "\n"


def topics_table() -> str:
    """The topic list as README's Markdown table; the partners' topics differ by name only and share a row."""
    lines = ["| topic | key | written by → read by | events | kept |", "|---|---|---|---|---|"]
    of_partners = tuple(REFERRALS.values())
    shared = of_partners[0]._replace(name="asb.referrals.<partner>.v1")
    listed = dict.fromkeys(shared if topic in of_partners else topic for topic in TOPICS)
    return "\n".join(lines + [_row(topic) for topic in listed]) + "\n"


def _row(topic: Topic) -> str:
    kept = "the last per key" if topic.compacted else f"{topic.days} days"
    names = ", ".join(event.__name__ for event in topic.events) or "–"
    parties = f"{', '.join(topic.written_by)} → {', '.join(topic.read_by)}"
    return f"| `{topic.name}` | {topic.key} | {parties} | {names} | {kept} |"


def with_table(text: str) -> str:
    """The text with the table of topics between its markers; raises NoMarkers when it has none."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        msg = f"there is no {BEGIN} … {END} in the text"
        raise NoMarkers(msg)
    return f"{before}{BEGIN}\n{topics_table()}{END}{after}"


def write() -> None:
    """Write the schemas and README's table; a schema of an event that is gone is removed."""
    JSON_DIR.mkdir(exist_ok=True)
    wanted = {schema_file(event): schema_text(event) for event in events()}
    for stray in set(JSON_DIR.glob("*.json")) - set(wanted):
        stray.unlink()
    for path, text in wanted.items():
        path.write_text(text, "utf-8")
    README.write_text(with_table(README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    write()
