"""The text of a log without the names of others (X8; DPA 2018 s.45(4)(e)).

Pure. Masks what a log's own header says of them, whole words whatever their case, and numbers however they are
spaced. A nickname that only the text has is not known here: a person reads an export before it is given out.
"""

import re
from collections.abc import Iterable
from typing import Final

MASK: Final = "[somebody else]"
# Shorter words than this are more often words than names.
_LEAST: Final = 3
_BETWEEN: Final = r"[\s-]*"


class Masked:
    """Masks some names wherever they stand."""

    def __init__(self, names: Iterable[Iterable[str]]) -> None:
        found = {name for each in names for name in each if len(name) >= _LEAST}
        spelled = sorted((_spelled(name) for name in found), key=len, reverse=True)
        self._names = re.compile("|".join(spelled), re.IGNORECASE) if spelled else None

    def of(self, text: str) -> str:
        """The text with each of the names masked."""
        return text if self._names is None else self._names.sub(MASK, text)


def _spelled(name: str) -> str:
    if name.isdigit():
        return rf"(?:\+?44{_BETWEEN}|0{_BETWEEN})?" + _BETWEEN.join(name)
    return rf"\b{re.escape(name)}\b"
