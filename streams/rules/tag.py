"""Is this incident ASB, of which class and type? (R4, R5, X11)

Pure. A registrar's override, else the closing and local codes through the policy's mapping table, else the
opening code, else cues in the text, marked `suggested`. A crime code withdraws the tag only when no ASB code
or qualifier stands among all result codes and no officer's VICTOR-E stands (R5).
"""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.rows import EvidenceKept, HeaderKept, IncidentRow, TagKept
from schemas.words import Answer, AsbClass, EvidenceKind, Letter, TagBasis
from streams.policies.policy import Code, Policy
from streams.rules.qualifiers import says_asb
from streams.rules.suggest import sounds_like_asb, suggestion


class Coded(NamedTuple):
    basis: TagBasis
    written: str
    code: Code


def needs_text(row: IncidentRow, policy: Policy) -> bool:
    """Whether the text has a say: for the class and type of an uncoded incident, or the letters of an ASB one."""
    if row.header is None or row.gone:
        return False
    if row.tag_override is not None:
        return row.tag_override.asb
    result, opening = _codes(row.header, policy)
    codes = result or opening
    return not codes or any(found.code.asb for found in codes) or _stands_beside_crime(row, policy)


def tag(row: IncidentRow, policy: Policy) -> TagKept | None:
    """The tag of the incident as it stands, or None when it is not ASB."""
    if row.header is None or row.gone:
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
        return _from_cues(row, policy, crime=crime)
    if result or opening or not sounds_like_asb(row.cues, policy.tagging):
        return None
    return _from_cues(row, policy, crime=False)


def has_crime_code(row: IncidentRow, policy: Policy) -> bool:
    """Whether a code that stands says crime: of the result codes, before there is one of the opening code."""
    if row.header is None:
        return False
    result, opening = _codes(row.header, policy)
    return any(found.code.crime for found in result or opening)


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
    qualified = header is not None and says_asb(header.qualifiers, policy)
    return qualified or bool(row.officer_words)


def _coded(row: IncidentRow, asb: Sequence[Coded], policy: Policy, *, crime: bool) -> TagKept:
    """The tag by codes; a class or type that no code gives is suggested."""
    classes = _classes(row, asb, policy)
    asb_class = classes[0] if classes else None
    asb_type = next((found.code.asb_type for found in asb if found.code.asb_type is not None), None)
    suggested = suggestion(row.cues, policy.tagging, asb_type)
    guessed = suggested.classes[0] if suggested.classes else None
    evidence = tuple(
        EvidenceKept(Letter.GATE, Answer.YES, EvidenceKind.CODE, found.written, found.basis) for found in asb
    )
    return TagKept(
        asb_class=asb_class or guessed,
        asb_type=asb_type or suggested.asb_type,
        basis=asb[0].basis,
        suggested=asb_class is None and guessed is not None,
        type_suggested=asb_type is None and suggested.asb_type is not None,
        crime_and_asb=crime,
        also=tuple(classes[1:]),
        evidence=evidence,
    )


def _classes(row: IncidentRow, asb: Sequence[Coded], policy: Policy) -> list[AsbClass]:
    """The classes that the codes give, first by precedence; else the one of the opening code."""
    coded = {found.code.asb_class for found in asb}
    opening = policy.codes.nsir.get(row.header.opening_code or "") if row.header else None
    if coded == {None} and opening is not None and opening.asb:
        coded = {opening.asb_class}
    return [one for one in policy.tagging.precedence if one in coded]


def _from_cues(row: IncidentRow, policy: Policy, *, crime: bool) -> TagKept:
    classes, asb_type, rules = suggestion(row.cues, policy.tagging)
    evidence = tuple(
        EvidenceKept(Letter.GATE, Answer.YES, EvidenceKind.LINE, ref, rule) for ref, rule in rules
    )
    return TagKept(
        asb_class=classes[0] if classes else None,
        asb_type=asb_type,
        basis=TagBasis.CUES,
        suggested=True,
        type_suggested=asb_type is not None,
        crime_and_asb=crime,
        also=classes[1:],
        evidence=evidence,
    )
