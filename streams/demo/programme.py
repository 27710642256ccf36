"""What the demo shows at the end: tables, three decisions and a case in plain English, and how to look further."""

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from rich.console import Console
from rich.table import Table

from connectors.broker import Broker
from connectors.city import FORCE, IncidentTruth
from connectors.city.agreement import Agreement, expected_of
from schemas.words import AsbClass, Outcome, Placement
from streams.demo import protected
from streams.demo.scenes import SAMPLE_FORCE, Played
from streams.demo.stage import INSTALLATION, Kept
from streams.demo.standing import Standing
from streams.demo.verdict import Verdict
from streams.explain import english
from streams.explain.account import case_account, incident_account
from streams.explain.reading import Found, find

# For each of the three decisions: situations that show it well, and when an incident is one.
_EXAMPLES: Final = (
    ("One that opened a case", ("repeat-at-an-address", "vulnerable-adult", "hate"), Placement.OPEN, None),
    (
        "One that stayed in STORM",
        ("not-aimed-at-anyone", "environmental-report"),
        Placement.STAY,
        Outcome.STAYS,
    ),
    (
        "One that an officer is asked about",
        ("upset-caller", "says-nothing-more"),
        Placement.STAY,
        Outcome.ASK,
    ),
)
_PLACES: Final = {
    Placement.STAY: "stayed in STORM",
    Placement.OPEN: "opened a case",
    Placement.JOIN: "joined a case",
}
_ASKED: Final = "an officer is asked"
# The rows of the first table: its name, the field that is counted, the value.
_COUNTED: Final[tuple[tuple[str, str, object], ...]] = (
    *((f"ASB, {asb_class}", "asb_class", asb_class) for asb_class in AsbClass),
    # Published rows say that they are ASB, and nothing more.
    ("ASB of no stated class", "asb_class", None),
    *((name, "placement", placement) for placement, name in _PLACES.items()),
    (_ASKED, "officer_asked", True),
)

# What officers have done with the cases since, and what they were told: the event that is counted.
_CASEWORK: Final = (
    ("risk assessments", "RiskAssessed"),
    ("answers handed back", "AnswerRefused"),
    ("duties opened", "ObligationOpened"),
    ("duties done", "ObligationDone"),
    ("reminders sent", "ReminderFellDue"),
)


def show(console: Console, broker: Broker, played: Played, verdict: Verdict) -> None:
    """The tables, the three decisions, the case that one of them opened, a marker and a referral."""
    console.print(_what_happened(played))
    console.print(_agreement(verdict.agreements))
    console.print(_casework(played.standing[FORCE]))
    for title, lines in _three_decisions(broker, played):
        console.rule(title)
        console.print("\n".join(lines), markup=False, highlight=False)
    console.print(protected.counted(played.standing[FORCE]))
    for title, said in (
        ("A marker", protected.of_marker),
        ("A referral as it was sent", protected.of_referral),
    ):
        if lines := list(said(played.standing[FORCE])):
            console.rule(title)
            console.print("\n".join(lines), markup=False, highlight=False)


def show_further(console: Console, kept: Kept | None) -> None:
    """The commands with which one looks further, and how to stop what was kept."""
    console.rule("To look further")
    if kept is None:
        console.print(
            "make demo ARGS=--keep leaves Kafka and the worker up and names the commands.", highlight=False
        )
        return
    options = f"--bootstrap {kept.bootstrap}"
    for line in (
        f"asb explain INCIDENT-OR-CASE {options}",
        f"asb tail decisions --from-beginning {options}",
        f"asb compliance {options}",
        f"asb city run --seed 2 --days 3 --start 2026-01-05 --in-step {options}",
        f"Stop it: kill {kept.worker}; asb broker reset --dir {kept.folder / 'kafka'}; rm -r {kept.folder}",
    ):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _what_happened(played: Played) -> Table:
    """Counts: what is right for the city, what was decided there, what was decided on the published rows."""
    city, sample = played.standing[FORCE], played.standing[SAMPLE_FORCE]
    right = _right(played, city)
    table = Table(title="What happened", title_justify="left")
    table.add_column("")
    for name in ("Skerrow: right", "Skerrow: decided", "published rows: decided"):
        table.add_column(name, justify="right")
    reported = (len(played.truth), len(played.truth), played.imported)
    table.add_row("incidents reported", *map(str, reported), end_section=True)
    for name, field, wanted in _COUNTED:
        decided = (_count(standing, field, wanted) for standing in (city, sample))
        table.add_row(name, str(right[name]), *map(str, decided))
    table.add_row("rejected", "0", str(city.rejected), str(sample.rejected))
    return table


