"""Where in a case does each thing stand that a partner may be told? (R20; DPA 2018 s.38)

Pure. One reader for each word of `DisclosedField`, of one thing or of a list; nothing is not known. What is read is
of the subject of the referral, or of the case: nobody else's name, birth date, phone or home. Names and the like are
Sentinel's, never a log's; no free text is ever read.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Final, NamedTuple, TypeVar

from schemas.rows import SentinelPersonKept
from schemas.words import (
    Answer,
    Band,
    Basis,
    CaseSign,
    ConsentState,
    DisclosedField,
    Partner,
    Question,
    SubjectKind,
)
from streams.rules import questions
from streams.rules.band_run import Standing
from streams.rules.case_state import CaseState
from streams.rules.in_force import LONDON
from streams.rules.ladder import london_day
from streams.rules.ledger import Ledger
from streams.rules.people import PersonOnCase
from streams.rules.referrals import consent, signs
from streams.rules.referrals.signs import Said
from streams.rules.risk_history import SubjectKey

_PREJUDICE: Final = tuple(sign for sign in CaseSign if sign.startswith("prejudice-"))
_DAY: Final = 10
_CONTACT: Final = "contact"
# All that `actions-taken` can say, by the kind of slot that Sentinel's act stands in.
_ACTIONS: Final = {"plan": "plan-made", "review": "review-held", _CONTACT: "contact-made"}

T = TypeVar("T")


class View(NamedTuple):
    """What a referral is read from: one subject of a case, for one partner, on one day."""

    state: CaseState
    ledger: Ledger
    subject: SubjectKey
    # None: a place, or somebody who is not known here any more.
    person: PersonOnCase | None
    partner: Partner
    as_at: datetime

    @property
    def kind(self) -> SubjectKind:
        return self.subject[0]


class One(NamedTuple):
    """A single thing: None when it is not known."""

    read: Callable[[View], str | int | None]
    basis: Basis


class Many(NamedTuple):
    """A list, the latest first where it goes by time; none when nothing is known."""

    read: Callable[[View], Iterator[str]]
    basis: Basis


def band_of(view: View) -> Band | None:
    """The standing band of the subject, whether it is on the case still or not; HIGH by a named officer's word."""
    stands = Standing()
    for history in view.state.histories:
        if (history.kind, history.ref) == view.subject:
            for change in history.changes:
                stands = stands.after(change)
    return Band.HIGH if stands.declared_by else stands.band


def completeness_of(view: View) -> int | None:
    """How much of the subject's standing assessment was answered, in per cent."""
    refs = view.person.known_as if view.person is not None else (view.subject[1],)
    rows = (view.state.assessments.get((view.kind, ref)) for ref in refs)
    standing = [row.standing for row in rows if row is not None and row.standing is not None]
    latest = max(standing, key=lambda version: version.rank, default=None)
    return latest.completeness_percent if latest is not None else None


def _reference(view: View) -> str | None:
    return view.state.case.reference or None


def _officer(view: View) -> str | None:
    return view.state.sentinel.lead_officer if view.state.sentinel is not None else None


def _classes(view: View) -> Iterator[str]:
    yield from _values(view, signs.CLASS)


def _types(view: View) -> Iterator[str]:
    yield from _values(view, signs.TYPE)


def _dates(view: View) -> Iterator[str]:
    for when in _times_told(view):
        yield london_day(datetime.fromisoformat(when)).isoformat() if len(when) > _DAY else when


def _times(view: View) -> Iterator[str]:
    for when in _times_told(view):
        if len(when) > _DAY:
            yield datetime.fromisoformat(when).astimezone(LONDON).isoformat(timespec="minutes")


def _places(view: View) -> Iterator[str]:
    if view.kind is SubjectKind.LOCATION:
        yield view.subject[1]
    else:
        yield from view.state.uprns


def _name(view: View) -> str | None:
    return _latest(view, lambda record: record.name)


def _birth_date(view: View) -> str | None:
    born = _born(view)
    return born.isoformat() if born is not None else None


def _age(view: View) -> int | None:
    """On the day of the referral: a birthday makes nothing wrong."""
    if view.person is None:
        return None
    born = _born(view) or view.person.date_of_birth
    return view.person._replace(date_of_birth=born).age_on(london_day(view.as_at))


def _home(view: View) -> str | None:
    return view.person.home_uprn if view.person is not None else None


def _phone(view: View) -> str | None:
    return _latest(view, lambda record: record.phone)


def _consent(view: View) -> str | None:
    if view.person is None:
        return None
    state = consent.state_of(view.state.answers_about(view.person), view.partner)
    return state if state is not ConsentState.NOT_ASKED else None


def _safeguarding(view: View) -> str | None:
    """A yes that nobody took back stands, also beside a later unknown (R16)."""
    if view.person is None:
        return None
    answers = questions.answers_of(view.state.answers_about(view.person), Question.SAFEGUARDING)
    return Answer.YES if questions.yes_since(answers) else _known(questions.standing(answers))


