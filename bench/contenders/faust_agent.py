"""A plain Faust agent with a Table, as Faust's documentation shows it: at least once, default settings.

Faust makes the table's changelog topic itself; it takes the default number of partitions for its own, which
has to be the input's.
"""

import logging

import faust

from bench.job import Job, output


def build(job: Job) -> faust.App:
    """The app: one agent, one table."""
    app = faust.App(
        job.name,
        broker=f"kafka://{job.bootstrap}",
        datadir=str(job.data),
        topic_partitions=1,
        web_enabled=False,
    )
    source = app.topic(job.source, key_type=str, key_serializer="raw", value_serializer="json")
    outputs = app.topic(job.outputs, key_serializer="raw", value_serializer="raw")
    counts = app.Table("counts", default=int)

    @app.agent(source)  # type: ignore[untyped-decorator]
    async def count(stream: faust.Stream) -> None:
        async for event in stream.events():
            key = event.value["key"]
            counts[key] += 1
            value = output(event.value["id"], key, counts[key])
            await outputs.send(key=event.key, value=value, headers=event.headers)

    return app


if __name__ == "__main__":
    faust.Worker(build(Job.told()), loglevel=logging.WARNING).execute_from_commandline()
