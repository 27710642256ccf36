"""X11: which incidents can be sampled, and what makes one weigh more."""

from typing import Any

from schemas.rows import IncidentRow
from schemas.words import Outcome
from streams.policies.bundle import compiled, load_bundle
from streams.rules.ledger import Ledger
from streams.sample.population import Weigher, row_of, sampled
from tests.given.casework import assessed
from tests.given.core import FORCE, Core
from tests.given.high_risk import declared
from tests.given.messages import HOME, accepted, at, incident, tag_override, victim

WEIGHTS = compiled(load_bundle()[-1]).watches.sample
QUIET = "Loud music, for information only"
GRAVE = "They threatened her. She is frightened."


def told(core: Core, incident_id: str, *texts: str, **changes: Any) -> IncidentRow:
    core.tell(incident(incident_id, 0, *(texts or (QUIET,)), **changes))
    return core.incident(incident_id)


def weight(core: Core, row: IncidentRow) -> int:
    ledger: Ledger = core.domain.looking(FORCE, at(100), core.table)
    return Weigher(ledger).weight(row)


def test_x11_incidents_that_count_as_asb_are_sampled_by_the_time_of_report():
    core = Core()
    core.tell(
        incident("SK-1", 0, QUIET),
        incident("SK-2", 10, QUIET),
        incident("SK-3", 20, QUIET),
        incident("CRIME", 10, closing_code="104"),
        incident("AGAIN", 10, QUIET, duplicate_of="SK-2"),
    )
    rows = [row for _, row in core.rows() if isinstance(row, IncidentRow)]

    assert {row.incident_id for row in sampled(rows)} == {"SK-1", "SK-2", "SK-3"}
    assert {row.incident_id for row in sampled(rows, at(10), at(20))} == {"SK-2"}


def test_x11_what_nothing_is_special_about_weighs_least():
    core = Core()

    row = told(core, "SK-1", GRAVE)

    assert row.outcome is Outcome.CASE_MANAGE
    assert weight(core, row) == WEIGHTS.any


def test_x11_what_stays_weighs_more_and_more_yet_when_closed_under_another_code():
    core = Core()

    stays = told(core, "SK-1", QUIET)
    same_code = told(core, "SK-2", QUIET, closing_code="202")
    recoded = told(core, "SK-3", QUIET, closing_code="201")

    assert {row.outcome for row in (stays, same_code, recoded)} == {Outcome.STAYS}
    assert weight(core, stays) == weight(core, same_code) == WEIGHTS.any + WEIGHTS.outcome_stays
    assert weight(core, recoded) == WEIGHTS.any + WEIGHTS.outcome_stays + WEIGHTS.recoded


def test_x11_what_the_record_does_not_say_weighs_more():
    core = Core()

    row = told(core, "SK-1", "CALLER RINGS.")

    assert row.outcome is Outcome.UNKNOWN
    assert weight(core, row) == WEIGHTS.any + WEIGHTS.outcome_unknown


def test_x11_a_tag_that_was_read_from_the_text_weighs_more():
    core = Core()

    row = told(core, "SK-1", "LOUD MUSIC AGAIN FROM NEXT DOOR, PARTY NOISE.", opening_code=None)

    assert row.tag is not None
    assert row.tag.suggested
    assert weight(core, row) >= WEIGHTS.any + WEIGHTS.tag_by_cues


def test_x11_a_crime_code_beside_weighs_more():
    core = Core()

    row = told(core, "SK-1", closing_code="104", qualifiers=("Anti-social behaviour",))

    assert weight(core, row) >= WEIGHTS.any + WEIGHTS.crime_and_asb


def test_x11_an_incident_of_a_case_at_a_high_band_weighs_more():
    core = Core()
    row = told(core, "SK-1", GRAVE, uprn=HOME, people=(victim(nominal_ref="N1"),))
    core.tell(accepted(row.case_id), assessed("SEN-1", "N1", 48))
    before = weight(core, core.incident("SK-1"))

    core.tell(declared("SEN-1", "N1", 50))

    assert weight(core, core.incident("SK-1")) == before + WEIGHTS.high_band


def test_x11_a_row_holds_references_and_no_word_of_the_log_or_name():
    core = Core()
    row = told(core, "SK-1", "ZEBRA LOUD MUSIC", people=(victim(name="Anna Example", phone="01632 960001"),))
    core.tell(tag_override("SK-1", asb=True, asb_class="personal"))

    shown = str(row_of(row))

    assert "SK-1" in shown
    for secret in ("ZEBRA", "Anna", "01632"):
        assert secret not in shown
