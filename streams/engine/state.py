"""How a desk is doing, for people and probes."""

import traceback
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from aiokafka.errors import KafkaError

from streams.engine.batch import Outcome


class State(StrEnum):
    """`waiting`: something failed and is tried again. `stopped`: not before a person has looked."""

    AWAY = "away"
    OPENING = "opening"
    OPEN = "open"
    WAITING = "waiting"
    STOPPED = "stopped"


@dataclass
class Counts:
    """What a desk has committed since the worker started; `newest`: Kafka's time of a record, in ms."""

    transactions: int = 0
    records: int = 0
    messages: int = 0
    fired: int = 0
    parked: int = 0
    second_steps_failed: int = 0
    newest: int = 0
    rejections: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        self.transactions += 1
        self.records += outcome.records
        self.messages += outcome.drained
        self.fired += outcome.fired
        self.parked += outcome.parked
        self.second_steps_failed += outcome.second_steps_failed
        self.rejections += outcome.rejections


def describe(error: BaseException) -> str:
    """An error for the log: Kafka's in full; of others kind and place, as their text may hold data."""
    if isinstance(error, KafkaError):
        return repr(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place
