"""For engines broken on purpose: part of what belongs into one transaction, kept for another."""

from collections.abc import Callable, Iterable

from aiokafka import AIOKafkaProducer

from streams.engine.domain import Message
from streams.engine.parcels import Parcels


class SplitParcels(Parcels):
    """`later` holds the messages of which `is_for_later` is true."""

    def __init__(self, producer: AIOKafkaProducer, is_for_later: Callable[[Message], bool]) -> None:
        super().__init__(producer)
        self.later = Parcels(producer)
        self._is_for_later = is_for_later

    def add(self, messages: Iterable[Message]) -> None:
        for message in messages:
            if self._is_for_later(message):
                self.later.add([message])
            else:
                super().add([message])
