"""X8: a request is about the whole person, whichever of their names it began with."""

import pytest

from schemas.incoming import DataSubject
from streams.rules.rights import resolved
from tests.given.compliance_rows import looking
from tests.given.core import Core
from tests.given.high_risk import on_a_beat
from tests.given.messages import at, incident, opened_in_sentinel, person_added, victim
from tests.given.rights import subject

ANN = {"nominal_ref": "N-ANN", "name": "Ann Bell", "date_of_birth": "1990-01-31"}
WHOLE = subject(
    **ANN,
    in_sentinel=({"reference": "SEN-1", "person_ref": "P-7"}, {"reference": "SEN-9", "person_ref": "P-3"}),
)


@pytest.fixture
def core() -> Core:
    """Ann in a log that is not ASB, by all her names; in Sentinel by one of them on each of two cases."""
    core = Core()
    on_a_beat(core)
    core.tell(incident("SK-ROAD", 2, opening_code="401", people=(victim(**ANN),)))
    core.tell(person_added("SEN-1", "P-7", 3, nominal_ref="N-ANN"))
    core.tell(opened_in_sentinel("SEN-9", 4))
    core.tell(person_added("SEN-9", "P-3", 5, name="Ann Bell", date_of_birth="1990-01-31"))
    return core


@pytest.mark.parametrize(
    "asked",
    [
        subject(nominal_ref="N-ANN"),
        subject(name="bell ANN", date_of_birth="1990-01-31"),
        subject(in_sentinel=({"reference": "SEN-1", "person_ref": "P-7"},)),
    ],
    ids=["by the nominal reference", "by name and birth date", "as Sentinel names them on a case"],
)
def test_whatever_it_began_with_it_is_about_all_of_them(core: Core, asked: DataSubject) -> None:
    found = resolved.of(looking(core, at(24)), asked)

    assert found.in_sentinel == WHOLE.in_sentinel
    assert (found.nominal_ref, found.date_of_birth) == (WHOLE.nominal_ref, WHOLE.date_of_birth)


def test_whom_two_names_are_recorded_of_is_not_guessed(core: Core) -> None:
    core.tell(
        person_added("SEN-9", "P-4", 6, nominal_ref="N-ANN", name="Anna Ball", date_of_birth="1991-02-01")
    )

    found = resolved.of(looking(core, at(24)), subject(nominal_ref="N-ANN"))

    assert found.name is None
