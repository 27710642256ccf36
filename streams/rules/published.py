"""Which published event does a correction name? The last of its type that stands of a row (R5).

Pure. A row keeps the `ce_id` of each by the name of its type and, where several of one type may stand, by what each
is about. What was taken back is kept no longer.
"""

from typing import TypeVar

import msgspec

from schemas.outgoing import Outgoing
from schemas.rows import CaseRow, IncidentRow

Telling = TypeVar("Telling", IncidentRow, CaseRow)


def last(row: IncidentRow | CaseRow, kind: type[Outgoing], about: str = "") -> str | None:
    """The `ce_id` of the event that stands; None: it was published before corrections named anything."""
    return row.told.get(_name(kind, about))


def with_one(row: Telling, kind: type[Outgoing], ce_id: str, about: str = "") -> Telling:
    """The row once this event of it was published."""
    return msgspec.structs.replace(row, told={**row.told, _name(kind, about): ce_id})


def without(row: Telling, *kinds: type[Outgoing], about: str = "") -> Telling:
    """The row once its events of these types were taken back."""
    gone = {_name(kind, about) for kind in kinds}
    if not gone & row.told.keys():
        return row
    return msgspec.structs.replace(
        row, told={name: ce_id for name, ce_id in row.told.items() if name not in gone}
    )


def _name(kind: type[Outgoing], about: str) -> str:
    return f"{kind.__name__}:{about}" if about else kind.__name__
