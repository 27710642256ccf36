"""How much the tests do, and from which seed: `FUZZ_SEED` and `FUZZ_CASES` set both. `make fuzz` does more."""

import os
from typing import Final

SEED: Final = os.environ.get("FUZZ_SEED", "20260601")
# Of all kinds of event together.
CASES: Final = int(os.environ.get("FUZZ_CASES", "10_000"))
CASES_PER_STORY: Final = 400
