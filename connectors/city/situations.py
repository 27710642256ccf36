"""The table of situations (situations.yaml) as data.

What happens, and what is declared to be right about it.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from schemas.words import Answer, AsbClass, AsbType, Letter, Outcome, Placement, Role

Range = tuple[float, float]
# Of the reports whose codes may be missing, those that nobody ever codes.
USUALLY_UNCODED: Final = 0.2
OTHERS_UNCODED: Final = 0.15
# The first number of what is not ASB: such people and places link to nothing, so their telephone numbers
# are shared.
NOT_ASB_FROM: Final = 50


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(_Declared):
    """What is right about a report in the end.

    An outcome `ask` or `unknown` may be answered by an officer.
    """

    asb: bool = True
    outcome: Outcome | None = None
    placement: Placement | None = None
    officer_may: bool = True


class OfficersWord(_Declared):
    """An officer's own VICTOR-E, recorded some hours after the report."""

    after_hours: Range
    letters: dict[Letter, Answer]


class Recode(_Declared):
    """Codes that somebody sets when the log is opened again."""

    after_hours: Range
    closing: str
    local_codes: tuple[str, ...] = ()
    keeps_asb_code: bool = False


class ReportPlan(_Declared):
    """One report of a story; see the head of situations.yaml."""

    asb_class: Annotated[AsbClass, Field(alias="class")]
    types: tuple[AsbType, ...] = ()
    same_type: bool = False
    gate: Answer
    signs: tuple[tuple[str, ...], ...] = ((),)
    aside: str | None = None
    asides: int = 1
    bare: bool = False
    thrive_denies: bool = False
    auto_answered: tuple[str, ...] = ()
    after_hours: Range = (0, 0)
    count: tuple[int, int] = (1, 1)
    place: Literal["same", "new"] = "new"
    caller: Literal["same", "new", "none"] = "new"
    caller_role: Role = Role.VICTIM
    known_by: Literal["phone", "nominal", "birth-date", "name"] = "phone"
    needs_phone: bool = False
    # The same person is named as perpetrator each time, by nominal reference.
    offender: bool = False
    refers_to_first: bool = False
    duplicate: bool = False
    opening: str | None = None
    closing: str | None = None
    uncoded: float | None = None
    closes_within_hours: Range = (1.2, 7)
    later: tuple[Recode, ...] = ()
    officer: OfficersWord | None = None
    # STORM deletes the log again.
    deleted_after_hours: Range | None = None
    expect: Expected


class Situation(_Declared):
    """A kind of ASB story."""

    name: str
    number: Annotated[int, Field(ge=1, lt=NOT_ASB_FROM)]
    share: float
    uncoded: float = USUALLY_UNCODED
    born_in_sentinel: bool = False
    reports: tuple[ReportPlan, ...]

    @property
    def size(self) -> float:
        """Reports a story has on average."""
        return sum((report.count[0] + report.count[1]) / 2 for report in self.reports)


class OtherKind(_Declared):
    """A kind of incident that is not ASB."""

    name: str
    number: Annotated[int, Field(ge=NOT_ASB_FROM, lt=100)]
    share: float
    code: str
    uncoded: float = OTHERS_UNCODED
    size: float = 1.0


class UnknownSituation(ValueError):
    """The mix names a situation that the table does not have, or leaves a negative share.

    The message says so.
    """


@cache
def situations() -> tuple[Situation | OtherKind, ...]:
    """The table, ASB first."""
    raw: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        (files(__package__) / "situations.yaml").read_text("utf-8")
    )
    asb = tuple(Situation.model_validate(entry) for entry in raw["asb"])
    return asb + tuple(OtherKind.model_validate(entry) for entry in raw["other"])


def shares(mix: Mapping[str, float]) -> dict[str, float]:
    """The share of each situation, as fractions of 1.

    Args:
        mix: per cent of all incidents by name of situation; the others keep their proportions in what is
        left.

    Raises:
        UnknownSituation: a name is not in the table, a share is negative, or they come to more than 100.
    """
    known = {one.name: one.share for one in situations()}
    if strangers := sorted(set(mix) - set(known)):
        msg = f"no situation is called {strangers[0]}; there are: {', '.join(known)}"
        raise UnknownSituation(msg)
    given = sum(mix.values())
    if min(mix.values(), default=0) < 0 or given > 100:
        msg = "the shares of situations are per cents: none below 0, together at most 100"
        raise UnknownSituation(msg)
    rest = sum(share for name, share in known.items() if name not in mix)
    left = (100 - given) / rest if rest else 0.0
    return {name: (mix[name] if name in mix else share * left) / 100 for name, share in known.items()}
