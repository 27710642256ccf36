"""The bare loop without any guarantee: librdkafka's defaults, offsets committed by a timer."""

from bench.contenders.loop import Loop
from bench.job import Job

ROOM = 2_000_000
"""Messages the producer may hold: its own limit of 100,000 would be an error when the broker is behind."""


def main() -> None:
    loop = Loop(Job.told(), {"queue.buffering.max.messages": ROOM}, {})
    while True:
        messages = loop.take()
        loop.answer(messages)
        loop.producer.poll(0)


if __name__ == "__main__":
    main()
