"""What runs: the engine, the rules and the `asb` command."""

__version__ = "0.1.0"
