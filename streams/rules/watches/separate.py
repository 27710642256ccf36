"""Which reports are of one and the same incident? (X2, X3; domain 6.2: told to three agencies it counts once)

Pure. STORM's duplicates do not stand and so are not here. Beyond them two reports about one victim are of the same
incident when another agency made at least one of them, both are of the same UPRN, and the times of occurrence
overlap. A report without a time of occurrence is of the moment it was made.
"""

from collections.abc import Iterable

from streams.rules.watches.counted import Counted


def separate(reports: Iterable[Counted]) -> list[Counted]:
    """Each incident once, in order of report: its earliest report, with what any report says of hate and suspects."""
    in_order = sorted(reports)
    if not any(report.by_agency for report in in_order):
        return in_order
    incidents: list[list[Counted]] = []
    for report in in_order:
        same = [known for known in incidents if any(_are_the_same(report, other) for other in known)]
        incidents = [known for known in incidents if known not in same]
        incidents.append(sorted([report, *(other for known in same for other in known)]))
    return sorted(_together(known) for known in incidents)


def _are_the_same(one: Counted, other: Counted) -> bool:
    return (
        (one.by_agency or other.by_agency)
        and one.uprn == other.uprn != ""
        and one.begun <= other.ended
        and other.begun <= one.ended
    )


def _together(reports: list[Counted]) -> Counted:
    return reports[0]._replace(
        personal=any(report.personal for report in reports),
        hate=any(report.hate for report in reports),
        suspects=tuple(sorted({keys for report in reports for keys in report.suspects})),
    )