def _casework(city: Standing) -> Table:
    table = Table(title="Casework in Skerrow so far", title_justify="left", show_header=False)
    for name, event in _CASEWORK:
        table.add_row(name, str(city.events[event]))
    return table


def _count(standing: Standing, field: str, wanted: object) -> int:
    found = standing.tags if field == "asb_class" else standing.decisions
    return sum(one[field] == wanted for one in found.values())


def _right(played: Played, city: Standing) -> Counter[str]:
    count: Counter[str] = Counter()
    for one in played.truth:
        outcome, placement = expected_of(one, city.decisions.get(one.incident_id))
        if one.asb_class:
            count[f"ASB, {one.asb_class}"] += 1
        if placement:
            count[_PLACES[placement]] += 1
        # A first report that was only worth an ask needs none once it is part of a case.
        asked = outcome is Outcome.ASK or (outcome is Outcome.UNKNOWN and one.has_text)
        if asked and placement is Placement.STAY:
            count[_ASKED] += 1
    return count


def _agreement(found: tuple[Agreement, ...]) -> Table:
    table = Table(
        title="Agreement with the ground truth (and of always giving the commonest answer)",
        title_justify="left",
    )
    table.add_column("")
    scopes = list(dict.fromkeys(one.scope for one in found))
    for scope in scopes:
        table.add_column(
            f"{scope} incidents" if scope != "uncoded ASB" else "uncoded, ASB only", justify="right"
        )
    by = {(one.measure, one.scope): one for one in found}
    for measure in dict.fromkeys(one.measure for one in found):
        table.add_row(measure, *(_cell(by[measure, scope]) for scope in scopes))
    return table


def _cell(one: Agreement) -> str:
    if not one.total:
        return "–"
    return f"{one.agreed} of {one.total}  {one.share:.1%} ({one.baseline_share:.1%})"


def _three_decisions(broker: Broker, played: Played) -> Iterator[tuple[str, list[str]]]:
    chosen = {title: one for title, *wanted in _EXAMPLES if (one := _example(played, *wanted))}
    decisions = played.standing[FORCE].decisions
    cases = {one.incident_id: decisions[one.incident_id]["case_id"] for one in chosen.values()}
    found = find(broker, INSTALLATION, [*cases, *(case_id for case_id in cases.values() if case_id)])
    for title, one in chosen.items():
        yield title, list(english.of_incident(incident_account(found, one.incident_id)))
        if case_id := cases[one.incident_id]:
            yield "That case as it stands", _case(found, case_id)


def _case(found: Found, case_id: str) -> list[str]:
    """A case without its history, which is long."""
    lines = english.of_case(case_account(found, case_id))
    return list(takewhile(lambda line: line != english.HISTORY, lines))


def _example(
    played: Played, situations: tuple[str, ...], placement: Placement, outcome: Outcome | None
) -> IncidentTruth | None:
    """The first incident of the likeliest situation that was decided as it should be, by text as far as possible."""
    decisions = played.standing[FORCE].decisions
    fitting = [
        one
        for one in played.truth
        if one.situation in situations
        and (decision := decisions.get(one.incident_id))
        and decision["placement"] == placement == one.placement
        and decision["outcome"] == (outcome or one.outcome)
    ]
    return min(
        fitting, key=lambda one: (situations.index(one.situation), one.coded, one.incident_id), default=None
    )
