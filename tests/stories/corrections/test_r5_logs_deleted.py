"""R5: STORM deletes a log that was opened in error; what followed only from it is taken back, by name."""

from schemas.words import AskReason, WithdrawalReason
from tests.given.casefile import of_type, only, snapshot
from tests.given.core import Core, Event
from tests.given.corrections import deleted
from tests.given.messages import HOME, accepted, incident

GRAVE = "They threatened her. She is frightened."
QUIET = "Loud music again."
WEEKS = 24 * 21


def told_of(core: Core, event_type: str, key: str) -> str:
    """The id of the last event of a type about a subject."""
    return [event for event in core.published if (event.type, event.key) == (event_type, key)][-1].headers[
        "ce_id"
    ]


def with_a_request(core: Core) -> str:
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME))
    return core.incident("SK-1").case_id


def asks_open(core: Core) -> list[str]:
    asked = {one["obligation_id"] for one in of_type(core.published, "OfficerDecisionAsked")}
    return sorted(asked - {one["obligation_id"] for one in of_type(core.published, "AskWithdrawn")})


def types(events: list[Event]) -> set[str]:
    return {event.type for event in events}


def test_r5_tag_decision_and_the_request_not_yet_accepted_are_taken_back(core: Core) -> None:
    case_id = with_a_request(core)
    tagged, decided = told_of(core, "IncidentTagged", "SK-1"), told_of(core, "DecisionMade", "SK-1")
    opened = told_of(core, "CaseOpened", case_id)

    led_to = core.tell(deleted("SK-1", WEEKS))

    for event_type, corrects in (
        ("TagWithdrawn", tagged),
        ("DecisionWithdrawn", decided),
        ("IncidentLeft", opened),
    ):
        found = only(led_to, event_type)
        assert (found["reason"], found["corrects"]) == (WithdrawalReason.DELETED, corrects)
    assert only(led_to, "CaseWithdrawn")["corrects"] == opened
    assert snapshot(core, case_id)["status"] == "withdrawn"


def test_r5_a_later_revision_of_the_log_brings_it_back(core: Core) -> None:
    case_id = with_a_request(core)
    core.tell(deleted("SK-1", WEEKS))

    led_to = core.tell(incident("SK-1", 0, GRAVE, uprn=HOME, revision=3, recorded=WEEKS + 1))

    assert "IncidentTagged" in types(led_to)
    assert (only(led_to, "CaseOpened")["case_id"], only(led_to, "CaseOpened")["request"]) == (case_id, 2)


def test_r5_a_deletion_that_comes_before_its_log_keeps_it_from_ever_counting(core: Core) -> None:
    core.tell(deleted("SK-1", WEEKS))

    led_to = core.tell(incident("SK-1", 0, GRAVE, uprn=HOME))

    assert led_to == []


def test_r5_a_deletion_that_comes_after_what_brought_it_back_changes_nothing(core: Core) -> None:
    with_a_request(core)
    core.tell(incident("SK-1", 0, GRAVE, uprn=HOME, revision=3, recorded=WEEKS + 1))

    led_to = core.tell(deleted("SK-1", WEEKS))

    assert led_to == []


def test_r5_the_rest_of_the_case_stands(core: Core) -> None:
    case_id = with_a_request(core)
    core.tell(incident("SK-2", 48, GRAVE, uprn=HOME))

    led_to = core.tell(deleted("SK-1", WEEKS))

    assert core.incident("SK-2").case_id == case_id
    assert "CaseWithdrawn" not in types(led_to)


def test_r5_what_was_decided_because_of_it_is_decided_again(core: Core) -> None:
    with_a_request(core)
    core.tell(incident("SK-2", 48, QUIET, uprn=HOME))
    placed = core.latest("DecisionMade", "SK-2")

    core.tell(deleted("SK-1", WEEKS))

    decided = core.latest("DecisionMade", "SK-2")
    assert placed is not None
    assert decided is not None
    assert (placed["placement"], decided["placement"], decided["links"]) == ("join", "stay", [])


def test_r5_an_accepted_case_is_never_closed_by_it_its_lead_officer_is_asked(core: Core) -> None:
    case_id = with_a_request(core)
    core.tell(accepted(case_id, "SEN-1"))

    led_to = core.tell(deleted("SK-1", WEEKS))

    asked = only(led_to, "OfficerDecisionAsked")
    assert (asked["case_id"], asked["reason"]) == (case_id, AskReason.RECODED_IN_ACCEPTED_CASE)
    assert "CaseWithdrawn" not in types(led_to)
    assert snapshot(core, case_id)["status"] == "accepted"


def test_r5_that_ask_is_over_once_the_log_is_back(core: Core) -> None:
    case_id = with_a_request(core)
    core.tell(accepted(case_id, "SEN-1"), deleted("SK-1", WEEKS))
    asked = told_of(core, "OfficerDecisionAsked", case_id)

    led_to = core.tell(incident("SK-1", 0, GRAVE, uprn=HOME, revision=3, recorded=WEEKS + 1))

    withdrawn = only(led_to, "AskWithdrawn")
    assert (withdrawn["reason"], withdrawn["corrects"]) == (WithdrawalReason.DECIDED, asked)
    assert asks_open(core) == []


def test_r5_nobody_is_asked_about_it_any_more(core: Core) -> None:
    core.tell(incident("SK-1", 0, "She is frightened.", uprn=HOME))

    led_to = core.tell(deleted("SK-1", WEEKS))

    withdrawn = only(led_to, "AskWithdrawn")
    assert (withdrawn["incident_id"], withdrawn["reason"]) == ("SK-1", WithdrawalReason.DELETED)
    assert only(led_to, "ObligationWithdrawn")["reason"] == WithdrawalReason.DELETED


def test_r5_the_duplicate_of_a_deleted_log_counts_by_itself(core: Core) -> None:
    core.tell(
        incident("SK-1", 0, GRAVE, uprn=HOME), incident("SK-2", 1, GRAVE, uprn=HOME, duplicate_of="SK-1")
    )
    before = core.incident("SK-2")

    core.tell(deleted("SK-1", WEEKS))

    assert (before.standing, core.incident("SK-2").standing) == (False, True)
    assert core.incident("SK-2").case_id
