"""A story full of one person, whose every particular is a string that appears nowhere else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from schemas.incoming import Location
from schemas.words import Role
from tests.given.bad_records import NAME, PERSONAL, PHONE, TEXT
from tests.given.messages import incident, opened_in_sentinel, victim

ADDRESS: Final = "The Old Tannery, Farthingale Mews"
BORN: Final = date(1893, 11, 29)
NOMINAL: Final = "NOM-QX7719"
UPRN: Final = "999000771904"

REFERENCES: Final = (NOMINAL, UPRN)
"""By these somebody can be found again. A command whose answer is of whom something is missing names them."""

MARKS: Final = (
    *PERSONAL,
    "zebedee",
    "07700900417",
    "900417",
    "chimney again",
    "Farthingale",
    BORN.isoformat(),
    "29/11/1893",
    "29 November 1893",
    *REFERENCES,
)
"""Looked for without regard to case; some are parts of others, for what cuts a text short or writes it otherwise."""

SURNAME: Final = "Quillfeather"
THEM: Final = {"name": NAME, "phone": PHONE, "date_of_birth": BORN, "nominal_ref": NOMINAL}
GRAVE: Final = f"{TEXT}. {NAME} of {ADDRESS}, born {BORN}, on {PHONE} is frightened and was threatened."


def reports() -> Iterator[object]:
    """What the story of tests/stories/test_personal_data.py has not: addresses, references and a birth date."""
    place = Location(text=ADDRESS, uprn=UPRN, beat="SK12")
    they = victim(**THEM, vulnerability_flags=(TEXT,))
    yield incident("SK-MARKED", 60, GRAVE, location=place, people=[they], summary=GRAVE)
    known = {"person_ref": "P-MARKED", "role": Role.VICTIM, "home_uprn": UPRN, **THEM}
    yield opened_in_sentinel("SEN-MARKED", 61, uprns=(UPRN,), people=(known,), incident_ids=("SK-MARKED",))


def found(folder: Path) -> list[tuple[str, str]]:
    """Every mark in the name or the content of any file below a folder: (file, mark)."""
    return [
        (str(path.relative_to(folder)), mark)
        for path in sorted(folder.rglob("*"))
        for mark in MARKS
        if holds(str(path.relative_to(folder)).encode(), mark)
        or (path.is_file() and holds(path.read_bytes(), mark))
    ]


def holds(content: bytes, mark: str) -> bool:
    return mark.lower().encode() in content.lower()
