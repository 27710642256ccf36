"""Does a log deny that anybody is vulnerable while a qualifier says that somebody is? (X4, R3)

Pure. What says so is a `none` on THRIVE's V-line as well as any other no to V; which qualifiers speak for V is the
policy's.
"""

from collections.abc import Iterator

from schemas.outgoing import Evidence
from schemas.rows import IncidentRow
from schemas.words import Answer, EvidenceKind, Letter
from streams.policies.policy import Policy
from streams.rules.contradictions.found import Found, shown
from streams.rules.letters import said_in_log
from streams.rules.qualifiers import letters_answered

_SENTENCE = "The log says that nobody is vulnerable; a qualifier of the incident says that somebody is."


def found(row: IncidentRow, policy: Policy) -> Iterator[Found]:
    """A no to V in the log, beside a qualifier that answers V."""
    no = said_in_log(row, Letter.VULNERABLE, Answer.NO)
    qualifiers = row.header.qualifiers if row.header is not None else ()
    speaking = [one for one in qualifiers if Letter.VULNERABLE in letters_answered(one, policy)]
    if no is not None and speaking:
        qualifier = Evidence(kind=EvidenceKind.QUALIFIER, ref=speaking[0], answer=Answer.YES)
        yield Found(shown(no), qualifier, _SENTENCE, letter=Letter.VULNERABLE)
