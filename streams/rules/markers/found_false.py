"""Whoever owns a marker is told when it was taken off by itself, because what it rested on never was so (R9).

Pure. The notice stands: it corrects what its owner was told, and nothing makes that true again.
"""

from collections.abc import Iterable
from functools import partial
from typing import Final

from schemas.outgoing import MarkerFoundFalse
from schemas.rows import MarkerRow
from schemas.words import NoticeKind, Post, WithdrawalReason
from streams.rules import notice
from streams.rules.directory import addressee
from streams.rules.ledger import Ledger
from streams.rules.markers import life
from streams.rules.notice import Notice

_KINDS: Final = frozenset({NoticeKind.MARKER_FOUND_FALSE})


def settle(ledger: Ledger, case_id: str, known: Iterable[MarkerRow], latest: Iterable[MarkerRow]) -> None:
    """Tell the owners of those markers of a case that were found false."""
    rows = {row.marker_id: row for row in (*known, *latest)}
    false = [row for row in rows.values() if row.withdrawn_for is WithdrawalReason.FOUND_FALSE]
    notice.settle(
        ledger,
        notice.of_case(case_id),
        _KINDS,
        [_notice(ledger, row) for row in false],
        lambda _: WithdrawalReason.CORRECTED,
        case_id,
    )


def _notice(ledger: Ledger, row: MarkerRow) -> Notice:
    beat = ledger.the_case(row.case_id).beat
    return Notice(
        NoticeKind.MARKER_FOUND_FALSE,
        row.marker_id,
        partial(_event, ledger, row),
        beats=(beat,) if beat else (),
        cases=(row.case_id,),
    )


def _event(ledger: Ledger, row: MarkerRow, notice_id: str) -> MarkerFoundFalse:
    beat = ledger.the_case(row.case_id).beat
    told = addressee(ledger, Post.LEAD_OFFICER, beat, ledger.cause.at, life.owner_of(ledger, row))
    return MarkerFoundFalse(
        notice_id=notice_id, case_id=row.case_id, marker_id=row.marker_id, addressees=(told,)
    )
