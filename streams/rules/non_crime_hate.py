"""What does a hate incident do that is no crime? (X11; statutory code of practice of 3 June 2023)

Pure. Which of the three is the policy's: E counts and a suspect whom only E brings in is neither named nor counted; E
counts as any letter does; or E counts only beside a crime code. A crime is what a code says, never what a log sounds
like.
"""

from collections.abc import Collection

from schemas.rows import IncidentRow
from schemas.words import SEVEN_LETTERS, Letter, NonCrimeHate
from streams.policies.policy import Policy
from streams.rules.tag import has_crime_code


def letters_counted(row: IncidentRow, policy: Policy) -> tuple[Letter, ...]:
    """The letters of which one yes case-manages the incident."""
    if policy.watches.non_crime_hate is not NonCrimeHate.NOT_COUNTED or has_crime_code(row, policy):
        return SEVEN_LETTERS
    return tuple(letter for letter in SEVEN_LETTERS if letter is not Letter.HATE)


def withholds_suspects(row: IncidentRow, answered_yes: Collection[Letter], policy: Policy) -> bool:
    """Whether nothing is said or counted of who is suspected: E alone says yes, and no code says crime."""
    if policy.watches.non_crime_hate is NonCrimeHate.AS_ANY:
        return False
    speaking = {letter for letter in answered_yes if letter is not Letter.GATE}
    return speaking == {Letter.HATE} and not has_crime_code(row, policy)
