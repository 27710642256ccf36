"""X8: an erasure finds the texts that mention somebody by number, or by every part of their name."""

import pytest

from schemas.incoming import DataSubject
from streams.rules.rights.mentions import Mentions

ABOUT = DataSubject(nominal_ref="N-4471", name="Ann Bell", date_of_birth="1990-01-31")


def test_an_accent_is_an_accent_however_it_is_written() -> None:
    about = DataSubject(name="Zo\u00eb Bell", date_of_birth="1990-01-31")

    assert Mentions(about).is_in("ZOE\u0308 BELL rang")


@pytest.mark.parametrize(
    ("text", "is_mentioned"),
    [
        ("RP says ANN BELL shouted", True),
        ("Bell, Ann was seen", True),
        ("see n-4471", True),
        ("see N-44710 and AN-4471", False),
        ("Ann was seen", False),
        ("the doorbell of Joann", False),
    ],
)
def test_a_text_mentions_somebody_by_number_or_by_their_whole_name(text: str, is_mentioned: bool) -> None:
    assert Mentions(ABOUT).is_in(text) is is_mentioned
