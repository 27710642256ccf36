"""A worker of the ASB domain, to start and kill: `python -m tests.chaos.asb_worker '{"name": …}'`.

It is what `asb worker` runs, with all of `EngineSettings` as options, those included that no command offers, with
`forces` (one, unless they are named), and with a clock that can be made to jump.
"""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from schemas.forces import Registry
from streams import app
from streams.engine.app import run_worker
from streams.engine.settings import EngineSettings
from streams.policies.bundle import load_bundle
from tests.chaos.jumping_clock import clock
from tests.given.core import FORCE, SECRET


def main(options: dict[str, Any]) -> int:
    name = options.pop("name")
    registry = Registry(tuple(options.pop("forces", (FORCE,))))
    settings = EngineSettings(**{**options, "data_dir": Path(options["data_dir"])})
    app.run_worker = partial(run_worker, now=clock(settings.data_dir))
    return app.run(name, registry, SECRET, load_bundle(), settings)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
