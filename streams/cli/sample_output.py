"""How the registrar's agreement is shown: in words, as JSON (X11)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from schemas.incoming import TagOverridden
from streams.sample.agreement import CONFIDENCE, Agreement, Rate


def in_words(
    found: Agreement, is_weighted: bool, overrides: Sequence[TagOverridden], *, dry_run: bool
) -> Iterator[str]:
    """The lines for people."""
    yield f"Agreed: {_rate(found.sample)}"
    if is_weighted:
        yield f"Estimated of all incidents that the sample was drawn from: {_share(found.estimate)}"
    yield from _groups("By class", found.by_class)
    yield from _groups("By basis", found.by_basis)
    if found.not_reviewed:
        yield f"Not reviewed: {found.not_reviewed}"
    for each in overrides:
        tag = f"{each.asb_class}, {each.asb_type or 'type unknown'}" if each.asb else "not ASB"
        yield f"{'Would be sent' if dry_run else 'Sent'}: {each.incident_id} is {tag}"


def as_json(
    found: Agreement, is_weighted: bool, overrides: Sequence[TagOverridden], *, sent: bool
) -> dict[str, Any]:
    """The same for a script."""
    return {
        "confidence": CONFIDENCE,
        "weighted": is_weighted,
        "sample": found.sample._asdict(),
        "estimate": found.estimate._asdict(),
        "by_class": {name: rate._asdict() for name, rate in found.by_class.items()},
        "by_basis": {name: rate._asdict() for name, rate in found.by_basis.items()},
        "not_reviewed": found.not_reviewed,
        "sent": sent,
        "overrides": [
            {
                "incident_id": each.incident_id,
                "asb": each.asb,
                "class": each.asb_class,
                "type": each.asb_type,
                "reason": each.reason,
            }
            for each in overrides
        ],
    }


def _groups(title: str, groups: Mapping[str, Rate]) -> Iterator[str]:
    yield f"{title}:"
    for name, rate in groups.items():
        yield f"  {name}: {_rate(rate)}"


def _rate(rate: Rate) -> str:
    return f"{rate.agreed} of {rate.reviewed}, {_share(rate)}"


def _share(rate: Rate) -> str:
    return f"{rate.rate:.1%} ({CONFIDENCE:.0%} interval {rate.low:.1%} to {rate.high:.1%})"
