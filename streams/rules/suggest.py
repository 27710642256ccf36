"""Which ASB class and type do the cues of a log speak for, where no code says so? (R4)

Pure. Class and type are weighed apart: the type by how the behaviour sounds; the class by what is said of whom
it strikes, what was answered to VICTOR-E's questions, and the class that the type mostly is. All weights are
the policy's. A phrase counts once, however often it is said.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from schemas.rows import CuesKept, TypeCue
from schemas.words import Answer, AsbClass, AsbType, Letter
from streams.policies.policy import Tagging
from streams.rules.phrase_book import NOT_ASB


class Suggestion(NamedTuple):
    """The classes spoken for, the likeliest first; the type; and the lines and phrases that say so."""

    classes: tuple[AsbClass, ...]
    asb_type: AsbType | None
    evidence: tuple[tuple[str, str], ...]


def sounds_like_asb(cues: CuesKept, tagging: Tagging) -> bool:
    """Whether some type is spoken for, and with whom it strikes outweighs what speaks against ASB.

    Whom it strikes counts as much as one strong phrase at most: crimes strike people as well.
    """
    weights = _weights(cues.types)
    best = max(weights.get(word, 0) for word in AsbType)
    struck = max(0, *(weights.get(word, 0) for word in AsbClass))
    spoken_for = best + min(struck, tagging.weights.types.strong)
    return best > 0 and spoken_for - weights.get(NOT_ASB, 0) >= tagging.weights.least


def suggestion(cues: CuesKept, tagging: Tagging, known_type: AsbType | None = None) -> Suggestion:
    """The classes and the type that the cues speak for; `known_type` is one that a code gives."""
    weights = _weights(cues.types)
    asb_type = known_type or _likeliest_type(weights)
    scores = _class_scores(weights, cues, tagging)
    if asb_type is not None:
        scores[tagging.types[asb_type].default_class] += tagging.weights.default_class
    spoken_for = [one for one in tagging.precedence if scores[one] > 0]
    classes = tuple(sorted(spoken_for, key=lambda one: -scores[one]))
    words = {asb_type, *classes[:1]}
    evidence = tuple((cue.ref, cue.rule) for cue in cues.types if cue.word in words and cue.weight > 0)
    return Suggestion(classes, asb_type, evidence)


def _weights(cues: Sequence[TypeCue]) -> dict[str, int]:
    """The weight of each word over its distinct phrases."""
    weighed: dict[tuple[str, str], int] = {}
    for cue in cues:
        known = weighed.get((cue.word, cue.rule))
        if known is None or abs(cue.weight) > abs(known):
            weighed[cue.word, cue.rule] = cue.weight
    weights: dict[str, int] = {}
    for (word, _), weight in weighed.items():
        weights[word] = weights.get(word, 0) + weight
    return weights


def _likeliest_type(weights: Mapping[str, int]) -> AsbType | None:
    """The type with the most weight; of equals the first in the national list."""
    best = max(AsbType, key=lambda one: weights.get(one, 0))
    return best if weights.get(best, 0) > 0 else None


def _class_scores(weights: Mapping[str, int], cues: CuesKept, tagging: Tagging) -> dict[AsbClass, int]:
    scores = {one: weights.get(one, 0) for one in AsbClass}
    said: set[tuple[Letter, Answer]] = {(cue.letter, cue.answer) for cue in cues.letters}
    for letter, weight in tagging.letters.items():
        for answer, points in ((Answer.YES, weight.yes), (Answer.NO, weight.no)):
            if (letter, answer) in said:
                scores[weight.asb_class] += points
    return scores
