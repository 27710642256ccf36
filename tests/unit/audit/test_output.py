"""X7: what is printed of an audit, also of one that was tampered with."""

import re
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table

from schemas.rows import AuditRow
from streams.audit import findings
from streams.audit.reading import Checked, Entry
from streams.audit.verify import Place, Verdict
from streams.cli import audit_output as output

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
FORCE = "E23000099"


def entry(data: Any) -> Entry:
    return Entry(FORCE, 3, AT, data, "f" * 64)


def printed(data: Any) -> str:
    table = Table(*("force", "number", "at", "by", "because", "verb", "record", "told to"))
    found = list(output.operations(entry(data), None, frozenset()))
    output.add_rows(table, entry(data), found)
    written = StringIO()
    Console(file=written, width=200).print(table)
    return re.sub(" +", " ", written.getvalue())


LOOKED = {
    "verb": "consultation",
    "what": "case",
    "ref": "SEN-1",
    "to": [],
    "records": 1,
    "through": "asb explain",
}


def test_x7_a_name_in_brackets_is_printed_as_it_is():
    shown = printed({"link": {"number": 7, "previous": ""}, "by": "PS [red]77[/]", "operations": [LOOKED]})

    assert "│ 7 │ " in shown
    assert "PS [red]77[/] │ asb explain │ consultation │ case SEN-1" in shown


@pytest.mark.parametrize(
    "data",
    [
        {"operations": 5},
        {"operations": [5, "x"], "link": "first"},
        {"operations": [{"verb": "consultation"}], "link": {"number": -1, "previous": ""}},
        {"operations": [{"to": [1], "records": "x"}], "link": {"number": float("inf")}, "by": None},
        {"operations": [{"to": 5}], "link": {"number": float("nan"), "previous": ""}},
        {},
    ],
)
def test_x7_a_record_that_nobody_of_ours_wrote_does_not_stop_the_listing(data: dict[str, Any]):
    assert "force" in printed(data)
    assert entry(data).link is None


def test_x7_what_is_wrong_with_very_many_records_is_said_of_some_and_counted():
    found = tuple(findings.inserted(number, number) for number in range(1, 501))
    checked = Checked(FORCE, Verdict(1, 500, 2, found), AT, AuditRow(500, "f" * 64))

    said = list(output.told([checked], ()))

    assert len(said) == 2 + output.MOST_TOLD
    assert said[-1] == f"{FORCE}: and 480 more; --json has them all."
    assert len(output.checked(checked)["findings"]) == 500


def test_x7_a_head_that_was_kept_of_records_long_gone_says_nothing_and_that_is_said():
    checked = Checked(FORCE, Verdict(100, 200, 2, ()), AT, AuditRow(200, "f" * 64))

    said = list(output.told([checked], (Place(7, "f" * 64),)))

    assert f"{FORCE}: 7 is older than what stands: nothing can be said of it." in said
