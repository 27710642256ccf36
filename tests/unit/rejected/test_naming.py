"""X8: which rejected messages name somebody who is to be erased, whatever they are made of."""

import json
from datetime import UTC, datetime

import pytest

from schemas.incoming import DataSubject
from streams.rejected.messages import RejectedMessage
from streams.rejected.naming import keys_of

ABOUT = DataSubject(
    nominal_ref="N-4471",
    name="Zo\u00eb Bell",
    date_of_birth="1990-01-31",
    in_sentinel=({"reference": "SEN-1", "person_ref": "P-2"},),
)


def rejected(
    value: bytes | None, key: bytes | None = None, headers: tuple[tuple[str, bytes], ...] = ()
) -> RejectedMessage:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    came_from = ("demo.storm.incidents.v1", 0, 7)
    return RejectedMessage(
        "E23000099", 3, at, "bad", "", came_from, None, None, key, b"its-place", value, headers, None
    )


@pytest.mark.parametrize(
    "message",
    [
        rejected(json.dumps({"people": [{"name": "Bell, Zo\u00eb"}]}).encode()),
        rejected('{"name": "ZO\u00cb BELL"'.encode()),
        rejected(b"\xff\xfe n-4471 \x00"),
        rejected(None, key=b"N-4471"),
        rejected(b"{}", headers=(("ce_subject", b"N-4471"),)),
        rejected(b'{"reference": "SEN-1", "person_ref": "P-2", "answer": 3}'),
        rejected(b'{"person_ref": "P-2"', headers=(("ce_subject", b"SEN-1"),)),
    ],
    ids=[
        "escaped",
        "cut short",
        "no text",
        "its key",
        "a header",
        "by Sentinel's reference",
        "with its case",
    ],
)
def test_x8_a_message_that_names_them_is_found_by_its_place(message: RejectedMessage) -> None:
    assert list(keys_of([message], ABOUT)) == ["its-place"]


@pytest.mark.parametrize(
    "message",
    [
        rejected(b'{"name": "Zoe Ball"}'),
        rejected(b'{"reference": "SEN-17", "person_ref": "P-2"}'),
        rejected(b'{"reference": "SEN-1", "person_ref": "P-21"}'),
        rejected(None),
    ],
    ids=["another name", "another case", "another person of the case", "nothing"],
)
def test_x8_one_of_somebody_else_is_not(message: RejectedMessage) -> None:
    assert list(keys_of([message], ABOUT)) == []
