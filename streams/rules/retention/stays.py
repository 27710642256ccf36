"""What stays although its time is up? (X8)

Pure. Whatever somebody is still to do something about, or that something rests on that stays. It is looked at again
later. `docs/retention.md` says the rules in words.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from schemas.rows import CaseRow, IncidentRow, NoticeRow, WatchRow
from schemas.words import CaseStatus, Role
from streams.rules import case_state, duplicates, duty, markers, membership, nominals, notice
from streams.rules.ledger import Entry, Ledger
from streams.rules.link import id_of
from streams.rules.referrals import life as referrals
from streams.rules.retention import owned
from streams.rules.rights import aside
from streams.rules.watches import counted

_LAST: Final[Entry] = ((2**63,), b"")
_ROLES: Final = (Role.VICTIM, Role.PERPETRATOR)
_WORKED_ON: Final = (CaseStatus.REQUESTED, CaseStatus.ACCEPTED)
_LOCATION: Final = "u:"


def incident(ledger: Ledger, row: IncidentRow) -> bool:
    """Whether an incident that is in no case stays, with its duplicates."""
    rows = [row, *owned.duplicates_of(ledger, row)]
    return _any_of(ledger, rows) or _is_on_a_case(ledger, _keys(rows))


def case(ledger: Ledger, row: CaseRow) -> bool:
    """Whether a case that is over stays, with its incidents."""
    return (
        _is_open(ledger, row.case_id, notice.of_case(row.case_id))
        or bool(markers.of_case(ledger, row.case_id))
        or any(referrals.unacknowledged(each) for each in referrals.of_case(ledger, row.case_id))
        or _may_be_requested_again(ledger, row)
        or _hides_anybody(ledger, row)
        or _any_of(ledger, _logs(ledger, row))
        or _is_on_a_case(ledger, _people(ledger, row), row.case_id)
        or any(_is_worked_on(ledger, other) for other in membership.related_of(row.case_id, ledger))
    )


def watch(ledger: Ledger, row: WatchRow) -> bool:
    """Whether what is counted for somebody stays: as long as anything is left that it counts, or was told by it."""
    if row.told or row.people:
        return True
    if row.person.startswith(_LOCATION):
        return ledger.rows.size(counted.place_bucket(row.person.removeprefix(_LOCATION))) > 0
    return ledger.rows.size(counted.bucket(Role.VICTIM, row.person)) > 0


def _logs(ledger: Ledger, case: CaseRow) -> list[IncidentRow]:
    found = owned.members(ledger, case.case_id)
    return [*found, *(other for row in found for other in owned.duplicates_of(ledger, row))]


def _any_of(ledger: Ledger, rows: Sequence[IncidentRow]) -> bool:
    return (
        any(_is_open(ledger, row.incident_id, notice.of_incident(row.incident_id)) for row in rows)
        or any(_names_somebody_restricted(row) for row in rows)
        or _is_said_to_be_the_main_log(ledger, rows)
        or _is_told_by(ledger, rows)
        or _alone_says_who(ledger, rows)
    )


def _is_open(ledger: Ledger, subject: str, owner: str) -> bool:
    """Whether anybody owes anything of it, or something of it is still to reach somebody."""
    standing = ledger.members(notice.bucket(owner), NoticeRow)
    return ledger.rows.size(duty.subject_bucket(subject)) > 0 or any(each.unreached for each in standing)


def _names_somebody_restricted(row: IncidentRow) -> bool:
    return row.header is not None and any(each.person is not None for each in row.header.set_aside)


def _hides_anybody(ledger: Ledger, row: CaseRow) -> bool:
    """Whether somebody on the case is restricted: what is recorded of them is kept for them.

    Sentinel was told so with the case, also of whoever is only declared at high risk, and is to be told when it ends.
    """
    if ledger.rows.size(aside.told_bucket(row.case_id)) > 0:
        return True
    state = case_state.of(row, ledger)
    return bool(state.aside or state.assessments_aside or state.answers_aside)


def _may_be_requested_again(ledger: Ledger, row: CaseRow) -> bool:
    """A request that was taken back comes again under its own id and the next number."""
    return row.status is CaseStatus.WITHDRAWN and ledger.incident(row.opened_by) is not None


def _is_said_to_be_the_main_log(ledger: Ledger, rows: Sequence[IncidentRow]) -> bool:
    """Whether another log that is kept says that it is a duplicate of one that does not count for it."""
    own = {row.incident_id for row in rows}
    others = (ledger.incident(ident) for row in rows for ident in duplicates.of(row.incident_id, ledger))
    return any(
        bool(other.case_id) or (other.kept_until is not None and other.kept_until > ledger.cause.at)
        for other in others
        if other is not None and other.incident_id not in own
    )


def _is_told_by(ledger: Ledger, rows: Iterable[IncidentRow]) -> bool:
    """Whether a notice stands that was told by one of the incidents."""
    for row in rows:
        people = {counted.person_of(key, ledger).key for keys in row.known_by for key in keys}
        for standing in (ledger.watch(key) for key in sorted(people)):
            if standing is not None and any(row.incident_id in one.incident_ids for one in standing.told):
                return True
    return False


def _alone_says_who(ledger: Ledger, rows: Iterable[IncidentRow]) -> bool:
    """Whether no other log says that two keys are one person, by which others are counted."""
    own = {ledger.key("incident", row.incident_id) for row in rows}
    for keys in dict.fromkeys(keys for row in rows for keys in row.known_by):
        others = {other for key in keys for other in _naming(ledger, key) if other not in own}
        for first, second in pairwise(keys):
            beside = ledger.rows.after(counted.beside_bucket(first), (second, b""), counted.MOST)
            said = any(name == second and key not in own for name, key in beside)
            if others and not said:
                return True
    return False


def _naming(ledger: Ledger, key: str) -> Iterator[bytes]:
    for role in _ROLES:
        yield from (row for _, row in ledger.rows.before(counted.bucket(role, key), _LAST, counted.MOST))


def _keys(rows: Iterable[IncidentRow]) -> dict[str, None]:
    return dict.fromkeys(key for row in rows for keys in row.known_by for key in keys)


def _people(ledger: Ledger, case: CaseRow) -> dict[str, None]:
    """By which keys anybody is surely known on a case."""
    found = _keys(owned.members(ledger, case.case_id))
    for reference in owned.references(ledger, case):
        row = ledger.sentinel(reference)
        refs = (one.nominal_ref for one in row.people) if row is not None else ()
        found |= dict.fromkeys(f"n:{ref}" for ref in refs if ref)
        for _, key in ledger.rows.members(case_state.persons_bucket(reference)):
            answers = ledger.person(*id_of(key).split("|", 1))
            found |= dict.fromkeys(f"n:{ref}" for ref in (answers.nominals if answers is not None else ()))
    return found


def _is_on_a_case(ledger: Ledger, keys: Iterable[str], but: str = "") -> bool:
    """Whether somebody known by one of the keys is on another case that is not over."""
    return any(
        _is_worked_on(ledger, case_id) for case_id in _cases_of(ledger, keys) if case_id not in ("", but)
    )


def _cases_of(ledger: Ledger, keys: Iterable[str]) -> dict[str, None]:
    found = dict[str, None]()
    for key in keys:
        for role in _ROLES:
            entries = ledger.rows.before(counted.bucket(role, key), _LAST, counted.MOST)
            found |= dict.fromkeys(one.case_id for one, _ in entries)
        if key.startswith("n:"):
            found |= dict.fromkeys(nominals.cases_of(key.removeprefix("n:"), ledger))
    return found


def _is_worked_on(ledger: Ledger, case_id: str) -> bool:
    row = ledger.case(case_id)
    return row is not None and row.status in _WORKED_ON
