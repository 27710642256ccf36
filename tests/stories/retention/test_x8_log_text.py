"""The text of a log is kept for so long after it was closed; then only what was found in it (X8; design: Lines)."""

import pytest

from schemas.rows import IncidentRow
from schemas.words import Answer, IncidentStatus, Letter
from streams.rules import lines
from streams.rules.retention.log_text import without_text
from tests.given.core import Core
from tests.given.messages import at, incident, line

DAY = 24
ALONE, HATE = "CALLER SAYS SHE LIVES ALONE AND IS FRIGHTENED", "SHOUTED RACIST ABUSE AT HER"
CLOSED = {"status": IncidentStatus.CLOSED, "closed_at": at(2)}


def texts(row: IncidentRow) -> list[str]:
    return [each.text for each in lines.unpack(row.log)]


def letters(core: Core, incident_id: str = "SK-1") -> dict[str, str]:
    decided = core.latest("DecisionMade", incident_id)
    assert decided is not None
    return {one["letter"]: one["answer"] for one in decided["letters"]}


def test_x8_thirty_days_after_it_was_closed_the_text_is_gone_and_number_and_time_are_left(core):
    core.tell(incident("SK-1", 0, ALONE, HATE, recorded=3, **CLOSED))

    core.move_to(30 * DAY + 1)
    kept = core.incident("SK-1")
    core.move_to(30 * DAY + 3)

    row = core.incident("SK-1")
    assert texts(kept) == [ALONE, HATE]
    assert [(each.seq, each.at, each.text, each.author) for each in lines.unpack(row.log)] == [
        (1, at(0), "", ""),
        (2, at(0), "", ""),
    ]
    assert row.text_removed_at == at(30 * DAY + 2)


def test_x8_a_log_that_nobody_closed_keeps_its_text_no_longer_than_half_a_year(core):
    core.tell(incident("SK-1", 0, ALONE))

    core.move_to(179 * DAY)
    kept = core.incident("SK-1")
    core.move_to(181 * DAY)

    assert texts(kept) == [ALONE]
    assert texts(core.incident("SK-1")) == [""]


def test_x8_a_log_that_is_opened_again_keeps_its_text(core):
    core.tell(incident("SK-1", 0, ALONE, recorded=3, **CLOSED))

    core.tell(incident("SK-1", 0, recorded=20 * DAY, revision=2))
    core.move_to(40 * DAY)

    assert texts(core.incident("SK-1")) == [ALONE]


def test_x8_nothing_is_published_when_the_text_goes_and_what_was_found_stays(core):
    core.tell(incident("SK-1", 0, ALONE, HATE, recorded=3, **CLOSED))
    before = letters(core)

    told = core.move_to(60 * DAY)
    core.tell(incident("SK-1", 0, recorded=61 * DAY, revision=2, closing_code="202", **CLOSED))

    assert [event.type for event in told if event.key == "SK-1"] == []
    assert letters(core) == before
    assert before[Letter.HATE] == Answer.YES


def test_x8_lines_told_again_bring_no_text_back(core):
    core.tell(incident("SK-1", 0, ALONE, HATE, recorded=3, **CLOSED))
    core.move_to(60 * DAY)

    core.tell(incident("SK-1", 0, ALONE, HATE, recorded=3, **CLOSED), ce_id="again")
    core.tell(incident("SK-1", 0, ALONE, HATE, recorded=61 * DAY, revision=2, **CLOSED))

    assert texts(core.incident("SK-1")) == ["", ""]


def test_x8_a_line_that_comes_after_it_is_read_and_not_kept(core):
    core.tell(incident("SK-1", 0, ALONE, recorded=3, **CLOSED))
    core.move_to(60 * DAY)
    before = letters(core)

    late = [line(HATE, 7, hours=60 * DAY)]
    core.tell(incident("SK-1", 0, recorded=61 * DAY, revision=2, lines=late, **CLOSED))

    assert before[Letter.HATE] == Answer.UNKNOWN
    assert letters(core)[Letter.HATE] == Answer.YES
    assert [(each.seq, each.text) for each in lines.unpack(core.incident("SK-1").log)] == [(1, ""), (7, "")]


def test_x8_the_text_of_a_log_that_was_not_asb_is_gone_unread(core):
    core.tell(incident("SK-1", 0, HATE, recorded=3, opening_code="604", **CLOSED))
    core.move_to(60 * DAY)

    core.tell(incident("SK-1", 0, recorded=61 * DAY, revision=2, **CLOSED))

    assert letters(core)[Letter.HATE] == Answer.UNKNOWN
    assert core.latest("OfficerDecisionAsked", "SK-1") is not None


@pytest.mark.parametrize("removed_before", [False, True])
def test_x8_the_same_removal_serves_an_erasure_at_any_time(core, removed_before):
    core.tell(incident("SK-1", 0, ALONE, recorded=3, **CLOSED))
    row = without_text(core.incident("SK-1"), at(5)) if removed_before else core.incident("SK-1")

    erased = without_text(row, at(6))

    assert texts(erased) == [""]
    assert erased.cues == row.cues
    assert erased.falls_due != row.falls_due or removed_before
    assert erased.text_removed_at == (at(5) if removed_before else at(6))
