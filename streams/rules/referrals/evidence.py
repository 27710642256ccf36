"""What does a named officer look at who is asked about a referral? (X6, X1)

Pure. Of each trigger the incidents, assessments and facts of Sentinel that make it due, each resolvable; nobody is
named.
"""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from schemas.outgoing import Evidence
from schemas.rows import ReferralRow
from schemas.words import CaseSign, EvidenceKind, ReferralTrigger
from streams.rules.case_state import CaseState
from streams.rules.ledger import Ledger
from streams.rules.people import PersonOnCase
from streams.rules.referrals import signs

# Of many incidents the first: an officer reads no further.
_NAMED: Final = 20


class Asked(NamedTuple):
    """A referral that an officer is asked about, and the perpetrator; None: they are not known any more."""

    row: ReferralRow
    state: CaseState
    ledger: Ledger
    person: PersonOnCase | None


_Points = Callable[[Asked], Iterator[Evidence]]


def of(asked: Asked) -> tuple[Evidence, ...]:
    """What speaks for the referral, each thing once."""
    found = (points(asked) for one in asked.row.because for points in EVIDENCE.get(one, ()))
    return tuple(dict.fromkeys(each for points in found for each in points))


def _incidents(about: str, *values: str) -> _Points:
    def points(asked: Asked) -> Iterator[Evidence]:
        for value in values:
            for ident in signs.incidents(asked.ledger, asked.row.case_id, about, value, _NAMED):
                yield Evidence(kind=EvidenceKind.LINK, ref=ident, rule=value)

    return points


def _risk(asked: Asked) -> Iterator[Evidence]:
    """The standing assessments of the subject, and the officers who declared it at high risk."""
    known_as = asked.person.known_as if asked.person is not None else (asked.row.subject_ref,)
    for ref in known_as:
        kept = asked.state.assessments.get((asked.row.subject_kind, ref))
        if kept is not None and kept.standing is not None:
            rule = f"{kept.standing.matrix}/{kept.standing.matrix_version}"
            yield Evidence(kind=EvidenceKind.ASSESSMENT, ref=kept.standing.fact_id, rule=rule)
    for word in asked.state.sentinel.declarations if asked.state.sentinel is not None else ():
        if word.high and word.kind is asked.row.subject_kind and word.ref in known_as:
            yield Evidence(kind=EvidenceKind.OFFICER, ref=word.rank[2])


def _record(asked: Asked) -> Iterator[Evidence]:
    """What an officer recorded of the person: birth date, home and tenancy."""
    refs = asked.person.person_refs if asked.person is not None else ()
    for record in asked.state.sentinel.people if asked.state.sentinel is not None else ():
        if record.person_ref in refs:
            yield Evidence(kind=EvidenceKind.OFFICER, ref=record.rank[2])


# Of each trigger that concerns perpetrators: nobody is asked about others.
EVIDENCE: Final[dict[ReferralTrigger, tuple[_Points, ...]]] = {
    ReferralTrigger.HIGH_RISK_PERPETRATOR: (_risk,),
    ReferralTrigger.TENANT: (_record, _risk),
    ReferralTrigger.CHILD_PERPETRATOR: (_record,),
    ReferralTrigger.PERPETRATOR_UNDER_TEN: (_record,),
    ReferralTrigger.ALCOHOL_OR_DRUGS: (_incidents(signs.SIGN, CaseSign.ALCOHOL, CaseSign.DRUGS),),
}
