"""The registry of forces: which force is which partition, for ever (design: one force = one partition)."""

import pytest

from schemas.forces import BadRegistry, Registry, registry

HERE, NEXT = {"force": "E23000099", "partition": 0}, {"force": "E23000098", "partition": 1}


def test_forces_have_the_partitions_of_their_places():
    found = registry([HERE, NEXT])

    assert found == Registry(("E23000099", "E23000098"))
    assert [found.partition_of(force) for force in found.forces] == [0, 1]
    assert found.partitions == 2


def test_a_force_that_is_not_listed_has_no_partition():
    assert registry([HERE]).partition_of("E23000001") is None


def test_a_force_added_at_the_end_moves_nobody():
    before, after = registry([HERE]), registry([HERE, NEXT])

    assert after.partition_of("E23000099") == before.partition_of("E23000099")


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [{"partition": 0}],
        [{"force": "", "partition": 0}],
        [HERE, {**HERE, "partition": 1}],
    ],
    ids=["nobody", "no code", "an empty code", "one force twice"],
)
def test_each_force_stands_there_once(entries):
    with pytest.raises(BadRegistry, match="each force once"):
        registry(entries)


@pytest.mark.parametrize(
    "entries", [[NEXT, HERE], [HERE, {**NEXT, "partition": 2}], [HERE, {"force": "E23000098"}]]
)
def test_partitions_count_up_in_the_order_of_the_file(entries):
    with pytest.raises(BadRegistry, match="partition must be"):
        registry(entries)
