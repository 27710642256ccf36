"""The weekly compliance check of each beat and of the force (R21).

Pure. The force's row falls due every day, to count what is missing, and once a week to report and to see that
every beat on which anything is missing has a row of its own. A beat's report is a unit by itself.

Keeps: ComplianceRow. Publishes: ComplianceReported; of the force always, of a beat when anything is missing or
was when last reported. After an outage there is one late report, for the last week that was missed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from schemas.envelope import timestamp
from schemas.outgoing import ComplianceGap, Outstanding
from schemas.rows import ComplianceRow, SampleKept
from schemas.words import GapKind
from streams.policies.duties import Compliance
from streams.rules import compliance_averages as averages
from streams.rules import compliance_gaps as missing
from streams.rules import compliance_report as report
from streams.rules.compliance_calendar import following, latest
from streams.rules.ledger import Cause, Ledger

# The index bucket of the force's row.
KEPT: Final = "compliance"
# Under which the force's report is published: a record needs a key.
FORCE: Final = "force"


def begin(ledger: Ledger) -> None:
    """See that the force's check is made, from its first message on."""
    if not ledger.rows.size(KEPT):
        next_at = following(ledger.cause.at, _terms(ledger, ledger.cause.at).at)
        _put(ledger, ComplianceRow(missing.NO_BEAT, next_at))


def kept(ledger: Ledger, beat: str) -> ComplianceRow | None:
    """What is known of earlier reports of a beat, or of the force."""
    row = ledger.rows.get(_key(ledger, beat))
    return row if isinstance(row, ComplianceRow) else None


class Looked(NamedTuple):
    """The check of a beat, or of what is on none with the whole force in numbers, at any moment."""

    beat: str
    gaps: list[ComplianceGap]
    outstanding: tuple[Outstanding, ...]


def look(ledger: Ledger, beat: str, as_at: datetime) -> Looked:
    """What the report would say now; it counts as one more sample of this week and changes nothing."""
    gaps = missing.of_beat(ledger, beat, as_at)
    now = missing.counted_of(gaps) if beat else missing.counted(ledger, as_at)
    row = kept(ledger, beat)
    earlier = [sample.missing for sample in row.samples if sample.at < as_at] if row else []
    weeks = row.weeks if row else ()
    outstanding = averages.outstanding([*earlier, now], weeks, _terms(ledger, as_at).weeks)
    return Looked(beat, report.listed(ledger, gaps, as_at), outstanding)


def cause_of(row: ComplianceRow) -> Cause:
    """The due item: whose report, and when it was due."""
    return Cause(f"compliance/{row.beat or FORCE}/{timestamp(row.next_at)}", row.next_at)


def fall_due(row: ComplianceRow, ledger: Ledger, at: datetime) -> None:
    """Count, and report if it is time to."""
    terms = _terms(ledger, row.next_at)
    week = latest(at, terms.at, terms.weekday)
    if row.beat != missing.NO_BEAT:
        _report_beat(ledger, row, max(week, row.next_at), terms)
    elif week >= row.next_at:
        _report_force(ledger, row, week, terms)
    else:
        _sample(ledger, row, latest(at, terms.at), terms)


def _sample(ledger: Ledger, row: ComplianceRow, as_at: datetime, terms: Compliance) -> None:
    sample = SampleKept(as_at, missing.counted(ledger, as_at))
    samples = (*row.samples, sample)
    _put(ledger, msgspec.structs.replace(row, samples=samples, next_at=following(as_at, terms.at)))


def _report_force(ledger: Ledger, row: ComplianceRow, as_at: datetime, terms: Compliance) -> None:
    """The whole force in numbers, and what is missing on no beat."""
    samples = [*(sample.missing for sample in row.samples), missing.counted(ledger, as_at)]
    _publish(ledger, row, missing.of_beat(ledger, row.beat, as_at), samples, as_at)
    weeks = (*row.weeks, averages.mean(samples))[-terms.weeks :]
    next_at = following(as_at, terms.at)
    _put(ledger, msgspec.structs.replace(row, samples=(), weeks=weeks, next_at=next_at))
    for beat in missing.beats(ledger):
        if kept(ledger, beat) is None:
            _put(ledger, ComplianceRow(beat, next_at=as_at))


def _report_beat(ledger: Ledger, row: ComplianceRow, as_at: datetime, terms: Compliance) -> None:
    """One beat: counted once a week, and silent while nothing is missing."""
    gaps = missing.of_beat(ledger, row.beat, as_at)
    counted = missing.counted_of(gaps)
    if counted or (row.weeks and row.weeks[-1]):
        _publish(ledger, row, gaps, [counted], as_at)
    weeks = (*row.weeks, averages.mean([counted]))[-terms.weeks :]
    next_at = following(as_at, terms.at, terms.weekday)
    _put(ledger, msgspec.structs.replace(row, weeks=weeks, next_at=next_at))


def _publish(
    ledger: Ledger,
    row: ComplianceRow,
    gaps: list[missing.Gap],
    samples: Sequence[Mapping[GapKind, int]],
    as_at: datetime,
) -> None:
    outstanding = averages.outstanding(samples, row.weeks, _terms(ledger, as_at).weeks)
    listed = report.listed(ledger, gaps, as_at)
    for part in report.parts(ledger, row.beat, listed, outstanding, as_at):
        ledger.publish(part, row.beat or FORCE, _key(ledger, row.beat))


def _terms(ledger: Ledger, at: datetime) -> Compliance:
    return ledger.policy(at).policy.compliance


def _key(ledger: Ledger, beat: str) -> bytes:
    return ledger.key("compliance", beat)


def _put(ledger: Ledger, row: ComplianceRow) -> None:
    ledger.rows.put(_key(ledger, row.beat), row)
