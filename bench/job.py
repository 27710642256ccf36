"""What a contender is told, and the trivial job: count the events of each key.

For every event one output, `{"id", "key", "n"}`, with the event's own key and headers, and a row per key that
holds the count. All contenders read and write these same bytes.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import orjson

from schemas.envelope import Envelope, Headers, source_of

KEYS: Final = 10_000
"""So many that nearly every event of a batch changes a row of its own, as incidents do."""

_FORCE: Final = "E23000099"
_STEP: Final = 7_919
"""A prime: the keys take turns without ever forming runs."""

_REMARK: Final = "CALLER STATES YOUTHS ON THE GREEN ARE SHOUTING AND KICKING A BALL AGAINST THE FENCE. "
_BODY: Final = orjson.dumps(
    {
        "key": "KEY",
        "revision": 1,
        "recorded_at": "2025-06-02T19:04:05Z",
        "header": {
            "reported_at": "2025-06-02T19:02:11Z",
            "channel": "101",
            "opening_code": "201",
            "grade": "2",
            "location": {"uprn": "99900000001", "easting": 458700, "northing": 304500, "beat": "SK12"},
        },
        "lines": [
            {"seq": seq, "at": "2025-06-02T19:03:40Z", "author": "CH1", "text": _REMARK * 2}
            for seq in range(4)
        ],
    }
)[1:].replace(b"KEY", b"%s", 1)
_EVENT: Final = b'{"id":%d,' + _BODY


class Job(NamedTuple):
    """What every contender is started with. `name` is new for each start, and stems its topics and group."""

    bootstrap: str
    source: str
    name: str
    folder: str
    seconds: float = 0.0
    warm_up: float = 0.0

    @classmethod
    def told(cls) -> Self:
        """The job on the command line of this process."""
        return cls(**json.loads(sys.argv[1]))

    @property
    def outputs(self) -> str:
        return f"{self.name}.outputs"

    @property
    def rows(self) -> str:
        return f"{self.name}.rows"

    @property
    def data(self) -> Path:
        return Path(self.folder) / self.name


class Event(NamedTuple):
    """One record, as it is produced."""

    key: bytes
    value: bytes
    headers: Headers


def events(count: int, keys: int = KEYS) -> Iterator[Event]:
    """The first events of the trivial job; their ids count up from 0, as their offsets do."""
    for number in range(count):
        key = b"k%05d" % (number * _STEP % keys)
        yield Event(key, _EVENT % (number, key), _headers(number, key.decode()))


def output(number: int, key: str, count: int) -> bytes:
    """What is published for an event."""
    return orjson.dumps({"id": number, "key": key, "n": count})


def read(value: bytes) -> dict[str, Any]:
    """An event or an output, decoded as every contender decodes it."""
    return orjson.loads(value)  # type: ignore[no-any-return]


def _headers(number: int, key: str) -> Headers:
    identity = f"{number:08d}-0000-5000-8000-000000000000"
    source = source_of(_FORCE, "storm")
    return Envelope(identity, "IncidentLogged", source, "2025-06-02T19:04:05Z", key).headers()
