"""X11: the sheet of a sample comes back as it was written, and a bad one is refused with the line and column."""

import csv
import io
import json
from typing import Any

import pytest

from schemas.words import AsbClass, AsbType
from streams.sample import sheet
from streams.sample.sheet import BadSheet, Override

ROW: dict[str, Any] = {
    **dict.fromkeys(sheet.COLUMNS, ""),
    "force": "E23000099",
    "sample": "random",
    "seed": 7,
    "incident_id": "SK-1",
    "class": "nuisance",
    "type": "noise",
    "basis": "cues",
    "probability": 0.25,
}


def row(**said: Any) -> dict[str, Any]:
    return {**ROW, **said}


def disagreed(**said: Any) -> dict[str, Any]:
    return row(registrar_agrees="no", registrar_reason="Counting rules.", **said)


@pytest.mark.parametrize("written", [sheet.as_csv, sheet.as_json], ids=["csv", "json"])
def test_x11_a_sheet_is_read_as_it_was_written(written):
    rows = [
        row(),
        row(incident_id="SK-2", registrar_agrees="Yes"),
        disagreed(incident_id="SK-3", registrar_type="begging"),
    ]

    told = sheet.read(written(rows))

    assert [(one.incident_id, one.agrees) for one in told] == [
        ("SK-1", None),
        ("SK-2", True),
        ("SK-3", False),
    ]
    assert [one.probability for one in told] == [0.25] * 3
    assert told[2].override == Override(True, AsbClass.NUISANCE, AsbType.BEGGING, "Counting rules.")


def test_x11_a_spreadsheets_mark_at_the_beginning_does_no_harm():
    assert len(sheet.read("\ufeff" + sheet.as_csv([row()]))) == 1


def test_x11_a_registrar_may_say_that_it_is_not_asb():
    [told] = sheet.read(sheet.as_csv([disagreed(registrar_class="not-asb")]))

    assert told.override == Override(False, None, None, "Counting rules.")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (row(registrar_agrees="maybe"), "line 2, column registrar_agrees: say yes or no, or leave it empty"),
        (
            row(registrar_agrees="yes", registrar_class="personal"),
            "line 2, column registrar_class: is another than ours: then registrar_agrees is no",
        ),
        (
            row(registrar_type="begging"),
            "line 2, column registrar_type: is another than ours: then registrar_agrees is no",
        ),
        (row(registrar_agrees="no", registrar_class="personal"), "line 2, column registrar_reason: say why"),
        (disagreed(), "line 2, column registrar_class: give another class or type than ours"),
        (
            disagreed(registrar_class="nuisance"),
            "line 2, column registrar_class: give another class or type than ours",
        ),
        (
            disagreed(registrar_class="serious"),
            "line 2, column registrar_class: 'serious' is none of personal, nuisance, environmental",
        ),
        (
            disagreed(registrar_class="not-asb", registrar_type="noise"),
            "line 2, column registrar_type: is empty where the class is not-asb",
        ),
        (row(probability="0"), "line 2, column probability: is a number over 0 and up to 1, as it was drawn"),
        (
            row(probability="often"),
            "line 2, column probability: is a number over 0 and up to 1, as it was drawn",
        ),
        (row(incident_id=" "), "line 2, column incident_id: is empty"),
    ],
)
def test_x11_a_bad_row_is_refused_with_its_line_and_column(broken, said):
    with pytest.raises(BadSheet) as refused:
        sheet.read(sheet.as_csv([broken]))

    assert str(refused.value) == said


def test_x11_an_incident_that_is_there_twice_is_refused():
    with pytest.raises(BadSheet, match=r"^line 3, column incident_id: SK-1 is there twice$"):
        sheet.read(sheet.as_csv([row(), row()]))


def test_x11_two_forces_on_one_sheet_are_refused():
    with pytest.raises(BadSheet, match=r"^line 3, column force: a sheet is of one force$"):
        sheet.read(sheet.as_csv([row(), row(incident_id="SK-2", force="E23000098")]))


@pytest.mark.parametrize("column", ["incident_id", "probability", "registrar_agrees"])
def test_x11_a_missing_column_is_named(column):
    written = io.StringIO()
    kept = [name for name in sheet.COLUMNS if name != column]
    csv.DictWriter(written, kept, extrasaction="ignore").writeheader()

    with pytest.raises(BadSheet, match=f"^line 1: column {column} is missing$"):
        sheet.read(written.getvalue())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: column force is missing"),
        (sheet.as_csv([]), "line 2: there is no incident"),
        (sheet.as_csv([row()]) + "E23000099,random\n", "line 3: has another number of columns than line 1"),
        ("{", "line 1, column 2: Expecting property name enclosed in double quotes"),
        ('{"rows": 1}', "line 1: there is no list `rows` of objects"),
        (json.dumps({"rows": [{}]}), "row 1: column force is missing"),
    ],
)
def test_x11_what_is_no_sheet_is_refused(text, said):
    with pytest.raises(BadSheet) as refused:
        sheet.read(text)

    assert str(refused.value) == said
