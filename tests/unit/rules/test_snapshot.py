"""R17: a snapshot stays small and cheap however large its case; the count and the people are of all."""

import pytest

from schemas.ids import adopted_case_id
from tests.given.core import FORCE, Core
from tests.given.messages import (
    ELSEWHERE,
    HOME,
    accepted,
    at,
    closed,
    incident,
    lead_officer,
    opened_in_sentinel,
    victim,
)

GRAVE = "They threatened her. She is frightened."


def snapshot(core: Core) -> dict:
    found = core.latest("CaseSnapshot", core.incident("SK-00").case_id)
    assert found is not None
    return found


@pytest.mark.parametrize(("incidents", "shown"), [(9, 9), (10, 10), (11, 10), (30, 10)])
def test_the_ten_latest_incidents_are_named_and_all_are_counted(incidents, shown):
    core = Core()

    core.tell(*(incident(f"SK-{number:02}", number, GRAVE, uprn=HOME) for number in range(incidents)))

    names = [f"SK-{number:02}" for number in reversed(range(incidents))]
    assert snapshot(core)["latest_incident_ids"] == names[:shown]
    assert snapshot(core)["incident_count"] == incidents


def test_a_person_in_two_roles_is_shown_in_both_and_in_many_incidents_once():
    core = Core()
    both = [victim(nominal_ref="N1"), {"role": "perpetrator", "nominal_ref": "N1"}]

    core.tell(*(incident(f"SK-{number:02}", number, GRAVE, uprn=HOME, people=both) for number in range(3)))

    assert [(each["person_ref"], each["role"]) for each in snapshot(core)["people"]] == [
        ("N1", "perpetrator"),
        ("N1", "victim"),
    ]


@pytest.mark.parametrize(("incidents", "shown"), [(2, 8), (3, 10), (30, 10)])
def test_ten_of_those_who_are_known_by_nothing_are_shown_and_all_are_counted(incidents, shown):
    core = Core()
    people = [victim(), victim(), {"role": "witness"}, {"role": "perpetrator"}, victim(nominal_ref="N1")]

    core.tell(
        *(incident(f"SK-{number:02}", number, GRAVE, uprn=HOME, people=people) for number in range(incidents))
    )

    assert len(snapshot(core)["people"]) == shown + 1
    assert snapshot(core)["people"][0]["person_ref"] == "N1"
    assert snapshot(core)["unnamed_count"] == incidents * 4


def test_what_nobody_has_assessed_is_unknown_and_never_no():
    core = Core()

    core.tell(incident("SK-00", 0, GRAVE, uprn=HOME, people=[victim(nominal_ref="N1")]))

    [person] = snapshot(core)["people"]
    assert {person[name] for name in ("risk", "safeguarding", "repeat_victim", "vulnerable")} == {"unknown"}


@pytest.mark.parametrize("incidents", [40, 160])
def test_what_a_change_of_a_case_reads_does_not_grow_with_its_incidents(incidents):
    people = [victim(nominal_ref=f"N{number}") for number in range(3)]
    core, small = Core(), Core()
    for each, count in ((small, 20), (core, incidents)):
        each.tell(*(incident(f"SK-{n:02}", n, GRAVE, uprn=HOME, people=people) for n in range(count)))
        each.tell(accepted(each.incident("SK-00").case_id, "SEN-1", hours=count))
        # Whoever is named first is told what nobody was: not so the next.
        each.tell(lead_officer("SEN-1", "PC 8", 499))

    assert reads(core) == reads(small)


def reads(core: Core) -> int:
    """Rows and index entries read when the lead officer changes."""
    before = core.table.reads
    [event] = core.tell(lead_officer("SEN-1", "PC 9", 500, revision=2))
    assert event.type == "CaseSnapshot"
    return core.table.reads - before


def test_another_case_that_an_incident_links_to_is_shown_though_later_incidents_came():
    core = Core()
    core.tell(
        opened_in_sentinel("SEN-8", 0, uprns=(HOME,)), opened_in_sentinel("SEN-9", 0, uprns=(ELSEWHERE,))
    )
    core.tell(incident("SK-00", 1, GRAVE, uprn=HOME), incident("SK-01", 2, uprn=ELSEWHERE, links=["SK-00"]))

    core.tell(*(incident(f"SK-{n:02}", n, GRAVE, uprn=HOME) for n in range(3, 15)))

    assert "SK-01" not in snapshot(core)["latest_incident_ids"]
    assert snapshot(core)["related_case_ids"] == [adopted_case_id(FORCE, "SEN-9")]


def test_a_failure_to_remove_a_snapshot_leaves_the_case_as_it_was_until_its_next_change():
    core = Core()
    core.tell(opened_in_sentinel("SEN-9", 0), closed("SEN-9", 5))
    case_id = adopted_case_id(FORCE, "SEN-9")
    key = f"{FORCE}|case|{case_id}".encode()
    year = at(24 * 370)
    due = core.domain.due(year, core.table, 10)

    core.domain.park(key, year, core.table, ValueError())
    after = core.domain.due(year, core.table, 10)
    core.table.commit()

    assert (key in due, key in after) == (True, False)
    core.tell(lead_officer("SEN-9", "PC 9", 6))
    assert key in core.domain.due(year, core.table, 10)
