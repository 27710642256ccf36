"""The tables of a year about high risk, markers, steps, referrals, corrections and watches."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from bench.markdown import table
from bench.year_risk import RiskCounts
from schemas.words import Partner, StepKind

# The event, and what of it is told apart.
_MARKERS: Final = (
    ("proposed, to protect", ("MarkerProposed", "protecting")),
    ("alerts to the control room with them", ("ProtectiveAlertRaised",)),
    ("proposed, against a perpetrator", ("MarkerProposed", "against")),
    ("confirmed by a named officer", ("MarkerActivated",)),
    ("refused", ("MarkerRefused",)),
    ("fell due for review", ("MarkerReviewFellDue",)),
    ("kept at a review or against a proposed withdrawal", ("MarkerRenewed",)),
    ("expired", ("MarkerExpired",)),
    ("taken off by the owner", ("MarkerWithdrawn", "by its owner")),
    ("taken off because the fact was false, or before anybody confirmed", ("MarkerWithdrawn", "by itself")),
)
_HIGH_RISK: Final = (
    ("victims", ("HighRiskRaised", "victim")),
    ("perpetrators", ("HighRiskRaised", "perpetrator")),
    ("locations", ("HighRiskRaised", "location")),
    ("communities", ("HighRiskRaised", "community")),
    ("could be high: told to the lead officer", ("HighRiskPossible",)),
    ("alarms of a beat that is not in the directory", ("BeatNotInDirectory",)),
)
_WATCHES: Final = (
    ("Case Review announced: separate incidents", ("CaseReviewEligible", "separate-incidents")),
    ("Case Review announced: a hate incident", ("CaseReviewEligible", "hate-incident")),
    ("courses of conduct seen", ("CourseOfConductSeen",)),
    ("contradictions told", ("ContradictionFound",)),
    ("notices withdrawn", ("NoticeWithdrawn",)),
)
_SENT: Final = (
    "ReferralMade",
    "acknowledged",
    "declined",
    "ReferralCorrected",
    "ReferralRecalled",
    "taken in",
)
_DAY: Final = timedelta(days=1)


def high_risk(counts: RiskCounts) -> str:
    return _events(counts, "high-risk notices", _HIGH_RISK)


def markers(counts: RiskCounts) -> str:
    return _events(counts, "markers", _MARKERS)


def steps(counts: RiskCounts) -> str:
    """What officers were asked, what they said and how long it waited."""
    head = (
        "step",
        "decided",
        "confirmed",
        "refused",
        "half within",
        "nine of ten within",
        "waiting at the end",
    )
    rows = []
    for kind in StepKind:
        waited = sorted(one.waited for one in counts.decided if one.kind is kind and one.waited is not None)
        said = (counts.events["StepDecided", kind, what] for what in ("confirmed", "refused"))
        waiting = sum(one.kind is kind for one in counts.waiting())
        rows.append(
            (
                kind.replace("-", " "),
                f"{len(waited):,}",
                *(f"{count:,}" for count in said),
                _days(waited, 0.5),
                _days(waited, 0.9),
                f"{waiting:,}",
            )
        )
    return table(head, rows)


def partners(counts: RiskCounts) -> str:
    head = ("partner", "sent", "acknowledged", "declined", "corrected", "recalled", "of these acknowledged")
    rows = [
        (partner.replace("-", " "), *(f"{counts.partners[partner][what]:,}" for what in _SENT))
        for partner in Partner
    ]
    return table(head, rows)


def corrections(counts: RiskCounts) -> str:
    """What was told to be wrong."""
    said = counts.told
    rows = (
        ("incidents deleted by STORM", f"{said['IncidentDeleted']:,}"),
        ("assessments recorded in error", f"{said['AssessmentWithdrawn']:,}"),
        ("records of one person merged", f"{said['PersonMerged']:,}"),
        ("people asked whether they agree to be referred: yes", f"{said['consent given']:,}"),
        ("no, or no longer", f"{said['consent refused']:,}"),
    )
    return table(("corrections and consent", "in the year"), rows)


def watches(counts: RiskCounts) -> str:
    in_time = sum(one <= _DAY for one in counts.reviewed)
    reviewed = (
        ("reviewed for crime by a person", f"{len(counts.reviewed):,}"),
        ("within 24 hours", f"{in_time:,}"),
        ("recorded as a crime", f"{counts.crimes:,}"),
    )
    return table(("watches", "in the year"), [*_rows(counts, _WATCHES), *reviewed])


def _events(counts: RiskCounts, of_what: str, which: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    return table((of_what, "in the year"), _rows(counts, which))


def _rows(counts: RiskCounts, which: Sequence[tuple[str, tuple[str, ...]]]) -> list[tuple[str, str]]:
    return [(name, f"{counts.events[event]:,}") for name, event in which]


def _days(waited: Sequence[timedelta], part: float) -> str:
    if not waited:
        return ""
    return f"{waited[int(part * (len(waited) - 1))] / _DAY:.1f} days"


TABLES: Final[dict[str, Callable[[RiskCounts], str]]] = {
    "high_risk": high_risk,
    "markers": markers,
    "steps": steps,
    "partners": partners,
    "corrections": corrections,
    "watches": watches,
}
