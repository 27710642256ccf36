"""The messages of the golden stream, from which `inputs.jsonl` was written."""

from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel

from schemas.ids import opened_case_id
from schemas.topics import TOPIC_OF, in_installation
from schemas.words import (
    Answer,
    Channel,
    Letter,
    LineCategory,
    Partner,
    Post,
    Question,
    SubjectKind,
    ThriveLetter,
)
from streams.engine.domain import Record
from tests.given.bad_records import bad_records
from tests.given.casework import (
    answered,
    assessed,
    contacted,
    duty_declined,
    form_completed,
    form_declined,
    go_live,
    location_added,
    person_left,
    planned,
    reviewed,
)
from tests.given.core import FORCE, INSTALLATION, record_of
from tests.given.messages import (
    ELSEWHERE,
    HOME,
    accepted,
    at,
    closed,
    incident,
    lead_officer,
    letter_override,
    line,
    officer_says,
    opened_in_sentinel,
    person_added,
    policy_activated,
    tag_override,
    victim,
)

GRAVE = "Male threatened her at the door. She is frightened."
QUIET = "Loud music, for information only"
CASE = opened_case_id(FORCE, "SK-1")
# Longer bad records would make the files long and say nothing more.
LONGEST = 2_000


def _incidents() -> Iterator[BaseModel | datetime]:
    ann = victim(nominal_ref="N1", name="Ann Smith", date_of_birth="1950-01-02", phone="07700 900001", age=76)
    question = line("Has this happened before?", 3, 0.1, category=LineCategory.QUESTION)
    answer = line("Yes, every night for weeks", 4, 0.1, category=LineCategory.ANSWER, question_seq=3)
    thrive = line(
        "Lives alone", 5, 0.2, category=LineCategory.THRIVE, thrive_letter=ThriveLetter.VULNERABILITY
    )
    yield incident("SK-1", 0, GRAVE, uprn=HOME, people=[ann], opening_code="201", channel=Channel.EMERGENCY)
    yield incident(
        "SK-1", 0, lines=[question, answer, thrive], revision=2, uprn=HOME, people=[ann], recorded=1
    )
    yield incident("SK-2", 5, QUIET, uprn=HOME, qualifiers=("Alcohol",))
    yield incident("SK-3", 6, "Neighbour upset by fireworks", opening_code=None, people=[victim()])
    yield incident("SK-4", 6.1, "Another call about the fireworks", duplicate_of="SK-3")
    yield incident("SK-5", 7, QUIET, location={"easting": 1_000, "northing": 1_000, "beat": "SK12"})
    yield incident("SK-6", 8, QUIET, location={"easting": 1_040, "northing": 1_030, "beat": "SK12"})
    yield incident("SK-7", 9, opening_code="202")
    yield incident("SK-8", 10, "Car crash on the bypass", opening_code="401")
    yield incident("SK-9", 11, GRAVE, uprn=ELSEWHERE, local_codes=("ASB09",), closing_code="202")
    yield incident("SK-10", 12, GRAVE, links=["SK-1", "SK-9"])
    yield at(30)


def _facts() -> Iterator[BaseModel | datetime]:
    yield accepted(CASE, "SEN-1", 31)
    yield lead_officer("SEN-1", "PC 1", 32)
    yield person_added("SEN-1", "P1", 33, nominal_ref="N1")
    yield opened_in_sentinel("SEN-9", 34, uprns=("999000000003",), beat="SK12")
    yield incident("SK-11", 35, QUIET, uprn="999000000003")
    yield officer_says("SK-3", {Letter.GATE: Answer.YES, Letter.IMPACT: Answer.YES}, 36)
    yield officer_says(None, {Letter.GATE: Answer.YES}, 37, reference="SEN-1", fact_id="case-word")
    yield letter_override("SK-2", Letter.HATE, Answer.NO, 38)
    yield tag_override("SK-8", asb=True, asb_class="personal", hours=39)
    yield tag_override("SK-5", asb=False, hours=40)
    yield policy_activated(41, opening="capture-all", effective_from="2026-06-04")
    yield at(24 * 2.5)


