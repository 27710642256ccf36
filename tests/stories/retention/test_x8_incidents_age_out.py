"""An incident that is in no case goes when its time is up, unless something rests on it (X8; DPA 2018 s.39)."""

import pytest

from schemas.rows import IncidentRow
from schemas.words import Answer, Letter, Role
from tests.given.core import Core
from tests.given.messages import (
    incident,
    letter_override,
    opened_in_sentinel,
    tag_override,
    victim,
)
from tests.given.retention import AGAIN, INCIDENTS, NOT_ASB, short_core

DAY = 24
NOT_OF_ASB = "604"
ANN = victim(nominal_ref="N-ANN", name="Ann Example", date_of_birth="1980-02-03")


@pytest.fixture
def core() -> Core:
    return short_core()


def known(core: Core, incident_id: str = "SK-1") -> bool:
    return core.table.get(f"{core.force}|incident|{incident_id}".encode()) is not None


def about(core: Core, *parts: str) -> list[bytes]:
    """The keys of the rows that name any of these anywhere, apart from the policies."""
    found = [key for key, _ in core.table.rows() if any(part.encode() in key for part in parts)]
    return [
        *found,
        *(key for key in core.table.holding([part.encode() for part in parts]) if key not in found),
    ]


def answer(core: Core, *incident_ids: str, hours: float) -> None:
    """An officer has decided every letter: nobody is asked any more."""
    core.tell(*(letter_override(one, each, Answer.NO, hours) for one in incident_ids for each in Letter))


def test_x8_an_incident_goes_when_its_time_is_up_and_not_before(core):
    core.tell(incident("SK-1", 0))

    core.move_to(INCIDENTS * DAY - 1)
    before = known(core)
    core.move_to(INCIDENTS * DAY + 1)

    assert before
    assert not about(core, "SK-1")


def test_x8_what_never_was_asb_goes_sooner(core):
    core.tell(incident("SK-1", 0, opening_code=NOT_OF_ASB), incident("SK-2", 0))

    core.move_to(NOT_ASB * DAY + 1)

    assert not known(core, "SK-1")
    assert known(core, "SK-2")


def test_x8_what_was_asb_once_is_kept_as_such(core):
    core.tell(incident("SK-1", 0), tag_override("SK-1", asb=False))

    core.move_to(NOT_ASB * DAY + 1)

    assert known(core)


def test_x8_the_time_begins_anew_with_what_storm_tells_last(core):
    core.tell(incident("SK-1", 0), incident("SK-1", 0, recorded=40 * DAY, revision=2, closing_code="202"))

    core.move_to((INCIDENTS + 40) * DAY - 1)
    before = known(core)
    core.move_to((INCIDENTS + 40) * DAY + 1)

    assert before
    assert not known(core)


def test_x8_a_report_that_is_dated_in_another_century_is_kept_from_when_it_was_told(core):
    core.tell(incident("SK-1", -100 * 365 * DAY, recorded=0))

    core.move_to(NOT_ASB * DAY)

    assert known(core)


def test_x8_words_about_an_incident_whose_log_never_comes_go_as_well(core):
    core.tell(letter_override("SK-1", Letter.HATE, Answer.YES))

    core.move_to((NOT_ASB + 1) * DAY)

    assert not about(core, "SK-1")


def test_x8_nothing_of_the_business_is_told_of_it_and_the_audit_says_what_was_removed(core):
    core.tell(incident("SK-1", 0))

    told = core.move_to((INCIDENTS + 1) * DAY)

    erasures = [
        each for event in core.audited for each in event.data["operations"] if each["verb"] == "erasure"
    ]
    assert [event for event in told if event.key == "SK-1"] == []
    assert [(each["what"], each["ref"], each["records"]) for each in erasures] == [("incident", "SK-1", 1)]


def test_x8_what_was_asked_and_told_of_it_goes_with_it(core):
    core.tell(incident("SK-1", 0, "SHE SAYS IT HAS HAPPENED AGAIN", people=(ANN,)))
    asked = core.latest("OfficerDecisionAsked", "SK-1")
    answer(core, "SK-1", hours=2)

    core.move_to((INCIDENTS + 1) * DAY)

    assert asked is not None
    assert not about(core, "SK-1", asked["obligation_id"])


