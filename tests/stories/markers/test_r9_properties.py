"""R9, X6: whatever happens to the risk, the home and the case of people, and whatever officers say, in any order."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.rows import MarkerRow
from schemas.words import MarkerStatus, Role, WithdrawalReason
from tests.given.casefile import in_sentinel, person
from tests.given.casework import assessed, person_left
from tests.given.core import Core, event_core
from tests.given.corrections import assessment_withdrawn
from tests.given.messages import ELSEWHERE, HOME, closed, person_added
from tests.given.steps import confirmed, contested, kept, refused, taken_off

HIGH, LOW = {"violence": "yes", "vulnerability": "high"}, {"frequency": "one-off"}
ARMED, IDLE = {"weapon": "yes"}, {"severity": "nuisance"}
THERE = (MarkerStatus.PROPOSED, MarkerStatus.ACTIVE)
TWO_VICTIMS_AND_A_PERPETRATOR = (
    person("P-1", nominal_ref="N-1", home_uprn=HOME),
    person("P-2", home_uprn=HOME),
    person("P-3", Role.PERPETRATOR, nominal_ref="N-3"),
)

# Does something at so many hours; returns how many more it takes.
Act = Callable[[Core, float, int], float]


def risk(person_ref: str, *, high: bool) -> Act:
    if person_ref == "P-3":
        terms: dict[str, Any] = {
            "answers": ARMED if high else IDLE,
            "kind": "perpetrator",
            "matrix": "perpetrator",
        }
    else:
        terms = {"answers": HIGH if high else LOW}
    return fact(
        lambda hours, revision: assessed(person_ref=person_ref, hours=hours, revision=revision, **terms)
    )


def fact(build: Callable[[float, int], Any]) -> Act:
    def act(core: Core, hours: float, revision: int) -> float:
        core.tell(build(hours, revision))
        return 0

    return act


def word(build: Callable[..., Any], number: int) -> Act:
    """An officer says something of one of the markers that were ever proposed."""

    def act(core: Core, hours: float, revision: int) -> float:
        markers = sorted(each.key for each in core.published if each.type == "MarkerProposed")
        if markers:
            core.tell(build(markers[number % len(markers)], hours, revision))
        return 0

    return act


def wait(days: int) -> Act:
    def act(core: Core, hours: float, revision: int) -> float:
        del revision
        core.move_to(hours + days * 24)
        return days * 24

    return act


ACTS = st.one_of(
    st.sampled_from([risk(ref, high=high) for ref in ("P-1", "P-2", "P-3") for high in (True, True, False)]),
    st.sampled_from(
        [
            fact(lambda hours, revision: assessment_withdrawn(hours=hours, revision=revision)),
            fact(lambda hours, revision: closed("SEN-1", hours, revision)),
            fact(lambda hours, revision: closed("SEN-1", hours, revision, is_closed=False)),
            fact(lambda hours, revision: person_left("SEN-1", "P-1", hours, revision)),
            fact(
                lambda hours, revision: person_added(
                    "SEN-1", "P-1", hours, revision, nominal_ref="N-1", home_uprn=ELSEWHERE
                )
            ),
            fact(
                lambda hours, revision: person_added(
                    "SEN-1", "P-1", hours, revision, nominal_ref="N-1", home_uprn=HOME
                )
            ),
            wait(95),
            wait(200),
        ]
    ),
    st.builds(
        word, st.sampled_from([confirmed, confirmed, refused, contested, kept, taken_off]), st.integers(0, 6)
    ),
)


@settings(max_examples=40, deadline=None)
@given(acts=st.lists(ACTS, min_size=3, max_size=14))
def test_never_two_markers_at_once_and_each_has_one_life(acts: list[Act]) -> None:
    core, hours = event_core(), 48.0
    in_sentinel(core, *TWO_VICTIMS_AND_A_PERPETRATOR)

    for number, act in enumerate(acts):
        before = len(core.published)
        hours += 5 + act(core, hours, number + 2)
        assert_no_two_at_once(core)
        assert_protects_at_once_and_harms_nobody_unasked(core, before)

    assert_each_correction_names_what_stood(core)
    assert not [each for each in core.published if each.type == "Rejected"]


def assert_no_two_at_once(core: Core) -> None:
    rows = [row for _, row in core.rows() if isinstance(row, MarkerRow) and row.status in THERE]
    assert (
        max(Counter((row.case_id, row.kind, row.ref, row.adverse) for row in rows).values(), default=1) == 1
    )


def assert_protects_at_once_and_harms_nobody_unasked(core: Core, before: int) -> None:
    """Whoever is to be protected is alerted in the same breath; a marker is on only by a word on that marker."""
    now = core.published[before:]
    alerted = {each.key for each in now if each.type == "ProtectiveAlertRaised"}
    proposed = {each.key: each.data["adverse"] for each in now if each.type == "MarkerProposed"}
    assert alerted == {key for key, adverse in proposed.items() if not adverse}
    words = {
        orjson.loads(each.value)["step_id"]
        for each in core.told
        if dict(each.headers)["ce_type"] == b"StepConfirmed"
    }
    assert {each.key for each in now if each.type == "MarkerActivated"} <= words


def assert_each_correction_names_what_stood(core: Core) -> None:
    """No event of a marker comes after its life is over, and a correction is of an event of the same marker."""
    said: dict[str, set[str]] = {}
    over: set[str] = set()
    for each in core.published:
        if not each.topic.endswith("asb.markers.v1"):
            continue
        assert each.key not in over
        corrects = each.data.get("corrects")
        assert corrects is None or corrects in said[each.key]
        said.setdefault(each.key, set()).add(each.headers["ce_id"])
        if each.type == "MarkerExpired" or (
            each.type == "MarkerWithdrawn" and each.data["reason"] != WithdrawalReason.REFUSED
        ):
            over.add(each.key)
