"""Does a log say both that nobody was targeted and that somebody was singled out? (X4)

Pure. T is yes all the same: what the log says of it is for a person to clear up.
"""

from collections.abc import Iterator

from schemas.rows import IncidentRow
from schemas.words import Answer, Letter
from streams.policies.policy import Policy
from streams.rules.contradictions.found import Found, shown
from streams.rules.letters import said_in_log

_SENTENCE = "The log says that nobody was targeted, and also that somebody was singled out."


def found(row: IncidentRow, policy: Policy) -> Iterator[Found]:
    """An answer or a phrase that says no to T, beside one that says yes."""
    del policy
    no = said_in_log(row, Letter.TARGETED, Answer.NO)
    yes = said_in_log(row, Letter.TARGETED, Answer.YES)
    if no is not None and yes is not None:
        yield Found(shown(no), shown(yes), _SENTENCE, letter=Letter.TARGETED)
