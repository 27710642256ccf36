"""A policy that an older release recorded, as this one uses it.

A release may want what no policy said before. What a recorded policy lacks is then taken from the built-in policies,
at the same place. What it says stands, and so does its hash: that names what was recorded (docs/decisions/0008).
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from streams.policies.bundle import Lack, PolicyDocument, lacking


def usable(recorded: PolicyDocument, builtin: PolicyDocument) -> PolicyDocument:
    """The policy under its hash, with what it lacks from `builtin`, which is whole."""
    found = deepcopy(dict(recorded.document))
    while any(_fill(lack, builtin.document) for lack in lacking(found)):
        pass
    found["obligations"] = {**builtin.document["obligations"], **found["obligations"]}
    return PolicyDocument(found, recorded.sha256)


def _fill(lack: Lack, builtin: Mapping[str, Any]) -> bool:
    """Give a part what it lacks; returns whether the built-in policy has any of it."""
    wanted: Any = builtin
    for step in lack.path:
        wanted = wanted.get(step) if isinstance(wanted, Mapping) else None
    had = wanted if isinstance(wanted, Mapping) else {}
    found = {name: deepcopy(had[name]) for name in lack.names if name in had}
    lack.part.update(found)
    return bool(found)
