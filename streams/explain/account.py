"""What was published about an incident or a case, put in order. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from schemas.envelope import timestamp
from schemas.incoming import IncidentLogged
from schemas.outgoing import (
    AskWithdrawn,
    CaseAdopted,
    CaseOpened,
    CaseSnapshot,
    DecisionMade,
    DecisionWithdrawn,
    IncidentJoined,
    IncidentLeft,
    IncidentTagged,
    ObligationDone,
    ObligationOpened,
    ObligationWithdrawn,
    OfficerDecisionAsked,
    TagWithdrawn,
)
from schemas.topics import CASES, DECISIONS, INCIDENTS, SNAPSHOTS, TAGS, Topic
from schemas.words import LineCategory
from streams.explain import measures
from streams.explain.measures import Measures
from streams.explain.reading import Found, Rejection, Told
from streams.rules import lines

Said = TypeVar("Said", bound=BaseModel)


class Step(NamedTuple):
    """One event in the history of a subject; `at` is the time of what caused it, as its envelope says."""

    at: str
    event: BaseModel


class IncidentAccount(NamedTuple):
    """One incident. Without a tag it is not ASB or was not read yet; then nothing was decided either."""

    incident_id: str
    force: str
    tag: IncidentTagged | None
    decision: DecisionMade | None
    asks: tuple[OfficerDecisionAsked, ...]
    history: tuple[Step, ...]
    # The log by seq, as far as the topic still holds it.
    lines: dict[str, str]
    logged: bool
    rejections: tuple[Rejection, ...]

    @property
    def known(self) -> bool:
        return bool(self.history or self.logged or self.rejections)


class CaseAccount(NamedTuple):
    """One case, its members in the order they came, and what is still to be done about it."""

    case_id: str
    force: str
    opened: CaseOpened | None
    snapshot: CaseSnapshot | None
    members: tuple[str, ...]
    obligations: tuple[ObligationOpened, ...]
    asks: tuple[OfficerDecisionAsked, ...]
    history: tuple[Step, ...]
    measures: Measures = Measures()


def incident_account(found: Found, incident_id: str) -> IncidentAccount:
    """The account of one incident from everything that names it."""
    logs = [each for each in found.on(INCIDENTS) if each.record.key == incident_id.encode()]
    tags = [each for each in found.on(TAGS) if each.envelope.subject == incident_id]
    decisions = [each for each in found.on(DECISIONS) if each.envelope.subject == incident_id]
    return IncidentAccount(
        incident_id=incident_id,
        force=next((each.envelope.force for each in (*decisions, *tags, *logs)), ""),
        tag=_standing(tags, IncidentTagged, TagWithdrawn),
        decision=_standing(decisions, DecisionMade, DecisionWithdrawn),
        asks=_open_asks(decisions),
        history=_history((*tags, *decisions)),
        lines=_lines(logs),
        logged=bool(logs),
        rejections=found.rejections,
    )


def case_account(found: Found, case_id: str) -> CaseAccount:
    """The account of one case from everything that names it."""
    events = [each for each in found.on(CASES) if each.envelope.subject == case_id]
    snapshots = [each for each in found.on(SNAPSHOTS) if each.envelope.subject == case_id]
    asks = [each for each in found.on(DECISIONS) if each.envelope.subject == case_id]
    opened = [each.event for each in events if isinstance(each.event, CaseOpened)]
    return CaseAccount(
        case_id=case_id,
        force=next((each.envelope.force for each in (*events, *snapshots)), ""),
        opened=opened[-1] if opened else None,
        snapshot=next(
            (each.event for each in reversed(snapshots) if isinstance(each.event, CaseSnapshot)), None
        ),
        members=_members(events),
        obligations=_open_obligations(events),
        asks=_open_asks(asks),
        history=_history(
            (*events, *asks, *measures.told_of(found, case_id), *measures.sent_of(found, case_id))
        ),
        measures=measures.of(found, case_id),
    )


def case_of(found: Found, named: str) -> str | None:
    """The id of the case that `named` is: its own id or its Sentinel reference."""
    for each in (*found.on(CASES), *found.on(SNAPSHOTS)):
        match each.event:
            case CaseAdopted() | CaseSnapshot() if named in (each.event.reference, each.event.case_id):
                return each.event.case_id
            case CaseOpened() if named == each.event.case_id:
                return named
    is_decided = any(
        isinstance(each.event, DecisionMade) and each.event.case_id == named for each in found.on(DECISIONS)
    )
    return named if is_decided else None


def _standing(told: Iterable[Told], said: type[Said], unsaid: type[BaseModel]) -> Said | None:
    standing: Said | None = None
    for each in told:
        if isinstance(each.event, said):
            standing = each.event
        elif isinstance(each.event, unsaid):
            standing = None
    return standing


def _open_asks(told: Iterable[Told]) -> tuple[OfficerDecisionAsked, ...]:
    asks: dict[str, OfficerDecisionAsked] = {}
    for each in told:
        if isinstance(each.event, OfficerDecisionAsked):
            asks[each.event.obligation_id] = each.event
        elif isinstance(each.event, AskWithdrawn):
            asks.pop(each.event.obligation_id, None)
    return tuple(asks.values())


def _open_obligations(told: Iterable[Told]) -> tuple[ObligationOpened, ...]:
    duties: dict[str, ObligationOpened] = {}
    for each in told:
        if isinstance(each.event, ObligationOpened):
            duties[each.event.obligation_id] = each.event
        elif isinstance(each.event, ObligationDone | ObligationWithdrawn):
            duties.pop(each.event.obligation_id, None)
    return tuple(duties.values())


def _members(told: Iterable[Told]) -> tuple[str, ...]:
    members: dict[str, None] = {}
    for each in told:
        if isinstance(each.event, CaseOpened | IncidentJoined):
            members[each.event.incident_id] = None
        elif isinstance(each.event, IncidentLeft):
            members.pop(each.event.incident_id, None)
    return tuple(members)


def _history(told: Iterable[Told]) -> tuple[Step, ...]:
    """By the time of the cause, each topic in the order it was published in even where a cause came late."""
    latest: dict[Topic, datetime] = {}
    steps = []
    for each in told:
        topic, at = each.record.topic, datetime.fromisoformat(each.envelope.time)
        latest[topic] = max(at, latest.get(topic, at))
        steps.append((latest[topic], Step(each.envelope.time, each.event)))
    return tuple(step for _, step in sorted(steps, key=lambda dated: dated[0]))


def _lines(logs: Iterable[Told]) -> dict[str, str]:
    """The text of each line, merged as the rules merge it; an answer stands behind its question."""
    told = (
        lines.kept(line, (each.event.revision, timestamp(each.event.recorded_at), each.envelope.id))
        for each in logs
        if isinstance(each.event, IncidentLogged)
        for line in each.event.lines
    )
    texts: dict[str, list[str]] = {}
    questions: dict[int, str] = {}
    asked = ""
    for line in lines.merge((), told):
        said = texts.setdefault(str(line.seq), [])
        if line.category is LineCategory.QUESTION:
            asked = questions[line.seq] = line.text
        elif line.category is LineCategory.ANSWER:
            question = asked if line.question_seq is None else questions.get(line.question_seq, "")
            said += [question] if question else []
        said.append(line.text)
    return {seq: " – ".join(said) for seq, said in texts.items()}
