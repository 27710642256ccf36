"""The file of `asb directory import`: who holds each beat's posts, as a list of entries in YAML."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from pydantic import BaseModel, ConfigDict, Field

from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode


class Entry(BaseModel):
    """One beat's posts, or with `fallback` who stands in for every beat that is not known."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"oneOf": [{"required": ["beat"]}, {"required": ["fallback"]}]},
    )

    beat: str = Field("", min_length=1, max_length=16)
    fallback: Literal["true"] | None = None
    # None: the day of the import.
    effective_from: date | None = Field(None, alias="from")
    sergeant: str = Field(min_length=1, max_length=32)
    inspector: str = Field(min_length=1, max_length=32)
    chief_inspector: str | None = Field(None, min_length=1, max_length=32)
    district: str | None = Field(None, max_length=16)


def entries_of(file: Path) -> list[Entry]:
    """The entries of a file, in its order. Raises UserError, which names the entry that is wrong."""
    told = _read(file)
    if not isinstance(told, list) or not told:
        raise _wrong(f"{file}: a list of entries is needed, each with a beat or `fallback: true`")
    entries: list[Entry] = []
    for number, raw in enumerate(told, start=1):
        name = f"{file}: entry {number}{_called(raw)}"
        if error := best_match(_validator().iter_errors(raw)):
            raise _wrong(f"{name}: {_said(error)}")
        entry = Entry.model_validate(raw)
        if any(_slot(entry) == _slot(other) for other in entries):
            raise _wrong(f"{name}: named twice from the same day")
        entries.append(entry)
    return entries


def _read(file: Path) -> Any:
    try:
        # Every word as it is written: a beat called 012 is no number, and a day is checked here.
        return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    except OSError as error:
        raise _wrong(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _wrong(f"{file}: it is no text in UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        raise _wrong(f"{file}: it is no YAML{where}") from error


def _called(raw: Any) -> str:
    if not isinstance(raw, dict):
        return ""
    return f" ({raw['beat']})" if "beat" in raw else " (fallback)" if "fallback" in raw else ""


def _said(error: Any) -> str:
    if error.validator == "oneOf":
        return "a beat, or `fallback: true`, and only one of them"
    field = f"{error.absolute_path[0]}: " if error.absolute_path else ""
    return f"{field}{error.message}"


def _slot(entry: Entry) -> tuple[str, date | None]:
    return entry.beat, entry.effective_from


def _wrong(said: str) -> UserError:
    return UserError(said, ExitCode.USAGE)


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    """JSON Schema (2020-12) of one entry, its dates checked."""
    return Draft202012Validator(Entry.model_json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
