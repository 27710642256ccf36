"""X7: a chain that was tampered with is found out, and what was done is named."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

import pytest

from schemas.rows import AuditRow, CheckpointRow
from streams.audit.findings import Wrong
from streams.audit.verify import Held, Place, Verdict, verdict, walk_for
from streams.audit.walk import Seen

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DAYS = 2_190


class Link(NamedTuple):
    """A record before it stands anywhere."""

    number: int
    previous: str
    says: str = "honest"

    @property
    def hash(self) -> str:
        return sha256(f"{self}".encode()).hexdigest()


def chain(length: int, says: str = "honest", after: Link | None = None) -> list[Link]:
    """So many links, from the first or after another."""
    links = [after] if after else []
    for _ in range(length):
        number, previous = (links[-1].number + 1, links[-1].hash) if links else (1, "")
        links.append(Link(number, previous, says))
    return links[1:] if after else links


def head_of(links: list[Link]) -> AuditRow:
    return AuditRow(links[-1].number, links[-1].hash)


def checkpoint(links: list[Link], number: int, days_ago: float = 1) -> CheckpointRow:
    digest = links[number - 1].hash if number else ""
    return CheckpointRow(NOW - timedelta(days=days_ago), number, digest)


def checked(
    stands: list[Link],
    head: AuditRow,
    *checkpoints: CheckpointRow,
    known: tuple[Place, ...] = (),
    latest: AuditRow | None = None,
) -> Verdict:
    """The verdict on records that stand in this order."""
    held = Held(head, latest or head, checkpoints, known)
    walk = walk_for(held)
    for offset, each in enumerate(stands):
        walk.see(Seen(offset, each.number, each.previous, each.hash))
    return verdict(walk, held, NOW, DAYS)


def wrongs(found: Verdict) -> list[tuple[Wrong, int, int]]:
    return [(each.wrong, each.first, each.last) for each in found.findings]


def test_a_chain_as_it_was_written_is_found_whole():
    links = chain(9)

    found = checked(links, head_of(links), checkpoint(links, 0, 9), checkpoint(links, 5))

    assert (found.first, found.last, found.checkpoints, found.findings) == (1, 9, 1, ())


def test_of_a_force_of_which_nothing_was_recorded_nothing_is_wrong():
    assert checked([], AuditRow()).findings == ()


@pytest.mark.parametrize("gone", [(4, 4), (2, 6)])
def test_records_that_were_removed_are_named(gone: tuple[int, int]):
    links = chain(9)
    left = [each for each in links if not gone[0] <= each.number <= gone[1]]

    assert wrongs(checked(left, head_of(links))) == [(Wrong.REMOVED, *gone)]


@pytest.mark.parametrize("number", [1, 4, 8, 9])
def test_a_record_that_was_changed_is_named_be_it_the_last(number: int):
    links = chain(9)
    links_now = [each._replace(says="other") if each.number == number else each for each in links]

    assert wrongs(checked(links_now, head_of(links))) == [(Wrong.CHANGED, number, number)]


@pytest.mark.parametrize(
    ("one", "other", "named"),
    [(4, 5, {5}), (1, 2, {2}), (8, 9, {9}), (1, 9, {1, 9}), (2, 8, {2, 3, 4, 5, 6, 7})],
)
def test_records_that_changed_places_are_out_of_order(one: int, other: int, named: set[int]):
    links = chain(9)
    order = [*links]
    order[one - 1], order[other - 1] = order[other - 1], order[one - 1]

    found = checked(order, head_of(links)).findings

    assert {each.wrong for each in found} == {Wrong.REORDERED}
    assert {each.first for each in found} == named


@pytest.mark.parametrize("place", [3, 4, 5, 9])
def test_a_record_that_was_put_in_is_named_wherever_it_stands(place: int):
    links = chain(9)
    false = Link(4, links[2].hash, "forged")
    stands = [*links[:place], false, *links[place:]]

    assert wrongs(checked(stands, head_of(links))) == [(Wrong.INSERTED, 4, 4)]


@pytest.mark.parametrize("place", range(9))
@pytest.mark.parametrize("number", [10, 400])
def test_a_record_that_was_put_in_with_a_number_far_ahead_is_the_only_one_named(number: int, place: int):
    links = chain(9)
    false = Link(number, "f" * 64, "forged")
    stands = [*links[:place], false, *links[place:]]

    assert wrongs(checked(stands, head_of(links))) == [(Wrong.INSERTED, number, number)]


def test_a_record_that_was_put_in_behind_the_last_lies_beyond_the_head():
    links = chain(9)

    found = wrongs(checked([*links, Link(400, "f" * 64, "forged")], head_of(links)))

    assert (Wrong.INSERTED, 10, 400) in found


@pytest.mark.parametrize("place", range(10))
def test_a_copy_of_a_record_is_found_wherever_it_stands(place: int):
    links = chain(9)
    stands = [*links[:place], links[3], *links[place:]]

    assert wrongs(checked(stands, head_of(links))) == [(Wrong.INSERTED, 4, 4)]


def test_what_is_no_link_is_one_that_was_put_in():
    links = chain(3)
    held = Held(head_of(links), head_of(links), ())
    walk = walk_for(held)
    for each in links:
        walk.see(Seen(each.number, each.number, each.previous, each.hash))
    walk.no_link(4)

    [found] = verdict(walk, held, NOW, DAYS).findings

    assert (found.wrong, found.sentence) == (
        Wrong.INSERTED,
        "the record at offset 4 was inserted: it is no link of a chain",
    )


def test_two_chains_from_one_record_are_a_fork():
    links = chain(9)
    other = chain(3, "zombie", after=links[3])
    stands = [*links[:5], other[0], links[5], *other[1:], *links[6:]]

    assert wrongs(checked(stands, head_of(links))) == [(Wrong.FORK, 5, 5)]


def test_of_a_fork_the_branch_that_the_head_ends_may_be_the_second():
    links = chain(6)
    other = chain(3, "taken over", after=links[3])

    assert wrongs(checked([*links, *other], head_of(other))) == [(Wrong.FORK, 5, 5)]


def test_a_tail_that_was_cut_off_is_missed_by_the_head():
    links = chain(9)

    assert wrongs(checked(links[:6], head_of(links))) == [(Wrong.CUT, 7, 9)]


def test_all_gone_is_cut_off_too():
    links = chain(9)

    found = checked([], head_of(links), checkpoint(links, 0, 9))

    assert wrongs(found) == [(Wrong.EARLY, 1, 9), (Wrong.CUT, 1, 9)]


def test_of_a_force_that_fell_quiet_all_records_may_have_gone_in_their_time():
    links = chain(9)
    old = checkpoint(links, 0, DAYS + 20), checkpoint(links, 9, DAYS + 2)

    assert checked([], head_of(links), *old, checkpoint(links, 9, 3)).findings == ()


def test_the_last_of_all_records_went_before_its_time():
    links = chain(9)
    old = checkpoint(links, 0, DAYS + 20), checkpoint(links, 8, DAYS + 2)

    found = checked([], head_of(links), *old, checkpoint(links, 9, 3))

    assert wrongs(found) == [(Wrong.CUT, 9, 9)]


def test_what_lies_beyond_the_head_was_put_in():
    links = chain(9)

    assert wrongs(checked(links, head_of(links[:7]))) == [(Wrong.INSERTED, 8, 9)]


def test_what_a_worker_wrote_while_the_chain_was_read_is_no_matter():
    links = chain(9)

    assert checked(links[:8], head_of(links[:7]), latest=head_of(links)).findings == ()


def test_a_chain_written_anew_from_somewhere_disagrees_with_its_checkpoints():
    links = chain(9)
    anew = [*links[:3], *chain(6, "anew", after=links[2])]

    found = checked(anew, head_of(anew), checkpoint(links, 2, 3), checkpoint(links, 6, 2))

    assert wrongs(found) == [(Wrong.CHANGED, 6, 6)]


def test_a_chain_written_anew_with_its_rows_disagrees_with_a_head_that_was_kept_elsewhere():
    links = chain(9)
    anew = chain(9, "anew")

    found = checked(anew, head_of(anew), checkpoint(anew, 6), known=(Place(5, links[4].hash),))

    assert wrongs(found) == [(Wrong.CHANGED, 5, 5)]


def test_a_chain_taken_back_with_its_rows_does_not_reach_a_head_that_was_kept_elsewhere():
    links = chain(9)

    found = checked(links[:5], head_of(links[:5]), known=(Place(8, links[7].hash),))

    assert wrongs(found) == [(Wrong.CUT, 6, 8)]


def test_records_that_went_in_their_time_are_not_missed():
    links = chain(9)
    old = (checkpoint(links, 0, DAYS + 20), checkpoint(links, 3, DAYS + 2))

    found = checked(links[3:], head_of(links), *old, checkpoint(links, 6))

    assert (found.first, found.findings) == (4, ())


def test_records_that_went_before_their_time_are_found_by_the_checkpoint_before_them():
    links = chain(9)

    found = checked(links[3:], head_of(links), checkpoint(links, 0, 5), checkpoint(links, 2, 3))

    assert wrongs(found) == [(Wrong.EARLY, 1, 3)]


def test_the_first_record_that_stands_follows_from_the_checkpoint_of_the_one_before():
    links = chain(9)
    other = [links[3]._replace(previous="f" * 64), *links[4:]]
    old = (checkpoint(links, 0, DAYS + 20), checkpoint(links, 3, DAYS + 2))

    found = checked(other, head_of(links), *old)

    assert wrongs(found) == [(Wrong.CHANGED, 4, 4)] * 2


def test_a_first_record_that_follows_from_something_was_changed():
    links = chain(1)
    other = links[0]._replace(previous="f" * 64)

    assert (Wrong.CHANGED, 1, 1) in wrongs(checked([other], head_of([other])))
