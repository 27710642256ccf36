"""Decide an incident again whenever anything it rests on changed, and what follows for others (R1, R5, R6).

Pure. A decision rests on the incident's own facts and on at most a few earlier reports per key; so a change
touches the incident, its duplicates, and the few incidents reported just after it under the same keys.
Which case an incident belongs to is settled after the decisions (`membership`).
"""

from collections.abc import Iterable

import msgspec

from schemas.outgoing import (
    DecisionMade,
    DecisionWithdrawn,
    Evidence,
    IncidentTagged,
    Link,
    TagWithdrawn,
)
from schemas.rows import CuesKept, HeaderKept, IncidentRow
from schemas.words import Answer, AskReason, OpeningPolicy, Outcome, Placement
from streams.rules import (
    ask,
    case_settle,
    contradictions,
    cues,
    duplicates,
    lines,
    membership,
    published,
    wording,
)
from streams.rules.in_force import InForce
from streams.rules.incident import why_not_standing
from streams.rules.keys import keys_of, sure_keys
from streams.rules.ledger import Ledger, digest_of
from streams.rules.letters import answers_of, letters_of
from streams.rules.link import header_of, links_of, position, successors
from streams.rules.non_crime_hate import letters_counted, withholds_suspects
from streams.rules.opening import is_managed
from streams.rules.referrals import signs
from streams.rules.retention import dates, log_text
from streams.rules.rights import aside
from streams.rules.tag import needs_text, tag
from streams.rules.victor_e import Verdict, verdict


def decide_again(ledger: Ledger, row: IncidentRow) -> None:
    """Put the incident with its new facts, and decide everything that rests on them."""
    touched = take_in(ledger, row)
    if touched:
        settle(ledger, touched, {row.incident_id})


def take_in(ledger: Ledger, row: IncidentRow) -> list[str]:
    """Put the incident with its new facts; returns the incidents to be decided again, none if nothing follows."""
    row = aside.parted(row, ledger)
    before = ledger.incident(row.incident_id)
    if before == row:
        return []
    if before is not None and before.case_id and _names_others(before, row):
        ledger.touched_cases[before.case_id] = None
    touched = dict[str, None]()
    for changed in _with_duplicates(ledger, row):
        touched.update(dict.fromkeys(changed))
    # Most logs are not ASB and never were: nothing follows from them.
    follows = len(touched) > 1 or any(_matters(known) for known in (before, ledger.incident(row.incident_id)))
    return list(touched) if follows else []


def settle(ledger: Ledger, touched: Iterable[str], told: Iterable[str] = ()) -> None:
    """Decide the touched incidents in order of report, settle their cases, and publish what changed."""
    decided = _in_order(ledger, touched)
    flipped = [incident_id for incident_id in decided if _decide(ledger, incident_id)]
    moved = membership.settle(ledger, [*flipped, *told])
    for incident_id in _in_order(ledger, dict.fromkeys([*told, *decided, *moved])):
        row = _announce(ledger, incident_id)
        contradictions.settle_incident(ledger, row, why_not_standing(row))
    case_settle.settle_touched(ledger)


def _names_others(before: IncidentRow, now: IncidentRow) -> bool:
    """Whether the log says otherwise of who is on its case, where, or when it was."""
    said, says = before.header, now.header
    return said is not None and says is not None and _who_where_when(said) != _who_where_when(says)


def _who_where_when(header: HeaderKept) -> tuple[object, ...]:
    return (
        header.people,
        header.set_aside,
        header.place,
        header.reported_at,
        header.precision,
        header.occurred_from,
    )


def _matters(row: IncidentRow | None) -> bool:
    """Whether the incident counts, or something was published about it."""
    return row is not None and (row.standing or bool(row.tag_digest or row.case_id))


def _with_duplicates(ledger: Ledger, row: IncidentRow) -> Iterable[list[str]]:
    """Put the row as it now stands, then those that are duplicates of it; yields whom each change touches."""
    waiting = [row.incident_id]
    before = ledger.incident(row.incident_id)
    if before is not None and before.standing:
        membership.note_neighbours(ledger, before)
        yield list(successors(before, ledger, ledger.policy(header_of(before).reported_at).policy.linking))
    _retag(ledger, row)
    seen = set[str]()
    while waiting:
        incident_id = waiting.pop(0)
        if incident_id not in seen:
            seen.add(incident_id)
            yield _restand(ledger, incident_id)
            waiting += duplicates.of(incident_id, ledger)


