"""R20: over every partner and every field, what is sent equals the partner's allow-list, and shows nobody else."""

import json
from typing import Any

import msgspec
import pytest

from schemas.outgoing import Disclosed, ReferralCorrected, ReferralMade
from schemas.rows import ReferralRow
from schemas.topics import REFERRALS
from schemas.words import (
    SENSITIVE_FIELDS,
    Basis,
    ConsentState,
    DisclosedField,
    Partner,
    ReferralTrigger,
    SubjectKind,
)
from streams.policies.bundle import compiled, load_bundle
from streams.policies.partners import CONCERNS
from streams.rules.ledger import Ledger
from streams.rules.referrals import phrases
from streams.rules.referrals.content import CONTENT
from streams.rules.referrals.evidence import EVIDENCE
from streams.rules.referrals.gate import NotAllowed, check
from streams.rules.referrals.triggers import TRIGGERS
from tests.given.core import Core, Event, event_core
from tests.given.everything import MARKS, PLACE, everything_told
from tests.given.messages import at
from tests.given.partners import told

PARTNERS = compiled(load_bundle()[-1]).partners
each_partner = pytest.mark.parametrize("partner", Partner)
each_field = pytest.mark.parametrize("field", DisclosedField)


@pytest.fixture(scope="module")
def core() -> Core:
    """A force in which everything is known of one case, and every referral has been sent."""
    core = event_core()
    everything_told(core)
    return core


def referrals(core: Core, partner: Partner) -> list[Event]:
    """What one partner was sent, as it stands on its own topic."""
    name = REFERRALS[partner].name
    found = [each for each in core.published if each.topic.endswith(name)]
    assert found
    return [each for each in found if each.type == "ReferralMade"]


@each_partner
@each_field
def test_r20_a_partner_is_told_a_field_exactly_when_its_pack_lists_it(
    core: Core, partner: Partner, field: DisclosedField
) -> None:
    pack = PARTNERS.pack_of(partner)
    assert pack is not None

    sent = [field in told(each.data) for each in referrals(core, partner)]

    assert sent == [field in pack.fields] * len(sent)


@each_partner
def test_r20_nothing_but_the_allow_list_says_who_or_where_somebody_is(core: Core, partner: Partner) -> None:
    for each in referrals(core, partner):
        allowed = json.dumps(list(told(each.data).values()))
        outside = json.dumps({**each.data, "disclosed": []})

        marks = [str(mark) for marks in MARKS.values() for mark in marks.values()]
        assert [mark for mark in (*marks, "NOMINAL-", PLACE) if mark in outside] == []
        assert "NOMINAL-" not in allowed


@each_partner
def test_r20_a_referral_shows_at_most_the_one_person_it_is_about(core: Core, partner: Partner) -> None:
    for each in referrals(core, partner):
        shown = {
            ref
            for ref, marks in MARKS.items()
            if any(str(m) in json.dumps(each.data) for m in marks.values())
        }

        assert len(shown) <= (each.data["about"] in ("victim", "perpetrator"))
        roles = {"perpetrator" if ref in ("P-3", "P-4") else "victim" for ref in shown}
        assert roles <= {each.data["about"]}


@each_partner
def test_r20_a_sensitive_category_needs_its_name_in_the_pack(partner: Partner) -> None:
    pack = PARTNERS.pack_of(partner)

    assert pack is not None
    assert set(pack.fields) & SENSITIVE_FIELDS == set(pack.sensitive)


@each_field
def test_r20_every_field_has_one_reader(field: DisclosedField) -> None:
    assert field in CONTENT


@pytest.mark.parametrize("trigger", ReferralTrigger)
def test_r20_every_trigger_has_its_function_and_its_subjects(trigger: ReferralTrigger) -> None:
    assert trigger in TRIGGERS
    assert CONCERNS[trigger]


@pytest.mark.parametrize("trigger", ReferralTrigger)
def test_x6_every_trigger_that_concerns_perpetrators_shows_on_what_it_rests(trigger: ReferralTrigger) -> None:
    assert (trigger in EVIDENCE) is (SubjectKind.PERPETRATOR in CONCERNS[trigger])


def test_r20_every_partner_subject_and_trigger_is_put_into_words() -> None:
    assert set(phrases.TO) == set(Partner)
    assert set(phrases.ABOUT) == set(SubjectKind)
    assert set(phrases.BECAUSE) == set(ReferralTrigger)


@pytest.mark.parametrize("trigger", ReferralTrigger)
def test_r20_a_trigger_concerns_only_the_subjects_it_says(core: Core, trigger: ReferralTrigger) -> None:
    for partner in Partner:
        for each in referrals(core, partner):
            about = {one for because in each.data["because"] for one in CONCERNS[ReferralTrigger(because)]}
            assert each.data["about"] in about


# The last gate


def row_of(core: Core, event: Event) -> ReferralRow:
    row = core.table.get(f"{core.force}|referral|{event.key}".encode())
    assert isinstance(row, ReferralRow)
    return row


