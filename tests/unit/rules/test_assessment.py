"""R11, R13: which version of an assessment stands, and what is handed back, whatever order facts come in."""

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.forces import Registry
from schemas.incoming import AssessmentRecorded, AssessmentSubject, Judgement, MatrixAnswer
from schemas.rows import AssessmentRow, Rank, Row
from schemas.words import Band, Basis, RefusalReason, SubjectKind
from streams.domain import AsbDomain
from streams.engine.table import Table
from streams.policies.bundle import compiled, document_of, load_bundle
from streams.rules import assessment
from streams.rules.in_force import Policies, in_force
from streams.rules.ledger import Cause, Ledger
from tests.given.casework import assessed
from tests.given.core import FORCE, INSTALLATION, SECRET
from tests.given.messages import START, at

HIGH = {"vulnerability": "high", "violence": "yes"}
MEDIUM = {"violence": "yes"}
LOW = {"frequency": "one-off"}
BLANK: dict[str, str] = {}


def policies(**changes: Any) -> Policies:
    """The built-in policy, with sections replaced."""
    document = document_of({**load_bundle()[-1].document, **changes}, "policy")
    return Policies.of([in_force(compiled(document), document.sha256)])


BUILT_IN = policies()


def ledger(timeline: Policies = BUILT_IN) -> Ledger:
    table: Table[Row] = Table(AsbDomain(INSTALLATION, Registry((FORCE,)), SECRET))
    return Ledger(table, FORCE, Cause("cause", START), timeline, SECRET)


def rank_of(fact: AssessmentRecorded, ce_id: str = "") -> Rank:
    return (fact.revision, fact.recorded_at.isoformat(), ce_id or f"{fact.fact_id}-{fact.revision}")


def taken(*facts: AssessmentRecorded, timeline: Policies = BUILT_IN) -> AssessmentRow:
    """The row after facts about one subject, taken in the order given."""
    book = ledger(timeline)
    for fact in facts:
        assessment.take(book, fact, rank_of(fact))
    row = book.assessment(facts[0].reference, facts[0].subject.kind, assessment.subject_ref(facts[0].subject))
    assert row is not None
    return row


def version(revision: int, answers: dict[str, str], **changes: Any) -> AssessmentRecorded:
    return assessed(hours=48 + revision, revision=revision, answers=answers, **changes)


def refusals(row: AssessmentRow) -> list[tuple[RefusalReason, str | None]]:
    return [(refusal.reason, refusal.question) for refusal in row.refusals]


def standing_band(row: AssessmentRow) -> Band | None:
    return row.standing.band if row.standing is not None else None


# Which version stands


def test_r11_the_highest_revision_stands_whatever_order_versions_come_in():
    versions = [version(1, LOW), version(2, HIGH), version(3, MEDIUM)]

    rows = {taken(*order) for order in permutations(versions)}

    [row] = rows
    assert standing_band(row) is Band.MEDIUM
    assert [kept.band for kept in row.versions] == [Band.LOW, Band.HIGH, Band.MEDIUM]


@given(st.data())
def test_r11_what_is_kept_does_not_depend_on_the_order_of_versions(data):
    kinds = st.sampled_from([HIGH, MEDIUM, LOW, BLANK, {"violence": "perhaps"}, {"size": "big"}])
    versions = [version(number, data.draw(kinds)) for number in range(1, 6)]
    told = data.draw(st.permutations(versions))

    assert taken(*told) == taken(*versions)


def test_r11_a_version_sent_again_changes_nothing():
    fact = version(1, {"violence": "perhaps", "frequency": "daily"})

    assert taken(fact, fact) == taken(fact)


def test_r11_a_version_sent_again_under_another_message_id_is_one_version():
    book, fact = ledger(), version(1, {"violence": "perhaps", "frequency": "daily"})

    assessment.take(book, fact, rank_of(fact, "a"))
    assessment.take(book, fact, rank_of(fact, "b"))

    row = book.assessment("SEN-1", SubjectKind.VICTIM, "P-1")
    assert row is not None
    assert (len(row.versions), refusals(row)) == (1, [(RefusalReason.UNKNOWN_OPTION, "violence")])


def test_r13_only_the_standing_version_keeps_its_answers():
    row = taken(version(1, HIGH), version(2, MEDIUM))

    assert [len(kept.answers) for kept in row.versions] == [0, 1]


