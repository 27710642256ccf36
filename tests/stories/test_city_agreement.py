"""The rules agree with the ground truth of the synthetic city, with Sentinel answering (X10, R4, R6)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.city import CityEvent, GroundTruth, SentinelActor, generate
from connectors.city.agreement import Agreement, agreements
from connectors.city.conversation import Conversation, Heard
from connectors.city.texts import Scene, texts
from schemas import outgoing
from schemas.rows import CuesKept, LineKept
from schemas.words import AsbType, LineCategory
from streams.policies.bundle import compiled, load_bundle
from streams.rules.cues import read
from tests.given.core import Core

# Some three thousand incidents, with what they lead to in the weeks after.
SEED, DAYS, PER_DAY = 1, 10, 300.0
UNCODED = 0.95

Published = dict[str, dict[str, Any]]


class Town:
    """The city and the core in talk, in memory; keeps the tags and decisions that stand."""

    def __init__(self) -> None:
        self.truth = GroundTruth()
        self.core = Core()
        self._heard = 0
        actor = SentinelActor(SEED, self.truth.officers)
        events = generate(SEED, DAYS, incidents_per_day=PER_DAY, truth=self.truth)
        Conversation(actor, self._publish, self._hear).hold(events)

    def _publish(self, event: CityEvent) -> None:
        self.core.tell(event.message, ce_id=event.ce_id)

    def _hear(self, _last: bool) -> Iterator[Heard]:
        new, self._heard = self.core.published[self._heard :], len(self.core.published)
        for event in new:
            kind = getattr(outgoing, event.type, None)
            if kind is not None:
                at = datetime.fromisoformat(event.headers["ce_time"])
                yield Heard(kind.model_validate(event.data), at, event.headers["ce_id"])

    def standing(self, said: str, withdrawn: str) -> Published:
        """What was last published about each incident and not withdrawn."""
        found: Published = {}
        for event in self.core.published:
            if event.type == said:
                found[event.key] = event.data
            elif event.type == withdrawn:
                found.pop(event.key, None)
        return found


@pytest.fixture(scope="module")
def town() -> Town:
    return Town()


@pytest.fixture(scope="module")
def agreed(town: Town) -> Mapping[tuple[str, str], Agreement]:
    found = agreements(
        town.truth,
        town.standing("IncidentTagged", "TagWithdrawn"),
        town.standing("DecisionMade", "DecisionWithdrawn"),
    )
    return {(one.measure, one.scope): one for one in found}


def told(agreement: Agreement) -> str:
    """What a failing test prints: each kind of disagreement once."""
    kinds = {(one.situation, one.expected, one.actual): one.incident_id for one in agreement.disagreements}
    lines = [f"  {' / '.join(kind)}: e.g. {example}" for kind, example in sorted(kinds.items())]
    return f"{agreement.measure}, {agreement.scope}: {agreement.share:.3f}\n" + "\n".join(lines)


def test_x10_the_city_is_large_enough_to_mean_something(town, agreed):
    assert len(town.truth) >= 2_500
    assert agreed["tag", "uncoded"].total >= 300
    assert not [event for event in town.core.published if event.type == "Rejected"]


@pytest.mark.parametrize("measure", ["tag", "outcome"])
def test_x10_none_of_the_coded_incidents_is_tagged_or_decided_wrongly(agreed, measure):
    coded = agreed[measure, "coded"]

    assert coded.agreed == coded.total, told(coded)


@pytest.mark.parametrize("measure", ["tag", "type", "outcome"])
def test_x10_of_the_uncoded_incidents_nearly_all_agree_and_more_than_the_commonest_answer(agreed, measure):
    uncoded = agreed[measure, "uncoded"]

    assert uncoded.share >= UNCODED, told(uncoded)
    assert uncoded.share > uncoded.baseline_share


@pytest.mark.parametrize("measure", ["tag", "outcome"])
def test_x10_uncoded_asb_is_found_far_more_often_than_the_commonest_answer_would(agreed, measure):
    asb = agreed[measure, "uncoded ASB"]

    assert asb.share >= asb.baseline_share + 0.2, told(asb)


def every_text() -> list[str]:
    """What is reported, of every kind, as it may be typed."""
    of_asb = [text for by_class in texts("asb").values() for some in by_class.values() for text in some]
    of_others = [text for some in texts("noise").values() for text in some]
    return [filled(text) for text in (*of_asb, *of_others)]


def filled(text: str | Mapping[str, str]) -> str:
    words = text if isinstance(text, str) else next(iter(text.values()))
    scene = Scene("RP", "4", "TERN WALK", "THE REC", "THE GREEN", "BRIGHTSEA STORES", "FOUNDRY", "BLUE CORSA")
    return words.format(**scene._asdict()).upper()


def cues_of(text: str) -> CuesKept:
    line = LineKept(1, datetime(2026, 6, 1, tzinfo=UTC), LineCategory.REMARKS, text, (1, "", ""))
    return read([line], compiled(load_bundle()[-1]), "sha")


def holds_a_cue(text: str) -> bool:
    """Whether the text holds a phrase of an ASB type: the words from which a type is suggested."""
    return not {cue.word for cue in cues_of(text).types}.isdisjoint(AsbType)


def share(found: Iterable[bool]) -> float:
    some = list(found)
    return sum(some) / len(some)


def test_x10_at_least_a_third_of_the_citys_texts_hold_no_cue_phrase():
    assert share(not holds_a_cue(text) for text in every_text()) >= 1 / 3