def _answer_to(question: Question) -> Callable[[View], str | None]:
    def read(view: View) -> str | None:
        rows = view.state.answers_about(view.person) if view.person is not None else []
        return _known(questions.standing(questions.answers_of(rows, question)))

    return read


def _actions(view: View) -> Iterator[str]:
    """What was done and not when: the next of its kind makes nothing wrong. Of other partners nothing is said:

    that somebody spoke with a mental health service would tell of somebody's health.
    """
    for act in view.state.sentinel.acts if view.state.sentinel is not None else ():
        kind, _, who = act.slot.partition(":")
        if kind in _ACTIONS and (kind != _CONTACT or who == view.partner):
            yield _ACTIONS[kind]


def _signs(wanted: tuple[CaseSign, ...]) -> Callable[[View], Iterator[str]]:
    def read(view: View) -> Iterator[str]:
        yield from (value for value in _values(view, signs.SIGN) if value in wanted)

    return read


def _health(view: View) -> Iterator[str]:
    """By the flags of the person themselves: whose health the qualifier of an incident speaks of nobody knows."""
    policy, case_id = view.ledger.policy(view.as_at).policy, view.state.case.case_id
    for one in view.person.identities if view.person is not None else ():
        for said in signs.said(view.ledger, case_id, signs.flags_of(one.nominal)) if one.nominal else ():
            if signs.says(said.value, CaseSign.MENTAL_HEALTH, policy):
                yield CaseSign.MENTAL_HEALTH


def _role(view: View) -> str:
    return view.kind


CONTENT: Final[dict[DisclosedField, One | Many]] = {
    DisclosedField.CASE_REFERENCE: One(_reference, Basis.FACT),
    DisclosedField.CONTACT_OFFICER: One(_officer, Basis.FACT),
    DisclosedField.BEHAVIOUR_CLASS: Many(_classes, Basis.ASSESSMENT),
    DisclosedField.BEHAVIOUR_TYPES: Many(_types, Basis.ASSESSMENT),
    DisclosedField.INCIDENT_DATES: Many(_dates, Basis.FACT),
    DisclosedField.INCIDENT_TIMES: Many(_times, Basis.FACT),
    DisclosedField.PLACES: Many(_places, Basis.FACT),
    DisclosedField.RISK_BAND: One(band_of, Basis.ASSESSMENT),
    DisclosedField.PERSON_ROLE: One(_role, Basis.ASSESSMENT),
    DisclosedField.PERSON_NAME: One(_name, Basis.FACT),
    DisclosedField.PERSON_BIRTH_DATE: One(_birth_date, Basis.FACT),
    DisclosedField.PERSON_AGE: One(_age, Basis.FACT),
    DisclosedField.PERSON_HOME: One(_home, Basis.FACT),
    DisclosedField.PERSON_PHONE: One(_phone, Basis.FACT),
    DisclosedField.CONSENT: One(_consent, Basis.FACT),
    DisclosedField.SAFEGUARDING_CONCERN: One(_safeguarding, Basis.ASSESSMENT),
    DisclosedField.REPEAT_VICTIM: One(_answer_to(Question.REPEAT_VICTIM), Basis.ASSESSMENT),
    DisclosedField.VULNERABLE: One(_answer_to(Question.VULNERABLE), Basis.ASSESSMENT),
    DisclosedField.ACTIONS_TAKEN: Many(_actions, Basis.FACT),
    DisclosedField.HEALTH_CONCERN: Many(_health, Basis.ASSESSMENT),
    DisclosedField.PREJUDICE: Many(_signs(_PREJUDICE), Basis.ASSESSMENT),
}


def _values(view: View, about: str) -> Iterator[str]:
    case_id = view.state.case.case_id
    yield from (said.value for said in signs.said(view.ledger, case_id, about) if _is_there(view, said))


def _times_told(view: View) -> Iterator[str]:
    case_id = view.state.case.case_id
    found = signs.said_latest(view.ledger, case_id, signs.WHEN)
    yield from (said.value for said in found if _is_there(view, said))


def _is_there(view: View, said: Said) -> bool:
    """Of a place only what took place there; of a person, or the community, all of the case."""
    return view.kind is not SubjectKind.LOCATION or said.uprn == view.subject[1]


def _born(view: View) -> date | None:
    return _latest(view, lambda record: record.date_of_birth)


def _latest(view: View, part: Callable[[SentinelPersonKept], T | None]) -> T | None:
    """What Sentinel told last of the person, under whichever of its references."""
    refs = view.person.person_refs if view.person is not None else ()
    records = view.state.sentinel.people if view.state.sentinel is not None else ()
    told = [
        (record.rank[1:], value)
        for record in records
        if record.person_ref in refs and (value := part(record)) is not None
    ]
    return max(told, key=lambda each: each[0])[1] if told else None


def _known(answer: Answer) -> str | None:
    return answer if answer is not Answer.UNKNOWN else None
