"""The real job: the engine with the ASB domain, as `asb worker` runs it."""

import sys

from bench.city import REGISTRY, SECRET, TICK
from bench.job import Job
from streams.app import run
from streams.engine.settings import EngineSettings
from streams.settings import builtin_policies


def main() -> int:
    job = Job.told()
    settings = EngineSettings(
        bootstrap=job.bootstrap, data_dir=job.data, clock="events", tick_interval=TICK.total_seconds()
    )
    return run(job.name, REGISTRY, SECRET, builtin_policies(None), settings)


if __name__ == "__main__":
    sys.exit(main())
