"""What the audit says of a story, and that somebody looked (X7); times are hours after the start of the story."""

from hashlib import sha256
from typing import Any

import orjson

from schemas.incoming import RecordConsulted
from schemas.rows import AuditRow, CheckpointRow
from schemas.words import AuditVerb, Recorded
from streams.audit.verify import Held, Verdict, verdict, walk_for
from streams.audit.walk import Seen
from tests.given.core import Core
from tests.given.messages import at, instruction
from tests.given.steps import SERGEANT

Data = dict[str, Any]


def consulted(what: Recorded, ref: str, hours: float, **changes: Any) -> RecordConsulted:
    """A sergeant looks at a record."""
    told = {
        **instruction(f"looked-{ref[:20]}-{hours}", hours),
        "officer": SERGEANT,
        "what": what,
        "ref": ref,
        "through": "asb explain",
    }
    return RecordConsulted(**{**told, **changes})


def operations(core: Core, verb: AuditVerb) -> list[Data]:
    """The operations of a kind, each with who did it and because of what."""
    return [
        {**each, "by": event.data["by"], "because": event.data["because"]}
        for event in core.audited
        for each in event.data.get("operations", ())
        if each["verb"] == verb
    ]


def values(core: Core) -> list[bytes]:
    """The records of the audit as they were published."""
    return [one.value or b"" for one in core.messages if one.topic.endswith("asb.audit.v1")]


def head(core: Core) -> AuditRow:
    found = [row for _, row in _rows(core) if isinstance(row, AuditRow)]
    return found[0] if found else AuditRow()


def checkpoints(core: Core) -> list[CheckpointRow]:
    """What was kept of where the chain stood, oldest first."""
    found = [row for _, row in _rows(core) if isinstance(row, CheckpointRow)]
    return sorted(found, key=lambda row: row.at)


def checked(core: Core) -> Verdict:
    """The verdict on the chain of the story."""
    held = Held(head(core), head(core), checkpoints(core))
    walk = walk_for(held)
    for offset, value in enumerate(values(core)):
        link = orjson.loads(value)["link"]
        walk.see(Seen(offset, link["number"], link["previous"], sha256(value).hexdigest()))
    return verdict(walk, held, at(0), days=1)


def _rows(core: Core) -> list[tuple[bytes, Any]]:
    return [(key, core.domain.decode_row(key, data)) for key, data in core.table.rows()]
