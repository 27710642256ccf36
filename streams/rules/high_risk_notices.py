"""Who is told that somebody on a case is at high risk, or may be? (R8)

Pure. The sergeant and the inspector of the area where it took place, with copies to the case's other beats and to
the victim's home; where nobody is named for a beat the fallback hears of it, and an alarm is raised. Of a band that
only the missing answers could make HIGH the lead officer alone is told.
"""

from collections.abc import Iterator
from functools import partial
from typing import Final

import msgspec

from schemas.outgoing import Addressee, BeatNotInDirectory, HighRiskPossible, HighRiskRaised, Subject
from schemas.rows import AssessmentKept
from schemas.words import Band, NoticeKind, Post, SubjectKind
from streams.rules import assessment, directory, high_risk_not_on_case, notice
from streams.rules.area import Area, area_of
from streams.rules.case_state import CaseState
from streams.rules.high_risk import HighRisk
from streams.rules.high_risk_over import standing_version, why_over
from streams.rules.ledger import Ledger
from streams.rules.notice import Notice

_KINDS: Final = (
    NoticeKind.HIGH_RISK,
    NoticeKind.HIGH_RISK_POSSIBLE,
    NoticeKind.HIGH_RISK_NOT_ON_CASE,
    NoticeKind.BEAT_NOT_IN_DIRECTORY,
)
# Who it is told to depends on the moment, and is not told again by itself.
_UNTOLD: Final = ("addressees", "copied", "district", "decided_by")


def settle(ledger: Ledger, state: CaseState) -> None:
    """Tell of every high risk that stands and was not told, and withdraw what no longer stands."""
    case_id = state.case.case_id
    areas = {run: area_of(ledger, state, run) for run in state.high_risk} if state.is_worked_on else {}
    wanted = [*_raised(ledger, state, areas), *_alarms(ledger, state, areas), *_possible(ledger, state)]
    wanted += high_risk_not_on_case.notices(ledger, state)
    reason = partial(why_over, state, areas)
    notice.settle(ledger, notice.of_case(case_id), _KINDS, wanted, reason, case_id)
    _note_not_on_case(ledger, state)


def _note_not_on_case(ledger: Ledger, state: CaseState) -> None:
    """Whom an officer declares and nobody has put on the case: a gap, for the word changes nothing until they are."""
    sentinel = ledger.sentinel(state.case.reference) if state.case.reference else None
    found = tuple(state.declared_not_on_case()) if state.is_worked_on else ()
    if sentinel is not None and sentinel.declared_not_on_case != found:
        ledger.put_sentinel(msgspec.structs.replace(sentinel, declared_not_on_case=found))


def _raised(ledger: Ledger, state: CaseState, areas: dict[HighRisk, Area]) -> Iterator[Notice]:
    for run, area in areas.items():
        event = partial(_event, ledger, state, run, area)
        yield Notice(
            NoticeKind.HIGH_RISK,
            _about(run.kind, run.ref),
            event,
            _UNTOLD,
            run.since,
            beats=tuple(beat for beat in area.beats if beat),
            held_by=directory.held_on(ledger, area.beats, run.since),
        )


def _event(ledger: Ledger, state: CaseState, run: HighRisk, area: Area, notice_id: str) -> HighRiskRaised:
    missing = tuple(beat for beat in area.beats if beat and not directory.is_named(ledger, beat, run.since))
    told = directory.told_of(ledger, area.beat, run.since)
    copied = (one for beat in area.others for one in directory.told_of(ledger, beat, run.since))
    return HighRiskRaised(
        notice_id=notice_id,
        case_id=state.case.case_id,
        reference=state.case.reference or None,
        subject=Subject(kind=run.kind, ref=run.ref),
        since=run.since,
        declared_by=run.declared_by,
        confirmed_by=run.confirmed_by,
        incident_id=area.incident_id,
        beat=area.beat,
        district=directory.district_of(ledger, area.beat),
        addressees=told,
        copied=tuple(one for one in dict.fromkeys(copied) if one not in told),
        copied_beats=area.others,
        missing_beats=missing,
        decided_by=ledger.policy(run.since).version,
        sentence=_sentence(run, area),
    )


def _alarms(ledger: Ledger, state: CaseState, areas: dict[HighRisk, Area]) -> Iterator[Notice]:
    """One for each beat, however many on the case are at high risk."""
    alarmed: set[str | None] = set()
    for run, area in areas.items():
        for beat in area.beats:
            if beat in alarmed or (beat and directory.is_named(ledger, beat, run.since)):
                continue
            alarmed.add(beat)
            fallback = directory.fallback(ledger, run.since)
            event = partial(_alarm, state.case.case_id, beat, fallback)
            # Whoever becomes the fallback while it stands is to know of it.
            yield Notice(NoticeKind.BEAT_NOT_IN_DIRECTORY, beat or "", event, ())


def _alarm(
    case_id: str, beat: str | None, fallback: tuple[Addressee, ...], notice_id: str
) -> BeatNotInDirectory:
    return BeatNotInDirectory(notice_id=notice_id, case_id=case_id, beat=beat, addressees=fallback)


def _possible(ledger: Ledger, state: CaseState) -> Iterator[Notice]:
    for (kind, ref), stands in state.standing.items() if state.is_worked_on else ():
        if not stands.on_case or stands.counted is Band.HIGH:
            continue
        version = standing_version(state, kind, ref)
        if version is not None and version.could_be is Band.HIGH:
            event = partial(_possible_event, ledger, state, Subject(kind=kind, ref=ref), version)
            beats = (state.case.beat,) if state.case.beat else ()
            about, cases = _about(kind, ref), (state.case.case_id,)
            yield Notice(
                NoticeKind.HIGH_RISK_POSSIBLE, about, event, since=version.at, beats=beats, cases=cases
            )


def _possible_event(
    ledger: Ledger, state: CaseState, subject: Subject, version: AssessmentKept, notice_id: str
) -> HighRiskPossible:
    found = assessment.assessed(ledger, version).score
    lead_officer = state.sentinel.lead_officer if state.sentinel is not None else None
    addressee = directory.addressee(ledger, Post.LEAD_OFFICER, state.case.beat, ledger.cause.at, lead_officer)
    return HighRiskPossible(
        notice_id=notice_id,
        case_id=state.case.case_id,
        reference=state.case.reference or None,
        subject=subject,
        band=found.band,
        could_be_if=found.could_be_if,
        addressees=(addressee,),
        sentence=f"The {subject.kind} could be at high risk: the answers that are missing would tell.",
    )


def _about(kind: SubjectKind, ref: str) -> str:
    return f"{kind}|{ref}"


def _sentence(run: HighRisk, area: Area) -> str:
    said = "by an assessment" if run.declared_by is None else "by the word of a named officer"
    if run.confirmed_by is not None:
        said = "by incidents that name them, as a named officer confirmed"
    where = f"on beat {area.beat}" if area.beat else "on a beat that is not known"
    return f"The {run.kind} is at high risk {said}; it took place {where}."
