"""Write the golden files anew: `python -m tests.golden.regenerate`.

Refuses while decisions differ and RULES_VERSION is still that of the files: raise it first, so that whoever
replays old decisions can tell which rules made them. `--unreleased` writes all the same, for a version that
nobody runs yet; `--inputs` writes the stream and the policies anew as well.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from streams.policies.bundle import load_bundle
from streams.rules.in_force import RULES_VERSION
from tests.golden.stream import INPUTS, OUTPUTS, POLICIES, as_line, golden, inputs, policies, run
from tests.golden.told import told


def write(arguments: Sequence[str] | None = None) -> str:
    """Write the files; returns what to tell whoever asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden.regenerate", description=__doc__)
    parser.add_argument("--unreleased", action="store_true")
    parser.add_argument("--inputs", action="store_true")
    options = parser.parse_args(arguments)
    if options.inputs:
        _write_inputs()
    lines = [as_line(message) for message in run(inputs(), policies())]
    if OUTPUTS.exists() and not options.unreleased:
        before = golden()
        if before.rules_version == RULES_VERSION and before.lines != lines:
            return "Nothing written: raise RULES_VERSION in streams/rules/in_force.py first."
    head = json.dumps({"rules_version": RULES_VERSION})
    OUTPUTS.write_text("\n".join([head, *lines]) + "\n", "utf-8")
    return f"Written: {len(lines)} messages by the rules of version {RULES_VERSION}."


def _write_inputs() -> None:
    steps = (as_line(step) if isinstance(step, tuple) else json.dumps(step.isoformat()) for step in told())
    INPUTS.write_text("\n".join(steps) + "\n", "utf-8")
    documents = [dict(policy.document) for policy in load_bundle()]
    POLICIES.write_text(json.dumps(documents, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.stdout.write(f"{write()}\n")
