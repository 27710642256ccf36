"""How the columns of a CSV export become the fields of an incident: a YAML file, checked by a JSON Schema.

The mappings that come with the system lie in `mappings/`, each known by its file's name.
"""

import json
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from jsonschema import Draft202012Validator

from schemas.words import Channel, TimePrecision

_HERE: Final = files("connectors.storm")
_SCHEMA_FILE: Final = "mapping.schema.json"
_MIDDLE_OF_NEXT_MONTH: Final = timedelta(days=45)


class BadMapping(Exception):
    """The mapping cannot be used; the message names the file, the place in it and what is wrong."""


class Mapping(NamedTuple):
    """A checked mapping. `columns` is from our field to the export's column."""

    name: str
    columns: dict[str, str]
    formats: tuple[str, ...]
    precision: TimePrecision
    zone: ZoneInfo
    channel: Channel = Channel.IMPORT
    local_codes: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    snapped: bool = False
    delimiter: str | None = None
    separator: str = ";"

    def time(self, text: str) -> datetime:
        """The time that a cell says; raises ValueError when no format fits."""
        for form in self.formats:
            try:
                found = datetime.strptime(text, form)  # noqa: DTZ007 -- the zone is given below
            except ValueError:
                continue
            return found if found.tzinfo else found.replace(tzinfo=self.zone)
        msg = f"is not a time of the form {' or '.join(self.formats)}"
        raise ValueError(msg)

    def end_of(self, at: datetime) -> datetime:
        """The first instant after what a time of this precision can mean: its month, its day or itself."""
        match self.precision:
            case TimePrecision.MONTH:
                return (at.replace(day=1) + _MIDDLE_OF_NEXT_MONTH).replace(day=1, hour=0, minute=0)
            case TimePrecision.DAY:
                return (at + timedelta(days=1)).replace(hour=0, minute=0, second=0)
            case _:
                return at


def built_in() -> tuple[str, ...]:
    """The names of the mappings that come with the system."""
    return tuple(sorted(Path(each.name).stem for each in (_HERE / "mappings").iterdir()))


def load(name_or_file: str) -> Mapping:
    """The built-in mapping of that name, else the one in that file.

    Raises BadMapping when there is neither or the mapping is wrong.
    """
    if name_or_file in built_in():
        return _checked(
            f"{name_or_file}.yaml", (_HERE / "mappings" / f"{name_or_file}.yaml").read_text("utf-8")
        )
    try:
        return _checked(name_or_file, Path(name_or_file).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        msg = f"there is no mapping {name_or_file}: give a file or one of {', '.join(built_in())}"
        raise BadMapping(msg) from error


def _checked(file: str, text: str) -> Mapping:
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        msg = f"{file}: not YAML: {' '.join(str(error).split())}"
        raise BadMapping(msg) from error
    schema = json.loads((_HERE / _SCHEMA_FILE).read_text("utf-8"))
    errors = sorted(Draft202012Validator(schema).iter_errors(document), key=lambda error: list(error.path))
    if errors:
        places = ("/".join(str(part) for part in error.absolute_path) or "(top)" for error in errors)
        msg = "; ".join(
            f"{file}: {place}: {error.message}" for place, error in zip(places, errors, strict=True)
        )
        raise BadMapping(msg)
    return _mapping(file, document)


def _mapping(file: str, document: dict[str, Any]) -> Mapping:
    time, always = document["time"], document.get("always", {})
    try:
        zone = ZoneInfo(time["zone"])
    except (ZoneInfoNotFoundError, ValueError) as error:
        msg = f"{file}: time/zone: {time['zone']} is not a time zone"
        raise BadMapping(msg) from error
    return Mapping(
        name=Path(file).stem,
        columns=document["columns"],
        formats=tuple(time["formats"]),
        precision=TimePrecision(time["precision"]),
        zone=zone,
        channel=Channel(always.get("channel", Channel.IMPORT)),
        local_codes=tuple(always.get("local_codes", ())),
        qualifiers=tuple(always.get("qualifiers", ())),
        snapped=always.get("snapped", False),
        delimiter=document.get("delimiter"),
        separator=document.get("separator", ";"),
    )
