"""The messages of the golden stream, from which `inputs.jsonl` was written."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from pydantic import BaseModel

from schemas.ids import opened_case_id
from schemas.incoming import RecordConsulted, RejectionHandled
from schemas.topics import TOPIC_OF, in_installation
from schemas.words import (
    Answer,
    Channel,
    ConsentState,
    Letter,
    LineCategory,
    Partner,
    Post,
    Question,
    Recorded,
    RejectionAction,
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
from tests.given.core import FORCE, INSTALLATION, Core, record_of
from tests.given.corrections import assessment_withdrawn, deleted, merged
from tests.given.high_risk import declared, directory
from tests.given.messages import (
    ELSEWHERE,
    HOME,
    accepted,
    at,
    closed,
    incident,
    instruction,
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
from tests.given.partners import acknowledged, ce_id, consent, correction_acknowledged, declined, sent
from tests.given.rights import erased, lifted, restricted, subject
from tests.given.steps import asked, confirmed, contested, kept, refused, taken_off
from tests.given.watches import reviewed as crime_reviewed

GRAVE = "Male threatened her at the door. She is frightened."
QUIET = "Loud music, for information only"
CASE = opened_case_id(FORCE, "SK-1")
# Longer bad records would make the files long and say nothing more.
LONGEST = 2_000
DAY = 24.0


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


def _high_risk(core: Core) -> Iterator[BaseModel | datetime]:
    """Somebody at high risk: who is told, markers and their life, and what waits for a named officer."""
    day, ref = 501 * DAY, "SEN-30"
    yield opened_in_sentinel(ref, day, uprns=("999000000030",), beat="SK30")
    yield lead_officer(ref, "PC 30", day + 1)
    yield person_added(ref, "V-30", day + 1, nominal_ref="N30", home_uprn="999000000031", tenant=Answer.YES)
    yield declared(ref, "V-30", day + 2)
    yield directory("SK30", hours=day + 3)
    yield directory(None, hours=day + 3)
    yield declared(ref, "NOBODY", day + 4)
    first, second = [each["step_id"] for each in asked(core.published, "marker")][-2:]
    yield confirmed(first, day + 5)
    yield refused(second, day + 5)
    yield contested(second, day + 6)
    yield kept(first, day + 7)
    yield closed(ref, day + 8)
    yield closed(ref, day + 9, revision=2, is_closed=False)
    yield at(day + 100 * DAY)
    yield at(day + 200 * DAY)
    yield confirmed(second, day + 201 * DAY, revision=2)
    yield taken_off(second, day + 202 * DAY)


def _partners(core: Core) -> Iterator[BaseModel | datetime]:
    """What partners are told and answer, and what is taken back from them."""
    day, ref = 710 * DAY, "SEN-40"
    yield opened_in_sentinel(ref, day, uprns=("999000000040",), beat="SK30")
    yield person_added(ref, "V-40", day, nominal_ref="N40", tenant=Answer.YES)
    yield assessed(
        ref, "V-40", day + 1, answers={"frequency": "daily", "violence": "yes", "vulnerability": "high"}
    )
    yield confirmed(asked(core.published, "marker")[-1]["step_id"], day + 2)
    yield consent(Partner.VICTIM_SUPPORT, ConsentState.GIVEN, day + 2, reference=ref, person_ref="V-40")
    made = sent(core.published)
    yield acknowledged(made["housing"]["referral_id"], Partner.HOUSING, day + 3)
    yield declined(made["local-authority"]["referral_id"], Partner.LOCAL_AUTHORITY, day + 3)
    yield person_added(ref, "V-41", day + 4, nominal_ref="N41")
    yield merged("V-41", "V-40", day + 5, reference=ref)
    yield assessed(ref, "V-40", day + 6, 2, answers={"frequency": "daily"}, sentinel_band="high")
    yield assessment_withdrawn(ref, "V-40", day + 7, revision=3)
    recalled = ce_id(core.published, "ReferralRecalled", Partner.HOUSING)
    yield correction_acknowledged(made["housing"]["referral_id"], Partner.HOUSING, recalled, day + 8)


def _watched(core: Core) -> Iterator[BaseModel | datetime]:
    """What is announced to a victim, what a person reviews, and a log that was opened in error."""
    day, bea = 720 * DAY, victim(nominal_ref="N50")
    for number in range(3):
        hours = day + number * 3 * DAY
        told = incident(
            f"SK-5{number}", hours, GRAVE, people=[bea], opening_code="201", qualifiers=("Prejudice-Racial",)
        )
        yield told
    [review, *_] = [each.data for each in core.published if each.type == "CourseOfConductSeen"]
    yield crime_reviewed(review["obligation_id"], 727)
    yield deleted("SK-52", day + 8 * DAY)
    yield RejectionHandled(
        instruction_id="rejection-3",
        recorded_at=at(day + 9 * DAY),
        revision=1,
        officer="OP 12",
        rejected_offset=3,
        action=RejectionAction.DISCARDED,
        reason="Its source sent it again.",
    )


def _about_somebody() -> Iterator[BaseModel | datetime]:
    """What a person may ask of their data, and who looked."""
    day, ref = 740 * DAY, "SEN-60"
    cat = {"nominal_ref": "N60", "name": "Cat Hill", "date_of_birth": "1960-06-01"}
    about = subject(nominal_ref="N60", in_sentinel=({"reference": ref, "person_ref": "V-60"},))
    yield opened_in_sentinel(ref, day, uprns=("999000000060",), beat="SK30")
    yield person_added(ref, "V-60", day, **cat)
    yield incident("SK-60", day, GRAVE, uprn="999000000060", people=[victim(**cat)])
    yield RecordConsulted(
        **instruction("consulted-1", day + 1),
        officer="PS 77",
        what=Recorded.CASE,
        ref=ref,
        through="asb explain",
    )
    yield restricted(about, day + 2)
    yield lifted(about, day + 3)
    yield erased(about, day + 4, subject_id="R-2")
    yield at(day + 5 * DAY)


def told() -> Iterator[Record | datetime]:
    """Records and ticks in order; the bad records stand in the middle. What answers something is told of its id."""
    core = Core()
    bad = [one.record for one in bad_records() if len(one.record.value or b"") < LONGEST][::4]
    for number, step in enumerate([*_incidents(), *_facts()]):
        yield _told(core, _record(step, number))
    for record in bad:
        yield _told(core, record)
    answers = chain(_high_risk(core), _partners(core), _watched(core))
    for number, step in enumerate(chain(_later(), _casework(), answers, _about_somebody())):
        yield _told(core, _record(step, 100 + number))


def _told(core: Core, step: Record | datetime) -> Record | datetime:
    if isinstance(step, datetime):
        core.tick(step)
    else:
        core.tell(step)
    return step


def _record(step: BaseModel | datetime, number: int) -> Record | datetime:
    if isinstance(step, datetime):
        return step
    topic = in_installation(INSTALLATION, TOPIC_OF[type(step)])
    return record_of(step, topic, number, f"golden-{number}")
