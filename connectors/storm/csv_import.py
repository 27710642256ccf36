"""Incidents from a CSV export of STORM, or of anything that lists incidents, through a column mapping.

A row becomes one `IncidentLogged` of revision 1. Reading a file again gives the same messages, so an import
that was cut short is simply run again. A row that cannot be brought in is told and the rest goes on.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from connectors.storm.mapping import Mapping
from connectors.storm.national_grid import GridPoint, to_national_grid
from connectors.storm.table_file import BadRow, Cells, read_rows, stem
from schemas.incoming import IncidentLogged
from schemas.words import LineCategory

BATCH: Final = 1_000
_ID_LENGTH: Final = 64
_NOT_IN_AN_ID: Final = re.compile(r"[^A-Za-z0-9.-]+")


class _Bad(Exception):
    """A field of the row at hand is wrong; `field` is ours, the message says how."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(problem)
        self.field = field


class _Draft(NamedTuple):
    """A row whose place is still in degrees."""

    row: int
    message: dict[str, Any]
    degrees: tuple[float, float] | None


def read_incidents(
    path: Path, mapping: Mapping, recorded_at: datetime | None = None, limit: int | None = None
) -> Iterator[IncidentLogged | BadRow]:
    """The incidents of the file in its order, and between them the rows that cannot be brought in.

    Args:
        recorded_at: when the export was made; by default the end of the month, day or instant of the report,
            so that a file read twice says the same.
        limit: read that many rows only.

    Raises:
        UnreadableFile: there is no such file, it is damaged, or a mapped column is not in it.
    """
    rows = islice(read_rows(path, tuple(mapping.columns.values()), mapping.delimiter), limit)
    drafts = (_draft(cells, mapping, stem(path), recorded_at) for cells in rows)
    while batch := list(islice(drafts, BATCH)):
        yield from _placed(batch, mapping)


def id_of_row(file_stem: str, row: int) -> str:
    """The incident id of a row without one: the file's name and the row, at most 64 characters."""
    end = f":{row:06d}"
    name = _NOT_IN_AN_ID.sub("-", file_stem).strip("-") or "file"
    if len(name + end) > _ID_LENGTH:
        short = sha256(file_stem.encode()).hexdigest()[:8]
        name = f"{name[: _ID_LENGTH - len(end) - len(short) - 1]}-{short}"
    return name + end


def _draft(
    cells: Cells | BadRow, mapping: Mapping, file: str, recorded_at: datetime | None
) -> _Draft | BadRow:
    if isinstance(cells, BadRow):
        return cells
    said = {field: cells.by_column[column] for field, column in mapping.columns.items()}
    try:
        return _Draft(
            cells.row, _message(said, mapping, id_of_row(file, cells.row), recorded_at), _degrees(said)
        )
    except _Bad as bad:
        return BadRow(cells.row, mapping.columns[bad.field], str(bad))


def _message(
    said: dict[str, str], mapping: Mapping, row_id: str, recorded_at: datetime | None
) -> dict[str, Any]:
    try:
        reported_at = mapping.time(said["reported_at"])
    except ValueError as error:
        raise _Bad("reported_at", str(error)) from error
    header = {
        "reported_at": reported_at,
        "reported_precision": mapping.precision,
        "channel": mapping.channel,
        "local_codes": _several(said, "local_codes", mapping.separator) or mapping.local_codes,
        "qualifiers": _several(said, "qualifiers", mapping.separator) or mapping.qualifiers,
        "location": _location(said, mapping),
        **{field: said[field] for field in ("summary", "opening_code", "closing_code") if said.get(field)},
    }
    message: dict[str, Any] = {
        "incident_id": said.get("incident_id", row_id),
        "revision": 1,
        "recorded_at": recorded_at or mapping.end_of(reported_at),
        "header": {field: value for field, value in header.items() if value not in ((), {})},
    }
    if said.get("text"):
        line = {"seq": 1, "at": reported_at, "category": LineCategory.REMARKS, "text": said["text"]}
        message["lines"] = (line,)
    return message


def _several(said: dict[str, str], field: str, separator: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in said.get(field, "").split(separator) if each.strip())


def _location(said: dict[str, str], mapping: Mapping) -> dict[str, Any]:
    fields = {
        "text": "location",
        **{name: name for name in ("uprn", "easting", "northing", "beat", "district")},
    }
    location: dict[str, Any] = {ours: said[field] for ours, field in fields.items() if said.get(field)}
    if mapping.snapped:
        location["snapped"] = True
    return location


def _degrees(said: dict[str, str]) -> tuple[float, float] | None:
    """Longitude and latitude; None where the row or the mapping has none."""
    if not (said.get("longitude") or said.get("latitude")):
        return None
    return _number(said, "longitude", 180), _number(said, "latitude", 90)


def _number(said: dict[str, str], field: str, limit: int) -> float:
    try:
        number = float(said[field])
    except ValueError as error:
        raise _Bad(field, "is not a number") from error
    if not -limit <= number <= limit:
        raise _Bad(field, f"is not between -{limit} and {limit} degrees")
    return number


def _placed(batch: list[_Draft | BadRow], mapping: Mapping) -> Iterator[IncidentLogged | BadRow]:
    """The batch with its degrees turned into grid points, all at once: a call per row would be slow."""
    points = iter(to_national_grid([each.degrees for each in _with_degrees(batch)]))
    for each in batch:
        if isinstance(each, BadRow):
            yield each
        elif each.degrees is None:
            yield _incident(each, mapping)
        elif point := next(points):
            yield _incident(_at(each, point), mapping)
        else:
            yield BadRow(
                each.row, mapping.columns["longitude"], "is, with the latitude, outside Great Britain's grid"
            )


def _with_degrees(batch: Iterable[_Draft | BadRow]) -> Iterator[Any]:
    return (each for each in batch if isinstance(each, _Draft) and each.degrees is not None)


def _at(draft: _Draft, point: GridPoint) -> _Draft:
    header = draft.message["header"]
    location = {**header.get("location", {}), **point._asdict()}
    return draft._replace(message={**draft.message, "header": {**header, "location": location}})


def _incident(draft: _Draft, mapping: Mapping) -> IncidentLogged | BadRow:
    try:
        return IncidentLogged.model_validate(draft.message)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        return BadRow(draft.row, _column(first["loc"], mapping), first["msg"])


def _column(place: tuple[int | str, ...], mapping: Mapping) -> str:
    """The export's column that a place in the message came from."""
    names = [str(part) for part in place if isinstance(part, str)]
    field = {"location/text": "location", "lines/text": "text"}.get("/".join(names[-2:]), names[-1])
    return mapping.columns.get(field, field)
