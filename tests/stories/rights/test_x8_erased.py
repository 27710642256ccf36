"""X8: who is erased is in no row any more; whoever was told of them is told; a certificate says what was reached."""

import json
from datetime import timedelta

import pytest

from schemas.rows import IncidentRow, MarkerRow, ObligationRow, ReferralRow, SubjectRow
from schemas.words import (
    Answer,
    ObligationKind,
    ObligationStatus,
    Partner,
    Question,
    SubjectKind,
    WithdrawalReason,
)
from streams.rules import lines
from streams.rules.rights import keys
from streams.topic_retention import gone_after
from tests.given.casefile import of_type, only, snapshot
from tests.given.casework import answered, assessed
from tests.given.core import Core
from tests.given.high_risk import HIGH, declared, directory, on_a_beat
from tests.given.messages import HOME, at, incident, person_added, victim
from tests.given.partners import consent, correction_acknowledged, sent
from tests.given.rights import RightsWorld, erased, restricted, subject
from tests.given.steps import confirmed
from tests.stories.corrections.test_as_if_never_told import WHAT_STANDS, run

ANN = {
    "nominal_ref": "N-ANN-MARK",
    "name": "Ann Belmark",
    "date_of_birth": "1951-03-07",
    "phone": "07700900123",
}
WORDS = "Ann Belmark says that they threatened her. She is frightened."
MARKS = (b"ANN-MARK", b"Belmark", b"belmark", b"1951-03-07", b"7700900123", b"P-ANN")
ABOUT = subject(
    nominal_ref="N-ANN-MARK",
    name="Ann Belmark",
    date_of_birth="1951-03-07",
    in_sentinel=({"reference": "SEN-1", "person_ref": "P-ANN"},),
)


def ann_in_everything(core: Core) -> None:
    """Ann in every kind of row: a case with her at high risk, a marker, referrals, answers, words of officers."""
    core.tell(directory())
    on_a_beat(core)
    core.tell(
        incident("SK-2", 3, WORDS, uprn=HOME, people=(victim(**ANN),)),
        incident(
            "SK-3", 4, "Shouting again. She is frightened.", uprn=HOME, people=(victim(name="Ann Belmark"),)
        ),
        incident("SK-ROAD", 5, WORDS, opening_code="401", people=(victim(**ANN),)),
        person_added("SEN-1", "P-ANN", 6, home_uprn=HOME, **ANN),
        assessed("SEN-1", "P-ANN", 24, 1, HIGH, SubjectKind.VICTIM),
        declared("SEN-1", "P-ANN", 25),
        answered(Question.SAFEGUARDING, Answer.YES, 26, person_ref="P-ANN", text="She said so."),
        consent(Partner.VICTIM_SUPPORT, hours=27, person_ref="P-ANN"),
    )
    markers = [row.marker_id for _, row in core.rows() if isinstance(row, MarkerRow)]
    core.tell(*(confirmed(marker, 30) for marker in markers))


def held(core: Core) -> list[str]:
    """The kinds of the rows whose key or bytes hold a mark, the text of logs read as well."""
    found = []
    for key, row in core.rows():
        said = key + core.domain.encode_row(key, row)
        if isinstance(row, IncidentRow):
            said += "".join(line.text for line in lines.unpack(row.log)).encode()
        if any(mark in said for mark in MARKS):
            found.append(key.split(b"|")[1].decode())
    return sorted(set(found))


def people(core: Core, case_id: str) -> list[str]:
    return [one["person_ref"] for one in snapshot(core, case_id)["people"]]


def test_x8_there_was_something_to_erase_in_every_kind_of_row(core: Core) -> None:
    ann_in_everything(core)

    assert {"incident", "sentinel", "assessment", "person", "marker", "referral", "obligation"} <= set(
        held(core)
    )


def test_x8_no_row_names_them_any_more(core: Core) -> None:
    ann_in_everything(core)

    core.tell(erased(ABOUT, 48))

    assert held(core) == []


def test_x8_no_row_names_them_by_a_hash_either(core: Core) -> None:
    ann_in_everything(core)
    hashes = [key[2:].encode() for key in keys.of_subject(ABOUT, core.domain.secret)]

    core.tell(erased(ABOUT, 48))

    rows = [key + core.domain.encode_row(key, row) for key, row in core.rows()]
    assert [one for one in rows if any(each in one for each in hashes)] == []


def test_x8_the_last_snapshot_does_not_show_them(core: Core) -> None:
    ann_in_everything(core)
    case_id = core.incident("SK-1").case_id

    core.tell(erased(ABOUT, 48))

    assert people(core, case_id) == ["P-1"]
    assert not any(mark in json.dumps(snapshot(core, case_id)).encode() for mark in MARKS)


def test_x8_what_the_text_of_their_logs_said_of_the_letters_stays(core: Core) -> None:
    ann_in_everything(core)
    before = core.incident("SK-2")

    core.tell(erased(ABOUT, 48))

    after = core.incident("SK-2")
    assert after.cues.letters == before.cues.letters
    assert [line.text for line in lines.unpack(after.log)] == [""]


