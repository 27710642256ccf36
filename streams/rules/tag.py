"""Is this incident ASB, of which class and type? (R4, R5, X11)

Pure. A registrar's override, else the closing and local codes through the policy's mapping table, else the
opening code, else cues in the text, marked `suggested`. A crime code withdraws the tag only when no ASB code
or qualifier stands among all result codes and no officer's VICTOR-E stands (R5).
"""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.rows import EvidenceKept, HeaderKept, IncidentRow, TagKept, TypeCue
from schemas.words import Answer, AsbClass, AsbType, EvidenceKind, Letter, TagBasis
from streams.policies.policy import Code, Policy, Tagging
from streams.rules.cues import NOT_ASB, PERSONAL


class Coded(NamedTuple):
    basis: TagBasis
    written: str
    code: Code


def needs_text(row: IncidentRow, policy: Policy) -> bool:
    """Whether the text has a say: for the class and type of an uncoded incident, or the letters of an ASB one."""
    if row.header is None:
        return False
    if row.tag_override is not None:
        return row.tag_override.asb
    result, opening = _codes(row.header, policy)
    codes = result or opening
    return not codes or any(found.code.asb for found in codes) or _stands_beside_crime(row, policy)


def tag(row: IncidentRow, policy: Policy) -> TagKept | None:
    """The tag of the incident as it stands, or None when it is not ASB."""
    if row.header is None:
        return None
    if row.tag_override is not None:
        return _overridden(row)
    result, opening = _codes(row.header, policy)
    crime = any(found.code.crime for found in result)
    asb = [found for found in result if found.code.asb]
    if not asb and (not result or _stands_beside_crime(row, policy)):
        asb = [found for found in opening if found.code.asb]
    if asb:
        return _coded(row, asb, policy, crime=crime)
    if _stands_beside_crime(row, policy):
        return _from_cues(row, policy, crime=crime, least=0)
    if result or opening:
        return None
    return _from_cues(row, policy, crime=False, least=policy.tagging.least)


def _overridden(row: IncidentRow) -> TagKept | None:
    override = row.tag_override
    if override is None or not override.asb:
        return None
    evidence = EvidenceKept(
        Letter.GATE, Answer.YES, EvidenceKind.OFFICER, override.instruction_id, "override"
    )
    return TagKept(
        override.asb_class, override.asb_type, TagBasis.OVERRIDE, suggested=False, evidence=(evidence,)
    )


def _codes(header: HeaderKept, policy: Policy) -> tuple[list[Coded], list[Coded]]:
    """The result codes (closing and local) and the opening code that the mapping table knows."""
    result, opening = [], []
    closing = policy.codes.nsir.get(header.closing_code or "")
    if closing is not None:
        result.append(Coded(TagBasis.CLOSING_CODE, header.closing_code or "", closing))
    for written in header.local_codes:
        code = policy.codes.local.get(written)
        if code is not None:
            result.append(Coded(TagBasis.LOCAL_CODE, written, code))
    first = policy.codes.nsir.get(header.opening_code or "")
    if first is not None:
        opening.append(Coded(TagBasis.OPENING_CODE, header.opening_code or "", first))
    return result, opening


def _stands_beside_crime(row: IncidentRow, policy: Policy) -> bool:
    """An ASB qualifier, or an officer's own VICTOR-E, keeps an incident ASB beside any other code (R5)."""
    header = row.header
    qualified = header is not None and any(q in policy.codes.asb_qualifiers for q in header.qualifiers)
    return qualified or bool(row.officer_words)


def _coded(row: IncidentRow, asb: Sequence[Coded], policy: Policy, *, crime: bool) -> TagKept:
    classes = [found for found in asb if found.code.asb_class is not None]
    opening = policy.codes.nsir.get(row.header.opening_code or "") if row.header else None
    asb_class = next((found.code.asb_class for found in _preferred(classes, policy)), None)
    if asb_class is None and opening is not None and opening.asb:
        asb_class = opening.asb_class
    asb_type = next((found.code.asb_type for found in asb if found.code.asb_type is not None), None)
    suggested_class, suggested_type = suggestion(row.cues.types, policy.tagging)
    evidence = tuple(
        EvidenceKept(Letter.GATE, Answer.YES, EvidenceKind.CODE, found.written, found.basis) for found in asb
    )
    also = [found.code.asb_class for found in classes if found.code.asb_class not in (None, asb_class)]
    guessed = suggested_class[0] if suggested_class else None
    if guessed is None and asb_type is not None:
        guessed = policy.tagging.types[asb_type].default_class
    return TagKept(
        asb_class=asb_class or guessed,
        asb_type=asb_type or suggested_type,
        basis=asb[0].basis,
        suggested=asb_class is None and guessed is not None,
        type_suggested=asb_type is None and suggested_type is not None,
        crime_and_asb=crime,
        also=tuple(dict.fromkeys(c for c in also if c is not None)),
        evidence=evidence,
    )


def _preferred(found: Sequence[Coded], policy: Policy) -> list[Coded]:
    order = policy.tagging.precedence
    return sorted(found, key=lambda one: order.index(one.code.asb_class or order[-1]))


def _from_cues(row: IncidentRow, policy: Policy, *, crime: bool, least: int) -> TagKept | None:
    classes, asb_type = suggestion(row.cues.types, policy.tagging, least)
    if not classes and least:
        return None
    evidence = tuple(
        EvidenceKept(Letter.GATE, Answer.YES, EvidenceKind.LINE, cue.ref, cue.rule)
        for cue in row.cues.types
        if cue.word in (asb_type, PERSONAL)
    )
    return TagKept(
        asb_class=classes[0] if classes else None,
        asb_type=asb_type,
        basis=TagBasis.CUES,
        suggested=True,
        type_suggested=asb_type is not None,
        crime_and_asb=crime,
        also=tuple(classes[1:]),
        evidence=evidence,
    )


def suggestion(
    cues: Sequence[TypeCue], tagging: Tagging, least: int = 1
) -> tuple[list[AsbClass], AsbType | None]:
    """The classes that the cues speak for, first by precedence, and the type with the most weight."""
    weights: dict[str, int] = {}
    for cue in cues:
        weights[cue.word] = weights.get(cue.word, 0) + cue.weight
    against = weights.pop(NOT_ASB, 0)
    personal = weights.pop(PERSONAL, 0)
    order = list(AsbType)
    ranked = sorted(weights, key=lambda word: (-weights[word], order.index(AsbType(word))))
    if not ranked or weights[ranked[0]] - against < least:
        return [], None
    best = AsbType(ranked[0])
    classes = {tagging.types[AsbType(word)].default_class for word in ranked if _close(weights, word, ranked)}
    first = tagging.types[best].default_class
    if personal:
        classes.add(AsbClass.PERSONAL)
        first = AsbClass.PERSONAL
    others = [one for one in tagging.precedence if one in classes and one is not first]
    return [first, *others], best


def _close(weights: dict[str, int], word: str, ranked: Sequence[str]) -> bool:
    """A type that says as much as the leading one is also considered."""
    return weights[word] == weights[ranked[0]]
