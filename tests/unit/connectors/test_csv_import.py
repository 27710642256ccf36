"""CSV exports of incidents: what a row becomes, and that no bad row is dropped in silence."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.storm.csv_import import id_of_row, read_incidents
from connectors.storm.mapping import Mapping, load
from connectors.storm.table_file import BadRow, UnreadableFile
from schemas.incoming import IncidentLogged
from schemas.words import Channel, TimePrecision

HEADING = "month,longitude,latitude,location,lsoa_code\n"
GOOD = "2022-01-01,-2.4646,53.7655,Hazelwood Close,E01012607\n"
SAMPLE = Path(__file__).parents[3] / "data" / "lancashire-asb-2022-sample.tab"
OWN_EXPORT = """
description: an export with ids, times, codes and text
columns:
  incident_id: ref
  reported_at: when
  closing_code: code
  local_codes: tags
  text: log
  easting: x
  northing: y
time: {formats: ["%d/%m/%Y %H:%M"], precision: exact, zone: Europe/London}
always: {channel: officer, qualifiers: [Alcohol]}
"""


@pytest.fixture
def police_uk() -> Mapping:
    return load("police-uk")


def a_file(folder: Path, text: str | bytes, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(path: Path, mapping: Mapping, **options) -> list[IncidentLogged | BadRow]:
    return list(read_incidents(path, mapping, **options))


def test_a_published_row_becomes_an_incident_known_to_the_month_at_a_snapped_point(tmp_path, police_uk):
    [incident] = read(a_file(tmp_path, HEADING + GOOD), police_uk)

    assert incident.incident_id == "export:000001"
    assert incident.header.reported_at == datetime(2022, 1, 1, tzinfo=UTC)
    assert incident.header.reported_precision is TimePrecision.MONTH
    assert incident.header.channel is Channel.IMPORT
    assert incident.header.local_codes == ("ASB",)
    assert incident.header.location.snapped
    assert incident.header.location.text == "Hazelwood Close"
    assert incident.header.people == ()
    assert incident.lines == ()


def test_the_published_sample_comes_in_whole_and_covers_every_month(police_uk):
    incidents = read(SAMPLE, police_uk)

    assert not [each for each in incidents if isinstance(each, BadRow)]
    assert len({incident.incident_id for incident in incidents}) == len(incidents) == 2_016
    london = [incident.header.reported_at.astimezone(police_uk.zone) for incident in incidents]
    assert {at.month for at in london} == set(range(1, 13))


@pytest.mark.parametrize(
    ("month", "end"),
    [
        ("2022-01-01", datetime(2022, 2, 1, tzinfo=UTC)),
        ("2022-06", datetime(2022, 6, 30, 23, tzinfo=UTC)),  # midnight in London is 23:00 in UTC
        ("2022-12", datetime(2023, 1, 1, tzinfo=UTC)),
    ],
)
def test_an_export_without_a_date_is_recorded_at_the_end_of_its_month(tmp_path, police_uk, month, end):
    [incident] = read(a_file(tmp_path, HEADING + GOOD.replace("2022-01-01", month)), police_uk)

    assert incident.recorded_at == end


def test_an_export_with_a_date_is_recorded_then(tmp_path, police_uk):
    made = datetime(2023, 3, 1, 12, tzinfo=UTC)

    [incident] = read(a_file(tmp_path, HEADING + GOOD), police_uk, recorded_at=made)

    assert incident.recorded_at == made


def test_the_same_file_read_twice_says_the_same(police_uk):
    assert read(SAMPLE, police_uk, limit=50) == read(SAMPLE, police_uk, limit=50)


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        ("2022-13,-2.4,53.7,A,E1", "month", "is not a time of the form %Y-%m-%d or %Y-%m"),
        (",-2.4,53.7,A,E1", "month", "is not a time"),
        ("2022-01,west,53.7,A,E1", "longitude", "is not a number"),
        ("2022-01,-2.4,,A,E1", "latitude", "is not a number"),
        ("2022-01,-2.4,91,A,E1", "latitude", "is not between -90 and 90 degrees"),
        ("2022-01,nan,53.7,A,E1", "longitude", "is not between"),
        ("2022-01,10,53.7,A,E1", "longitude", "outside Great Britain's grid"),
        ("2022-01,-2.4", "latitude", "breaks off"),
        ("2022-01,-2.4,53.7,A,E1,more", "–", "more cells than the heading"),
        ("2022-01,-2.4,53.7,A,E1234567890123456", "lsoa_code", "at most 16 characters"),
        (f"2022-01,-2.4,53.7,{'x' * 201},E1", "location", "at most 200 characters"),
        ('2022-01,-2.4,53.7,"A"x,E1', "–", "is not readable as a row"),
    ],
)
def test_a_bad_row_is_told_with_its_number_and_column_and_the_rest_goes_on(
    tmp_path, police_uk, row, column, problem
):
    before, bad, after = read(a_file(tmp_path, HEADING + GOOD + row + "\n" + GOOD), police_uk)

    assert (bad.row, bad.column) == (2, column)
    assert problem in bad.problem
    assert (before.incident_id, after.incident_id) == ("export:000001", "export:000003")


def test_what_is_told_of_a_bad_row_quotes_nothing_of_it(tmp_path, police_uk):
    [bad] = read(a_file(tmp_path, HEADING + "2022-01,-2.4,53.7,A,Secret-Secret-Secret\n"), police_uk)

    assert "Secret" not in repr(bad)


def test_a_byte_that_is_not_utf_8_spoils_its_row_only(tmp_path, police_uk):
    latin = GOOD.replace("Hazelwood", "Ch\xe2teau").encode("latin-1")

    bad, good = read(a_file(tmp_path, HEADING.encode() + latin + GOOD.encode()), police_uk)

    assert bad == BadRow(1, "location", "is not UTF-8 text")
    assert good.header.location.text == "Hazelwood Close"


def test_names_beyond_ascii_come_in_as_they_are(tmp_path, police_uk):
    [incident] = read(a_file(tmp_path, HEADING + GOOD.replace("Hazelwood", "Llŷn Ⅱ")), police_uk)

    assert incident.header.location.text == "Llŷn Ⅱ Close"


@pytest.mark.parametrize("name", ["export.tab", "export.tsv", "export.tab.gz", "export.csv.gz", "export.CSV"])
def test_tabs_commas_and_gzip_are_told_by_the_files_name(tmp_path, police_uk, name):
    text = (HEADING + GOOD).replace(",", "\t" if "csv" not in name.lower() else ",").encode()

    [incident] = read(a_file(tmp_path, gzip.compress(text) if name.endswith("gz") else text, name), police_uk)

    assert incident.incident_id == "export:000001"


def test_a_byte_order_mark_of_a_spreadsheet_is_no_part_of_the_first_column(tmp_path, police_uk):
    [incident] = read(a_file(tmp_path, b"\xef\xbb\xbf" + (HEADING + GOOD).encode()), police_uk)

    assert isinstance(incident, IncidentLogged)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("other.csv", b"a,b\n1,2\n", "other.csv has no column month, longitude"),
        ("empty.csv", b"", "its heading has: nothing"),
        (
            "broken.csv.gz",
            gzip.compress((HEADING + GOOD * 9_000).encode())[:-20],
            "cannot read broken.csv.gz: it is damaged",
        ),
        ("plain.csv.gz", b"month,longitude\n", "cannot read plain.csv.gz"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(tmp_path, police_uk, name, content, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        read(a_file(tmp_path, content, name), police_uk)


def test_a_mapping_of_ones_own_takes_ids_codes_text_and_grid_points(tmp_path):
    mapping = load(str(a_file(tmp_path, OWN_EXPORT, "own.yaml")))
    text = 'ref,when,code,tags,log,x,y\nS-9,01/07/2022 21:04,212,ASB; DRUNK,"Loud, again",652100,305400\n'

    [incident] = read(a_file(tmp_path, text), mapping)

    assert incident.incident_id == "S-9"
    assert incident.recorded_at == incident.header.reported_at == datetime(2022, 7, 1, 20, 4, tzinfo=UTC)
    assert incident.header.reported_precision is TimePrecision.EXACT
    assert incident.header.channel is Channel.OFFICER
    assert incident.header.closing_code == "212"
    assert incident.header.local_codes == ("ASB", "DRUNK")
    assert incident.header.qualifiers == ("Alcohol",)
    assert (incident.header.location.easting, incident.header.location.northing) == (652_100, 305_400)
    assert [line.text for line in incident.lines] == ["Loud, again"]


def test_a_value_that_the_contract_refuses_is_told_under_the_exports_own_column(tmp_path):
    mapping = load(str(a_file(tmp_path, OWN_EXPORT, "own.yaml")))
    at = "01/07/2022 21:04"
    text = f"ref,when,code,tags,log,x,y\nS 9,{at},,,,,\nS-9,{at},99,,,,\n,{at},,,,,\n"

    columns = [bad.column for bad in read(a_file(tmp_path, text), mapping)]

    assert columns == ["ref", "code", "ref"]


def test_an_id_made_from_a_long_file_name_stays_within_the_contract_and_apart_from_others():
    ids = {id_of_row("a" * 80 + end, 1) for end in ("x", "y")}

    assert len(ids) == 2
    assert {len(each) for each in ids} == {64}


def test_an_id_is_made_of_characters_that_the_contract_allows():
    assert id_of_row("Übersicht ASB_2022 (final)", 12) == "bersicht-ASB-2022-final:000012"
