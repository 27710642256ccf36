"""A worker of the toy domain, for tests to start, kill and stop: `python -m tests.chaos.worker '{"name": …}'`."""

import json
import sys
from pathlib import Path
from typing import Any

from streams.engine.app import run_worker
from streams.engine.settings import EngineSettings
from tests.unit.engine.toy import Counting


def main(options: dict[str, Any]) -> int:
    domain = Counting(options.pop("name"), tuple(options.pop("inputs", ("in",))))
    settings = EngineSettings(**{**options, "data_dir": Path(options["data_dir"])})
    return run_worker(domain, settings)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