def made(core: Core, partner: Partner) -> tuple[ReferralMade, ReferralRow]:
    event = referrals(core, partner)[0]
    return ReferralMade.model_validate(event.data), row_of(core, event)


def one_more(event: ReferralMade, field: DisclosedField) -> ReferralMade:
    more = Disclosed(field=field, value="something", basis=Basis.FACT)
    return event.model_copy(update={"disclosed": (*event.disclosed, more)})


@each_partner
@each_field
def test_r20_the_gate_lets_nothing_through_that_the_pack_does_not_list(
    core: Core, partner: Partner, field: DisclosedField
) -> None:
    event, row = made(core, partner)

    with pytest.raises(NotAllowed) as refused:
        check(one_more(event, field), row, PARTNERS.pack_of(partner))

    assert "something" not in str(refused.value)


@each_partner
def test_r20_what_was_sent_passes_the_gate_again(core: Core, partner: Partner) -> None:
    event, row = made(core, partner)

    check(event, row, PARTNERS.pack_of(partner))


def test_r20_a_rule_that_publishes_a_field_more_fails_and_nothing_leaves(core: Core) -> None:
    event, _ = made(core, Partner.HOUSING)
    ledger: Ledger = core.domain.looking(core.force, at(100), core.table)

    with pytest.raises(NotAllowed):
        ledger.publish_to_partner(
            one_more(event, DisclosedField.PERSON_NAME), event.referral_id, Partner.HOUSING
        )

    assert ledger.close() == []


def test_r20_a_correction_passes_the_same_gate(core: Core) -> None:
    event, row = made(core, Partner.HOUSING)
    corrected = ReferralCorrected(
        referral_id=event.referral_id,
        partner=event.partner,
        corrects="c",
        changed=(),
        disclosed=one_more(event, DisclosedField.PERSON_PHONE).disclosed,
        accuracy=event.accuracy,
        answer_by=event.answer_by,
    )

    with pytest.raises(NotAllowed, match="person-phone: not in the pack"):
        check(corrected, row, PARTNERS.pack_of(Partner.HOUSING))


def test_r20_a_correction_that_tells_what_was_not_told_before_is_refused(core: Core) -> None:
    event, row = made(core, Partner.YOUTH_JUSTICE)
    sent = {field: things for field, things in row.sent.items() if field is not DisclosedField.PERSON_HOME}
    corrected = ReferralCorrected(
        referral_id=event.referral_id,
        partner=event.partner,
        corrects="c",
        changed=(),
        disclosed=event.disclosed,
        accuracy=event.accuracy,
        answer_by=event.answer_by,
    )

    with pytest.raises(NotAllowed, match="person-home: never told before"):
        check(corrected, msgspec.structs.replace(row, sent=sent), PARTNERS.pack_of(Partner.YOUTH_JUSTICE))


def test_r20_a_sensitive_field_that_the_pack_lists_and_does_not_permit_is_refused(core: Core) -> None:
    event, row = made(core, Partner.MENTAL_HEALTH)
    pack = PARTNERS.pack_of(Partner.MENTAL_HEALTH)
    assert pack is not None

    with pytest.raises(NotAllowed, match="health-concern: sensitive and not permitted"):
        check(event, row, pack.model_copy(update={"sensitive": ()}))


@pytest.mark.parametrize("state", [state for state in ConsentState if state is not ConsentState.GIVEN])
def test_r20_what_rests_on_consent_does_not_pass_without_it(core: Core, state: ConsentState) -> None:
    event, row = made(core, Partner.MENTAL_HEALTH)

    with pytest.raises(NotAllowed, match="by consent"):
        check(event, msgspec.structs.replace(row, consent=state), PARTNERS.pack_of(Partner.MENTAL_HEALTH))


@pytest.mark.parametrize(
    "changes",
    [
        {"partner": Partner.LOCAL_AUTHORITY},
        {"referral_id": "another"},
        {"about": "community"},
    ],
)
def test_r20_an_event_of_another_referral_partner_or_subject_is_refused(
    core: Core, changes: dict[str, Any]
) -> None:
    event, row = made(core, Partner.HOUSING)

    with pytest.raises(NotAllowed):
        check(event.model_copy(update=changes), row, PARTNERS.pack_of(Partner.HOUSING))


def test_r20_without_a_referral_or_a_pack_nothing_passes(core: Core) -> None:
    event, row = made(core, Partner.HOUSING)

    with pytest.raises(NotAllowed):
        check(event, None, PARTNERS.pack_of(Partner.HOUSING))
    with pytest.raises(NotAllowed):
        check(event, row, None)
    with pytest.raises(NotAllowed):
        check(event, row, PARTNERS.pack_of(Partner.LOCAL_AUTHORITY))


def test_r20_a_row_keeps_no_word_of_what_was_sent(core: Core) -> None:
    for partner in Partner:
        event = referrals(core, partner)[0]
        kept = msgspec.json.encode(row_of(core, event).sent).decode()

        values = [str(mark) for marks in MARKS.values() for mark in marks.values()]
        assert [value for value in (*values, PLACE, "PC 4411") if value in kept] == []
