"""Policies that a force has recorded."""

from datetime import date, datetime
from typing import Any

from schemas.rows.parts import Row


class PolicyRow(Row, frozen=True):
    """A policy this force has recorded: the whole document, its hash and since when it counts."""

    sha256: str
    effective_from: date
    document: dict[str, Any]
    # Empty for the built-in policies, which a force records as its first.
    activated_by: str = ""
    activated_at: datetime | None = None
