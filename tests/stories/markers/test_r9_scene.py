"""R9: the scene is marked where nothing else can be, however many reports say nothing of a place."""

from schemas.words import MarkedKind
from tests.given.casefile import in_sentinel, only, person
from tests.given.casework import assessed
from tests.given.core import Core
from tests.given.messages import HOME, incident

HIGH = {"violence": "yes", "vulnerability": "high"}


def test_r9_the_scene_is_found_behind_a_dozen_later_reports_without_a_place(core: Core) -> None:
    later = [f"SK-{number}" for number in range(2, 14)]
    core.tell(
        incident("SK-1", 0, uprn=HOME), *(incident(one, hour) for hour, one in enumerate(later, start=1))
    )
    in_sentinel(core, person("P-1"), incident_ids=("SK-1", *later))

    proposed = only(core.tell(assessed(answers=HIGH)), "MarkerProposed")

    assert (proposed["marked"]["kind"], proposed["marked"]["ref"]) == (MarkedKind.LOCATION, HOME)