def test_r13_a_blank_form_takes_back_nothing_that_was_assessed():
    row = taken(version(1, HIGH), version(2, BLANK))

    assert standing_band(row) is Band.HIGH
    assert refusals(row) == []


def test_r13_a_blank_form_alone_gives_no_band():
    assert standing_band(taken(version(1, BLANK))) is None


def test_r13_a_blank_form_that_an_officer_judges_high_is_high():
    judgement = Judgement(band=Band.HIGH, reason="Seen tonight.", officer="PC 4411")

    assert standing_band(taken(version(1, BLANK, judgement=judgement))) is Band.HIGH


def test_r11_history_stays_bounded_and_keeps_what_stands():
    row = taken(*(version(number, HIGH) for number in range(1, 90)), version(90, {"violence": "perhaps"}))

    assert len(row.versions) < 70
    assert (row.standing.rank[0] if row.standing else None) == 89
    assert row.versions[0].rank[0] == 1


@pytest.mark.parametrize(("written", "kept"), [("000999000001", "999000001"), ("999000001", "999000001")])
def test_r19_a_location_is_one_however_its_uprn_is_written(written, kept):
    fact = assessed(
        person_ref=written, kind=SubjectKind.LOCATION, matrix="location", answers={"trend": "rising"}
    )

    assert taken(fact).ref == kept


def test_r12_the_community_of_a_case_is_one():
    subject = AssessmentSubject(kind=SubjectKind.COMMUNITY, ref="the green")

    row = taken(assessed(subject=subject, matrix="community", answers={"trend": "rising"}))

    assert (row.kind, row.ref, standing_band(row)) == (SubjectKind.COMMUNITY, "", Band.LOW)


# The matrix


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"matrix": "victim-secret"}, RefusalReason.UNKNOWN_MATRIX),
        ({"matrix_version": "2"}, RefusalReason.OTHER_MATRIX_VERSION),
        ({"matrix": "perpetrator"}, RefusalReason.MATRIX_OF_ANOTHER_SUBJECT),
    ],
)
def test_r13_an_assessment_by_another_matrix_is_refused_whole_and_the_one_before_stands(changes, reason):
    row = taken(version(1, HIGH), version(2, LOW, **changes))

    assert standing_band(row) is Band.HIGH
    assert refusals(row) == [(reason, None)]


def test_r13_what_was_refused_is_settled_by_a_version_that_stands():
    row = taken(version(1, LOW, matrix="victim-secret"), version(2, LOW))

    assert refusals(row) == []


SECOND_FROM = date(2026, 7, 1)


def with_second_version() -> Policies:
    """The numeric matrix again from 1 July 2026, where violence alone is high."""
    matrices = load_bundle()[-1].document["matrices"]
    second = {
        **matrices[0],
        "version": "2",
        "effective_from": SECOND_FROM.isoformat(),
        "overrides": [{"rule": "violence", "when": {"violence": ["yes"]}, "floor": "high"}],
    }
    return policies(matrices=[*matrices, second])


@pytest.mark.parametrize(
    ("created_at", "matrix_version", "band"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), "1", Band.MEDIUM),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "2", Band.HIGH),
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), "2", None),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "1", None),
    ],
)
def test_r13_the_matrix_is_that_of_the_london_day_the_assessment_was_created(
    created_at, matrix_version, band
):
    fact = assessed(
        hours=24 * 60, created_at=created_at, matrix_version=matrix_version, answers={"violence": "yes"}
    )

    assert standing_band(taken(fact, timeline=with_second_version())) is band


# Each answer


def answers(*given: MatrixAnswer) -> AssessmentRecorded:
    return assessed(matrix="victim-ram").model_copy(update={"answers": given})


@pytest.mark.parametrize(
    ("wrong", "reason", "question"),
    [
        (MatrixAnswer(question="Q99", option="yes"), RefusalReason.UNKNOWN_QUESTION, "Q99"),
        (MatrixAnswer(question="Q2", option="perhaps"), RefusalReason.UNKNOWN_OPTION, "Q2"),
        (MatrixAnswer(question="Q2", points=1), RefusalReason.POINTS_OUT_OF_RANGE, "Q2"),
        (MatrixAnswer(question="Q2", option="yes", points=1), RefusalReason.POINTS_OUT_OF_RANGE, "Q2"),
    ],
)
def test_r13_an_answer_that_the_matrix_does_not_know_is_refused_and_the_others_count(wrong, reason, question):
    row = taken(answers(MatrixAnswer(question="Q1", option="daily"), wrong))

    assert refusals(row) == [(reason, question)]
    assert row.standing is not None
    assert [(kept.question, kept.points) for kept in row.standing.answers] == [("Q1", 5)]