def _retag(ledger: Ledger, row: IncidentRow) -> None:
    """Read the text if it has a say, and tag; standing and keys follow in `_restand`."""
    header = row.header
    if header is None:
        at = ledger.cause.at
        ledger.put_incident(dates.without_log(row, at, ledger.policy(at).policy.retention))
        return
    in_force = ledger.policy(header.reported_at)
    before = ledger.incident(row.incident_id)
    row = _read(before, row, in_force)
    row = msgspec.structs.replace(row, tag=tag(row, in_force.policy))
    row = dates.of_incident(row, header, in_force.policy.retention)
    if before is not None and before.case_id and before.tag != row.tag:
        ledger.touched_cases[before.case_id] = None
    ledger.put_incident(row)


def _read(before: IncidentRow | None, row: IncidentRow, in_force: InForce) -> IncidentRow:
    """The incident with what its text says, as far as that has a say; of a text that is gone: what it said."""
    if row.text_removed_at is not None:
        return log_text.read_once(row, in_force.policy, in_force.sha256)
    if not needs_text(row, in_force.policy):
        return msgspec.structs.replace(row, cues=CuesKept())
    if before is not None and before.log == row.log and row.cues.policy == in_force.sha256:
        return row
    found = cues.read(lines.unpack(row.log), in_force.policy, in_force.sha256)
    return msgspec.structs.replace(row, cues=found)


def _restand(ledger: Ledger, incident_id: str) -> list[str]:
    """Whether the incident counts, and under which keys; returns whom that touches, itself included."""
    row = ledger.known_incident(incident_id)
    if row.header is None:
        return [incident_id]
    linking = ledger.policy(row.header.reported_at).policy.linking
    touched = [incident_id]
    if row.standing:
        membership.note_neighbours(ledger, row)
        touched += successors(row, ledger, linking)
    keys: tuple[str, ...] = ()
    known_by: tuple[tuple[str, ...], ...] = ()
    if row.tag is not None:
        keys = keys_of(row.header, linking, ledger.secret)
        known_by = tuple(sure_keys(one, linking, ledger.secret) for one in row.header.people)
    row = msgspec.structs.replace(row, keys=keys, known_by=known_by, main=duplicates.main_of(row, ledger))
    ledger.put_incident(row)
    if row.standing:
        touched += successors(row, ledger, linking)
    return touched


def _in_order(ledger: Ledger, incident_ids: Iterable[str]) -> list[str]:
    """Incidents that were logged, by time of report, each once."""
    rows = {i: ledger.incident(i) for i in incident_ids}
    known = [row for row in rows.values() if row is not None and row.header is not None]
    return [row.incident_id for row in sorted(known, key=lambda row: position(row, ledger))]


def _decide(ledger: Ledger, incident_id: str) -> bool:
    """Link and decide one incident; whether anything that cases rest on changed."""
    row = ledger.known_incident(incident_id)
    if not row.standing:
        decided = msgspec.structs.replace(
            row, links=(), outcome=None, managed=False, letters=(), suspects_withheld=False, signs=()
        )
    else:
        in_force = ledger.policy(header_of(row).reported_at)
        links = links_of(row, ledger, in_force.policy.linking)
        answers = answers_of(row, links, in_force.policy)
        counted = letters_counted(row, in_force.policy)
        found = verdict(answers, in_force.policy.victor_e.askable, counted)
        managed = is_managed(in_force.policy.opening, found.outcome, links)
        yes = tuple(letter for letter, answer in answers.items() if answer is Answer.YES)
        decided = msgspec.structs.replace(
            row,
            links=links,
            outcome=found.outcome,
            managed=managed,
            letters=yes,
            suspects_withheld=withholds_suspects(row, yes, in_force.policy),
            signs=signs.of_incident(row, in_force.policy),
        )
    if decided == row:
        return False
    if row.case_id and _says_of_case(decided) != _says_of_case(row):
        ledger.touched_cases[row.case_id] = None
    membership.note_neighbours(ledger, row)
    if decided.managed and not row.managed:
        membership.note_those_beside(ledger, row)
    ledger.put_incident(decided)
    return True


def _says_of_case(row: IncidentRow) -> tuple[object, ...]:
    return row.letters, row.suspects_withheld, row.signs


def _announce(ledger: Ledger, incident_id: str) -> IncidentRow:
    """Publish the tag and the decision where they differ from what was published; returns the row as put."""
    row = ledger.known_incident(incident_id)
    in_force = ledger.policy(header_of(row).reported_at)
    row = _announce_tag(ledger, row, in_force)
    row = (
        _announce_decision(ledger, row, in_force)
        if row.standing
        else _withdraw_decision(ledger, row, in_force)
    )
    ledger.put_incident(row)
    return row


