"""Personal data stays in the messages that need it: never in a reason, a key or an index.

The log of the real worker is read in tests/integration/rejections."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from schemas import topics
from schemas.incoming import AssessmentRecorded
from schemas.topics import in_installation
from schemas.words import Answer, DisclosedField, Partner, Post, Question
from streams.policies.bundle import compiled, load_bundle
from tests.given.bad_records import NAME, PERSONAL, PHONE, TEXT, bad_records
from tests.given.casework import (
    answered,
    assessed,
    contacted,
    duty_declined,
    form_declined,
    location_added,
    person_left,
    planned,
    reviewed,
)
from tests.given.core import INSTALLATION, Core
from tests.given.high_risk import declared
from tests.given.messages import (
    HOME,
    accepted,
    at,
    incident,
    letter_override,
    line,
    officer_says,
    opened_in_sentinel,
    person_added,
    tag_override,
    victim,
)
from tests.given.wrong_domains import TRIGGER, Buggy, raising

# The request that Sentinel makes a case of, and why an officer will not do a duty, in the officer's words.
HOLDS_IT = {"CaseOpened", "ObligationDeclined"}
ZEBEDEE = {"name": NAME, "phone": PHONE, "date_of_birth": "1950-01-02"}


def told_all(core: Core) -> Core:
    """Good and bad messages full of one person's name, number and words."""
    grave = f"{TEXT}. {NAME} on {PHONE} is frightened and was threatened."
    core.tell(incident("SK-1", 0, grave, uprn=HOME, people=[victim(**ZEBEDEE)], summary=NAME))
    case_id = core.incident("SK-1").case_id
    core.tell(*(bad.record for bad in bad_records()))
    core.tell(
        incident("SK-2", 1, "She is frightened", people=[victim(**ZEBEDEE)]),
        incident("SK-3", 2, grave, opening_code=None),
        incident("SK-1", 0, lines=[line(grave, 1)], revision=2, recorded=3, closing_code="104"),
        accepted(case_id, "SEN-1"),
        person_added("SEN-1", "P1", 25, home_uprn=HOME, **ZEBEDEE),
        opened_in_sentinel("SEN-9", 26, people=({"person_ref": "P2", "role": "victim", **ZEBEDEE},)),
        officer_says("SK-2", {"gate": "yes"}, 27, text=grave),
        letter_override("SK-2", "V", "yes", 28).model_copy(update={"reason": grave}),
        tag_override("SK-3", asb=True, asb_class="personal", hours=29).model_copy(update={"reason": grave}),
        incident(TRIGGER, 30, grave, people=[victim(**ZEBEDEE)]),
    )
    core.tell(*casework(grave))
    core.tick(at(24 * 9))
    declined = [event.data["obligation_id"] for event in core.published if event.type == "ObligationOpened"]
    core.tell(*(duty_declined(each, 24 * 9, reason=grave) for each in declined))
    core.tick(at(24 * 21))
    return core


def form(written: str, hours: float, revision: int, **changes: Any) -> AssessmentRecorded:
    """An assessment with words at every answer; some answers are to no question, or no answers."""
    good = assessed(person_ref="P1", hours=hours, revision=revision)
    words = {"option": TEXT, "text": written}
    answers = [
        {"question": "frequency", "option": "daily", "text": written},
        {"question": "impact", **words},
        {"question": "no-such-question", **words},
        {"question": "violence", "points": 999, "text": written},
    ]
    raised = {"band": "high", "reason": written, "officer": "PC 1"}
    return AssessmentRecorded.model_validate(
        {**good.model_dump(), "answers": answers, "judgement": raised, **changes}
    )


def casework(written: str) -> Iterator[BaseModel]:
    """Every fact of casework with somebody's words wherever it has room for words, good ones and refused ones."""
    yield location_added(hours=31)
    yield form(written, 32, 1)
    yield form(written, 33, 2, judgement={"band": "low", "reason": written, "officer": "PC 1"})
    yield form(written, 34, 3, matrix=NAME)
    yield form(written, 35, 4, matrix_version=PHONE)
    for number, question in enumerate(Question):
        yield answered(question, Answer.YES, 36 + number, person_ref="P1", text=written)
        yield answered(question, Answer.UNKNOWN, 40 + number, 2, person_ref="P1", text=written)
        yield answered(question, Answer.YES, 44 + number, 3, person_ref="P1", text="")
    yield answered(Question.SAFEGUARDING, Answer.YES, 50, 4, person_ref="P1", text=written)
    yield form_declined(51, person_ref="P1", reason=written)
    yield from (planned(52), reviewed(Post.SERGEANT, 53), contacted(Partner.HOUSING, 54))
    yield declared(ref="P1", hours=55, reason=written)
    yield person_left(person_ref="P1", hours=24 * 20)


def found_in(text: str) -> list[str]:
    return [personal for personal in PERSONAL if personal in text]


@pytest.fixture
def core() -> Core:
    return told_all(Core(Buggy(raising(ValueError(f"{NAME} {PHONE} {TEXT}")))))


def test_what_is_told_is_full_of_it(core: Core):
    requests = [event for event in core.published if event.type == "CaseOpened"]

    assert NAME in str(requests[0].data)
    assert {event.type for event in core.published} >= {
        "Rejected",
        "DecisionMade",
        "CaseSnapshot",
        "ReminderFellDue",
        "RiskAssessed",
        "AnswerRefused",
        "ObligationDeclined",
        "ComplianceReported",
    }


def test_it_is_in_no_header_and_no_key(core: Core):
    rejected = in_installation(INSTALLATION, topics.REJECTED)
    for event in (*core.published, *core.audited):
        headers = {
            k: v for k, v in event.headers.items() if event.topic != rejected or k.startswith("rejected_")
        }

        assert found_in(f"{event.key} {headers}") == []


@pytest.mark.parametrize(
    "topic",
    [topic for topic in topics.OUTPUTS if topic not in topics.REFERRALS.values()],
    ids=lambda topic: topic.name,
)
def test_of_all_that_is_published_only_what_sentinel_is_asked_and_an_officers_reason_hold_it(
    core: Core, topic
):
    published = (*core.published, *core.audited)
    told = [event for event in published if event.topic == in_installation(INSTALLATION, topic)]

    assert told
    assert {event.type for event in told if found_in(str(event.data))} <= HOLDS_IT


def test_r20_a_partner_is_told_a_name_or_number_only_where_its_pack_lists_one(core: Core):
    packs = compiled(load_bundle()[-1]).partners
    holding = {
        event.data["partner"]
        for event in core.published
        if ".asb.referrals." in event.topic and found_in(str(event.data))
    }

    assert holding == {Partner.ADULT_SAFEGUARDING}
    for partner in holding:
        pack = packs.pack_of(Partner(partner))
        assert pack is not None
        assert {DisclosedField.PERSON_NAME, DisclosedField.PERSON_PHONE} <= set(pack.fields)


def test_it_is_in_no_key_of_a_row_and_no_name_of_a_bucket(core: Core):
    for key, row in core.rows():
        buckets = [bucket for bucket, _ in core.domain.index(key, row)]

        assert found_in(f"{key!r} {buckets}") == []


def test_the_index_which_is_in_memory_only_holds_it_for_the_people_of_a_case_alone(core: Core):
    entries = [entry for key, row in core.rows() for entry in core.domain.index(key, row)]

    holding = {bucket.partition(":")[0] for bucket, value in entries if found_in(str(value))}

    assert holding == {"people"}
