"""What of a case may make a referral due: who is on it or was, how their risk stood, what its incidents say (R20).

Pure. Somebody whose risk is lower by now, or who left, was what they were: that is history. Only what is withdrawn
never was, and is not found here.
"""

from collections.abc import Container, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from schemas.rows import PersonRow
from schemas.words import Answer, Band, ConsentState, Letter, Partner, Question, SubjectKind
from streams.policies.partners import Partners
from streams.rules import questions
from streams.rules.band_run import Standing
from streams.rules.case_state import CaseState
from streams.rules.ladder import london_day
from streams.rules.ledger import Ledger
from streams.rules.people import PersonOnCase
from streams.rules.referrals import consent, signs
from streams.rules.referrals.signs import Said
from streams.rules.risk_history import ROLE_OF, SubjectKey


class Spell(NamedTuple):
    """Something was so from a moment on until another, it may be with gaps; None: it is so now."""

    since: datetime
    until: datetime | None


class Somebody(NamedTuple):
    """A person in one role: on the case now, or once."""

    kind: SubjectKind
    person: PersonOnCase
    # Since when they have had the role, and until when; None: they have it still.
    since: datetime
    until: datetime | None

    @property
    def key(self) -> SubjectKey:
        """How they are published."""
        return self.kind, self.person.ref


class Facts:
    """A case as triggers ask about it. `terms` are those of the day on which Sentinel took the case."""

    def __init__(self, state: CaseState, since: datetime, ledger: Ledger) -> None:
        self.state = state
        self.since = since
        self.terms: Partners = ledger.policy(since).policy.partners
        self._ledger = ledger
        self._people = {kind: tuple(_people(state, kind)) for kind in ROLE_OF}

    def people(self, kind: SubjectKind) -> tuple[Somebody, ...]:
        """Everybody who is a victim or a perpetrator of the case, or was, and of whom anything is known."""
        return self._people[kind]

    def high_risk(self, kind: SubjectKind) -> Iterator[tuple[SubjectKey, Spell]]:
        """Everybody and everything of a kind that is at high risk, or was."""
        for ref, runs in groupby(
            (run for run in self.state.high_risk_runs if run.kind is kind), key=attrgetter("ref")
        ):
            spells = list(runs)
            yield (kind, ref), Spell(min(run.since for run in spells), spells[-1].until)

    def at_bands(self, one: Somebody, bands: Container[Band]) -> Spell | None:
        """Whether somebody stands at one of the bands, or did; declared at high risk counts as that."""
        history = next((each for each in self.state.histories if (each.kind, each.ref) == one.key), None)
        stands, first, last, was = Standing(), None, None, False
        for at, together in groupby(history.changes if history else (), key=attrgetter("at")):
            for change in together:
                stands = stands.after(change)
            is_so = stands.counted in bands
            first = at if first is None and is_so else first
            last = at if was and not is_so else last
            was = is_so
        return Spell(first, None if was else last) if first is not None else None

    def yes_since(self, one: Somebody, question: Question) -> datetime | None:
        """Since when the question is answered yes of somebody; None: it is not."""
        return questions.yes_since(questions.answers_of(self.answers(one), question))

    def consent_given_at(self, one: Somebody, partner: Partner) -> datetime | None:
        """When somebody agreed to be referred to a partner; None: they do not."""
        word = consent.recorded(self.answers(one), partner)
        return word.at if word is not None and word.consent is ConsentState.GIVEN else None

    def answers(self, one: Somebody) -> list[PersonRow]:
        """What was answered about somebody, and what they agreed to."""
        return self.state.answers_about(one.person)

    def letter_since(self, letter: Letter) -> datetime | None:
        """When the first incident of the case was reported that answers a letter of VICTOR-E yes."""
        return _earliest(signs.said(self._ledger, self.state.case.case_id, signs.LETTER, letter))

    def sign_since(self, *found: str) -> datetime | None:
        """When the first incident was reported that shows one of the signs."""
        return _earliest(said for sign in found for said in self.said(signs.SIGN, sign))

    def said(self, about: str, value: str) -> Iterator[Said]:
        """Where incidents of the case say so, each place once."""
        return signs.said(self._ledger, self.state.case.case_id, about, value)

    def age_at(self, one: Somebody) -> int | None:
        """How old somebody was on the London day on which they came on a case that was worked on."""
        return one.person.age_on(self.day_of(one))

    def is_child(self, one: Somebody) -> bool:
        """Whether somebody was a child then; who turns eighteen since was one."""
        age = self.age_at(one)
        return age is not None and age < self.terms.child_under

    def day_of(self, one: Somebody) -> date:
        return london_day(max(one.since, self.since))


def _people(state: CaseState, kind: SubjectKind) -> Iterator[Somebody]:
    """Whom nothing is known of is nobody that a partner could act on. A log makes nobody a perpetrator."""
    records = {
        kept.person_ref: kept for kept in (state.sentinel.people if state.sentinel is not None else ())
    }
    role = ROLE_OF[kind]
    for person in (*state.people, *state.left):
        roles = person.sentinel_roles if kind is SubjectKind.PERPETRATOR else person.roles
        held = [roles[role]] if role in roles else []
        told = [told for ref in person.person_refs if ref in records for told in records[ref].roles]
        since = min((*held, *(each.at for each in told if each.role is role)), default=None)
        if since is not None and not person.is_anonymous:
            left = max((each.at for each in told if each.role is not role), default=since)
            yield Somebody(kind, person, since, None if held else left)


def _earliest(found: Iterable[Said]) -> datetime | None:
    return min((said.since for said in found), default=None)


def is_tenant(one: Somebody) -> bool:
    """Whether a landlord who is a partner houses them."""
    return one.person.tenant is Answer.YES
