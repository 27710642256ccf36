"""X6: when a rule fails on what an officer said of a step, the case of the step shows that it is incomplete."""

from streams.engine.domain import Record
from tests.given.casefile import in_sentinel, person, snapshot
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.steps import confirmed
from tests.given.wrong_domains import Buggy, raising


def is_a_confirmation(record: Record) -> bool:
    return dict(record.headers)["ce_type"] == b"StepConfirmed"


def test_x6_the_case_of_the_step_is_incomplete_and_the_marker_waits_on() -> None:
    core = Core(Buggy(raising(RuntimeError()), is_a_confirmation))
    case_id = in_sentinel(core, person("P-1", nominal_ref="N-1"))
    core.tell(assessed(answers={"violence": "yes", "vulnerability": "high"}))
    [marker] = snapshot(core, case_id)["markers"]

    core.tell(core.record(confirmed(marker["marker_id"], 50))._replace(key=marker["marker_id"].encode()))

    shown = snapshot(core, case_id)
    assert shown["incomplete_since"] == "2026-06-03T11:00:00Z"
    assert [one["status"] for one in shown["markers"]] == ["proposed"]