def test_x8_an_incident_stays_as_long_as_an_officer_is_asked_about_it(core):
    core.tell(incident("SK-1", 0, "SHE SAYS IT HAS HAPPENED AGAIN", people=(ANN,)))

    core.move_to((INCIDENTS + 20) * DAY)
    before = known(core)
    answer(core, "SK-1", hours=(INCIDENTS + 20) * DAY)
    core.move_to((INCIDENTS + 20 + AGAIN) * DAY)

    assert before
    assert not known(core)


def test_x8_a_duplicate_goes_with_the_log_that_counts_for_it(core):
    core.tell(incident("SK-1", 0), incident("SK-2", 10 * DAY, duplicate_of="SK-1"))

    core.move_to((INCIDENTS + 1) * DAY)

    assert not about(core, "SK-1", "SK-2")


def test_x8_a_main_log_that_is_not_asb_stays_while_its_duplicate_counts_itself(core):
    core.tell(incident("SK-1", 0, opening_code=NOT_OF_ASB))
    core.tell(incident("SK-2", 10 * DAY, duplicate_of="SK-1"))

    core.move_to((NOT_ASB + 1) * DAY)
    before = known(core)
    core.move_to((10 + INCIDENTS + 1 + AGAIN) * DAY)

    assert before
    assert not about(core, "SK-1", "SK-2")


def test_x8_an_incident_stays_while_somebody_in_it_is_on_a_case_that_is_not_over(core):
    alone = victim(role=Role.WITNESS, nominal_ref="N-ANN")
    core.tell(incident("SK-1", 0, people=(ANN,)))
    core.tell(incident("SK-8", 30 * DAY, uprn="999000000077", people=(alone,)))
    core.tell(opened_in_sentinel("SEN-1", 30 * DAY, incident_ids=("SK-8",)))
    case_id = core.incident("SK-8").case_id

    core.move_to((INCIDENTS + 1) * DAY)

    assert case_id
    assert core.incident("SK-1").case_id == ""


def test_x8_the_only_log_that_says_two_names_are_one_person_stays_while_either_is_counted(core):
    by_number = victim(nominal_ref="N-ANN")
    core.tell(incident("SK-1", 0, people=(ANN,)))
    core.tell(incident("SK-2", 40 * DAY, people=(by_number,)))
    answer(core, "SK-1", "SK-2", hours=41 * DAY)

    core.move_to((INCIDENTS + 1) * DAY)
    before = known(core)
    core.move_to((INCIDENTS + 41 + AGAIN) * DAY)

    assert before
    assert not about(core, "SK-1", "SK-2")


def test_x8_a_link_to_a_report_that_is_gone_stays_with_the_decision_that_it_was_made_in(core):
    core.tell(incident("SK-1", 0, uprn="999000000077"))
    core.tell(incident("SK-2", 10 * DAY, uprn="999000000077"))
    before = core.latest("DecisionMade", "SK-2")

    core.move_to((INCIDENTS + 1) * DAY)
    told = core.tell(
        incident("SK-2", 10 * DAY, recorded=(INCIDENTS + 2) * DAY, revision=2, uprn="999000000077")
    )

    assert not known(core, "SK-1")
    assert before is not None
    assert [link["to"] for link in before["links"]] == ["SK-1"]
    assert [event.type for event in told if event.key == "SK-2"] == []


def test_x8_what_storm_tells_of_an_incident_that_is_gone_is_decided_as_any_other(core):
    core.tell(incident("SK-1", 0))
    core.move_to((INCIDENTS + 1) * DAY)

    told = core.tell(incident("SK-1", 0, recorded=(INCIDENTS + 2) * DAY, revision=2))

    assert [event.type for event in told if event.key == "SK-1"] == ["IncidentTagged", "DecisionMade"]
    assert isinstance(core.incident("SK-1"), IncidentRow)
