"""What commands share that publish an instruction of a named officer."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

import click
from pydantic import ValidationError

from connectors.publisher import Publisher
from schemas.envelope import timestamp
from schemas.ids import event_id
from schemas.incoming import Instruction
from streams.cli.errors import UserError
from streams.cli.exit_codes import ExitCode
from streams.cli.options import Installation

AnyInstruction = TypeVar("AnyInstruction", bound=Instruction)

_LONDON: Final = ZoneInfo("Europe/London")

force_option = click.option(
    "--force", required=True, metavar="CODE", help="ONS code of the force, as the registry has it."
)
officer_option = click.option(
    "--officer", required=True, metavar="ID", help="The officer who decides this; it is published and kept."
)


class LondonTime(click.ParamType):
    """An ISO 8601 day or time; without a zone it is Europe/London's."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment in UTC; a usage error for what is no time, and for an hour that the clocks leave out."""
        try:
            told = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day or time; write 2026-12-01 or 2026-12-01T09:00", param, ctx)
        if told.tzinfo is not None:
            return told.astimezone(UTC)
        moment = told.replace(tzinfo=_LONDON).astimezone(UTC)
        if moment.astimezone(_LONDON).replace(tzinfo=None) != told:
            self.fail(f"{value} is left out when the clocks go forward", param, ctx)
        return moment


class Day(click.ParamType):
    """An ISO 8601 day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error for what is none."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write 2026-12-01", param, ctx)


def today() -> date:
    """The day it is in London."""
    return datetime.now(_LONDON).date()


def instructed(
    here: Installation, force: str, kind: type[AnyInstruction], subject: str, officer: str, /, **told: Any
) -> AnyInstruction:
    """Publish an instruction given now and return it once it is written for certain. Raises UserError.

    Given again it is another one and changes nothing: of several the last stands.
    """
    instruction = drawn_up(here, force, kind, subject, officer, **told)
    write(here, force, [instruction])
    return instruction


def drawn_up(
    here: Installation, force: str, kind: type[AnyInstruction], subject: str, officer: str, /, **told: Any
) -> AnyInstruction:
    """An instruction given now, not written yet. Raises UserError for what cannot be told so."""
    here.require_force(force)
    recorded_at = datetime.now(UTC)
    ident = event_id(f"{force}/{officer}/{timestamp(recorded_at)}", kind.__name__, subject)
    try:
        return kind(
            instruction_id=ident, recorded_at=recorded_at, revision=1, officer=officer.strip(), **told
        )
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise UserError(f"{first['loc'][0]}: {first['msg']}", ExitCode.USAGE) from error


def write(here: Installation, force: str, instructions: Iterable[Instruction]) -> None:
    """Return once the instructions are written for certain, in their order."""
    with Publisher(here.broker(), here.name, here.registry()) as publisher:
        for instruction in instructions:
            publisher.publish(force, instruction)


def report(force: str, told: Instruction, *sentences: str, as_json: bool, **facts: Any) -> None:
    """Tell that an instruction is written: the sentences for people, the facts as JSON for a script."""
    if not as_json:
        for sentence in sentences:
            click.echo(sentence)
        return
    written = {
        "force": force,
        **facts,
        "officer": told.officer,
        "instruction_id": told.instruction_id,
        "recorded_at": timestamp(told.recorded_at),
    }
    click.echo(json.dumps(written))
