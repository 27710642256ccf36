"""`python -m streams` is the `asb` command."""

import sys

from streams.cli import asb
from streams.cli.crash import tell


def main() -> None:
    """Run the command line; the entry point of the installed script."""
    sys.excepthook = tell
    asb(prog_name="asb")


if __name__ == "__main__":
    main()
