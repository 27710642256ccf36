"""X8: who is erased is gone also from where nobody would look: found by a person who wants to be forgotten."""

from collections.abc import Iterator

from schemas.incoming import DutyDeclined, Location, Person, PersonLeft, PersonMerged
from schemas.rows import DeclinedRow, IncidentRow, ObligationRow, PersonRow
from schemas.words import Answer, ObligationStatus, Partner, Question, Role, SubjectKind
from streams.rules import lines
from streams.rules.keys import folded, hidden, phone
from tests.given.casework import answered, assessed, form_declined
from tests.given.core import Core
from tests.given.high_risk import BEAT, HIGH, declared, directory, on_a_beat
from tests.given.messages import (
    HOME,
    fact,
    incident,
    instruction,
    opened_in_sentinel,
    person_added,
    victim,
)
from tests.given.partners import consent
from tests.given.rights import erased, subject
from tests.given.steps import refused

NAME, BORN, PHONE = "Ann Belmark", "1951-03-07", "07700900123"
ANN = {"nominal_ref": "N-ANN-MARK", "name": NAME, "date_of_birth": BORN, "phone": PHONE}
MARKS = (b"ANN-MARK", b"Belmark", b"belmark", BORN.encode(), phone(PHONE).encode(), b"P-ANN")
BY_NOMINAL = subject(nominal_ref="N-ANN-MARK")


def hashes(secret: bytes) -> Iterator[bytes]:
    """Everything under which rows may know her by a hash."""
    name, number = folded(NAME), phone(PHONE)
    for said in (f"{name}|{BORN}", f"{name}|", number, f"{number}|{BORN}", f"{number}|"):
        yield hidden(said, secret).encode()


def left(core: Core) -> list[bytes]:
    """The keys of the rows that hold anything of her, by name, number, reference or hash."""
    marks = (*MARKS, *hashes(core.domain.secret))
    return [key for key, row in core.rows() if any(mark in _said(core, key, row) for mark in marks)]


def _said(core: Core, key: bytes, row: object) -> bytes:
    text = "".join(line.text for line in lines.unpack(row.log)) if isinstance(row, IncidentRow) else ""
    return key + core.domain.encode_row(key, row) + text.encode()  # type: ignore[arg-type]


def test_x8_from_a_record_of_sentinel_whose_case_has_not_appeared(core: Core) -> None:
    core.tell(
        person_added("SEN-77", "P-ANN", 6, **ANN),
        assessed("SEN-77", "P-ANN", 8, 1, HIGH),
        answered(Question.SAFEGUARDING, Answer.YES, 9, reference="SEN-77", person_ref="P-ANN"),
        declared("SEN-77", "P-ANN", 10),
        consent(Partner.VICTIM_SUPPORT, hours=11, reference="SEN-77", person_ref="P-ANN"),
    )
    assert left(core)

    core.tell(erased(BY_NOMINAL, 48))

    assert left(core) == []


