"""Each alarm of the work rings when a case gives cause, and doing what docs/operations.md says ends it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import BaseModel

from schemas.words import Answer, Partner, Question
from tests.given.casefile import in_sentinel, person
from tests.given.casework import answered, assessed
from tests.given.core import Event
from tests.given.high_risk import HIGH, LOW, declared, directory, on_a_beat
from tests.given.messages import ELSEWHERE, HOME, lead_officer, person_added
from tests.given.partners import ce_id, correction_acknowledged, sent
from tests.given.watches import personal, reviewed, told
from tests.integration.alarms.watched import Watched

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]

EVERY = timedelta(minutes=10)
A_DAY = timedelta(hours=25)
"""Longer than any of these alarms waits."""

ADULTS = Partner.ADULT_SAFEGUARDING
ANNA = {"name": "Anna Example", "date_of_birth": "1950-01-02", "home_uprn": HOME, "tenant": Answer.YES}


class AtWork:
    """A worker that no alarm rings for, and its rules in memory: they say which ids to answer."""

    def __init__(self, watched: Watched) -> None:
        self.watched = watched
        self.core = watched.core()
        self._sent = 0

    def tell(self, *messages: BaseModel) -> list[Event]:
        """Tell rules and worker; what the rules publish."""
        published = self.core.tell(*messages)
        self.send()
        return published

    def send(self) -> None:
        """Tell the worker what the rules alone were told."""
        self.watched.here.send(self.core.told[self._sent :])
        self._sent = len(self.core.told)

    def rings_within_a_day(self, alarm: str) -> bool:
        self.watched.until(lambda: alarm in self.watched.prometheus.holding(), f"cause for {alarm}")
        return alarm in self.watched.goes_on(A_DAY)

    def is_silent_after(self, alarm: str, *messages: BaseModel) -> bool:
        self.tell(*messages)
        self.watched.until(lambda: alarm not in self.watched.prometheus.holding(), f"no cause for {alarm}")
        return alarm not in self.watched.goes_on(A_DAY)


@pytest.fixture(scope="module")
def at_work(kafka: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtWork]:
    """One worker for all: what gives cause to an alarm here is put right before the next."""
    with Watched(kafka, tmp_path_factory.mktemp("at-work"), every=EVERY) as watched:
        watched.start("--clock", "events")
        assert watched.goes_on(A_DAY) == set()
        yield AtWork(watched)


def test_high_risk_on_a_beat_that_nobody_is_named_for(at_work: AtWork):
    on_a_beat(at_work.core, "SK12", reference="SEN-B")

    at_work.tell(declared("SEN-B"))

    at_work.watched.until(lambda: "BeatNotInDirectory" in at_work.watched.ringing, "it rings")
    assert at_work.is_silent_after("BeatNotInDirectory", directory("SK12"))
    assert [event for event in at_work.core.published if event.type == "NoticeWithdrawn"]


def test_high_risk_of_somebody_who_cannot_be_marked(at_work: AtWork):
    in_sentinel(at_work.core, person("P-2"), reference="SEN-M", beat="SK12")

    at_work.tell(assessed("SEN-M", "P-2", answers=HIGH))

    assert at_work.rings_within_a_day("HighRiskUnmarked")
    known = person_added("SEN-M", "P-2", 61, 2, home_uprn=ELSEWHERE)
    assert at_work.is_silent_after("HighRiskUnmarked", known)


def test_a_series_that_nobody_reviewed_for_crime(at_work: AtWork):
    published = at_work.tell(personal("SK-A", 0), personal("SK-B", 10))
    [seen] = told(published, "CourseOfConductSeen")

    assert at_work.rings_within_a_day("CrimeNotReviewed")
    assert at_work.is_silent_after("CrimeNotReviewed", reviewed(seen["obligation_id"], 11))


def test_a_partner_that_has_not_taken_in_a_correction(at_work: AtWork):
    in_sentinel(at_work.core, person("P-3", **ANNA), reference="SEN-C", beat="SK12")
    made = at_work.tell(
        lead_officer("SEN-C", "PC 4411", 1),
        assessed("SEN-C", "P-3", 2, answers=HIGH),
        answered(Question.SAFEGUARDING, Answer.YES, 3, reference="SEN-C", person_ref="P-3"),
    )
    [referral] = [each for each in sent(made).values() if each["partner"] == ADULTS]

    corrected = at_work.tell(person_added("SEN-C", "P-3", 30, 2, **{**ANNA, "date_of_birth": "1951-01-02"}))

    assert at_work.rings_within_a_day("CorrectionUnacknowledged")
    taken_in = correction_acknowledged(
        referral["referral_id"], ADULTS, ce_id(corrected, "ReferralCorrected", ADULTS)
    )
    assert at_work.is_silent_after("CorrectionUnacknowledged", taken_in)


def test_more_subjects_without_an_assessment_than_on_average(at_work: AtWork):
    people = [(f"SEN-U{number}", f"P-U{number}") for number in range(13)]
    for reference, ref in people:
        in_sentinel(at_work.core, person(ref), reference=reference, beat="SK12")

    at_work.send()

    assert at_work.rings_within_a_day("Unassessed")
    assert at_work.is_silent_after(
        "Unassessed", *(assessed(reference, ref, answers=LOW) for reference, ref in people)
    )
