"""Cut what is said into the lines of a log: several authors, split sentences, questions and answers,
THRIVE, units.

Lines belong to stages, each of which is a message: the opening, the update, the closing. A line may be told
one stage late, and lines of a message need not stand in their order.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final, NamedTuple

from connectors.city.chance import one_of
from connectors.city.said import Asked, Said
from connectors.city.texts import texts
from schemas.incoming import LogLine
from schemas.words import LineCategory

OPENING: Final = 0
UPDATE: Final = 1
ONLINE: Final = "ONLINE"
SPLIT: Final = 0.15
TOLD_LATE: Final = 0.04
OUT_OF_ORDER: Final = 0.1
LONG_LOG: Final = 0.03


class Crew(NamedTuple):
    """Who writes in a log."""

    handler: str
    dispatcher: str
    unit: str


def crew(numbers: Random, beat: str) -> Crew:
    return Crew(
        handler=f"CH{4000 + int(numbers.random() * 900)}",
        dispatcher=f"DS{2000 + int(numbers.random() * 300)}",
        unit=f"{beat}{one_of(numbers, 'ABKM')}",
    )


class LogWriter:
    """Writes one log, line by line; `stages` then holds the lines of each message."""

    def __init__(self, numbers: Random, at: datetime, staff: Crew) -> None:
        self._numbers = numbers
        self._staff = staff
        self._seq = 0
        self.at = at
        self.stages: dict[int, list[LogLine]] = {}

    def pass_time(self, until: datetime) -> None:
        self.at = max(self.at, until)

    def write(self, stage: int, category: LineCategory, author: str, text: str, **more: Any) -> int:
        """One line some seconds later; returns its seq."""
        self._seq += 1
        self.at += timedelta(seconds=2 + int(self._numbers.random() * 40))
        line = LogLine(seq=self._seq, at=self.at, author=author, category=category, text=text, **more)
        if stage == OPENING and self._numbers.random() < TOLD_LATE:
            stage = UPDATE
        self.stages.setdefault(stage, []).append(line)
        return self._seq

    def open_with(self, said: Said) -> None:
        """The handler's remarks and the form."""
        for remark in said.remarks:
            author = ONLINE if remark.online else self._staff.handler
            for part in _split(self._numbers, remark.text):
                self.write(OPENING, LineCategory.REMARKS, author, part)
        for asked in said.asked:
            self._ask(asked, ONLINE if said.online else self._staff.handler)

    def _ask(self, asked: Asked, author: str) -> None:
        author = "SYSTEM" if asked.auto else author
        question = self.write(OPENING, LineCategory.QUESTION, author, asked.question)
        more: dict[str, Any] = {"auto_answered": True} if asked.auto else {}
        if self._numbers.random() < 0.8:
            more["question_seq"] = question
        self.write(OPENING, LineCategory.ANSWER, author, asked.answer, **more)

    def assess(self, said: Said, likely: float) -> None:
        """THRIVE, by the handler at once or by the dispatcher later.

        V is written whenever somebody stands out.
        """
        if not said.vulnerability and self._numbers.random() >= likely:
            return
        stage = UPDATE if self._numbers.random() < 0.4 else OPENING
        author = self._staff.dispatcher if stage == UPDATE else self._staff.handler
        for letter, lines in texts("routine")["thrive"].items():
            stands_out = letter == "V" and said.vulnerability
            text = said.vulnerability if stands_out else one_of(self._numbers, lines)
            self.write(stage, LineCategory.THRIVE, author, text, thrive_letter=letter)

    def work(self) -> None:
        """What the system, the units and a supervisor write while the log is open."""
        numbers, routine = self._numbers, texts("routine")
        rounds = 1 if numbers.random() >= LONG_LOG else 12 + int(numbers.random() * 30)
        for _ in range(rounds):
            self.write(UPDATE, LineCategory.SYSTEM, "SYSTEM", one_of(numbers, routine["system"]))
            self.write(UPDATE, LineCategory.UNIT_REMARK, self._staff.unit, one_of(numbers, routine["unit"]))
        if numbers.random() < 0.2:
            supervisor = one_of(numbers, routine["supervisor"])
            self.write(UPDATE, LineCategory.SUPERVISOR, self._staff.dispatcher, supervisor)

    def dispose(self, stage: int, text: str) -> None:
        self.write(stage, LineCategory.DISPOSE, self._staff.dispatcher, text)

    def told_in(self, stage: int) -> tuple[LogLine, ...]:
        """The lines of a stage as they are told, now and then out of order."""
        lines = self.stages.get(stage, [])
        if len(lines) > 1 and self._numbers.random() < OUT_OF_ORDER:
            lines = self._numbers.sample(lines, len(lines))
        return tuple(lines)


def result_text(numbers: Random, codes: Iterable[str]) -> str:
    """The disposal line with the codes it gave."""
    given = " / ".join(codes)
    closing = str(one_of(numbers, texts("routine")["dispose"]))
    return f"RESULT {given}. {closing}" if given else closing


def _split(numbers: Random, remark: str) -> list[str]:
    """A remark, sometimes broken in the middle of a sentence where the handler's line was full."""
    words = remark.split(" ")
    if len(words) < 6 or numbers.random() >= SPLIT:
        return [remark]
    cut = 2 + int(numbers.random() * (len(words) - 4))
    return [" ".join(words[:cut]), " ".join(words[cut:])]
