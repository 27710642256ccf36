"""Where else is somebody known, by their nominal reference? (X4)

Pure. The index holds for each nominal reference the cases that name it and the answers that stand about it. Facts
of several cases come in any order: whichever comes last finds the others, and touches them where they rest on it.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from schemas.rows import AnswerKept, HeaderKept, PersonRow, SentinelRow
from schemas.words import Question
from streams.rules.case_state import CaseState
from streams.rules.ledger import Ledger
from streams.rules.people import PersonOnCase

Entries = list[tuple[str, str]]

_AFTER_ITS_ROWS: Final = b"\xff"


def cases_bucket(nominal: str) -> str:
    """The index bucket of whatever names somebody on a case; sorted by the case's id."""
    return f"nominal:{nominal}"


def answers_bucket(nominal: str) -> str:
    """The index bucket of the answers about somebody, of every case."""
    return f"answers:{nominal}"


def entries_of_incident(case_id: str, header: HeaderKept) -> Entries:
    """Under which nominal references an incident of a case is found."""
    return [(cases_bucket(person.nominal_ref), case_id) for person in header.people if person.nominal_ref]


def entries_of_sentinel(row: SentinelRow) -> Entries:
    """Under which nominal references Sentinel's facts about a case are found."""
    if not row.case_id:
        return []
    return [(cases_bucket(person.nominal_ref), row.case_id) for person in row.people if person.nominal_ref]


def entries_of_answers(row: PersonRow) -> Entries:
    """Under which nominal references what was answered about somebody is found."""
    return [(answers_bucket(nominal), "") for nominal in row.nominals] if row.answers else []


def of(person: PersonOnCase) -> tuple[str, ...]:
    """The nominal references of a person on a case."""
    return tuple(sorted({each.nominal for each in person.identities if each.nominal}))


def answers_elsewhere(ledger: Ledger, person: PersonOnCase, reference: str) -> Iterator[list[PersonRow]]:
    """What is answered about a person under other references than this one, reference by reference."""
    rows: dict[str, dict[str, PersonRow]] = {}
    for nominal in of(person):
        for row in ledger.members(answers_bucket(nominal), PersonRow):
            if row.reference != reference:
                rows.setdefault(row.reference, {})[row.person_ref] = row
    yield from (list(found.values()) for found in rows.values())


def note(ledger: Ledger, state: CaseState) -> bool:
    """Keep with each answer under the case's reference whom it is about; whether anything was put.

    Touches the other cases of whoever that is, or was held to be. What is set aside is about nobody.
    """
    noted = False
    for row in (*state.answers.values(), *state.answers_aside):
        found = (of(person) for person in state.people if row.person_ref in person.known_as)
        nominals = () if row in state.answers_aside else next(found, ())
        if nominals != row.nominals:
            now = msgspec.structs.replace(row, nominals=nominals)
            ledger.put_person(now)
            follow(ledger, row, now)
            noted = True
    return noted


def follow(ledger: Ledger, before: PersonRow, now: PersonRow) -> None:
    """Touch every case that names somebody of whom something else is answered now, or by another reference."""
    if (_standing(before), before.nominals) == (_standing(now), now.nominals):
        return
    for nominal in sorted({*before.nominals, *now.nominals}):
        for case_id in cases_of(nominal, ledger):
            if ledger.case(case_id) is not None:
                ledger.touched_cases[case_id] = None


def cases_of(nominal: str, ledger: Ledger) -> Iterator[str]:
    """Each case once, however much of it names them."""
    entry = ("", b"")
    while found := ledger.rows.after(cases_bucket(nominal), entry, 1):
        case_id = found[0][0]
        yield case_id
        entry = (case_id, _AFTER_ITS_ROWS)


def _standing(row: PersonRow) -> dict[Question, AnswerKept]:
    return {question: told[-1] for question, told in row.answers.items() if told}
