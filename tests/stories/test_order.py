"""Order (R1, R5, X1): told in any order, and told twice, the facts are the same.

Case membership is what the linked group says, except where a case had been published already: those exceptions
are exactly the ones published as `related`. Both are recomputed here by brute force from the facts.
"""

from collections import Counter
from random import Random
from typing import Any

import pytest
from pydantic import BaseModel

from schemas.rows import CaseRow, IncidentRow, SentinelRow
from schemas.words import CaseOrigin, CaseStatus
from streams.rules.keys import KIND_OF
from streams.rules.ledger import micros
from tests.given import world
from tests.given.core import Core, Event
from tests.given.messages import accepted

WORLDS = 200
# As told, backwards, shuffled, and shuffled with every message told twice under new ids.
ORDERS = 4
DOUBLED = 3
WINDOW = 365 * 86_400 * 1_000_000
KEEP = 5


@pytest.mark.parametrize("seed", range(WORLDS))
def test_facts_do_not_depend_on_the_order_and_exceptions_are_published(seed: int) -> None:
    told = world.messages(seed)
    told += _acceptances(told, seed)

    runs = [_run(told, order, seed) for order in range(ORDERS)]

    for run in runs:
        assert _facts(run) == _facts(runs[0])
        _check_membership(run)


def test_the_worlds_hold_what_they_are_for() -> None:
    kinds: Counter[str] = Counter()
    worlds = 40
    for seed in range(worlds):
        told = world.messages(seed)
        core = _run(told + _acceptances(told, seed), 2, seed)
        kinds.update(event.type for event in core.published)

    for kind in ("IncidentLeft", "CaseWithdrawn", "CaseAdopted", "IncidentRelated", "TagWithdrawn"):
        assert kinds[kind] > worlds / 8


def _check_membership(core: Core) -> None:
    incidents = _incidents(core)
    cases = {row.case_id: row for _, row in core.rows() if isinstance(row, CaseRow)}
    opened = {r.reference: r for _, r in core.rows() if isinstance(r, SentinelRow) and r.opened_at}
    edges = _edges(incidents, opened)
    _check_placed(incidents, cases, edges)
    _check_stood_for(cases, opened)
    assert _published_exceptions(core.published) == _exceptions(incidents, cases, opened, edges)


def _run(told: list[BaseModel], order: int, seed: int) -> Core:
    random = Random(f"{seed}/{order}")
    stream = [(message, f"m{number}") for number, message in enumerate(told)]
    if order == DOUBLED:
        stream += [(message, f"again-{number}") for number, message in enumerate(told)]
    if order == 1:
        stream.reverse()
    elif order > 1:
        random.shuffle(stream)
    core = Core()
    for message, ce_id in stream:
        core.tell(message, ce_id=ce_id)
    return core


def _acceptances(told: list[BaseModel], seed: int) -> list[BaseModel]:
    """Sentinel accepts some of the cases that any order would open."""
    random = Random(f"accept {seed}")
    core = _run(told, 0, seed)
    opened = sorted({event.key for event in core.published if event.type == "CaseOpened"})
    return [
        accepted(case_id, f"SEN-{number}", random.uniform(0, 500))
        for number, case_id in enumerate(opened)
        if random.random() < 0.6
    ]


def _facts(core: Core) -> dict[str, tuple[Any, ...]]:
    return {
        name: (row.header, row.log, row.tag, row.main, row.links, row.outcome, row.managed, row.officer_words)
        for name, row in _incidents(core).items()
    }


def _incidents(core: Core) -> dict[str, IncidentRow]:
    rows = [row for _, row in core.rows() if isinstance(row, IncidentRow) and row.header is not None]
    return {row.incident_id: row for row in rows}


Edges = set[frozenset[str]]


