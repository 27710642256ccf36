"""Where did the incidents of a case take place, and which locations are on the case to be assessed? (R17, R19)

Pure. A UPRN is compared without leading zeros.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Final

from schemas.rows import HeaderKept, SentinelRow
from streams.rules import history
from streams.rules.ledger import Ledger

_AFTER_ITS_ROWS: Final = b"\xff"


def bucket(case_id: str) -> str:
    """The index bucket of the UPRNs of a case's incidents."""
    return f"places:{case_id}"


def uprn_of(header: HeaderKept) -> str:
    """The UPRN where the incident took place; empty when none is known, or the point was moved by its publisher."""
    place = header.place
    return "" if place is None or place.snapped else (place.uprn or "").lstrip("0")


def beats_bucket(case_id: str) -> str:
    """The index bucket of the beats of a case's standing incidents."""
    return f"beats:{case_id}"


def beats_of(case_id: str, ledger: Ledger) -> Iterator[str]:
    """Every beat on which a standing incident of the case took place, once, however many did."""
    return _each_once(beats_bucket(case_id), ledger)


def of_incidents(case_id: str, ledger: Ledger) -> Iterator[str]:
    """Every UPRN where an incident of the case took place, once, however many did."""
    return _each_once(bucket(case_id), ledger)


def _each_once(name: str, ledger: Ledger) -> Iterator[str]:
    entry = ("", _AFTER_ITS_ROWS)
    while found := ledger.rows.after(name, entry, 1):
        value = found[0][0]
        yield value
        entry = (value, _AFTER_ITS_ROWS)


def on_case(sentinel: SentinelRow | None) -> dict[str, datetime]:
    """The locations that Sentinel has put on the case, and since when; those that left are none."""
    found: dict[str, datetime] = {}
    if sentinel is None:
        return found
    if sentinel.opened_at is not None:
        found.update(dict.fromkeys((uprn.lstrip("0") for uprn in sentinel.uprns), sentinel.opened_at))
    for uprn, told in groupby(sentinel.locations, key=lambda each: each.uprn):
        tellings = list(told)
        if tellings[-1].left:
            found.pop(uprn, None)
        else:
            since = history.run_since(tellings, lambda each: each.left)
            always = not any(each.left for each in tellings)
            found[uprn] = min(since, found.get(uprn, since)) if always else since
    return dict(sorted(found.items()))
