"""What of a case makes a referral due, and about whom? (R20; domain 6.1)

Pure. One small function for each word of `ReferralTrigger`: adding one is a word, its subjects in
`streams.policies.partners.CONCERNS`, a function here and a line in a partner's pack.

What a trigger says is drawn from facts alone, and tells two things apart:

- **it holds**: the case is so now. Only then is anything sent.
- **it was so**: the case was so at some time since it was sent, by facts that are not withdrawn. Then what was sent
  stands.

So a referral outlives the risk that it was made for: a band that falls, a person who leaves and a case that is closed
are history and no falsehood. It is recalled when its trigger was never so: the assessment was recorded in error, the
incident re-coded or deleted, the birth date or the answer corrected, the person merged into another, consent taken
back. Answers, birth dates, tenancies and what incidents say are as they stand now and have no past. One order shows:
what was so only while nobody could know it is not sent afterwards.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from schemas.words import (
    AsbType,
    Band,
    CaseSign,
    Letter,
    Partner,
    Question,
    ReferralTrigger,
    SubjectKind,
)
from streams.rules.referrals import signs
from streams.rules.referrals.facts import Facts, Somebody, Spell, is_tenant
from streams.rules.risk_history import SubjectKey

_COMMUNITY: Final = (SubjectKind.COMMUNITY, "")


class Due(NamedTuple):
    """A trigger concerns a subject since a moment, and until another; None: it holds now."""

    subject: SubjectKey
    since: datetime
    until: datetime | None = None
    # The only partner it concerns; None: every partner whose pack names the trigger.
    partner: Partner | None = None


def case_opened(facts: Facts) -> Iterator[Due]:
    """Sentinel has the case."""
    yield Due(_COMMUNITY, facts.since)


def combined_approach(facts: Facts) -> Iterator[Due]:
    """An incident answers C: other agencies deal with it too."""
    if since := facts.letter_since(Letter.COMBINED):
        yield Due(_COMMUNITY, since)


def high_risk_victim(facts: Facts) -> Iterator[Due]:
    """A victim is at high risk (R8)."""
    yield from _at_high_risk(facts, SubjectKind.VICTIM)


def high_risk_perpetrator(facts: Facts) -> Iterator[Due]:
    """A perpetrator is, by a named officer's assessment: their needs are considered too."""
    yield from _at_high_risk(facts, SubjectKind.PERPETRATOR)


def high_risk_place(facts: Facts) -> Iterator[Due]:
    """A location or the community is."""
    yield from _at_high_risk(facts, SubjectKind.LOCATION)
    yield from _at_high_risk(facts, SubjectKind.COMMUNITY)


def tenant(facts: Facts) -> Iterator[Due]:
    """A victim or perpetrator at a band of the policy is housed by a landlord who is a partner."""
    for one in (*facts.people(SubjectKind.VICTIM), *facts.people(SubjectKind.PERPETRATOR)):
        spell = facts.at_bands(one, facts.terms.bands)
        if spell is not None and is_tenant(one):
            yield Due(one.key, spell.since, spell.until)


def child_perpetrator(facts: Facts) -> Iterator[Due]:
    """A perpetrator is a child who can commit an offence."""
    for one in facts.people(SubjectKind.PERPETRATOR):
        age = facts.age_at(one)
        if age is not None and facts.terms.offender_from <= age < facts.terms.child_under:
            yield _on_case(one)


def perpetrator_under_ten(facts: Facts) -> Iterator[Due]:
    """A perpetrator is too young to commit an offence: a child in need."""
    for one in facts.people(SubjectKind.PERPETRATOR):
        age = facts.age_at(one)
        if age is not None and age < facts.terms.offender_from:
            yield _on_case(one)


def child_at_risk(facts: Facts) -> Iterator[Due]:
    """A child is a victim at high risk or in need of safeguarding, or a log speaks of a vulnerable child.

    Whom the log means it does not say: the children among the victims, or the only victim there is, of unknown age.
    """
    victims = facts.people(SubjectKind.VICTIM)
    children = [one for one in victims if facts.is_child(one)]
    for one in children:
        yield from _at_risk(facts, one)
        yield from _in_need_of_safeguarding(facts, one)
    if since := facts.sign_since(CaseSign.VULNERABLE_CHILD):
        alone = [one for one in victims if len(victims) == 1 and facts.age_at(one) is None]
        for one in children or alone:
            yield Due(one.key, max(since, one.since), one.until)


