"""X6, R20: a referral that names a perpetrator waits for a named officer; nobody else's waits with it."""

import pytest

from schemas.incoming import Person
from schemas.words import Answer, ConsentState, Partner, Question, Role
from tests.given.casefile import in_sentinel, of_type, person
from tests.given.casework import answered, person_left
from tests.given.core import Core, Event
from tests.given.corrections import deleted
from tests.given.messages import HOME, closed, incident, lead_officer, person_added
from tests.given.partners import consent, progress, sent, told
from tests.given.steps import asked, confirmed, contested, refused

DAY = 24
YOUTH_JUSTICE, SUBSTANCE_MISUSE = Partner.YOUTH_JUSTICE, Partner.SUBSTANCE_MISUSE
GIVEN, REFUSED = ConsentState.GIVEN, ConsentState.REFUSED
PAT = person("P-9", Role.PERPETRATOR, name="Pat Example", date_of_birth="2010-01-01")


def young(core: Core) -> list[Event]:
    """A case with a perpetrator of sixteen; what that led to."""
    before = len(core.published)
    in_sentinel(core, PAT, beat="SK12")
    core.tell(lead_officer("SEN-1", "PC 4411", 1))
    return core.published[before:]


def step_of(published: list[Event]) -> str:
    [step] = asked(published, "referral")
    return str(step["step_id"])


def test_x6_youth_justice_hears_nothing_before_a_named_officer_confirms(core: Core) -> None:
    published = young(core)

    [proposed] = of_type(published, "ReferralProposed")
    [step] = asked(published, "referral")
    assert (proposed["partner"], proposed["needs_confirmation"]) == (YOUTH_JUSTICE, True)
    assert (step["adverse"], step["subject"]) == (True, {"kind": "perpetrator", "ref": "P-9"})
    assert step["what"] == "Refer a perpetrator to the youth justice team."
    assert step["why"] == (
        "Because the perpetrator is a child. "
        "Allowed by Crime and Disorder Act 1998 s.115, to prevent offending by a child."
    )
    assert sent(core.published) == {}


def test_x6_confirmed_it_is_sent_with_who_confirmed_it(core: Core) -> None:
    step = step_of(young(core))

    published = core.tell(confirmed(step, 50))

    made = sent(published)[YOUTH_JUSTICE]
    assert (made["about"], made["confirmed_by"]) == ("perpetrator", "PS 77")
    assert told(made)["person-age"] == 16
    assert progress(published) == [(YOUTH_JUSTICE, "made", "")]


def test_x6_refused_it_is_retracted_and_contested_it_is_asked_about_again(core: Core) -> None:
    step = step_of(young(core))

    no = core.tell(refused(step, 50))
    again = core.tell(contested(step, 60))
    yes = core.tell(confirmed(step, 70))

    assert progress(no) == [(YOUTH_JUSTICE, "retracted", "refused")]
    assert step_of(again) == step
    assert sent(again) == {}
    assert list(sent(yes)) == [YOUTH_JUSTICE]


def test_x6_what_was_sent_stands_while_it_is_contested_and_is_recalled_when_it_is_refused(core: Core) -> None:
    step = step_of(young(core))
    core.tell(confirmed(step, 50))

    during = core.tell(contested(step, 60))
    after = core.tell(refused(step, 70))

    assert sent(during, "ReferralRecalled") == {}
    assert sent(after, "ReferralRecalled")[YOUTH_JUSTICE]["reason"] == "refused"
    assert asked(after, "referral") == []


def test_x6_recalled_on_a_refusal_it_goes_out_anew_when_that_is_reconsidered(core: Core) -> None:
    step = step_of(young(core))
    core.tell(confirmed(step, 50), refused(step, 60))

    published = core.tell(contested(step, 70), confirmed(step, 80))

    assert sent(published)[YOUTH_JUSTICE]["referral_id"] != step


def test_x6_who_is_asked_is_shown_the_incidents_that_make_it_due(core: Core) -> None:
    in_sentinel(core, person("P-9", Role.PERPETRATOR, name="Pat Example"), uprns=(HOME,))
    core.tell(incident("SK-1", 1, uprn=HOME), incident("SK-2", 30, uprn=HOME, qualifiers=("Noise",)))

    [step] = asked(core.tell(incident("SK-3", 40, uprn=HOME, qualifiers=("Drugs",))), "referral")

    assert [(one["kind"], one["ref"], one["rule"]) for one in step["evidence"]] == [("link", "SK-3", "drugs")]


