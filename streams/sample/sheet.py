"""The sheet that a sample travels on: written for the registrar, and read again with what they say (X11).

One row for each incident, as CSV or as JSON. What cannot be read is refused with the line and the column.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, Final, NamedTuple, TypeVar

from schemas.words import AsbClass, AsbType

REGISTRAR: Final = ("registrar_agrees", "registrar_class", "registrar_type", "registrar_reason")
COLUMNS: Final = (
    "force",
    "sample",
    "seed",
    "incident_id",
    "reported_at",
    "opening_code",
    "closing_code",
    "local_codes",
    "class",
    "type",
    "basis",
    "suggested",
    "outcome",
    "letters_yes",
    "case_id",
    "weight",
    "probability",
    *REGISTRAR,
)
Word = TypeVar("Word", AsbClass, AsbType)
# What a registrar writes as class of what is no anti-social behaviour.
NOT_ASB: Final = "not-asb"
_READ: Final = ("force", "sample", "incident_id", "class", "type", "basis", "probability", *REGISTRAR)
_AGREES: Final = {"": None, "yes": True, "no": False}


class BadSheet(ValueError):
    """The sheet cannot be read; the message says where and why."""


class Override(NamedTuple):
    """The tag that the registrar gives instead of ours."""

    asb: bool
    asb_class: AsbClass | None
    asb_type: AsbType | None
    reason: str


class Reviewed(NamedTuple):
    """A row of the sheet; `agrees` is None while the registrar has not said."""

    force: str
    incident_id: str
    asb_class: str
    basis: str
    probability: float
    is_weighted: bool
    agrees: bool | None
    override: Override | None


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """The sheet for a spreadsheet."""
    written = StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """The sheet for a script."""
    return json.dumps({"rows": [{name: row[name] for name in COLUMNS} for row in rows]}, indent=2) + "\n"


def read(text: str) -> list[Reviewed]:
    """The rows of a sheet. Raises BadSheet naming the line and column, of JSON the row and field."""
    cells = _from_json(text) if text.lstrip().startswith("{") else _from_csv(text)
    found: dict[str, Reviewed] = {}
    for where, row in cells:
        reviewed = _Row(where, row).read()
        if reviewed.incident_id in found:
            raise BadSheet(f"{where}, column incident_id: {reviewed.incident_id} is there twice")
        if any(other.force != reviewed.force for other in found.values()):
            raise BadSheet(f"{where}, column force: a sheet is of one force")
        found[reviewed.incident_id] = reviewed
    if not found:
        raise BadSheet("line 2: there is no incident")
    return list(found.values())


def _from_csv(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        _require(reader.fieldnames or (), "line 1")
        for row in reader:
            where = f"line {reader.line_num}"
            if None in row or None in row.values():
                raise BadSheet(f"{where}: has another number of columns than line 1")
            yield where, row
    except csv.Error as error:
        raise BadSheet(f"line {reader.line_num}: {error}") from error


def _from_json(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadSheet(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    rows = document.get("rows") if isinstance(document, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadSheet("line 1: there is no list `rows` of objects")
    for number, row in enumerate(rows, start=1):
        _require(row, f"row {number}")
        yield f"row {number}", {name: "" if told is None else str(told) for name, told in row.items()}


def _require(columns: Sequence[str] | Mapping[str, Any], where: str) -> None:
    missing = [name for name in _READ if name not in columns]
    if missing:
        raise BadSheet(f"{where}: column {missing[0]} is missing")


class _Row:
    """One row being read."""

    def __init__(self, where: str, cells: Mapping[str, str]) -> None:
        self._where = where
        self._cells = {name: cells[name].strip() for name in _READ}

    def read(self) -> Reviewed:
        said = self._cells["registrar_agrees"].lower()
        if said not in _AGREES:
            raise self._bad("registrar_agrees", "say yes or no, or leave it empty")
        agrees = _AGREES[said]
        if agrees is not False:
            self._require_no_tag()
        return Reviewed(
            force=self._filled("force"),
            incident_id=self._filled("incident_id"),
            asb_class=self._cells["class"],
            basis=self._filled("basis"),
            probability=self._probability(),
            is_weighted=self._filled("sample") == "weighted",
            agrees=agrees,
            override=self._override() if agrees is False else None,
        )

    def _require_no_tag(self) -> None:
        """Who agrees, or has not said, gives no other tag."""
        for name, ours in (("registrar_class", "class"), ("registrar_type", "type")):
            if self._cells[name].lower() not in ("", self._cells[ours]):
                raise self._bad(name, "is another than ours: then registrar_agrees is no")

    def _override(self) -> Override:
        """The registrar's tag: what they leave empty is as ours."""
        reason = self._cells["registrar_reason"]
        if not reason:
            raise self._bad("registrar_reason", "say why")
        ours = self._cells["class"], self._cells["type"]
        said, kind = self._cells["registrar_class"].lower(), self._cells["registrar_type"].lower()
        if said == NOT_ASB:
            if kind:
                raise self._bad("registrar_type", f"is empty where the class is {NOT_ASB}")
            return Override(False, None, None, reason)
        theirs = said or ours[0], kind or ours[1]
        if theirs == ours:
            raise self._bad("registrar_class", "give another class or type than ours")
        asb_class = self._word(AsbClass, "registrar_class", theirs[0])
        asb_type = self._word(AsbType, "registrar_type", theirs[1]) if theirs[1] else None
        return Override(True, asb_class, asb_type, reason)

    def _word(self, words: type[Word], column: str, written: str) -> Word:
        try:
            return words(written)
        except ValueError:
            known = ", ".join(words)
            raise self._bad(column, f"{written!r} is none of {known}") from None

    def _probability(self) -> float:
        try:
            told = float(self._cells["probability"])
        except ValueError:
            told = 0.0
        if not 0 < told <= 1:
            raise self._bad("probability", "is a number over 0 and up to 1, as it was drawn")
        return told

    def _filled(self, column: str) -> str:
        if not self._cells[column]:
            raise self._bad(column, "is empty")
        return self._cells[column]

    def _bad(self, column: str, said: str) -> BadSheet:
        return BadSheet(f"{self._where}, column {column}: {said}")