def _later() -> Iterator[BaseModel | datetime]:
    yield incident("SK-10", 12, links=["SK-1"], revision=2, recorded=61)
    yield incident("SK-9", 11, revision=2, uprn=ELSEWHERE, closing_code="104", recorded=62)
    yield incident("SK-1", 0, revision=3, uprn=HOME, closing_code="104", recorded=63)
    yield closed("SEN-1", 64)
    yield incident("SK-12", 24 * 3, GRAVE, uprn=HOME)
    yield closed("SEN-1", 24 * 3 + 1, revision=2, is_closed=False)
    yield incident("SK-13", 24 * 3.5, QUIET, uprn="999000000004")
    yield incident("SK-14", 24 * 3.6, QUIET, uprn="999000000004")
    yield incident("SK-16", 20, GRAVE, uprn="999000000005", recorded=24 * 3.7)
    yield incident("SK-16", 20, revision=2, uprn="999000000005", closing_code="104", recorded=24 * 3.8)
    yield incident("SK-0", -24, "The same again, every night", uprn=HOME, recorded=24 * 4)
    yield incident("SK-15", -24 * 2500, GRAVE, uprn=HOME, recorded=24 * 4)
    yield at(24 * 6)


def _casework() -> Iterator[BaseModel | datetime]:
    """A case that began in Sentinel, worked on until it is closed and its snapshot is gone."""
    day = 24.0
    yield go_live(6.5 * day, 6.1 * day)
    yield opened_in_sentinel("SEN-20", 6.2 * day, uprns=(ELSEWHERE,), beat="SK20")
    yield lead_officer("SEN-20", "PC 20", 6.3 * day)
    for number in ("1", "2"):
        yield person_added("SEN-20", f"V-{number}", 6.4 * day, name=f"Victim {number}")
    yield location_added("SEN-20", HOME, 6.4 * day)
    yield assessed("SEN-20", "V-1", 7 * day, answers={"frequency": "often"})
    yield assessed(
        "SEN-20", "V-1", 8 * day, 2, answers={"frequency": "daily", "violence": "yes", "hate": "yes"}
    )
    yield assessed("SEN-20", HOME, 8.1 * day, kind=SubjectKind.LOCATION, matrix="location", answers={})
    yield assessed("SEN-20", "V-2", 8.2 * day, matrix_version="9")
    yield answered(Question.SAFEGUARDING, Answer.YES, 8.5 * day, reference="SEN-20", person_ref="V-1")
    yield answered(Question.SAFEGUARDING, Answer.YES, 8.6 * day, reference="SEN-20", person_ref="V-2")
    yield answered(Question.VULNERABLE, Answer.YES, 9 * day, reference="SEN-20", person_ref="V-1", text=" ")
    yield answered(Question.REPEAT_VICTIM, Answer.UNKNOWN, 9 * day, reference="SEN-20", person_ref="V-1")
    yield at(13 * day)
    yield answered(Question.REPEAT_VICTIM, Answer.NO, 13.1 * day, 2, "SEN-20", "V-1")
    yield form_completed(13.2 * day, 1, "SEN-20", "V-1")
    yield form_declined(13.3 * day, 1, "SEN-20", "V-2")
    yield planned(13.4 * day, 1, "SEN-20")
    yield reviewed(Post.SERGEANT, 13.5 * day, 1, "SEN-20")
    yield contacted(Partner.HOUSING, 13.6 * day, 1, "SEN-20")
    yield duty_declined("a-duty-not-opened-yet", 13.7 * day)
    yield person_left("SEN-20", "V-2", 14 * day)
    yield at(50 * day)
    yield closed("SEN-20", 51 * day)
    yield at(500 * day)


def told() -> Iterator[Record | datetime]:
    """Records and ticks in order; the bad records stand in the middle."""
    first, then, last = list(_incidents()), list(_facts()), list(_later())
    bad = [one.record for one in bad_records() if len(one.record.value or b"") < LONGEST][::4]
    for number, step in enumerate([*first, *then]):
        yield _record(step, number)
    yield from bad
    for number, step in enumerate([*last, *_casework()]):
        yield _record(step, 100 + number)


def _record(step: BaseModel | datetime, number: int) -> Record | datetime:
    if isinstance(step, datetime):
        return step
    topic = in_installation(INSTALLATION, TOPIC_OF[type(step)])
    return record_of(step, topic, number, f"golden-{number}")
