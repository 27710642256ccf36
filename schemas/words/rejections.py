"""Messages that could not be acted on."""

from enum import StrEnum
from typing import Final

# Under a rejected message's key: it was removed because somebody it names was erased (X8).
ERASED: Final = "erased"


class RejectionAction(StrEnum):
    """What an operator does about a rejected message: hand it in again, or leave it at that."""

    REPLAYED = "replayed"
    DISCARDED = "discarded"


class RejectionCode(StrEnum):
    """Why a record could not be acted on. Stable: operators filter on it. The engine's own codes are among them."""

    UNDECODABLE = "undecodable"
    BAD_ENVELOPE = "bad-envelope"
    UNKNOWN_TYPE = "unknown-type"
    WRONG_SCHEMA = "wrong-schema"
    UNKNOWN_FORCE = "unknown-force"
    WRONG_PARTITION = "wrong-partition"
    IMPOSSIBLE_VALUE = "impossible-value"
    TOO_LONG = "too-long"
    # Nested deeper than any message of ours.
    TOO_DEEP = "too-deep"
    RULE_FAILED = "rule-failed"
    # What a rule made of the record is over the limit of a message, or of a row.
    MESSAGE_TOO_LARGE = "message-too-large"
    ROW_TOO_LARGE = "row-too-large"
