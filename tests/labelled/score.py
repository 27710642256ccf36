"""Score the tagger on the hand-written log texts, and write the section of docs/tagging.md that shows it.

Each text goes through the core as an uncoded incident. The half with odd numbers is the development set; the
half with even numbers is held out: nobody who changes cue tables reads it. `python -m tests.labelled.score`
writes the section.
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from schemas.words import AsbClass
from tests.given.core import Core
from tests.given.messages import incident

TEXTS = Path(__file__).with_name("log_texts.jsonl")
DOC = Path(__file__).parents[2] / "docs" / "tagging.md"
BEGINS, ENDS = "<!-- scores: generated, do not edit -->", "<!-- end of scores -->"

NOT_ASB = "not ASB"
CLASSES = (NOT_ASB, *AsbClass)

# What the first version of the tagger, written without these texts, reached.
BLIND = (
    "| development, blind first version | 0.485 | 38 of 75 | 18 of 37 | – |",
    "| held out, blind first version | 0.530 | 42 of 75 | 22 of 42 | – |",
    "| all, blind first version | 0.510 | 80 of 150 | 40 of 79 | – |",
)


class Scored(NamedTuple):
    """One text: what a registrar says, what the tagger says, and the cues it found."""

    text_id: str
    negated: bool
    expected: str
    got: str
    expected_type: str | None
    got_type: str | None
    cues: tuple[str, ...]

    @property
    def held_out(self) -> bool:
        return int(self.text_id.lstrip("T")) % 2 == 0

    @property
    def right(self) -> bool:
        return self.expected == self.got


def scored() -> list[Scored]:
    """All texts, each told to the core as an incident without a code."""
    core = Core()
    return [_score(core, json.loads(line)) for line in TEXTS.read_text(encoding="utf-8").splitlines()]


def _score(core: Core, entry: dict[str, Any]) -> Scored:
    core.tell(incident(entry["id"], 0, *entry["text"], opening_code=None))
    tag = core.latest("IncidentTagged", entry["id"])
    cues = core.incident(entry["id"]).cues
    return Scored(
        text_id=entry["id"],
        negated=entry["negated"],
        expected=entry["class"] or NOT_ASB,
        got=tag["asb_class"] if tag else NOT_ASB,
        expected_type=entry["type"],
        got_type=tag["asb_type"] if tag else None,
        cues=tuple(f"{cue.word} {cue.weight:+}: {cue.rule}" for cue in cues.types),
    )


def macro_f1(scores: Sequence[Scored]) -> float:
    """The mean over the four answers of the harmonic mean of precision and recall."""
    return sum(_f1(scores, label) for label in CLASSES) / len(CLASSES)


def _f1(scores: Sequence[Scored], label: str) -> float:
    hits = sum(one.right for one in scores if one.expected == label)
    claimed = sum(one.got == label for one in scores)
    there = sum(one.expected == label for one in scores)
    return 2 * hits / (claimed + there) if claimed + there else 1.0


def right(scores: Sequence[Scored]) -> int:
    return sum(one.right for one in scores)


def section(scores: Sequence[Scored]) -> str:
    """The generated section, in Markdown."""
    halves = {
        "development (odd numbers)": [one for one in scores if not one.held_out],
        "held out (even numbers)": [one for one in scores if one.held_out],
        "all": list(scores),
    }
    lines = [
        "| texts | macro-F1 | class right | of the negated | type right, of those tagged ASB rightly |",
        "|---|---|---|---|---|",
        *(_row(name, some) for name, some in halves.items()),
        *BLIND,
        "",
        "| answer | texts | found | F1, development | F1, held out |",
        "|---|---|---|---|---|",
        *(_answer_row(label, list(halves.values())) for label in CLASSES),
        "",
        "Every error, with the cues that were found (type or class, weight, phrase of the policy):",
        "",
        "| text | half | expected | got | cues |",
        "|---|---|---|---|---|",
        *(_error_row(one) for one in scores if not one.right),
    ]
    return "\n".join(lines)


def _row(name: str, scores: Sequence[Scored]) -> str:
    negated = [one for one in scores if one.negated]
    typed = [one for one in scores if one.expected_type and one.got_type]
    types = sum(one.expected_type == one.got_type for one in typed)
    return (
        f"| {name} | {macro_f1(scores):.3f} | {right(scores)} of {len(scores)} "
        f"| {right(negated)} of {len(negated)} | {types} of {len(typed)} |"
    )


def _answer_row(label: str, halves: Sequence[Sequence[Scored]]) -> str:
    development, held_out, everything = halves
    there = Counter(one.expected for one in everything)[label]
    claimed = Counter(one.got for one in everything)[label]
    return f"| {label} | {there} | {claimed} | {_f1(development, label):.2f} | {_f1(held_out, label):.2f} |"


def _error_row(one: Scored) -> str:
    half = "held out" if one.held_out else "development"
    cues = "; ".join(one.cues) or "none"
    return f"| {one.text_id} | {half} | {one.expected} | {one.got} | {cues} |"


def with_section(document: str, text: str) -> str:
    """The document with the generated section replaced."""
    before, _, rest = document.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return f"{before}{BEGINS}\n{text}\n{ENDS}{after}"


if __name__ == "__main__":
    DOC.write_text(with_section(DOC.read_text(encoding="utf-8"), section(scored())), encoding="utf-8")
