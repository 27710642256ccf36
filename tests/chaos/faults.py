"""All that goes wrong in a run."""

from typing import Final

from tests.chaos.broker_faults import (
    broker_killed,
    broker_slow,
    broker_stopped,
    connections_cut,
    disk_full,
    writes_refused,
)
from tests.chaos.scene import Fault
from tests.chaos.worker_faults import (
    asked_to_stop,
    asleep_past_the_session,
    clock_jumped,
    joined_and_left,
    killed_anywhere,
    killed_in_a_transaction,
    killed_while_loading,
)

QUICK: Final[tuple[Fault, ...]] = (
    killed_in_a_transaction,
    killed_while_loading,
    killed_anywhere,
    asked_to_stop,
    asleep_past_the_session,
    joined_and_left,
    clock_jumped,
    disk_full,
    broker_slow,
    connections_cut,
    writes_refused,
)
"""Without those that are only time: with `disk_full` the broker ends and comes back too."""

FAULTS: Final[tuple[Fault, ...]] = (*QUICK, broker_stopped, broker_killed)
