"""What the demo shows of high risk: how often what happened, one marker's way, and one referral as it was sent."""

from collections.abc import Iterator
from typing import Any, Final

from rich.table import Table

from streams.demo.standing import Standing

_COUNTED: Final = (
    ("high risk told to sergeant and inspector", "HighRiskRaised"),
    ("markers proposed", "MarkerProposed"),
    ("alerts to the control room at once", "ProtectiveAlertRaised"),
    ("markers put on by a named officer", "MarkerActivated"),
    ("referrals sent to partners", "ReferralMade"),
    ("corrections sent to partners", "ReferralCorrected"),
    ("recalls sent to partners", "ReferralRecalled"),
    ("victims told of their Case Review", "CaseReviewEligible"),
)


def counted(city: Standing) -> Table:
    table = Table(title="High risk in Skerrow so far", title_justify="left", show_header=False)
    for name, event in _COUNTED:
        table.add_row(name, str(city.events[event]))
    return table


def of_marker(city: Standing) -> Iterator[str]:
    """The first marker that an officer confirmed; nothing when there is none."""
    if city.marker is None:
        return
    on = city.marker
    proposed = city.proposed[on["marker_id"]]
    yield f"Proposed for a {proposed['subject']['kind']} on the {on['marked']['kind']}: {on['text']}"
    yield f"On a call: {on['response']}"
    yield (
        "Waited for a named officer: it is against somebody"
        if proposed["adverse"]
        else "The control room was alerted at once, before anybody confirmed it"
    )
    yield f"Confirmed by {on['authoriser']}; reviewed by {on['review_by'][:10]}, over on {on['expires_at'][:10]}"


def of_referral(city: Standing) -> Iterator[str]:
    """The first referral as its partner received it: which things it was told, not what they say."""
    if city.referral is None:
        return
    sent = city.referral
    yield f"To {_plain(sent['partner'])} about a {sent['about']}, because of: {_listed(sent['because'])}"
    yield f"By {sent['gateway']['act']} ({sent['gateway']['kind']}), {sent['gateway']['purpose']}"
    yield f"Told: {_listed(_field(one) for one in sent['disclosed'])}"
    yield f"Allowed to be told, and not known: {_listed(sent['accuracy']['not_known']) or 'nothing'}"


def _field(one: dict[str, Any]) -> str:
    return f"{one['field']} ({one['basis']})"


def _listed(names: Iterator[str] | list[str]) -> str:
    return ", ".join(_plain(name) for name in names)


def _plain(word: str) -> str:
    return word.replace("-", " ")
