"""Does a line of the log say otherwise than the system answered by itself? (X4; domain 2)

Pure. An automatic answer never counts for a letter; here it is held against what people wrote.
"""

from collections.abc import Iterator

from schemas.rows import IncidentRow
from schemas.words import Answer, Letter
from streams.policies.policy import Policy
from streams.rules import wording
from streams.rules.contradictions.found import Found, shown
from streams.rules.letters import said_in_log

_OPPOSITE = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}


def found(row: IncidentRow, policy: Policy) -> Iterator[Found]:
    """For each letter the first automatic answer that a line of the log contradicts."""
    del policy
    told: set[Letter] = set()
    for answer in row.cues.auto_answers:
        said = said_in_log(row, answer.letter, _OPPOSITE[answer.answer])
        if said is not None and answer.letter not in told:
            told.add(answer.letter)
            sentence = (
                f"The system answered {answer.answer} by itself to {wording.listed([answer.letter])};"
                " the log says otherwise."
            )
            yield Found(shown(answer), shown(said), sentence, about=answer.letter, letter=answer.letter)
