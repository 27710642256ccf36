"""What stands and since when, whatever order it was told in (design: Revisions)."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from schemas.rows import RoleKept
from schemas.words import Role
from streams.rules import history
from tests.given.messages import at


def says(told: RoleKept) -> str:
    return told.role or ""


def told(revision: int, role: Role | None, hours: float | None = None, ident: str = "a") -> RoleKept:
    when = at(revision if hours is None else hours)
    return RoleKept((revision, when.isoformat(), ident), when, role)


def kept(*tellings: RoleKept) -> tuple[RoleKept, ...]:
    found: tuple[RoleKept, ...] = ()
    for one in tellings:
        found = history.with_one(found, one, says)
    return found


def since(*tellings: RoleKept) -> datetime:
    return history.run_since(kept(*tellings), says)


def test_a_run_begins_with_the_first_after_the_last_that_said_otherwise():
    assert since(
        told(1, Role.VICTIM), told(2, Role.WITNESS), told(3, Role.VICTIM), told(4, Role.VICTIM)
    ) == at(3)


def test_what_never_said_otherwise_has_stood_from_the_first():
    assert since(told(3, None), told(1, None), told(2, None)) == at(1)


def test_one_revision_told_again_under_another_id_is_told_once():
    assert len(kept(told(1, Role.VICTIM), told(1, Role.VICTIM, ident="b"))) == 1


def test_of_one_revision_and_time_told_in_two_ways_the_last_id_stands_whichever_came_first():
    one, other = told(1, Role.VICTIM, ident="a"), told(1, Role.WITNESS, ident="b")

    assert kept(one, other) == kept(other, one) == (other,)


ROLES = st.sampled_from([Role.VICTIM, Role.WITNESS, None])
TELLINGS = st.lists(
    st.builds(told, st.integers(1, 6), ROLES, st.integers(0, 3), st.sampled_from("ab")),
    min_size=1,
    unique_by=lambda one: one.rank,
)


@given(TELLINGS, st.randoms(use_true_random=False))
def test_the_order_of_telling_does_not_matter(tellings, random):
    assert kept(*tellings) == kept(*random.sample(tellings, len(tellings)))


def test_however_often_a_thing_is_told_again_few_are_kept_and_its_beginning_does_not_move():
    told_often = [told(1, Role.VICTIM), told(2, Role.WITNESS), *(told(n, Role.VICTIM) for n in range(3, 400))]

    assert len(kept(*told_often)) < 100
    assert since(*told_often) == at(3)


def test_however_often_a_thing_changes_few_are_kept_and_the_last_stands():
    changing = [told(n, Role.VICTIM if n % 2 else Role.WITNESS) for n in range(1, 400)]

    assert len(kept(*changing)) < 100
    assert since(*changing) == at(399)
