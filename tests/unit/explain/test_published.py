"""R5, X1: once a history cannot be decided again, what was published by a moment is read, and its limits are told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from connectors.reader import Record
from schemas.topics import CASES, DECISIONS, INCIDENTS, MARKERS, REFERRALS, REJECTED, SNAPSHOTS, TAGS, Topic
from streams.engine.domain import Record as Handled
from streams.engine.journal import Appended, Entry, Run
from streams.engine.recorded import Span
from streams.explain import english, since
from streams.explain.as_at import NotKnown, Then
from streams.explain.published import SAYS, PublishedThen, Reach, is_published, then_of
from streams.explain.reading import PUBLISHED, Found, found_among
from streams.explain.subject import Explained, explain
from streams.rules.in_force import RULES_VERSION
from tests.given.core import FORCE, INSTALLATION, Core
from tests.given.messages import HOME, incident

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
REPORT = incident("SK-1", 0, "They threatened her. She is frightened.", uprn=HOME)


class Kept:
    """A force that handled one report in transaction `first`; topics reach back as `spans` says, else whole."""

    def __init__(self, first: int = 1, spans: dict[Topic, Span] | None = None) -> None:
        self.core = Core()
        self.report = self.core.record(REPORT)
        self.first = first
        self.spans = {f"{INSTALLATION}.{topic.name}": span for topic, span in (spans or {}).items()}

    def appended(self, topic: str) -> Iterator[Appended]:
        yield Appended(MOMENT, Entry(self.first, (Run.of([self.report]),), {"rules": RULES_VERSION}))

    def fetch(self, topic: str, first: int, last: int) -> Iterator[Handled]:
        yield self.report

    def span(self, topic: str) -> Span:
        return self.spans.get(topic, Span(True, None))

    def then(self, moment: datetime = MOMENT) -> Then | PublishedThen:
        return then_of(self.core.domain, INSTALLATION, self, FORCE, moment)

    def published(self) -> PublishedThen:
        then = self.then()
        assert isinstance(then, PublishedThen)
        return then


class Log:
    """What a report and its re-code published, each record a second after the one before it."""

    def __init__(self) -> None:
        core = Core()
        core.tell(REPORT)
        reported = len(core.messages)
        core.tell(incident("SK-1", 0, revision=2, recorded=2, uprn=HOME, closing_code="104"))
        topics = {f"{INSTALLATION}.{topic.name}": topic for topic in PUBLISHED}
        self.partition = core.domain.registry.forces.index(FORCE)
        self.records = [
            Record(topics[message.topic], self.partition, number, number * 1000, *message[1:])
            for number, message in enumerate(core.messages)
            if message.topic in topics
        ]
        # When all that the report published had been appended, and nothing of the re-code.
        self.reported = (reported - 1) * 1000

    def look_by(self, at_ms: float, *without: Topic, subject: str = "SK-1") -> Explained:
        """The report or case as explained of what was appended by then, where some topics hold nothing any more."""
        at = datetime.fromtimestamp(at_ms / 1000, UTC)
        then = PublishedThen(FORCE, self.partition, at, "", ())

        def look(subjects: object) -> Found:
            held = (record for record in self.records if record.topic not in without)
            return found_among(then.by_then(held), subjects)  # type: ignore[arg-type]

        return explain(look, subject)


def test_as_long_as_the_journal_reaches_back_a_history_is_decided_again():
    assert isinstance(Kept().then(), Then)


@pytest.mark.parametrize("moment", [MOMENT - DAY, MOMENT, MOMENT + DAY])
def test_once_it_does_not_what_was_published_is_read_also_before_what_is_left_of_it(moment):
    then = Kept(first=500).then(moment)

    assert isinstance(then, PublishedThen)
    assert then.why == f"the journal of force {FORCE} is held from transaction 500 of 2 Nov 2026 09:00 on"


def test_a_whole_journal_that_begins_later_proves_that_nothing_was_known():
    with pytest.raises(NotKnown, match="had handled nothing by then"):
        Kept().then(MOMENT - SECOND)


@pytest.mark.parametrize(
    ("span", "reach"),
    [
        (Span(True, None), Reach.WHOLE),
        (Span(True, MOMENT + DAY), Reach.WHOLE),
        (Span(False, MOMENT - SECOND), Reach.PART),
        (Span(False, MOMENT), Reach.PART),
        (Span(False, MOMENT + SECOND), Reach.NONE),
        (Span(False, None), Reach.NONE),
    ],
)
def test_how_much_a_topic_holds_of_what_was_published_by_then(span, reach):
    held = {each.topic: each for each in Kept(500, {TAGS: span}).published().held}

    assert held[TAGS].reach is reach
    assert held[SNAPSHOTS].reach is Reach.NEWEST


def test_every_topic_that_an_answer_is_made_of_says_what_is_missing_without_it():
    assert set(SAYS) == {INCIDENTS, *PUBLISHED}
    assert len(set(SAYS.values())) == len(SAYS)


def test_what_was_appended_later_or_by_another_force_does_not_count():
    then = PublishedThen(FORCE, 0, datetime.fromtimestamp(5.0005, UTC), "", ())
    records = [
        Record(TAGS, partition, number, at, b"SK-1", b"", ())
        for number, (partition, at) in enumerate([(0, 4_999), (0, 5_000), (0, 5_001), (1, 4_999)])
    ]

    assert [record.offset for record in then.by_then(records)] == [0, 1]


def test_a_snapshot_is_shown_as_it_stood_and_one_that_is_later_is_not():
    log = Log()
    [snapshot] = [record for record in log.records if record.topic is SNAPSHOTS and record.at <= log.reported]
    log.records.remove(snapshot)
    log.records.append(snapshot._replace(at=log.reported + 1))

    before, after = log.look_by(log.reported).case, log.look_by(log.reported + 1).case

    assert before is not None
    assert before.snapshot is None
    assert after is not None
    assert after.snapshot is not None


def test_a_tombstone_that_came_later_takes_nothing_back_from_then():
    log = Log()
    [snapshot] = [record for record in log.records if record.topic is SNAPSHOTS and record.at <= log.reported]
    log.records.append(snapshot._replace(offset=snapshot.offset + 1, at=log.reported + 1, value=None))

    standing, removed = log.look_by(log.reported).case, log.look_by(log.reported + 1).case

    assert standing is not None
    assert standing.snapshot is not None
    assert removed is not None
    assert removed.snapshot is None


def test_only_topics_that_may_have_held_more_limit_what_is_told():
    spans = {MARKERS: Span(False, MOMENT - DAY), TAGS: Span(False, MOMENT + DAY)}
    then = Kept(500, spans).published()
    log = Log()
    whole = log.look_by(log.reported)
    without = log.look_by(log.reported, SNAPSHOTS)

    assert [limit.topic for limit in then.limits(whole)] == [TAGS, MARKERS]
    assert [limit.topic for limit in then.limits(without)] == [TAGS, MARKERS, SNAPSHOTS]
    assert [limit.topic for limit in then.limits(Explained((), None, ()))] == [TAGS, MARKERS]


def test_each_limit_says_how_far_back_its_topic_reaches():
    spans = {TAGS: Span(False, MOMENT), CASES: Span(False, None)}
    said = {each.topic: each.sentence for each in Kept(500, spans).published().held}

    assert said[TAGS] == "asb.tags.v1 is held from 2 Nov 2026 09:00:00 on"
    assert said[CASES] == "asb.cases.v1 holds nothing any more"
    assert said[SNAPSHOTS] == "asb.snapshots.v1 keeps only the newest of each case"
    assert said[DECISIONS] == "asb.decisions.v1 is whole"


def test_a_log_that_was_only_read_is_nothing_that_was_published():
    core = Core()
    core.tell(REPORT)
    sent = core.record(REPORT)
    read = Record(INCIDENTS, 0, 0, 0, sent.key, sent.value, sent.headers)
    log = Log()

    only_read = explain(lambda subjects: found_among([read], subjects), "SK-1")

    assert only_read.is_known
    assert not is_published(only_read)
    assert is_published(log.look_by(log.reported, TAGS))
    assert not is_published(log.look_by(log.reported, TAGS, DECISIONS))


def test_what_is_not_held_is_neither_denied_nor_said_to_have_changed():
    log = Log()
    then, now = log.look_by(log.reported, TAGS, SNAPSHOTS), log.look_by(log.reported)
    lost = (TAGS, SNAPSHOTS)

    changes = {change.what: change.was for change in since.of_incidents(then.incidents, now.incidents, lost)}

    assert changes == {"tag": "no longer held"}


def test_people_are_not_told_that_nothing_was_decided_where_that_cannot_be_said():
    rejected = found_among([Record(REJECTED, 0, 0, 0, b"SK-1", b"", ())], ["SK-1"])
    [account] = explain(lambda _: rejected, "SK-1").incidents

    told, whole = "\n".join(english.of_incident(account, (TAGS,))), "\n".join(english.of_incident(account))

    assert "whether there was one cannot be said" in told
    assert "Nothing was decided" not in told
    assert "Nothing was decided" in whole


def test_each_partner_has_a_line_of_its_own():
    assert all(str(partner) in SAYS[topic] for partner, topic in REFERRALS.items())


def test_a_case_of_which_only_decisions_are_left_is_told_with_the_incidents_decided_to_be_of_it():
    log = Log()
    case = log.look_by(log.reported).case
    assert case is not None

    told = log.look_by(log.reported, CASES, SNAPSHOTS, subject=case.case_id)
    after = log.look_by(log.records[-1].at, CASES, SNAPSHOTS, subject=case.case_id)

    assert told.case is not None
    assert told.case.members == ("SK-1",)
    assert is_published(told)
    assert after.case is not None
    assert after.case.members == ()
