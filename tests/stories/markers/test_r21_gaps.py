"""R21: high risk without a marker, and what waits about markers, are listed until they are put right."""

from datetime import datetime

from schemas.words import GapKind, Role, SubjectKind
from streams.rules.compliance import look
from tests.given.casefile import in_sentinel, person, snapshot
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.duties import hours_to
from tests.given.messages import HOME, at, closed, person_added
from tests.given.steps import confirmed, contested, kept, refused

HIGH = {"violence": "yes", "vulnerability": "high"}
LOW = {"frequency": "one-off"}
OF_MARKERS = {
    GapKind.NO_MARKER,
    GapKind.MARKER_NOT_CONFIRMED,
    GapKind.MARKER_REVIEW_OVERDUE,
    GapKind.MARKER_WITHDRAWAL_UNDECIDED,
    GapKind.NOT_CONFIRMED,
}


def gaps(core: Core, when: datetime) -> list[tuple[GapKind, str]]:
    """What is missing of markers and steps, and of whom."""
    ledger = core.domain.looking(core.force, when, core.table)
    return [
        (gap.gap, gap.about.subject.ref)
        for gap in look(ledger, "", when).gaps
        if gap.gap in OF_MARKERS and gap.about is not None and gap.about.subject is not None
    ]


def proposed(core: Core) -> str:
    """A case whose victim is at high risk; the id of their marker."""
    case_id = in_sentinel(core, person("P-1", nominal_ref="N-1"))
    core.tell(assessed(answers=HIGH))
    return str(snapshot(core, case_id)["markers"][0]["marker_id"])


def test_r21_who_is_at_high_risk_and_cannot_be_marked_is_listed_until_they_can() -> None:
    core = Core()
    in_sentinel(core, person("P-1"), person("P-2"), person("P-3", Role.PERPETRATOR))
    core.tell(assessed(answers=HIGH), assessed(person_ref="P-2", answers=HIGH))
    weapon = assessed(
        person_ref="P-3",
        kind=SubjectKind.PERPETRATOR,
        matrix="perpetrator",
        answers={"weapon": "yes"},
        hours=50,
    )
    core.tell(weapon)

    found = gaps(core, at(60))

    assert sorted(found) == [(GapKind.NO_MARKER, ref) for ref in ("P-1", "P-2", "P-3")]
    core.tell(person_added("SEN-1", "P-1", 61, 2, home_uprn=HOME))
    assert (GapKind.NO_MARKER, "P-1") not in gaps(core, at(62))
    core.tell(closed("SEN-1", 70))
    assert GapKind.NO_MARKER not in {kind for kind, _ in gaps(core, at(71))}


def test_r21_a_marker_that_nobody_confirmed_is_listed_and_one_that_is_refused_is_dealt_with() -> None:
    core = Core()
    marker_id = proposed(core)

    assert gaps(core, at(60)) == [(GapKind.MARKER_NOT_CONFIRMED, "N-1")]
    core.tell(refused(marker_id, 61))
    assert gaps(core, at(62)) == []
    core.tell(contested(marker_id, 63))
    assert gaps(core, at(64)) == [(GapKind.MARKER_NOT_CONFIRMED, "N-1")]


def test_r21_a_review_and_a_removal_that_wait_are_listed_also_when_the_case_is_closed() -> None:
    core = Core()
    marker_id = proposed(core)
    core.tell(confirmed(marker_id, 50), closed("SEN-1", 60))

    assert gaps(core, at(70)) == [(GapKind.MARKER_WITHDRAWAL_UNDECIDED, "N-1")]
    core.tick(at(hours_to("2026-09-02 10:00")))
    assert sorted(gaps(core, at(hours_to("2026-09-02 11:00")))) == [
        (GapKind.MARKER_REVIEW_OVERDUE, "N-1"),
        (GapKind.MARKER_WITHDRAWAL_UNDECIDED, "N-1"),
    ]
    core.tell(kept(marker_id, hours_to("2026-09-03 10:00")))
    assert gaps(core, at(hours_to("2026-09-03 11:00"))) == []
