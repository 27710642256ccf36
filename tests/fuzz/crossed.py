"""Valid messages about each other's incidents, cases, people, duties and steps: newer, older, in other words."""

import enum
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any, Final

from schemas import words
from streams.engine.domain import Record
from tests.fuzz.rows import rows_of
from tests.fuzz.seeds import all_seeds

# What a field may be changed for: of each so many, so that messages meet.
_OF_EACH: Final = 12
# Fields that name something, and the kind of row it is.
_NAMES: Final = {
    "incident_id": "incident",
    "incident_ids": "incident",
    "duplicate_of": "incident",
    "reference": "sentinel",
    "case_id": "case",
    "obligation_id": "obligation",
    "step_id": "step",
    "marker_id": "marker",
    "referral_id": "referral",
    "correction_id": "",
    "person_ref": "",
    "into": "",
    "ref": "",
    "nominal_ref": "",
    "name": "",
    "date_of_birth": "",
    "phone": "",
    "uprn": "",
    "uprns": "",
    "home_uprn": "",
    "beat": "",
    "home_beat": "",
    "officer": "",
    "assessor": "",
    "opening_code": "",
    "closing_code": "",
    "matrix": "",
}
_DAYS: Final = 45
# Before 1970, the first year that there may be, and the last ones.
_AGES: Final = (-21_000, -46_000, 60_000, 63_000, -400, 400)


def crossed(chance: Random, record: Record) -> Record:
    """A message like this one about other things, at another time; it passes the schema as this one does."""
    data = json.loads(record.value or b"")
    days = chance.choice((0, 0, chance.randrange(-_DAYS, _DAYS), chance.choice(_AGES)))
    data = _changed(chance, data, "", timedelta(days=days, minutes=chance.randrange(1_440) if days else 0))
    data["revision"] = chance.choice((1, 1, 2, 3, data["revision"] + 1, chance.randrange(1, 2**53)))
    headers = {**dict(record.headers), "ce_id": f"crossed-{chance.randrange(10**9)}".encode()}
    return record._replace(value=json.dumps(data).encode(), headers=tuple(headers.items()))


def _changed(chance: Random, value: Any, field: str, moved: timedelta) -> Any:
    if isinstance(value, dict) and field != "policy":
        return {name: _changed(chance, part, name, moved) for name, part in value.items()}
    if isinstance(value, list):
        kept = [_changed(chance, part, field, moved) for part in value]
        return kept if chance.random() < 0.8 else kept[: chance.randrange(len(kept) + 1)]
    return _plain(chance, value, field, moved)


def _plain(chance: Random, value: Any, field: str, moved: timedelta) -> Any:
    if field in _NAMES and (value is not None or chance.random() < 0.1) and chance.random() < 0.5:
        return chance.choice(pools()[field] or [value])
    if field.endswith(("_at", "_from", "_to")) or field == "at":
        return _later(value, moved)
    if isinstance(value, bool):
        return value != (chance.random() < 0.2)
    if isinstance(value, str) and value in _siblings() and chance.random() < 0.2:
        return chance.choice(_siblings()[value])
    return value


def _later(value: Any, moved: timedelta) -> Any:
    if not isinstance(value, str) or len(value) <= len("2026-06-01"):
        return value
    return (datetime.fromisoformat(value) + moved).isoformat()


@cache
def pools() -> Mapping[str, Sequence[Any]]:
    """For each field that names something: names of what is there, and of what the seeds are about."""
    found: dict[str, dict[Any, None]] = defaultdict(dict)
    for field, kind in _NAMES.items():
        found[field].update(dict.fromkeys(rows_of(kind)[: _OF_EACH // 2] if kind else ()))
    for record in all_seeds():
        for field, value in _fields(json.loads(record.value or b"")):
            if field in _NAMES and value is not None and len(found[field]) < _OF_EACH:
                found[field][value] = None
    return {field: tuple(values) for field, values in found.items()}


def _fields(data: Any, field: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict):
        for name, part in data.items():
            yield from _fields(part, name)
    elif isinstance(data, list):
        for part in data:
            yield from _fields(part, field)
    else:
        yield field, data


@cache
def _siblings() -> Mapping[str, Sequence[str]]:
    """For each word of the vocabulary the words that may stand in its place."""
    found: dict[str, list[str]] = defaultdict(list)
    for kind in vars(words).values():
        if isinstance(kind, enum.EnumMeta):
            for member in kind:
                found[str(member.value)] += [str(other.value) for other in kind]
    return found
