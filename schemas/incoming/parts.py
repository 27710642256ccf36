"""What the messages the worker reads are made of: bounded words, times and numbers."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

# No log or case is older, none is from later; and sums of times near the ends of the calendar would fail.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def _in_utc(at: datetime) -> datetime:
    """One spelling of each instant: rows keep times in UTC, and what is published must not depend on whether a
    time comes from the message or from a row."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise PydanticCustomError("less_than_equal", "not within the years that a report can be of")
    return at.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]


IncidentId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]


CaseReference = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:/-]+$")]


PersonRef = Annotated[str, StringConstraints(min_length=1, max_length=64)]


OfficerId = Annotated[str, StringConstraints(min_length=1, max_length=32)]


NsirCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]


Uprn = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}$")]


ShortText = Annotated[str, StringConstraints(max_length=200)]


# An id that this system, or a system beside it, gave to something.
Ident = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Beat = Annotated[str, StringConstraints(min_length=1, max_length=16)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


# The largest whole number that every reader of JSON reads as it was written.
LARGEST = 2**53 - 1


Revision = Annotated[int, Field(ge=1, le=LARGEST)]


Seq = Annotated[int, Field(ge=0, le=LARGEST)]


def at_most(number: int) -> Any:
    """The bound of a list. Reading ends at the first thing wrong in it: a mebibyte of junk has a million faults, and
    to name them all takes longer than a worker may be silent."""
    return Field(max_length=number, fail_fast=True)


def keys_at_most(number: int) -> BeforeValidator:
    """The bound of a mapping, looked at before its keys are."""

    def check(told: Any) -> Any:
        if isinstance(told, dict) and len(told) > number:
            raise PydanticKnownError(
                "too_long", {"field_type": "Dictionary", "max_length": number, "actual_length": len(told)}
            )
        return told

    return BeforeValidator(check)


def _given(field: str) -> dict[str, Any]:
    """The JSON Schema of an object that has the field with more than null: for rules across fields."""
    return {"required": [field], "properties": {field: {"not": {"type": "null"}}}}


class Incoming(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
