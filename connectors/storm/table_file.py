"""Rows of a CSV or tab-separated file, plain or gzipped, as a spreadsheet or a database writes it."""

import csv
import gzip
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

TABBED: Final = {".tab", ".tsv"}
_EXTRA: Final = ""


class UnreadableFile(Exception):
    """The file cannot be read at all, or lacks a column; the message says which."""


class BadRow(NamedTuple):
    """A row that cannot be brought in. `row` counts from 1 without the heading; never quotes the row."""

    row: int
    column: str
    problem: str


class Cells(NamedTuple):
    """One row: its number from 1 without the heading, and its cells by column, without outer blanks."""

    row: int
    by_column: dict[str, str]


def stem(path: Path) -> str:
    """The file's base name without its endings: `a.b.tab.gz` is `a.b`."""
    without_gz = path.name.removesuffix(".gz")
    return Path(without_gz).stem


def read_rows(path: Path, columns: Sequence[str], delimiter: str | None = None) -> Iterator[Cells | BadRow]:
    """The rows of the file, each read or told why not.

    Args:
        columns: those that must be in the heading.
        delimiter: else a tab for `.tab` and `.tsv`, a comma for others.

    Raises:
        UnreadableFile: there is no such file, it breaks off, or a column is not in its heading.
    """
    ending = Path(path.name.removesuffix(".gz")).suffix.lower()
    try:
        with _opened(path) as text:
            reader = csv.DictReader(
                text, delimiter=delimiter or ("\t" if ending in TABBED else ","), restkey=_EXTRA, strict=True
            )
            _require(path, reader.fieldnames or (), columns)
            yield from _rows(reader)
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is damaged"
        msg = f"cannot read {path.name}: {reason}"
        raise UnreadableFile(msg) from error


def _opened(path: Path) -> TextIO:
    """As text; a byte that is not UTF-8 is kept as a surrogate, so that only its row is refused."""
    options = {"encoding": "utf-8-sig", "errors": "surrogateescape", "newline": ""}
    if path.suffix == ".gz":
        return gzip.open(path, "rt", **options)  # type: ignore[call-overload, no-any-return]
    return path.open("r", **options)  # type: ignore[call-overload, no-any-return]


def _require(path: Path, found: Sequence[str], wanted: Sequence[str]) -> None:
    missing = [column for column in wanted if column not in found]
    if missing:
        has = ", ".join(found) or "nothing"
        msg = f"{path.name} has no column {', '.join(missing)}; its heading has: {has}"
        raise UnreadableFile(msg)


def _rows(reader: "csv.DictReader[str]") -> Iterator[Cells | BadRow]:
    row = 0
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(row, "–", f"is not readable as a row: {error}")
            continue
        yield _cells(row, cells)


def _cells(row: int, cells: dict[str, Any]) -> Cells | BadRow:
    if _EXTRA in cells:
        return BadRow(row, "–", "has more cells than the heading")
    for column, text in cells.items():
        if text is None:
            return BadRow(row, column, "is not there: the row breaks off before it")
        if not text.isascii() and any("\udc80" <= each <= "\udcff" for each in text):
            return BadRow(row, column, "is not UTF-8 text")
    return Cells(row, {column: text.strip() for column, text in cells.items()})