def test_x6_who_is_asked_is_shown_the_record_of_the_child(core: Core) -> None:
    [step] = asked(young(core), "referral")

    assert [one["kind"] for one in step["evidence"]] == ["officer"]


def agreed_and_found_false(core: Core, *before_deletion: object) -> str:
    """A log of drugs, an officer's yes, what else was told, and the log deleted; the step that was decided."""
    in_sentinel(core, person("P-9", Role.PERPETRATOR, name="Pat Example"), uprns=(HOME,))
    step = step_of(core.tell(incident("SK-1", 2, uprn=HOME, qualifiers=("Drugs",))))
    core.tell(confirmed(step, 20), *before_deletion)
    core.tell(deleted("SK-1", 60))
    return step


@pytest.mark.parametrize(
    "before_deletion",
    [
        (),
        (consent(SUBSTANCE_MISUSE, REFUSED, 30, person_ref="P-9"),),
        (
            consent(SUBSTANCE_MISUSE, GIVEN, 30, person_ref="P-9"),
            consent(SUBSTANCE_MISUSE, REFUSED, 40, person_ref="P-9", revision=2),
        ),
    ],
    ids=["not sent", "the person said no", "sent, and the person said no"],
)
def test_x6_what_an_officer_said_of_something_false_counts_for_nothing_later(
    core: Core, before_deletion: tuple[object, ...]
) -> None:
    step = agreed_and_found_false(core, *before_deletion)
    core.tell(consent(SUBSTANCE_MISUSE, GIVEN, 70, person_ref="P-9", revision=3))

    later = core.tell(incident("SK-2", DAY * 150, uprn=HOME, qualifiers=("Alcohol",)))
    again = step_of(later)
    yes = core.tell(confirmed(again, DAY * 151))

    assert again != step
    assert sent(later) == {}
    assert list(sent(yes)) == [SUBSTANCE_MISUSE]


def test_x6_a_word_that_comes_before_its_step_counts(core: Core) -> None:
    step = step_of(young(core))
    late = Core(core.domain, force=core.force)

    late.tell(confirmed(step, 0))
    late.tell(*core.told)

    assert list(sent(late.published)) == [YOUTH_JUSTICE]


def test_x6_it_is_not_asked_about_any_more_when_they_leave_or_the_case_is_closed(core: Core) -> None:
    young(core)

    left = core.tell(person_left("SEN-1", "P-9", DAY))
    back = core.tell(
        person_added("SEN-1", "P-9", DAY * 2, 3, role=Role.PERPETRATOR, date_of_birth="2010-01-01")
    )
    shut = core.tell(closed("SEN-1", DAY * 3))

    assert progress(left) == [(YOUTH_JUSTICE, "retracted", "person-left")]
    assert len(asked(back, "referral")) == 1
    assert progress(shut) == [(YOUTH_JUSTICE, "retracted", "case-closed")]
    assert len(of_type([*left, *shut], "ConfirmationWithdrawn")) == 2


def test_x6_a_victim_of_the_same_case_does_not_wait(core: Core) -> None:
    young(core)
    core.tell(person_added("SEN-1", "P-1", 3, name="Anna Example"))

    published = core.tell(answered(Question.SAFEGUARDING, Answer.YES, 4))

    assert list(sent(published)) == [Partner.ADULT_SAFEGUARDING]


def test_x6_who_is_only_named_in_a_log_as_a_perpetrator_is_referred_to_nobody(core: Core) -> None:
    in_sentinel(core, uprns=(HOME,))

    core.tell(
        incident("SK-1", 2, uprn=HOME, people=(Person(role=Role.PERPETRATOR, name="Pat Example", age=15),))
    )

    assert of_type(core.published, "ReferralProposed") == []


def test_x6_a_perpetrator_too_young_for_an_offence_goes_to_childrens_services_once_confirmed(
    core: Core,
) -> None:
    in_sentinel(core, person("P-9", Role.PERPETRATOR, date_of_birth="2017-01-01"))
    step = step_of(core.published)

    made = sent(core.tell(confirmed(step, 50)))[Partner.CHILDRENS_SERVICES]

    assert (made["because"], told(made)["person-role"]) == (["perpetrator-under-ten"], "perpetrator")
