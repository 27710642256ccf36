"""Personal data stays in the messages that need it: never in a reason, a key or an index.

The log of the real worker is read in tests/integration/rejections."""

import pytest

from schemas import topics
from schemas.topics import in_installation
from tests.given.bad_records import NAME, PERSONAL, PHONE, TEXT, bad_records
from tests.given.core import INSTALLATION, Core
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
        person_added("SEN-1", "P1", 25, **ZEBEDEE),
        opened_in_sentinel("SEN-9", 26, people=({"person_ref": "P2", "role": "victim", **ZEBEDEE},)),
        officer_says("SK-2", {"gate": "yes"}, 27, text=grave),
        letter_override("SK-2", "V", "yes", 28).model_copy(update={"reason": grave}),
        tag_override("SK-3", asb=True, asb_class="personal", hours=29).model_copy(update={"reason": grave}),
        incident(TRIGGER, 30, grave, people=[victim(**ZEBEDEE)]),
    )
    core.tick(at(24 * 9))
    return core


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
    }


def test_it_is_in_no_header_and_no_key(core: Core):
    rejected = in_installation(INSTALLATION, topics.REJECTED)
    for event in core.published:
        headers = {
            k: v for k, v in event.headers.items() if event.topic != rejected or k.startswith("rejected_")
        }

        assert found_in(f"{event.key} {headers}") == []


@pytest.mark.parametrize("topic", topics.OUTPUTS, ids=lambda topic: topic.name)
def test_of_all_that_is_published_only_the_request_to_sentinel_holds_it(core: Core, topic):
    told = [event for event in core.published if event.topic == in_installation(INSTALLATION, topic)]

    assert told
    assert {event.type for event in told if found_in(str(event.data))} <= {"CaseOpened"}


def test_it_is_in_no_key_of_a_row_and_under_no_entry_of_the_index(core: Core):
    for key, row in core.rows():
        entries = core.domain.index(key, row)

        assert found_in(f"{key!r} {entries}") == []
