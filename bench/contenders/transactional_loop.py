"""The bare loop with a transaction per 1,000 records."""

from bench.contenders.loop import FOR_EVER_S, Loop
from bench.job import Job


def main() -> None:
    job = Job.told()
    loop = Loop(
        job,
        {"transactional.id": job.name},
        {"enable.auto.commit": False, "isolation.level": "read_committed"},
    )
    producer, consumer = loop.producer, loop.consumer
    producer.init_transactions(FOR_EVER_S)
    while True:
        messages = loop.take()
        if messages:
            producer.begin_transaction()
            loop.answer(messages)
            positions = consumer.position(consumer.assignment())
            producer.send_offsets_to_transaction(positions, consumer.consumer_group_metadata(), FOR_EVER_S)
            producer.commit_transaction(FOR_EVER_S)


if __name__ == "__main__":
    main()