def adult_at_risk(facts: Facts) -> Iterator[Due]:
    """A victim who is not known to be a child needs safeguarding."""
    for one in facts.people(SubjectKind.VICTIM):
        if not facts.is_child(one):
            yield from _in_need_of_safeguarding(facts, one)


def mental_health(facts: Facts) -> Iterator[Due]:
    """An incident speaks of somebody's mental health, and a victim stands at a band of the policy."""
    since = facts.sign_since(CaseSign.MENTAL_HEALTH)
    for one in facts.people(SubjectKind.VICTIM) if since is not None else ():
        spell = facts.at_bands(one, facts.terms.bands)
        if spell is not None and since is not None:
            yield Due(one.key, max(since, spell.since), spell.until)


def fire_or_arson(facts: Facts) -> Iterator[Due]:
    """An incident speaks of fire: about where it took place, and where that is not known about the victims."""
    found = list(facts.said(signs.SIGN, CaseSign.FIRE))
    for said in found:
        if said.uprn:
            yield Due((SubjectKind.LOCATION, said.uprn), said.since)
    if unplaced := [said.since for said in found if not said.uprn]:
        for one in facts.people(SubjectKind.VICTIM):
            yield Due(one.key, max(min(unplaced), one.since), one.until)


def support_wanted(facts: Facts) -> Iterator[Due]:
    """A victim wants the partner's support."""
    for one in facts.people(SubjectKind.VICTIM):
        for partner in Partner:
            if at := facts.consent_given_at(one, partner):
                yield Due(one.key, at, one.until, partner)


def alcohol_or_drugs(facts: Facts) -> Iterator[Due]:
    """An incident speaks of alcohol or drugs: about the perpetrators of the case."""
    if since := facts.sign_since(CaseSign.ALCOHOL, CaseSign.DRUGS):
        for one in facts.people(SubjectKind.PERPETRATOR):
            yield Due(one.key, max(since, one.since), one.until)


def noise(facts: Facts) -> Iterator[Due]:
    """An incident is of noise: about where it took place, and where that is not known about the community."""
    for said in facts.said(signs.TYPE, AsbType.NOISE):
        yield Due((SubjectKind.LOCATION, said.uprn) if said.uprn else _COMMUNITY, said.since)


TRIGGERS: Final[dict[ReferralTrigger, Callable[[Facts], Iterator[Due]]]] = {
    ReferralTrigger.CASE_OPENED: case_opened,
    ReferralTrigger.COMBINED_APPROACH: combined_approach,
    ReferralTrigger.HIGH_RISK_VICTIM: high_risk_victim,
    ReferralTrigger.HIGH_RISK_PERPETRATOR: high_risk_perpetrator,
    ReferralTrigger.HIGH_RISK_PLACE: high_risk_place,
    ReferralTrigger.TENANT: tenant,
    ReferralTrigger.CHILD_PERPETRATOR: child_perpetrator,
    ReferralTrigger.PERPETRATOR_UNDER_TEN: perpetrator_under_ten,
    ReferralTrigger.CHILD_AT_RISK: child_at_risk,
    ReferralTrigger.ADULT_AT_RISK: adult_at_risk,
    ReferralTrigger.MENTAL_HEALTH: mental_health,
    ReferralTrigger.FIRE_OR_ARSON: fire_or_arson,
    ReferralTrigger.SUPPORT_WANTED: support_wanted,
    ReferralTrigger.ALCOHOL_OR_DRUGS: alcohol_or_drugs,
    ReferralTrigger.NOISE: noise,
}


def _at_high_risk(facts: Facts, kind: SubjectKind) -> Iterator[Due]:
    for subject, spell in facts.high_risk(kind):
        yield Due(subject, spell.since, spell.until)


def _on_case(one: Somebody) -> Due:
    return Due(one.key, one.since, one.until)


def _at_risk(facts: Facts, one: Somebody) -> Iterator[Due]:
    spell: Spell | None = facts.at_bands(one, (Band.HIGH,))
    if spell is not None:
        yield Due(one.key, spell.since, spell.until)


def _in_need_of_safeguarding(facts: Facts, one: Somebody) -> Iterator[Due]:
    if since := facts.yes_since(one, Question.SAFEGUARDING):
        yield Due(one.key, max(since, one.since), one.until)
