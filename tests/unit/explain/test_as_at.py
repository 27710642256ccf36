"""R5, X1: what was known at a moment is decided again from the journal up to there, and nothing after it counts."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from pydantic import BaseModel

from streams.engine.domain import Record
from streams.engine.journal import Appended, Entry, Run
from streams.explain import since
from streams.explain.as_at import NoLongerHeld, NotKnown, Then, known_at
from streams.explain.reading import found_among
from streams.explain.subject import Explained, agrees, explain
from streams.rules.in_force import RULES_VERSION
from tests.given.casework import assessed
from tests.given.core import FORCE, INSTALLATION, Core
from tests.given.messages import HOME, accepted, incident, person_added

# When the broker took the first transaction, by the machine's clock and not by the story's.
FIRST = datetime.fromisoformat("2026-11-02T09:00:00+00:00")
MINUTE = timedelta(minutes=1)


class Kept:
    """What stands of a force: a transaction for each message, a minute after the one before it."""

    def __init__(self, *messages: BaseModel) -> None:
        self.core = Core()
        self.journal: list[Appended] = []
        self.records: defaultdict[str, list[Record]] = defaultdict(list)
        for number, message in enumerate(messages):
            record = self.core.record(message)
            self.records[record.topic].append(record)
            entry = Entry(number + 1, (Run.of([record]),), {"rules": RULES_VERSION})
            self.journal.append(Appended(FIRST + number * MINUTE, entry))

    def appended(self, topic: str) -> Iterator[Appended]:
        return iter(self.journal)

    def fetch(self, topic: str, first: int, last: int) -> Iterator[Record]:
        return (each for each in self.records[topic] if first <= each.offset <= last)

    def then(self, minutes: float) -> Then:
        return known_at(self.core.domain, INSTALLATION, self, FORCE, FIRST + minutes * MINUTE)

    def explained(self, subject: str, minutes: float) -> Explained:
        published = self.then(minutes).published
        return explain(lambda subjects: found_among(published, subjects), subject)


def recoded() -> Kept:
    """A report that opens a case; STORM gives it a crime code; somebody gives it an ASB code again."""
    return Kept(
        incident("SK-1", 0, "They threatened her. She is frightened.", uprn=HOME),
        incident("SK-1", 0, revision=2, recorded=2, uprn=HOME, closing_code="104"),
        incident("SK-1", 0, revision=3, recorded=4, uprn=HOME, closing_code="201"),
    )


def corrected() -> Kept:
    """A victim assessed at high risk, and corrected to the lowest answers."""
    core = Core()
    core.tell(incident("SK-1", 0, "They threatened her. She is frightened.", uprn=HOME))
    case_id = core.incident("SK-1").case_id
    return Kept(
        incident("SK-1", 0, "They threatened her. She is frightened.", uprn=HOME),
        accepted(case_id, "SEN-1", 24),
        person_added("SEN-1", "P-1", 25),
        assessed("SEN-1", "P-1", 48, answers={"vulnerability": "high", "violence": "yes"}),
        assessed("SEN-1", "P-1", 48, revision=2, answers={"frequency": "one-off"}),
    )


@pytest.mark.parametrize(
    ("minutes", "tag"),
    [(0, "nuisance"), (0.99, "nuisance"), (1, None), (1.5, None), (2, "personal"), (60, "personal")],
)
def test_a_re_code_counts_from_the_moment_its_transaction_was_appended(minutes, tag):
    [account] = recoded().explained("SK-1", minutes).incidents

    assert (account.tag.asb_class if account.tag else None) == tag


def test_what_is_explained_is_byte_for_byte_what_was_published_then():
    kept, core = recoded(), Core()
    core.tell(*(record for records in kept.records.values() for record in records[:2]))

    recomputed = {
        (record.key, record.value) for record in kept.then(1.5).published if not record.topic.compacted
    }

    assert recomputed == {
        (message.key, message.value)
        for message in core.messages
        if message.topic.removeprefix("test.") in ("asb.tags.v1", "asb.decisions.v1", "asb.cases.v1")
    }


def test_an_assessment_counts_as_it_stood_before_it_was_corrected():
    kept = corrected()

    risks = [kept.explained("SK-1", minutes).case.snapshot.highest_risk for minutes in (2, 3, 4)]

    assert risks == ["unknown", "high", "low"]


def test_what_changed_since_is_told_in_a_few_words():
    kept = recoded()
    then, now = kept.explained("SK-1", 0), kept.explained("SK-1", 2)

    tag, *_ = since.of_incidents(then.incidents, now.incidents)

    assert (tag.what, tag.was, tag.now) == ("tag", "nuisance, type unknown", "personal, type unknown")
    assert list(since.of_incidents(now.incidents, now.incidents)) == []


def test_the_last_transaction_that_counts_is_named_with_the_policy_that_stood():
    then = recoded().then(1.5)

    assert (then.transaction, then.at, then.force) == (2, FIRST + MINUTE, FORCE)
    assert then.policy.name == "victor-e"
    assert then.other_rules == ()


def test_rules_that_decided_then_and_are_not_these_are_named():
    kept = recoded()
    kept.journal[0] = kept.journal[0]._replace(entry=kept.journal[0].entry._replace(versions={"rules": "0"}))

    assert kept.then(1).other_rules == ("0",)


def test_before_the_first_transaction_it_is_said_from_when_it_can_be_asked():
    with pytest.raises(
        NotKnown, match=r"had handled nothing by then; it can be asked from 2 Nov 2026 09:00:00 on"
    ):
        recoded().then(-1)


@pytest.mark.parametrize("minutes", [0, 2])
def test_a_journal_that_no_longer_begins_at_the_first_is_told_also_before_what_is_left_of_it(minutes):
    kept = recoded()
    del kept.journal[0]

    with pytest.raises(NoLongerHeld, match=r"is held from transaction 2 of 2 Nov 2026 09:01 on"):
        kept.then(minutes)


def test_a_journal_of_which_nothing_is_left_does_not_say_that_nothing_had_been_handled():
    kept = recoded()
    kept.journal.clear()

    with pytest.raises(NoLongerHeld, match=r"nothing is held of the journal"):
        kept.then(2)


def test_an_input_that_no_longer_reaches_back_is_told_and_nothing_is_answered():
    kept = recoded()
    for records in kept.records.values():
        del records[0]

    with pytest.raises(NoLongerHeld, match=r"inputs no longer reach back"):
        kept.then(2)


def test_a_recomputation_that_is_not_what_was_published_is_seen():
    kept = recoded()
    then, other = kept.explained("SK-1", 0), kept.explained("SK-1", 0)
    [decided] = {each.envelope.id for each in other.told if each.envelope.type == "DecisionMade"}

    def other_by(value: bytes) -> Explained:
        told = (
            each._replace(record=each.record._replace(value=value)) if each.envelope.id == decided else each
            for each in other.told
        )
        return other._replace(told=tuple(told))

    assert agrees(then, other)
    assert not agrees(then, other_by(b"{}"))
    assert not agrees(then, other._replace(told=tuple(e for e in other.told if e.envelope.id != decided)))


def test_a_case_whose_only_incident_was_re_coded_since_still_agrees_with_what_was_published():
    kept = recoded()
    case = kept.explained("SK-1", 0).case
    assert case is not None

    then, now = kept.explained(case.case_id, 0), kept.explained(case.case_id, 1)

    assert (then.case.members, now.case.members) == (("SK-1",), ())
    assert agrees(then, now)
