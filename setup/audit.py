"""Hold the lock against the published vulnerabilities: `make audit`, the one check that needs the network.

pip-audit asks OSV for every package of the lock. Exit status 0: none has a known vulnerability; 1: some have, and
they are listed; 3: not done, because nobody answered or not for every package. A pipeline must not take the last for
the first, which pip-audit by itself lets happen where a mirror of the package index answers "not found".
"""

import json
import subprocess
import sys
from enum import IntEnum
from typing import Any, Final

from setup.locks import LOCK

_PIP_AUDIT: Final = (
    *("--requirement", str(LOCK), "--require-hashes", "--disable-pip"),
    *("--vulnerability-service", "osv", "--strict"),
    *("--format", "json", "--desc", "off", "--progress-spinner", "off"),
)


class Outcome(IntEnum):
    """The exit status."""

    NONE_KNOWN = 0
    VULNERABLE = 1
    NOT_DONE = 3


def main(arguments: list[str]) -> Outcome:
    """Ask and say. `arguments` go to pip-audit: `--ignore-vuln ID` for one that was looked at and accepted."""
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", *_PIP_AUDIT, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        audited = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        last = (done.stderr.strip().splitlines() or ["pip-audit gave no reason"])[-1]
        print(f"audit: not done, nothing is known either way; where the network is: make audit ({last})")
        return Outcome.NOT_DONE
    vulnerable = [package for package in audited if package["vulns"]]
    for package in vulnerable:
        print("\n".join(_told(package)))
    print(f"audit: {len(audited)} locked packages, {len(vulnerable)} with a known vulnerability")
    return Outcome.VULNERABLE if vulnerable else Outcome.NONE_KNOWN


def _told(package: dict[str, Any]) -> list[str]:
    return [
        f"{package['name']} {package['version']}: {' '.join([found['id'], *found['aliases']])},"
        f" put right in {', '.join(found['fix_versions']) or 'no version yet'}"
        for found in package["vulns"]
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
