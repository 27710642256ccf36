"""X8: whoever asks for access is shown what is held about them, and of others nothing (DPA 2018 s.45)."""

from typing import Any

from schemas.incoming import Person
from schemas.words import Role
from streams.rules.rights import access
from tests.given.casework import assessed, form_declined
from tests.given.core import Core
from tests.given.high_risk import HIGH, declared, directory, on_a_beat
from tests.given.messages import HOME, at, incident, person_added, victim
from tests.given.rights import subject

ANN = {"nominal_ref": "N-ANN", "name": "Ann Bell", "date_of_birth": "1950-03-01"}
BOB = {"nominal_ref": "N-BOB", "name": "Bob Carr", "date_of_birth": "1960-03-01", "phone": "07700900555"}
ABOUT_ANN = subject(nominal_ref="N-ANN")


def held(core: Core) -> dict[str, Any]:
    """Ann and Bob on one case, both at high risk; what is held about her."""
    core.tell(directory())
    on_a_beat(core)
    suspect = Person(role=Role.PERPETRATOR, **BOB)
    core.tell(
        incident(
            "SK-2", 3, "Ann Bell says that Bob Carr shouted.", uprn=HOME, people=(victim(**ANN), suspect)
        ),
        incident(
            "SK-3", 4, "Music.", "A friend of Ann Bell rang about Bob Carr.", uprn=HOME, people=(suspect,)
        ),
        person_added("SEN-1", "P-ANN", 6, **ANN),
        person_added("SEN-1", "P-BOB", 7, **BOB),
        assessed("SEN-1", "P-ANN", 24, 1, HIGH),
        assessed("SEN-1", "P-BOB", 25, 1, HIGH),
        declared("SEN-1", "P-BOB", 26),
        form_declined(27, reason="Ann Bell is her carer.", person_ref="P-1"),
    )
    return access.held(core.domain.looking(core.force, at(48), core.table), ABOUT_ANN)


def test_x8_she_is_shown_her_records_and_every_log_that_names_her(core: Core) -> None:
    found = held(core)

    assert [log["incident_id"] for log in found["logs"]] == ["SK-2"]
    assert [each["person_ref"] for each in found["sentinel"]] == ["P-ANN"]
    assert [each["ref"] for each in found["assessment records"]] == ["P-ANN"]


def test_x8_she_is_shown_what_only_a_text_says_of_her(core: Core) -> None:
    found = held(core)

    [log] = found["logs that mention them"]
    assert (log["incident_id"], [line["seq"] for line in log["lines"]]) == ("SK-3", [2])
    assert found["words of officers and partners"] == [{"of": "person", "text": "Ann Bell is her carer."}]


def test_x8_of_whoever_else_is_named_she_is_shown_nothing(core: Core) -> None:
    found = str(held(core))

    assert "[somebody else]" in found
    assert not [mark for mark in ("Bob", "Carr", "N-BOB", "P-BOB", "07700900555") if mark in found]


def test_x8_about_somebody_of_whom_nothing_is_held_there_is_nothing_to_show(core: Core) -> None:
    held(core)
    ledger = core.domain.looking(core.force, at(48), core.table)

    assert not any(access.held(ledger, subject(nominal_ref="N-NOBODY")).values())
