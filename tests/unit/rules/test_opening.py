"""When is an incident one that a case is opened for? (R1, R2)"""

import pytest

from schemas.rows import LinkKept
from schemas.words import LinkKind, OpeningPolicy, Outcome
from streams.rules.opening import is_managed

ASSOCIATED = LinkKept(LinkKind.UPRN, "SK-0", 0.8, associated=True)
WEAK = LinkKept(LinkKind.GRID, "SK-0", 0.3, associated=False)


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("links", [(), (WEAK,), (ASSOCIATED,), (WEAK, ASSOCIATED)])
def test_r2_each_policy_goes_by_its_own_question(outcome, links):
    assert is_managed(OpeningPolicy.CAPTURE_ALL, outcome, links)
    assert is_managed(OpeningPolicy.VICTOR_E, outcome, links) is (outcome is Outcome.CASE_MANAGE)
    assert is_managed(OpeningPolicy.FIRST_INCIDENT_STAYS, outcome, links) is (ASSOCIATED in links)
