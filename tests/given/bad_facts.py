"""One record of each fact and instruction of casework with something wrong in it, full of what is personal."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple

import orjson
from pydantic import BaseModel

from schemas.topics import TOPIC_OF, in_installation
from schemas.words import Answer, Partner, Post, Question, RejectionCode
from streams.engine.domain import Record
from tests.given import casework
from tests.given.core import record_of
from tests.given.messages import at

IMPOSSIBLE, TOO_LONG, WRONG = (
    RejectionCode.IMPOSSIBLE_VALUE,
    RejectionCode.TOO_LONG,
    RejectionCode.WRONG_SCHEMA,
)
_LATER: Final = (at(0) + timedelta(minutes=11)).isoformat()


class Wrong(NamedTuple):
    """A good message, and what is changed in its data."""

    what: str
    code: RejectionCode
    message: BaseModel
    changes: Mapping[str, Any]

    def record(self, installation: str) -> Record:
        topic = in_installation(installation, TOPIC_OF[type(self.message)])
        data = orjson.loads(self.message.model_dump_json()) | self.changes
        return record_of(self.message, topic, 0, "bad")._replace(value=orjson.dumps(data))


def wrong_facts(name: str, text: str) -> Iterator[Wrong]:
    """With a name and a text of somebody in them, which must not come out anywhere else."""
    personal = {"officer": name, "text": text, "reason": text}
    assessed = casework.assessed(hours=0)
    answered = casework.answered(Question.SAFEGUARDING, Answer.YES, 0)
    yield Wrong("nobody left", WRONG, casework.person_left(hours=0), {"person_ref": "", **personal})
    yield Wrong("a place in words", WRONG, casework.location_added(hours=0), {"uprn": text, **personal})
    yield Wrong("an assessment of nobody", WRONG, assessed, {"subject": {"kind": "victim"}, **personal})
    yield Wrong("points beyond any form", IMPOSSIBLE, assessed, {"answers": [_answer(text, points=1_001)]})
    yield Wrong("a question in words", WRONG, assessed, {"answers": [_answer(text, question=name)]})
    yield Wrong("too many answers", TOO_LONG, assessed, {"answers": [_answer(text)] * 61})
    yield Wrong("assessed later than told", IMPOSSIBLE, assessed, {"assessed_at": _LATER, **personal})
    yield Wrong("an answer in words", WRONG, answered, {**personal, "answer": text})
    yield Wrong("a yes with too long a text", TOO_LONG, answered, {**personal, "text": text * 100})
    yield Wrong(
        "a form later than told", IMPOSSIBLE, casework.form_completed(0), {"completed_at": _LATER, **personal}
    )
    yield Wrong("no reason to decline a form", WRONG, casework.form_declined(0), {**personal, "reason": ""})
    yield Wrong("a plan later than told", IMPOSSIBLE, casework.planned(0), {"planned_at": _LATER, **personal})
    yield Wrong(
        "a review by nobody we know", WRONG, casework.reviewed(Post.SERGEANT, 0), {**personal, "post": name}
    )
    yield Wrong(
        "a partner we do not know",
        WRONG,
        casework.contacted(Partner.HOUSING, 0),
        {**personal, "partner": name},
    )
    yield Wrong(
        "a duty declined at length",
        TOO_LONG,
        casework.duty_declined("duty-1", 0),
        {"officer": name, "reason": text * 100},
    )
    yield Wrong(
        "live from a time without zone", WRONG, casework.go_live(1), {"live_from": "2026-06-01T09:00:00"}
    )


def _answer(text: str, **changes: Any) -> dict[str, Any]:
    return {"question": "frequency", "option": "daily", "text": text, **changes}