def test_x8_the_text_of_a_log_that_an_officer_names_goes_too(core: Core) -> None:
    ann_in_everything(core)
    core.tell(incident("SK-8", 40, "Ann Belmark was mentioned. He shouted all night.", uprn="999000000077"))

    core.tell(erased(ABOUT, 48, incident_ids=("SK-8",)))

    assert held(core) == []
    assert lines.unpack(core.incident("SK-1").log)[0].text


def test_x8_partners_are_told_and_chased_and_nobody_says_whom_it_was_about(core: Core) -> None:
    ann_in_everything(core)
    told = set(sent(core.published))

    events = core.tell(erased(ABOUT, 48))

    assert told
    assert set(sent(events, "ReferralRecalled")) == told
    assert {each["reason"] for each in of_type(events, "ReferralRecalled")} == {WithdrawalReason.ERASED}
    kept = [row for _, row in core.rows() if isinstance(row, ReferralRow)]
    assert {row.partner for row in kept} == told
    assert {row.subject_ref for row in kept} == {""}
    assert len(chased(core)) == len(told)


def test_x8_a_recall_that_is_taken_in_is_done_with(core: Core) -> None:
    ann_in_everything(core)
    core.tell(erased(ABOUT, 48))
    rows = [row for _, row in core.rows() if isinstance(row, ReferralRow)]

    for row in rows:
        correction = row.corrections[-1].correction_id
        core.tell(correction_acknowledged(row.referral_id, row.partner, correction, 60))

    assert chased(core) == []


def test_x8_the_certificate_counts_what_was_reached_and_names_nobody(core: Core) -> None:
    ann_in_everything(core)

    events = core.tell(erased(ABOUT, 48, rejected_keys=("test.storm.incidents.v1/0/7",)))

    certificate = only(core.audited, "ErasureCertified")
    assert certificate["removed"]["assessment"] == certificate["removed"]["person"] == 1
    assert certificate["rewritten"]["incident"] == 3
    assert certificate["rejected"] == 1
    assert len(certificate["recalls"]) == len(of_type(events, "ReferralRecalled"))
    assert certificate["gone_by"] == (at(48) + gone_after()).isoformat().replace("+00:00", "Z")
    assert not any(mark in json.dumps(certificate).encode() for mark in MARKS)


def test_x8_the_certificate_goes_by_what_the_installation_keeps_where_the_instruction_says_that(
    core: Core,
) -> None:
    core.tell(erased(ABOUT, 48, gone_by=at(24 * 70)))

    assert only(core.audited, "ErasureCertified")["gone_by"] == "2026-08-10T09:00:00Z"


def test_x8_rejected_messages_that_name_them_are_removed_by_their_keys(core: Core) -> None:
    ann_in_everything(core)

    core.tell(erased(ABOUT, 48, rejected_keys=("test.storm.incidents.v1/0/7",)))

    removed = [(one.key, one.value) for one in core.messages if one.topic.endswith("asb.rejected.v1")]
    assert removed == [(b"test.storm.incidents.v1/0/7", None)]


def test_x8_what_is_told_of_them_later_is_new(core: Core) -> None:
    ann_in_everything(core)
    core.tell(erased(ABOUT, 48))

    core.tell(person_added("SEN-1", "P-ANN", 60, 5, **ANN))

    case_id = core.incident("SK-1").case_id
    assert people(core, case_id) == ["N-ANN-MARK", "P-1"]


def test_x8_the_same_message_twice_erases_nothing_of_what_came_since(core: Core) -> None:
    ann_in_everything(core)
    core.tell(erased(ABOUT, 48), ce_id="once")
    core.tell(person_added("SEN-1", "P-ANN", 60, 5, **ANN))

    assert core.tell(erased(ABOUT, 48), ce_id="once") == []


def test_x8_somebody_who_was_restricted_before_is_known_by_no_request_any_more(core: Core) -> None:
    ann_in_everything(core)
    core.tell(restricted(ABOUT, 40, subject_id="R-0"))

    core.tell(erased(ABOUT, 48))

    rows = [row for _, row in core.rows() if isinstance(row, SubjectRow)]
    assert {row.subject_id for row in rows} == {"R-0", "R-1"}
    assert not any(row.keys or row.refs or row.restricted or row.told for row in rows)


def test_x8_every_compacted_topic_is_written_to_in_the_days_after(core: Core) -> None:
    ann_in_everything(core)
    core.tell(erased(ABOUT, 48))

    written = core.move_to(at(48) + timedelta(days=2))

    assert [each.key for each in written if each.type == "CaseSnapshot"] == ["R-1"]


@pytest.mark.parametrize("seed", range(6))
def test_x8_nothing_stands_that_would_not_had_nobody_told_of_them(seed: int) -> None:
    world = RightsWorld(seed)
    told = world.told

    core = run([*told, erased(world.about, 24 * 200)])

    absent = run(world.without(told))
    for standing in WHAT_STANDS:
        assert standing(core) == standing(absent)


def chased(core: Core) -> list[str]:
    return [
        row.obligation_id
        for _, row in core.rows()
        if isinstance(row, ObligationRow)
        and row.kind is ObligationKind.CORRECTION_ACKNOWLEDGEMENT
        and row.status is ObligationStatus.OPEN
    ]
