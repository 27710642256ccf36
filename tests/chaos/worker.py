"""A worker of the toy domain, for tests to start, kill and stop: `python -m tests.chaos.worker '{"name": …}'`.

The options are those of `EngineSettings`; beside them `name` and `inputs` of the domain, and `clock_ahead`, the
seconds by which this machine's clock is wrong. A file `clock_ahead` in the data folder says so too, and may change.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from streams.engine.app import run_worker
from streams.engine.brokertime import Moment
from streams.engine.settings import EngineSettings
from tests.unit.engine.toy import Counting


def main(options: dict[str, Any]) -> int:
    domain = Counting(options.pop("name"), tuple(options.pop("inputs", ("in",))))
    ahead = options.pop("clock_ahead", 0)
    settings = EngineSettings(**{**options, "data_dir": Path(options["data_dir"])})

    def now() -> Moment:
        moment = Moment.now()
        return moment._replace(wall=moment.wall + timedelta(seconds=ahead + jumped(settings.data_dir)))

    return run_worker(domain, settings, now)


def jumped(folder: Path) -> int:
    try:
        return int((folder / "clock_ahead").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return 0


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
