"""Tables as Markdown."""

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """As Markdown; all but the first column to the right."""
    rule = "|" + "|".join(["---", *["--:"] * (len(head) - 1)]) + "|"
    return "\n".join([_row(head), rule, *(_row(row) for row in rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
