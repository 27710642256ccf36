"""R17: a snapshot stays small however large its case; the count is of all."""

import pytest

from tests.given.core import Core
from tests.given.messages import HOME, incident, victim

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


def test_what_nobody_has_assessed_is_unknown_and_never_no():
    core = Core()

    core.tell(incident("SK-00", 0, GRAVE, uprn=HOME, people=[victim(nominal_ref="N1")]))

    [person] = snapshot(core)["people"]
    assert {person[name] for name in ("risk", "safeguarding", "repeat_victim", "vulnerable")} == {"unknown"}
