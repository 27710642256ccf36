"""An account in plain English, line by line, for people (X1); times are those of London. Pure."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final

from schemas.outgoing import (
    DecisionMade,
    Evidence,
    IncidentTagged,
    LetterAnswer,
    Link,
    PolicyVersion,
    TagWithdrawn,
)
from schemas.topics import CASES, DECISIONS, TAGS, Topic
from schemas.words import Answer, EvidenceKind, Letter, TagBasis
from streams.explain import risk
from streams.explain.account import CaseAccount, IncidentAccount
from streams.explain.measures_said import of_measures
from streams.explain.said import said
from streams.london import shown

_LETTER: Final = {
    Letter.GATE: "Harassment, alarm or distress",
    Letter.VULNERABLE: "V  Vulnerable",
    Letter.IMPACT: "I  Impact",
    Letter.COMBINED: "C  Combined approach",
    Letter.TARGETED: "T  Targeted",
    Letter.ONGOING: "O  Ongoing",
    Letter.RISK: "R  Risk",
    Letter.HATE: "E  hatE",
}
_BASIS: Final = {
    TagBasis.OVERRIDE: "the registrar's word",
    TagBasis.CLOSING_CODE: "the closing code",
    TagBasis.OPENING_CODE: "the opening code",
    TagBasis.LOCAL_CODE: "a local code",
    TagBasis.CUES: "the text of the log",
}
HISTORY: Final = "  History"
_WIDTH: Final = max(len(name) for name in _LETTER.values())
_TIME_WIDTH: Final = len("31 Dec 2025 23:59")
_LINES: Final = (EvidenceKind.LINE, EvidenceKind.THRIVE)


def of_incident(account: IncidentAccount, lost: Collection[Topic] = ()) -> Iterator[str]:
    """The lines about one incident; `lost` are topics that may have held more, so nothing is denied of them."""
    yield f"Incident {account.incident_id}" + (f", force {account.force}" if account.force else "")
    for rejection in account.rejections:
        yield f"  A message about it was rejected: {rejection.code} ({rejection.detail})"
    if account.tag is None and account.decision is None:
        yield f"  {_undecided(account, lost)}"
    if account.tag is not None:
        yield from _tag(account.tag, account.lines)
    if account.decision is not None:
        yield from _decision(account.decision, account.lines)
    for ask in account.asks:
        yield f"  An officer is asked: {ask.sentence}"
    if len(account.history) > 1:
        yield HISTORY
        yield from _history(account)


def of_case(account: CaseAccount, lost: Collection[Topic] = ()) -> Iterator[str]:
    """The lines about one case; `lost` are topics that may have held more, so nothing is denied of them."""
    yield f"Case {account.case_id}" + (f", force {account.force}" if account.force else "")
    if account.snapshot is not None:
        reference = account.snapshot.reference or "none yet"
        yield f"  {account.snapshot.status.capitalize()}; Sentinel reference: {reference}"
        yield f"  Lead officer: {account.snapshot.lead_officer or 'none'}"
        if account.snapshot.related_case_ids:
            yield f"  Related, not merged: {', '.join(account.snapshot.related_case_ids)}"
        if account.snapshot.incomplete_since is not None:
            yield f"  May be incomplete since {shown(account.snapshot.incomplete_since)}: a rule failed"
        yield from risk.of_snapshot(account.snapshot)
    if account.opened is not None:
        yield f"  Requested for {account.opened.incident_id}: {account.opened.sentence}"
    members = "Incidents still held" if CASES in lost else "Incidents"
    yield f"  {members}: {', '.join(account.members) or 'none'}"
    yield from of_measures(account.measures, account.snapshot)
    for duty in account.obligations:
        yield f"  To be done by {shown(duty.due_at)}: {risk.of_duty(duty.kind, duty.about)}"
    for ask in account.asks:
        yield f"  An officer is asked: {ask.sentence}"
    yield HISTORY
    yield from _history(account)


def _undecided(account: IncidentAccount, lost: Collection[Topic]) -> str:
    is_taken_back = any(isinstance(step.event, TagWithdrawn) for step in account.history)
    if not is_taken_back and (TAGS in lost or DECISIONS in lost):
        return "No tag and no decision of it is still held; whether there was one cannot be said."
    if account.history:
        return "It no longer counts as ASB of its own; nothing is decided on it now."
    return "Nothing was decided: it is not ASB, or the worker has not read it yet."


def _tag(tag: IncidentTagged, lines: dict[str, str]) -> Iterator[str]:
    kind = f"{tag.asb_class or 'class unknown'}, {tag.asb_type or 'type unknown'}"
    also = f"; also considered: {', '.join(tag.also_considered)}" if tag.also_considered else ""
    crime = "; crime and ASB" if tag.crime_and_asb else ""
    suggested = " (suggested)" if tag.suggested else ""
    yield f"  ASB: {kind}{suggested}, from {_BASIS[tag.basis]}{also}{crime}"
    yield from _evidence(tag.evidence, lines)


def _decision(decision: DecisionMade, lines: dict[str, str]) -> Iterator[str]:
    yield f"  {decision.sentence}"
    yield f"  Reported {shown(decision.reported_at)}; decided by {_by(decision.decided_by)}"
    if decision.case_id:
        yield f"  Case {decision.case_id}"
    yield "  VICTOR-E"
    for letter in decision.letters:
        yield from _letter(letter, lines)
    if decision.links:
        yield "  Earlier reports"
        for link in decision.links:
            yield f"    {_link(link)}"


def _letter(letter: LetterAnswer, lines: dict[str, str]) -> Iterator[str]:
    by = f" (officer {letter.by_officer}; inferred: {letter.inferred})" if letter.by_officer else ""
    yield f"    {_LETTER[letter.letter]:{_WIDTH}}  {letter.answer}{by}"
    yield from _evidence(letter.evidence, lines)


def _evidence(evidence: Sequence[Evidence], lines: dict[str, str]) -> Iterator[str]:
    """One line per thing that speaks for the answer, with all the rules that found something in it."""
    rules: dict[tuple[EvidenceKind, str, Answer], list[str]] = {}
    for each in evidence:
        rules.setdefault((each.kind, each.ref, each.answer), []).extend([each.rule] if each.rule else [])
    for (kind, ref, answer), found in rules.items():
        speaks = "" if answer is Answer.YES else f" speaks for {answer}"
        by = f" [{'; '.join(found)}]" if found else ""
        yield f"      {kind} {ref}{speaks}{by}{_quoted(kind, ref, lines)}"


def _quoted(kind: EvidenceKind, ref: str, lines: dict[str, str]) -> str:
    if kind not in _LINES:
        return ""
    return f": “{lines[ref]}”" if ref in lines else ": no longer held"


def _link(link: Link) -> str:
    strength = "associated" if link.associated else "too weak to count"
    return f"{link.to}  by {link.kind}, confidence {link.confidence:g}, {strength}"


def _by(version: PolicyVersion) -> str:
    return f"policy {version.name} {version.version} ({version.sha256[:8]}) and rules {version.rules_version}"


def _history(account: IncidentAccount | CaseAccount) -> Iterator[str]:
    for step in account.history:
        at = shown(datetime.fromisoformat(step.at))
        yield f"    {at:>{_TIME_WIDTH}}  {type(step.event).__name__}  {said(step.event)}".rstrip()
