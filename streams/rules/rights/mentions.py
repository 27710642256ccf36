"""Does a text mention a data subject? (X8)

Pure. By the nominal reference, or by every part of the name within one text, whatever case and order: an officer who
erases somebody decides on what is found so. A text that calls them otherwise is named by the officer.
"""

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from schemas.incoming import DataSubject
from schemas.rows import IncidentRow
from streams.rules import lines

_WORDS = re.compile(r"\w+")


def _plain(text: str) -> str:
    """Without regard to case, and to how an accent is written."""
    return normalize("NFKC", text).casefold()


class Mentions:
    """Looks for one data subject."""

    def __init__(self, subject: DataSubject) -> None:
        nominal = _plain(subject.nominal_ref or "")
        self._nominal = re.compile(rf"(?<![\w-]){re.escape(nominal)}(?![\w-])") if nominal else None
        self._name = frozenset(_WORDS.findall(_plain(subject.name or "")))

    def is_in(self, text: str) -> bool:
        """Whether the text mentions them."""
        said = _plain(text)
        if self._nominal is not None and self._nominal.search(said):
            return True
        return bool(self._name) and self._name <= set(_WORDS.findall(said))

    def logs(self, rows: Iterable[IncidentRow]) -> Iterator[str]:
        """The incidents in whose log a line mentions them, or the words for where it was."""
        for row in rows:
            place = row.header.place if row.header is not None else None
            said = [line.text for line in lines.unpack(row.log)] if row.log else []
            if any(self.is_in(text) for text in (*said, place.text if place is not None else "")):
                yield row.incident_id
