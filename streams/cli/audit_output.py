"""What `asb audit` prints."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from rich.table import Table
from rich.text import Text

from schemas.envelope import timestamp
from streams.audit.reading import Checked, Entry
from streams.audit.verify import Place
from streams.london import shown

# Of the findings of a force, so many sentences; a copy of a whole topic has one for each record.
MOST_TOLD: Final = 20


def operations(entry: Entry, verb: str | None, records: frozenset[str]) -> Iterator[dict[str, Any]]:
    """The operations of a record that are asked for; a certificate is an erasure.

    Of a record that nobody of ours wrote nothing can be listed; `asb audit verify` finds it.
    """
    data = entry.data
    operations = data.get("operations")
    if "subject_hash" in data:
        operations = [{"verb": "erasure", "what": "subject", "ref": data["subject_hash"], "to": []}]
    for each in operations if isinstance(operations, list) else ():
        if (
            isinstance(each, dict)
            and verb in (None, each.get("verb"))
            and (not records or each.get("ref") in records)
        ):
            yield each


def described(entry: Entry) -> dict[str, Any]:
    """A record for a script, with when it was written and where it stands."""
    return {"force": entry.force, "offset": entry.offset, "at": timestamp(entry.at), **entry.data}


def add_rows(table: Table, entry: Entry, found: Iterable[dict[str, Any]]) -> None:
    """A row for each operation of a record."""
    data = entry.data
    for each in found:
        count = each.get("records", 1)
        cells = (
            entry.force,
            entry.link.number if entry.link is not None else "–",
            shown(entry.at, seconds=True),
            data.get("by", "–"),
            each.get("through") or data.get("because", "ErasureCertified"),
            each.get("verb"),
            f"{each.get('what')} {each.get('ref')}" + (f" ({count})" if count != 1 else ""),
            ", ".join(map(str, to)) if isinstance(to := each.get("to"), list) and to else "–",
        )
        # As text: what somebody is called may look like a colour of ours.
        table.add_row(*(Text(str(cell)) for cell in cells))


def checked(each: Checked) -> dict[str, Any]:
    """What was checked of a force, and found, for a script."""
    found = each.verdict
    return {
        "force": each.force,
        "from": found.first,
        "to": found.last,
        "since": timestamp(each.since) if each.since else None,
        "checkpoints": found.checkpoints,
        "head": each.head.number,
        "findings": [finding._asdict() for finding in found.findings],
    }


def told(found: Iterable[Checked], known: Iterable[Place]) -> Iterator[str]:
    """The same for people, a sentence each."""
    for each in found:
        first, last, checkpoints, findings = each.verdict
        if each.since is None:
            yield f"{each.force}: no record stands; the head counts {each.head.number}."
        else:
            since = shown(each.since)
            read = f"records {first} to {last}, since {since}, the head and {checkpoints} checkpoints"
            yield f"{each.force}: read were {read}."
        for finding in islice(findings, MOST_TOLD):
            yield f"{each.force}: {finding.wrong}: {finding.sentence}."
        if len(findings) > MOST_TOLD:
            yield f"{each.force}: and {len(findings) - MOST_TOLD} more; --json has them all."
        for place in known:
            if place.number < first - 1:
                yield f"{each.force}: {place.number} is older than what stands: nothing can be said of it."
        if not findings:
            yield f"{each.force}: as it was written."