def _announce_tag(ledger: Ledger, row: IncidentRow, in_force: InForce) -> IncidentRow:
    if not row.standing or row.tag is None:
        if row.tag_digest:
            withdrawn = TagWithdrawn(
                incident_id=row.incident_id,
                reason=why_not_standing(row),
                duplicate_of=row.main or None,
                decided_by=in_force.version,
                corrects=published.last(row, IncidentTagged),
            )
            ledger.publish_of_incident(withdrawn, row.incident_id)
        return msgspec.structs.replace(published.without(row, IncidentTagged), tag_digest=b"")
    tagged = IncidentTagged(
        incident_id=row.incident_id,
        asb_class=row.tag.asb_class,
        asb_type=row.tag.asb_type,
        basis=row.tag.basis,
        suggested=row.tag.suggested,
        type_suggested=row.tag.type_suggested,
        crime_and_asb=row.tag.crime_and_asb,
        also_considered=row.tag.also,
        evidence=tuple(
            Evidence(kind=one.kind, ref=one.ref, rule=one.rule, answer=one.answer) for one in row.tag.evidence
        ),
        decided_by=in_force.version,
    )
    digest = digest_of(tagged)
    if digest == row.tag_digest:
        return row
    row = published.with_one(row, IncidentTagged, ledger.publish_of_incident(tagged, row.incident_id))
    return msgspec.structs.replace(row, tag_digest=digest)


def _announce_decision(ledger: Ledger, row: IncidentRow, in_force: InForce) -> IncidentRow:
    letters = letters_of(row, row.links, in_force.policy)
    counted = letters_counted(row, in_force.policy)
    found = verdict({one.letter: one.answer for one in letters}, in_force.policy.victor_e.askable, counted)
    reason = _ask_reason(row, found, in_force)
    decision = DecisionMade(
        incident_id=row.incident_id,
        revision=0,
        reported_at=header_of(row).reported_at,
        outcome=found.outcome,
        placement=row.placement if row.case_id else Placement.STAY,
        case_id=row.case_id or None,
        opening_policy=in_force.policy.opening,
        letters=letters,
        links=tuple(
            Link(kind=link.kind, to=link.to, confidence=link.confidence, associated=link.associated)
            for link in row.links
        ),
        would_ask=found.would_ask,
        officer_asked=reason is not None,
        decided_by=in_force.version,
        sentence=wording.of_decision(
            found.outcome,
            row.placement if row.case_id else Placement.STAY,
            letters,
            in_force.policy.opening,
            asked=reason is not None,
            counted=counted,
        ),
    )
    digest = digest_of(decision)
    if digest != row.decision_digest:
        # The revision says when it was decided; a new revision that changes nothing is not announced.
        current = decision.model_copy(update={"revision": row.rank[0]})
        row = published.with_one(row, DecisionMade, ledger.publish_of_incident(current, row.incident_id))
    row = ask.of_incident(ledger, row, "decision", reason, found.would_ask, in_force)
    related = AskReason.LINKS_TWO_CASES if row.related and not row.officer_words else None
    row = ask.of_incident(ledger, row, "related", related, (), in_force)
    return msgspec.structs.replace(row, decision_digest=digest)


def _ask_reason(row: IncidentRow, found: Verdict, in_force: InForce) -> AskReason | None:
    """Why an officer is asked about the letters; nobody is where a case has the incident already."""
    if in_force.policy.opening is not OpeningPolicy.VICTOR_E or row.case_id:
        return None
    if found.outcome is Outcome.UNKNOWN:
        terms = in_force.policy.victor_e
        says_something = (terms.ask_bare_record_with_text and row.has_text) or (
            terms.ask_bare_record_with_people and bool(header_of(row).people)
        )
        return found.reason if says_something else None
    return found.reason


def _withdraw_decision(ledger: Ledger, row: IncidentRow, in_force: InForce) -> IncidentRow:
    if row.decision_digest:
        withdrawn = DecisionWithdrawn(
            incident_id=row.incident_id,
            reason=why_not_standing(row),
            decided_by=in_force.version,
            corrects=published.last(row, DecisionMade),
        )
        ledger.publish_of_incident(withdrawn, row.incident_id)
    row = ask.of_incident(ledger, row, "decision", None, (), in_force)
    row = ask.of_incident(ledger, row, "related", None, (), in_force)
    return msgspec.structs.replace(published.without(row, DecisionMade), decision_digest=b"")
