"""Which rejected messages name a data subject? (X8)

A rejected message may be anything at all: its bytes, key and headers are read as text and looked through.
"""

from collections.abc import Iterable, Iterator

from schemas.incoming import DataSubject
from streams.rejected.messages import RejectedMessage
from streams.rules.rights.mentions import Mentions


def keys_of(messages: Iterable[RejectedMessage], subject: DataSubject) -> Iterator[str]:
    """The keys, on the rejected topic, of the messages that name the subject."""
    mentions = Mentions(subject)
    for message in messages:
        if any(mentions.is_in(part) for part in _texts(message)):
            yield message.place.decode(errors="replace")


def _texts(message: RejectedMessage) -> Iterator[str]:
    parts = (message.key, message.value, *(value for _, value in message.headers))
    # JSON may write a letter as an escape, and a message may be in no encoding that we know.
    for part in parts:
        if part:
            said = part.decode("utf-8", "replace")
            yield said
            yield said.encode().decode("unicode_escape", "replace") if "\\u" in said else ""
