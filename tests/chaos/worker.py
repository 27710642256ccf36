"""A worker of the toy domain, for tests to start, kill and stop: `python -m tests.chaos.worker '{"name": …}'`.

The options are those of `EngineSettings`; beside them `name` and `inputs` of the domain, and `clock_ahead`, the
seconds by which this machine's clock is wrong from the beginning.
"""

import json
import sys
from pathlib import Path
from typing import Any

from streams.engine.app import run_worker
from streams.engine.settings import EngineSettings
from tests.chaos.jumping_clock import clock
from tests.unit.engine.toy import Counting


def main(options: dict[str, Any]) -> int:
    domain = Counting(options.pop("name"), tuple(options.pop("inputs", ("in",))))
    ahead = options.pop("clock_ahead", 0)
    settings = EngineSettings(**{**options, "data_dir": Path(options["data_dir"])})

    return run_worker(domain, settings, clock(settings.data_dir, ahead))


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
