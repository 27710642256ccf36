"""`python -m streams` is the `asb` command."""

from streams.cli import asb


def main() -> None:
    """Run the command line; the entry point of the installed script."""
    asb(prog_name="asb")


if __name__ == "__main__":
    main()
