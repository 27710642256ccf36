"""A worker of the ASB domain for one force, to start and kill: `python -m tests.chaos.asb_worker '{"name": …}'`.

It is what `asb worker` runs, with all of `EngineSettings` as options, those included that no command offers.
"""

import json
import sys
from pathlib import Path
from typing import Any

from schemas.forces import Registry
from streams.app import run
from streams.engine.settings import EngineSettings
from streams.policies.bundle import load_bundle
from tests.given.core import FORCE, SECRET


def main(options: dict[str, Any]) -> int:
    name = options.pop("name")
    settings = EngineSettings(**{**options, "data_dir": Path(options["data_dir"])})
    return run(name, Registry((FORCE,)), SECRET, load_bundle(), settings)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
