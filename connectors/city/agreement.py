"""Compare what was decided with what is right: by coded and uncoded incidents, beside always saying the
commonest thing.

What goes in are plain dicts as they stand on the topics, so this can judge any worker.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from connectors.city.truth import GroundTruth, IncidentTruth
from schemas.words import Outcome, Placement

NOT_ASB: Final = "not ASB"
NONE: Final = "none"

Published = Mapping[str, Any]


class Disagreement(NamedTuple):
    """One incident on which the worker and the truth differ."""

    incident_id: str
    situation: str
    expected: str
    actual: str


class Agreement(NamedTuple):
    """One measure (`tag`, `type`, `outcome`, `placement`, `case`) over one scope of incidents."""

    measure: str
    scope: str
    total: int
    agreed: int
    # How many would agree if the commonest right answer were always given.
    baseline: int
    confusion: Mapping[tuple[str, str], int]
    disagreements: tuple[Disagreement, ...]

    @property
    def share(self) -> float:
        """The part that agrees; 1 when there was nothing to agree on."""
        return self.agreed / self.total if self.total else 1.0

    @property
    def baseline_share(self) -> float:
        return self.baseline / self.total if self.total else 1.0


class _Judged(NamedTuple):
    truth: IncidentTruth
    measure: str
    expected: str
    actual: str


def agreements(
    truth: GroundTruth, tags: Mapping[str, Published], decisions: Mapping[str, Published]
) -> tuple[Agreement, ...]:
    """The tables.

    Args:
        truth: of every incident of the run.
        tags: the standing IncidentTagged of each incident that has one.
        decisions: the standing DecisionMade of each incident that has one.
    """
    judged = list(_judged(truth, tags, decisions))
    scopes = {
        "coded": [one for one in judged if one.truth.coded],
        "uncoded": [one for one in judged if not one.truth.coded],
        "uncoded ASB": [one for one in judged if not one.truth.coded and one.truth.asb],
    }
    return tuple(
        _agreement(measure, scope, [one for one in found if one.measure == measure])
        for measure in ("tag", "type", "outcome", "placement", "case")
        for scope, found in scopes.items()
    )


def _agreement(measure: str, scope: str, judged: Sequence[_Judged]) -> Agreement:
    confusion = Counter((one.expected, one.actual) for one in judged)
    right = Counter(one.expected for one in judged)
    wrong = tuple(
        Disagreement(one.truth.incident_id, one.truth.situation, one.expected, one.actual)
        for one in judged
        if one.expected != one.actual
    )
    total = confusion.total()
    return Agreement(
        measure=measure,
        scope=scope,
        total=total,
        agreed=total - len(wrong),
        baseline=max(right.values(), default=0),
        confusion=dict(sorted(confusion.items())),
        disagreements=wrong,
    )


def _judged(
    truth: GroundTruth, tags: Mapping[str, Published], decisions: Mapping[str, Published]
) -> Iterator[_Judged]:
    cases = _cases(truth, decisions)
    for one in truth:
        tag, decision = tags.get(one.incident_id), decisions.get(one.incident_id)
        yield _Judged(one, "tag", one.asb_class or NOT_ASB, (tag["asb_class"] or NONE) if tag else NOT_ASB)
        if one.asb_type and tag:
            yield _Judged(one, "type", one.asb_type, tag["asb_type"] or NONE)
        outcome, placement = expected_of(one, decision)
        yield _Judged(one, "outcome", outcome or NONE, decision["outcome"] if decision else NONE)
        yield _Judged(one, "placement", placement or NONE, decision["placement"] if decision else NONE)
        if one.case and decision and decision["case_id"]:
            yield _Judged(one, "case", one.case, cases[decision["case_id"]])


def expected_of(one: IncidentTruth, decision: Published | None) -> tuple[Outcome | None, Placement | None]:
    """The outcome and placement that are right: declared, or what the officer said whose word stands."""
    if one.if_asked and decision and any(letter.get("by_officer") for letter in decision["letters"]):
        opened = one.if_asked is Outcome.CASE_MANAGE
        return one.if_asked, Placement.OPEN if opened else Placement.STAY
    return one.outcome, one.placement


def _cases(truth: GroundTruth, decisions: Mapping[str, Published]) -> dict[str, str]:
    """Which case of the truth each published case is: that of its first incident that belongs to one."""
    found: dict[str, str] = {}
    for one in truth:
        decision = decisions.get(one.incident_id)
        if one.case and decision and decision["case_id"]:
            found.setdefault(decision["case_id"], one.case)
    return found
