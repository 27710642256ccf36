"""The registry of forces: one force is one partition, for ever (design: Why one force per partition)."""

from pathlib import Path

import pytest
import yaml

from schemas.forces import BadRegistry, registry

SKERROW = {"force": "E23000099", "partition": 0}
PUBLISHED = {"force": "E23000098", "partition": 1}


def test_the_committed_registry_gives_each_force_its_partition():
    forces = registry(yaml.safe_load((Path(__file__).parents[2] / "forces.yaml").read_text("utf-8")))

    assert forces.partition_of("E23000099") == 0
    assert forces.partition_of("E23000098") == 1
    assert forces.partitions == 2


def test_a_force_that_is_not_in_it_has_no_partition():
    assert registry([SKERROW]).partition_of("E23000098") is None


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([], "one entry per force"),
        ([SKERROW, SKERROW | {"partition": 1}], "each force once"),
        ([{"partition": 0}], "one entry per force"),
        ([PUBLISHED], "partition must be 0"),
        ([SKERROW, PUBLISHED | {"partition": 2}], "entry 1 .E23000098.: partition must be 1"),
        ([SKERROW, {"force": "E23000098"}], "partition must be 1"),
    ],
)
def test_a_registry_that_would_move_a_force_is_refused(entries, reason):
    with pytest.raises(BadRegistry, match=reason):
        registry(entries)