def _edges(incidents: dict[str, IncidentRow], opened: dict[str, SentinelRow]) -> Edges:
    """Pairs that belong together: incidents with incidents, and with cases that Sentinel opened."""
    standing = [row for row in incidents.values() if row.standing]
    found: Edges = set()
    for row in standing:
        for link in row.links:
            if link.associated and (link.sentinel or row.managed or incidents[link.to].managed):
                found.add(frozenset((row.incident_id, link.to)))
    nodes = [(_at(row), f"incident|{row.incident_id}", _strong(row.keys)) for row in standing if row.managed]
    for reference, sentinel in opened.items():
        assert sentinel.opened_at is not None
        nodes.append((micros(sentinel.opened_at), f"sentinel|{reference}", _strong(sentinel.keys)))
        for key in sentinel.keys:
            if key[0] == "x" and key[2:] in incidents and incidents[key[2:]].standing:
                found.add(frozenset((key[2:], reference)))
    nodes.sort(key=lambda node: node[:2])
    for position, (at, later, keys) in enumerate(nodes):
        for key in keys:
            before = [node for node in nodes[:position] if key in node[2]]
            if before and at - before[-1][0] <= WINDOW and later.startswith("incident"):
                found.add(frozenset((later.split("|")[1], before[-1][1].split("|")[1])))
    return found


def _strong(keys: tuple[str, ...]) -> set[str]:
    return {key for key in keys if KIND_OF[key[0]] in ("nominal", "name-and-birth-date", "phone", "uprn")}


def _at(row: IncidentRow) -> int:
    assert row.header is not None
    return micros(row.header.reported_at)


def _check_placed(incidents: dict[str, IncidentRow], cases: dict[str, CaseRow], edges: Edges) -> None:
    linked = {name for edge in edges for name in edge}
    for name, row in incidents.items():
        if not row.standing:
            assert not row.case_id
        elif row.managed or name in linked:
            assert cases[row.case_id].status is not CaseStatus.WITHDRAWN


def _check_stood_for(cases: dict[str, CaseRow], opened: dict[str, SentinelRow]) -> None:
    """A case that was opened in Sentinel is kept under its reference, unless it is another answer to a request."""
    for reference, sentinel in opened.items():
        assert cases[sentinel.case_id].reference == reference or sentinel.accepted_case


def _exceptions(
    incidents: dict[str, IncidentRow],
    cases: dict[str, CaseRow],
    opened: dict[str, SentinelRow],
    edges: Edges,
) -> set[tuple[str, str, str | None]]:
    """(case, incident, related case) for links across cases; (case, incident, None) for those only kept."""
    case_of = {name: row.case_id for name, row in incidents.items()}
    case_of |= {reference: sentinel.case_id for reference, sentinel in opened.items()}
    found: set[tuple[str, str, str | None]] = set()
    for edge in edges:
        for one, other in (tuple(edge), tuple(edge)[::-1]):
            if one in incidents and case_of[one] != case_of[other]:
                found.add((case_of[one], one, case_of[other]))
    for case_id, case in cases.items():
        inside = {name for name in case_of if case_of[name] == case_id}
        reached = _reached(case, inside, incidents, edges)
        found |= {(case_id, name, None) for name in inside - reached if name in incidents}
    return found


def _reached(case: CaseRow, inside: set[str], incidents: dict[str, IncidentRow], edges: Edges) -> set[str]:
    """What links connect with the root of a case: Sentinel's own case, or the earliest case-managed incident."""
    managed = sorted((_at(row), name) for name, row in incidents.items() if name in inside and row.managed)
    reached = {case.reference} if case.origin is CaseOrigin.SENTINEL else {name for _, name in managed[:1]}
    while True:
        more = {b for edge in edges for a, b in (tuple(edge), tuple(edge)[::-1]) if a in reached} & inside
        if more <= reached:
            return reached
        reached |= more


def _published_exceptions(published: list[Event]) -> set[tuple[str, str, str | None]]:
    shown: set[tuple[str, str, str | None]] = set()
    for event in published:
        if event.type in ("IncidentRelated", "RelatedWithdrawn"):
            exception = (event.data["case_id"], event.data["incident_id"], event.data["related_case_id"])
            if event.type == "IncidentRelated":
                assert exception not in shown
                shown.add(exception)
            else:
                shown.remove(exception)
    return shown
