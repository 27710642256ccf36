"""X8: whoever else a log names is not shown to the person who asks for access."""

import pytest

from streams.rules.rights.masking import MASK, Masked

OTHERS = (("bell", "ann", "n-77", "7700900123"),)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ann Bell shouted.", f"{MASK} {MASK} shouted."),
        ("BELL, ANN", f"{MASK}, {MASK}"),
        ("Call 07700 900123 or +44 7700 900-123.", f"Call {MASK} or {MASK}."),
        ("Known as N-77.", f"Known as {MASK}."),
        ("The annual doorbell check.", "The annual doorbell check."),
    ],
)
def test_names_and_numbers_of_others_are_masked_and_words_that_hold_them_are_not(
    text: str, shown: str
) -> None:
    assert Masked(OTHERS).of(text) == shown


def test_where_nobody_else_is_named_the_text_is_shown_as_it_is() -> None:
    assert Masked(()).of("Ann Bell shouted.") == "Ann Bell shouted."