def test_r13_two_different_answers_to_one_question_are_none():
    twice = [MatrixAnswer(question="Q7", option=option) for option in ("no", "yes")]

    row = taken(answers(MatrixAnswer(question="Q1", option="daily"), *twice))

    assert refusals(row) == [(RefusalReason.ANSWERED_TWICE, "Q7")]
    assert row.standing is not None
    assert [kept.question for kept in row.standing.answers] == ["Q1"]


def test_r13_the_same_answer_twice_is_one():
    twice = [MatrixAnswer(question="Q7", option="yes"), MatrixAnswer(question="Q7", points=3)]

    assert refusals(taken(answers(*twice))) == []


@pytest.mark.parametrize("blank", [MatrixAnswer(question="Q7"), MatrixAnswer(question="Q7", option="")])
def test_r13_a_blank_answer_is_unknown_and_not_wrong(blank):
    row = taken(answers(MatrixAnswer(question="Q1", option="daily"), blank))

    assert refusals(row) == []
    assert row.standing is not None
    assert [kept.question for kept in row.standing.answers] == ["Q1"]


def test_r13_points_that_one_option_has_are_that_option():
    row = taken(answers(MatrixAnswer(question="Q7", points=3, basis=Basis.FACT)))

    assert row.standing is not None
    [kept] = row.standing.answers
    assert (kept.option, kept.points, kept.basis) == ("yes", 3, Basis.FACT)


# Judgement


def judging(band: Band, answers: dict[str, str] = MEDIUM, **changes: Any) -> AssessmentRow:
    """A medium risk by the matrix, judged otherwise."""
    values = {"band": band, "reason": "Known to the team for years.", "officer": "PC 4411"}
    return taken(version(1, answers, judgement=Judgement(**{**values, **changes})))


@pytest.mark.parametrize(
    ("band", "changes", "stands", "missing"),
    [
        (Band.HIGH, {}, Band.HIGH, []),
        (Band.HIGH, {"reason": " "}, Band.MEDIUM, [RefusalReason.JUDGEMENT_WITHOUT_REASON]),
        (Band.MEDIUM, {"reason": ""}, Band.MEDIUM, []),
        (Band.LOW, {"supervisor": "PS 77"}, Band.LOW, []),
        (Band.LOW, {}, Band.MEDIUM, [RefusalReason.LOWERED_WITHOUT_SUPERVISOR]),
        (Band.LOW, {"supervisor": "PC 4411"}, Band.MEDIUM, [RefusalReason.LOWERED_WITHOUT_SUPERVISOR]),
        (
            Band.LOW,
            {"supervisor": "PS 77", "reason": ""},
            Band.MEDIUM,
            [RefusalReason.JUDGEMENT_WITHOUT_REASON],
        ),
        (
            Band.LOW,
            {"reason": ""},
            Band.MEDIUM,
            [RefusalReason.JUDGEMENT_WITHOUT_REASON, RefusalReason.LOWERED_WITHOUT_SUPERVISOR],
        ),
    ],
)
def test_r13_raising_needs_a_reason_and_lowering_a_supervisor_too(band, changes, stands, missing):
    row = judging(band, **changes)

    assert standing_band(row) is stands
    assert refusals(row) == [(reason, None) for reason in missing]


def test_r13_an_officer_cannot_lower_a_rule_of_the_matrix_alone():
    row = judging(Band.MEDIUM, HIGH)

    assert standing_band(row) is Band.HIGH
    assert refusals(row) == [(RefusalReason.LOWERED_WITHOUT_SUPERVISOR, None)]


# Sentinel's case


def test_r11_an_assessment_of_an_unknown_case_waits_and_touches_nothing():
    book = ledger()

    assessment.take(book, version(1, HIGH), rank_of(version(1, HIGH)))

    assert book.touched_cases == {}
    assert book.assessment("SEN-1", SubjectKind.VICTIM, "P-1") is not None


def test_r13_times_of_assessment_are_kept_as_recorded():
    row = taken(version(1, HIGH, created_at=at(10), assessed_at=at(20)))

    assert row.standing is not None
    assert (row.standing.created_at, row.standing.assessed_at) == (at(10), at(20))