def test_x8_from_a_case_that_she_was_never_put_on(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(
        declared("SEN-1", "P-ANN", 7),
        assessed("SEN-1", "P-ANN", 8, 1, HIGH),
        answered(Question.SAFEGUARDING, Answer.YES, 9, person_ref="P-ANN"),
    )
    assert left(core)

    core.tell(erased(subject(in_sentinel=({"reference": "SEN-1", "person_ref": "P-ANN"},)), 48))

    assert left(core) == []


def test_x8_from_a_role_that_she_never_had(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(
        person_added("SEN-1", "P-ANN", 6, **ANN),
        declared("SEN-1", "P-ANN", 7, kind=SubjectKind.PERPETRATOR),
        assessed("SEN-1", "N-ANN-MARK", 8, 1, HIGH, SubjectKind.PERPETRATOR),
    )
    assert left(core)

    core.tell(erased(BY_NOMINAL, 48))

    assert left(core) == []


def test_x8_from_records_that_were_merged_whichever_way(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(person_added("SEN-1", "P-ANN", 6, **ANN))
    for number, (one, other) in enumerate((("P-ANN-OLD", "P-ANN"), ("P-ANN", "P-ANN-NEW"))):
        core.tell(person_added("SEN-1", one if one != "P-ANN" else other, 7 + number, name="A. B."))
        core.tell(
            PersonMerged(
                **fact(f"merged-{number}", 9 + number), reference="SEN-1", person_ref=one, into=other
            )
        )
    core.tell(assessed("SEN-1", "P-ANN-OLD", 24, 1, HIGH))
    assert left(core)

    core.tell(erased(BY_NOMINAL, 48))

    assert left(core) == []


def test_x8_from_a_case_that_she_left(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(
        incident("SK-2", 3, "Shouting.", uprn=HOME, people=(victim(**ANN),)),
        person_added("SEN-1", "P-ANN", 6, **ANN),
        assessed("SEN-1", "P-ANN", 24, 1, HIGH),
        declared("SEN-1", "P-ANN", 25),
        PersonLeft(**fact("left", 30), reference="SEN-1", person_ref="P-ANN"),
    )
    assert left(core)

    core.tell(erased(BY_NOMINAL, 48))

    assert left(core) == []


def test_x8_from_logs_that_have_her_name_or_phone_only_and_from_duplicates(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(
        incident("SK-2", 3, "Shouting.", uprn=HOME, people=(victim(name=NAME, phone=PHONE),)),
        incident("SK-3", 4, "Again.", uprn=HOME, duplicate_of="SK-2", people=(victim(**ANN),)),
        person_added("SEN-1", "P-ANN", 6, **ANN),
    )
    assert left(core)

    core.tell(erased(BY_NOMINAL, 48))

    assert left(core) == []


def test_x8_from_what_is_watched_of_her_as_a_victim_and_as_a_perpetrator(core: Core) -> None:
    core.tell(directory())
    threat = "He singled her out and threatened her. She is frightened."
    him = Person(role=Role.PERPETRATOR, nominal_ref="N-HIM")
    for day in range(4):
        core.tell(
            incident(f"SK-V{day}", 24 * day, threat, uprn=HOME, people=(victim(**ANN), him)),
            incident(
                f"SK-P{day}",
                24 * day + 1,
                threat,
                uprn="999000000044",
                people=(victim(nominal_ref="N-V"), Person(role=Role.PERPETRATOR, **ANN)),
            ),
        )
    assert {b"watch", b"notice"} <= {key.split(b"|")[1] for key in left(core)}

    core.tell(erased(BY_NOMINAL, 24 * 5))

    assert left(core) == []


def test_x8_from_another_case_that_knows_her_by_one_reference_when_the_request_had_another(
    core: Core,
) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(
        person_added("SEN-1", "P-ANN", 6, **ANN),
        opened_in_sentinel("SEN-9", 4, beat=BEAT),
        person_added("SEN-9", "P-ANN-9", 5, nominal_ref="N-ANN-MARK"),
        answered(Question.VULNERABLE, Answer.UNKNOWN, 6, reference="SEN-9", person_ref="P-ANN-9"),
        answered(Question.VULNERABLE, Answer.YES, 7, person_ref="P-ANN"),
    )
    assert left(core)

    core.tell(erased(subject(in_sentinel=({"reference": "SEN-1", "person_ref": "P-ANN"},)), 48))

    assert left(core) == []


def test_x8_from_what_officers_wrote_about_somebody_else(core: Core) -> None:
    core.tell(directory())
    on_a_beat(core)
    core.tell(assessed("SEN-1", "P-1", 24, 1, HIGH), person_added("SEN-1", "P-ANN", 24, **ANN))
    duties = [row for _, row in core.rows() if isinstance(row, ObligationRow)]
    duty = next(row for row in duties if row.status is ObligationStatus.OPEN)
    [step] = {each.data["step_id"] for each in core.published if each.type == "ConfirmationAsked"}
    core.tell(
        DutyDeclined(
            **instruction("declined", 25),
            officer="PS 77",
            obligation_id=duty.obligation_id,
            reason="Belmark, Ann asked us to wait.",
        ),
        refused(step, 26, reason="Ann Belmark says that it is not so."),
        form_declined(27, reason="Ann Belmark has done it."),
    )
    assert {b"declined", b"step", b"person"} <= {key.split(b"|")[1] for key in left(core)}

    core.tell(erased(BY_NOMINAL, 48))

    assert left(core) == []
    [word] = [row for _, row in core.rows() if isinstance(row, DeclinedRow)]
    assert (word.officer, word.reason) == ("PS 77", "[erased]")
    forms = [row.form for _, row in core.rows() if isinstance(row, PersonRow) and row.form is not None]
    assert all(form.declined_for for form in forms)


def test_x8_from_the_words_for_where_it_was(core: Core) -> None:
    place = Location(uprn=HOME, text="Ann Belmark's house, 4 Sea Road")
    core.tell(incident("SK-2", 3, "Shouting.", location=place, people=(victim(**ANN),)))
    assert left(core)

    core.tell(erased(BY_NOMINAL, 48))

    header = core.incident("SK-2").header
    assert left(core) == []
    assert header is not None
    assert header.place is not None
    assert (header.place.text, header.place.uprn) == ("", HOME)
