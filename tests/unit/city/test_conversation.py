"""X10: in a conversation Sentinel's answers come in the city's own time, and nothing that is due is left unsaid."""

from datetime import UTC, datetime, timedelta

from connectors.city import SentinelActor
from connectors.city.conversation import Conversation, Heard
from connectors.city.event import CityEvent
from schemas.incoming import CaseAccepted, IncidentHeader, IncidentLogged
from schemas.outgoing import Addressee, CaseOpened, PolicyVersion, ReminderFellDue
from schemas.words import AsbClass, Channel, ObligationKind, OpeningPolicy, Post

AT = datetime(2025, 6, 2, 8, tzinfo=UTC)
POLICY = PolicyVersion(name="built-in", version="1", sha256="0" * 64, rules_version="1")


def a_report(incident: str, at: datetime) -> CityEvent:
    header = IncidentHeader(reported_at=at, channel=Channel.ONLINE)
    message = IncidentLogged(incident_id=incident, revision=1, recorded_at=at, header=header)
    return CityEvent(at, incident, at, "E23000099", message)


class Worker:
    """Opens a case for every incident that it is told of, when it is listened to."""

    def __init__(self) -> None:
        self.log: list[CityEvent] = []
        self._decided = 0

    def publish(self, event: CityEvent) -> None:
        self.log.append(event)

    def hear(self, last: bool) -> list[Heard]:
        new, self._decided = self.log[self._decided :], len(self.log)
        return [
            Heard(a_case(event), event.ce_time) for event in new if isinstance(event.message, IncidentLogged)
        ]


def a_case(event: CityEvent) -> CaseOpened:
    return CaseOpened(
        case_id=f"case-of-{event.ce_id}", request=1, incident_id=event.ce_id, associated_incident_ids=(),
        asb_class=AsbClass.PERSONAL, asb_type=None, opening_policy=OpeningPolicy.VICTOR_E, people=(), place=None,
        decided_by=POLICY, sentence="",
    )  # fmt: skip


def held(events: list[CityEvent], step: timedelta = timedelta(hours=12)) -> Worker:
    worker = Worker()
    Conversation(SentinelActor(1, {}), worker.publish, worker.hear, step).hold(events)
    return worker


def test_a_case_is_accepted_before_the_city_reports_what_happens_weeks_later():
    worker = held([a_report(f"I-{day}", AT + timedelta(days=day)) for day in range(0, 40, 10)])

    kinds = [type(event.message).__name__ for event in worker.log]
    assert kinds.index("CaseAccepted") < len(kinds) - 1 - kinds[::-1].index("IncidentLogged")
    assert len([kind for kind in kinds if kind == "CaseAccepted"]) == 4


def test_no_answer_comes_more_than_a_step_before_its_time():
    step = timedelta(hours=6)

    worker = held([a_report(f"I-{hour}", AT + timedelta(hours=hour)) for hour in range(0, 200, 5)], step)

    for position, event in enumerate(worker.log):
        later = [other for other in worker.log[position:] if isinstance(other.message, IncidentLogged)]
        if later and isinstance(event.message, CaseAccepted):
            assert event.arrives_at <= later[0].arrives_at + step


def test_answers_to_the_last_report_are_given_too():
    worker = held([a_report("I-1", AT)])

    assert isinstance(worker.log[1].message, CaseAccepted)


def test_what_was_said_is_counted():
    worker = Worker()

    said = Conversation(SentinelActor(1, {}), worker.publish, worker.hear).hold([a_report("I-1", AT)])

    assert said.messages == 1
    assert said.messages + said.answers == len(worker.log)


def test_of_a_conversation_that_ends_nothing_comes_after_its_end():
    worker = Worker()
    until = AT + timedelta(days=10)
    reports = [a_report(f"I-{day}", AT + timedelta(days=day)) for day in range(0, 40, 3)]

    Conversation(SentinelActor(1, {}), worker.publish, worker.hear).hold(reports, until)

    assert len([one for one in worker.log if isinstance(one.message, IncidentLogged)]) == 4
    assert all(event.arrives_at <= until for event in worker.log)
    assert {type(event.message).__name__ for event in worker.log} > {"IncidentLogged", "CaseAccepted"}


def test_what_is_known_to_come_is_said_at_its_own_time_between_the_reports():
    # Nobody accepts within three hours: steps of one hour hear of every case in time.
    step = timedelta(hours=1)
    worker = held([a_report(f"I-{hour}", AT + timedelta(hours=hour)) for hour in range(0, 400, 2)], step)

    times = [event.arrives_at for event in worker.log]
    assert times == sorted(times)


def test_days_on_which_nothing_happens_are_passed_over():
    listened = []

    class Quiet(Worker):
        def hear(self, last: bool) -> list[Heard]:
            listened.append(last)
            return super().hear(last)

    worker = Quiet()
    Conversation(SentinelActor(1, {}), worker.publish, worker.hear, timedelta(hours=1)).hold(
        [a_report("I-1", AT)]
    )

    assert len(listened) <= 2 * len(worker.log)
    assert listened[-1]


def test_a_request_is_heard_before_the_reminder_of_it_whichever_topic_is_read_first():
    worker = Worker()
    reminder = ReminderFellDue(
        obligation_id="D1", kind=ObligationKind.SENTINEL_REFERENCE, incident_id=None, case_id="case-of-I-1",
        about=None, rung=9, stands_for=(9,), level=Post.SERGEANT,
        addressees=(Addressee(post=Post.FALLBACK, officer=None),), lead_officer=None,
        beat=None, due_at=AT,
    )  # fmt: skip

    def hear(last: bool) -> list[Heard]:
        requests = worker.hear(last)
        return [Heard(reminder, one.at + timedelta(hours=1)) for one in requests] + requests

    Conversation(SentinelActor(1, {}), worker.publish, hear).hold([a_report("I-1", AT)])

    [accepted] = [event.message for event in worker.log if isinstance(event.message, CaseAccepted)]
    assert accepted.case_id == "case-of-I-1"
