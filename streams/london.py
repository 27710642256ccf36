"""Times as people read them: stored in UTC, shown in Europe/London. JSON keeps UTC."""

from datetime import datetime

from streams.rules.in_force import LONDON


def shown(at: datetime, *, seconds: bool = False) -> str:
    """`2 Jun 2025 00:23`; `at` must be aware. In the hour that comes twice in autumn, with BST or GMT."""
    local = at.astimezone(LONDON)
    zone = f" {local.tzname()}" if comes_twice(at) else ""
    return f"{shown_day(at)} {local:%H:%M:%S}{zone}" if seconds else f"{shown_day(at)} {local:%H:%M}{zone}"


def shown_day(at: datetime) -> str:
    """`2 Jun 2025`, the day it is in London; `at` must be aware."""
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%b %Y}"


def comes_twice(at: datetime) -> bool:
    """Whether London's clocks show the time of `at` twice that night, in autumn; `at` must be aware."""
    local = at.astimezone(LONDON)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
