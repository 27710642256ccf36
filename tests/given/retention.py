"""Policies that keep nothing longer than a story lasts (X8)."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from schemas.forces import Registry
from streams.domain import AsbDomain
from streams.engine.eventclock import EventClock
from streams.policies.bundle import PolicyDocument, load_bundle
from tests.given.core import FORCE, INSTALLATION, SECRET, TICK, Core
from tests.given.policies import in_folder

# Days, and as a policy writes it.
INCIDENTS, NOT_ASB, CASES, WATCHES, AGAIN = 70, 30, 90, 40, 7
FOR_EVER: Final = "P36600D"
_SHORT: Final = f"""
log_text: {{after_closed: P30D, at_most: P36600D}}
incidents: {{asb: P{INCIDENTS}D, not_asb: P{NOT_ASB}D}}
cases: P{CASES}D
watches: P{WATCHES}D
rejections: P{WATCHES}D
looked_at_again: P{AGAIN}D
snapshot_after_closed: P10D
"""
_LONG: Final = f"""
log_text: {{after_closed: P30D, at_most: P36600D}}
incidents: {{asb: {FOR_EVER}, not_asb: {FOR_EVER}}}
cases: {FOR_EVER}
watches: {FOR_EVER}
rejections: {FOR_EVER}
looked_at_again: P{AGAIN}D
snapshot_after_closed: P10D
"""
# No rule looks back for longer than incidents are kept. An answer in another case is pointed at whenever it was
# given, and cannot be any more once that case is gone: here nobody is told of it.
_LOOKS_BACK: Final = (
    ("linking.yaml", "window: P365D", "window: P20D"),
    ("watches.yaml", "within_months: 6", "within_months: 1"),
    ("watches.yaml", "conduct: {incidents: 2, window_days: 180", "conduct: {incidents: 2, window_days: 15"),
    ("markers.yaml", "review_after: 90\nexpires_after: 180", "review_after: 45\nexpires_after: 90"),
    ("watches.yaml", "  - unknown-here-known-elsewhere\n", ""),
    ("watches.yaml", "perpetrators: {window_days: 90", "perpetrators: {window_days: 15"),
)


def short_in_folder(folder: Path, *, ages: bool = True) -> Path:
    """These policies as files, in a new folder; returns it."""
    found = in_folder(folder)
    (found / "retention.yaml").write_text(_SHORT if ages else _LONG, "utf-8")
    for file, before, after in _LOOKS_BACK:
        text = (found / file).read_text("utf-8")
        assert before in text
        (found / file).write_text(text.replace(before, after), "utf-8")
    return found


@cache
def policies(*, ages: bool = True) -> tuple[PolicyDocument, ...]:
    """By which incidents are kept for 70 days and cases for 90; or, where nothing `ages`, for ever."""
    with TemporaryDirectory() as folder:
        return load_bundle(short_in_folder(Path(folder) / "policies", ages=ages))


def short_core(*, ages: bool = True) -> Core:
    """A force in memory under these policies, in which time passes by its messages."""
    domain = AsbDomain(INSTALLATION, Registry((FORCE,)), SECRET, policies(ages=ages))
    return Core(domain, EventClock(TICK))
