"""What stays of what officers and partners wrote in their own words when it mentions somebody who is erased? (X8)

Pure. A reason or a note about something else may name the person. What was decided stays, and who decided it; the
words go, by the same measure as the lines of a log (`mentions`).
"""

from collections.abc import Iterator
from functools import singledispatch
from typing import Final

import msgspec

from schemas.rows import (
    CrimeReviewRow,
    DeclinedRow,
    HandledRow,
    PartnerWordRow,
    PersonRow,
    Row,
    StepRow,
    WordKept,
)
from streams.rules.rights.mentions import Mentions

# The kinds of rows in which anybody's own words are kept, as keys have them.
KINDS: Final = ("crime-review", "declined", "handled", "partner-word", "person", "step")
# In their place: where no reason is kept at all, a thing counts as done and not as declined.
GONE: Final = "[erased]"


@singledispatch
def unsaid(row: Row, mentions: Mentions) -> Row:
    """The row without words that mention the person; equal to the row where there are none."""
    del mentions
    return row


@unsaid.register(CrimeReviewRow)
@unsaid.register(DeclinedRow)
@unsaid.register(HandledRow)
@unsaid.register(PartnerWordRow)
def _(row: CrimeReviewRow | DeclinedRow | HandledRow | PartnerWordRow, mentions: Mentions) -> Row:
    return msgspec.structs.replace(row, reason=GONE) if mentions.is_in(row.reason) else row


@unsaid.register
def _(row: PersonRow, mentions: Mentions) -> Row:
    if row.form is None or not mentions.is_in(row.form.declined_for):
        return row
    return msgspec.structs.replace(row, form=msgspec.structs.replace(row.form, declined_for=GONE))


@unsaid.register
def _(row: StepRow, mentions: Mentions) -> Row:
    return msgspec.structs.replace(
        row,
        decided=_word(row.decided, mentions),
        contest=_word(row.contest, mentions),
        owner=_word(row.owner, mentions),
    )


def said(row: Row) -> Iterator[str]:
    """The words of anybody that a row holds."""
    if isinstance(row, CrimeReviewRow | DeclinedRow | HandledRow | PartnerWordRow):
        yield row.reason
    elif isinstance(row, PersonRow) and row.form is not None:
        yield row.form.declined_for
    elif isinstance(row, StepRow):
        yield from (word.reason for word in (row.decided, row.contest, row.owner) if word is not None)


def _word(word: WordKept | None, mentions: Mentions) -> WordKept | None:
    if word is None or not mentions.is_in(word.reason):
        return word
    return msgspec.structs.replace(word, reason=GONE)
