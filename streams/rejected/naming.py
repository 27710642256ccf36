"""Which rejected messages name a data subject? (X8)

A rejected message may be anything at all: its bytes, key and headers are read as text and looked through, for the
person's number or whole name, and for Sentinel's reference of them beside that of its case.
"""

import re
from collections.abc import Iterable, Iterator

from schemas.incoming import DataSubject, SentinelRef
from streams.rejected.messages import RejectedMessage
from streams.rules.rights.mentions import Mentions


def keys_of(messages: Iterable[RejectedMessage], subject: DataSubject) -> Iterator[str]:
    """The keys, on the rejected topic, of the messages that name the subject."""
    mentions = Mentions(subject)
    records = [_record(one) for one in subject.in_sentinel]
    for message in messages:
        texts = list(_texts(message))
        together = " ".join(texts)
        if any(mentions.is_in(text) for text in texts) or any(record.search(together) for record in records):
            yield message.place.decode(errors="replace")


def _record(one: SentinelRef) -> re.Pattern[str]:
    """Both references, in any order; each by itself may be of another case, or of somebody else."""
    both = (rf"(?=.*(?<![\w-]){re.escape(ref)}(?![\w-]))" for ref in (one.reference, one.person_ref))
    return re.compile("^" + "".join(both), re.DOTALL)


def _texts(message: RejectedMessage) -> Iterator[str]:
    parts = (message.key, message.value, *(value for _, value in message.headers))
    # JSON may write a letter as an escape, and a message may be in no encoding that we know.
    for part in parts:
        if part:
            said = part.decode("utf-8", "replace")
            yield said
            yield said.encode().decode("unicode_escape", "replace") if "\\u" in said else ""
