"""Which incidents can be sampled, what each weighs by policy, and what its row says (X11)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from schemas.envelope import timestamp
from schemas.rows import HeaderKept, IncidentRow
from schemas.words import Band, Outcome, TagBasis
from streams.policies.watches import SampleWeights
from streams.rules import case_state
from streams.rules.ledger import Ledger
from streams.rules.link import header_of

_NONE = ""


def sampled(
    rows: Iterable[IncidentRow], since: datetime | None = None, until: datetime | None = None
) -> Iterator[IncidentRow]:
    """The incidents that count as ASB and were reported from `since` on and before `until`."""
    for row in rows:
        if row.standing and row.header is not None:
            at = row.header.reported_at
            if (since is None or at >= since) and (until is None or at < until):
                yield row


class Weigher:
    """What each incident weighs by the policy of its report; a case is looked at once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._is_high: dict[str, bool] = {}

    def weight(self, row: IncidentRow) -> int:
        """What nothing is special about weighs least; whatever applies is added."""
        header = header_of(row)
        terms = self._ledger.policy(header.reported_at).policy.watches.sample
        return terms.any + sum(self._special(row, header, terms))

    def _special(self, row: IncidentRow, header: HeaderKept, terms: SampleWeights) -> Iterator[int]:
        if row.tag is not None and row.tag.basis is TagBasis.CUES:
            yield terms.tag_by_cues
        if row.tag is not None and row.tag.crime_and_asb:
            yield terms.crime_and_asb
        if row.outcome is Outcome.STAYS:
            yield terms.outcome_stays
        if row.outcome is Outcome.UNKNOWN:
            yield terms.outcome_unknown
        if header.opening_code and header.closing_code and header.opening_code != header.closing_code:
            yield terms.recoded
        if row.case_id and self._stands_high(row.case_id):
            yield terms.high_band

    def _stands_high(self, case_id: str) -> bool:
        if case_id not in self._is_high:
            case = self._ledger.case(case_id)
            band = case_state.of(case, self._ledger).band if case is not None else None
            self._is_high[case_id] = band is Band.HIGH
        return self._is_high[case_id]


def row_of(row: IncidentRow) -> dict[str, Any]:
    """What the registrar is shown of an incident: references, codes, and what we made of them."""
    header, tag = header_of(row), row.tag
    return {
        "incident_id": row.incident_id,
        "reported_at": timestamp(header.reported_at),
        "opening_code": header.opening_code or _NONE,
        "closing_code": header.closing_code or _NONE,
        "local_codes": " ".join(header.local_codes),
        "class": (tag.asb_class if tag is not None else None) or _NONE,
        "type": (tag.asb_type if tag is not None else None) or _NONE,
        "basis": tag.basis if tag is not None else _NONE,
        "suggested": "yes" if tag is not None and tag.suggested else "no",
        "outcome": row.outcome or _NONE,
        "letters_yes": " ".join(row.letters),
        "case_id": row.case_id,
    }
