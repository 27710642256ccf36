"""X2: that a victim may ask for an ASB Case Review is announced before they ask, and taken back when it is not so."""

import pytest

from schemas.incoming import Location
from schemas.words import Channel, ReviewThreshold, Role
from tests.given.core import Core
from tests.given.corrections import deleted
from tests.given.high_risk import directory
from tests.given.messages import HOME, accepted, at, lead_officer, tag_override, victim
from tests.given.watches import (
    ANN,
    ANN_BY_ALL,
    ANN_BY_NAME,
    BEN,
    DAY,
    GRAVE,
    HATE,
    by,
    eligible,
    report,
    told,
    withdrawn,
)

THREE = ReviewThreshold.SEPARATE_INCIDENTS
ONE_OF_HATE = ReviewThreshold.HATE_INCIDENT


def test_three_separate_incidents_in_six_months_make_a_victim_eligible(core: Core) -> None:
    before = core.tell(report("A", 0), report("B", 40))

    at_the_third = core.tell(report("C", 100))

    assert eligible(before) == []
    assert eligible(at_the_third) == [("NOM-1", THREE, ["A", "B", "C"])]


def test_it_says_from_when_until_when_and_who_is_told(core: Core) -> None:
    core.tell(report("A", 0), report("B", 40))

    [told_of] = told(core.tell(report("C", 100)), "CaseReviewEligible")

    assert by(told_of, "eligible_from") == "2026-09-09 10:00"
    assert by(told_of, "apply_by") == "2026-12-01 00:00"
    assert told_of["addressees"] == [{"post": "fallback", "officer": None}]
    assert "until 30 November 2026" in told_of["sentence"]


def test_the_lead_officer_of_the_case_is_told(core: Core) -> None:
    core.tell(report("A", 0, text=GRAVE), report("B", 1, text=GRAVE))
    case_id = core.incident("A").case_id
    core.tell(accepted(case_id, hours=2 * DAY), lead_officer("SEN-1", "PC 4411", 2 * DAY))

    [told_of] = told(core.tell(report("C", 3)), "CaseReviewEligible")

    assert told_of["case_ids"] == [case_id]
    assert told_of["addressees"] == [{"post": "lead-officer", "officer": "PC 4411"}]


def test_what_was_told_to_nobody_is_told_to_the_lead_officer_who_is_named_first(core: Core) -> None:
    core.tell(report("A", 0, text=GRAVE), report("B", 1, text=GRAVE), report("C", 2, text=GRAVE))
    case_id = core.incident("A").case_id

    [told_again] = told(
        core.tell(accepted(case_id, hours=3 * DAY), lead_officer("SEN-1", "PC 4411", 3 * DAY)),
        "CaseReviewEligible",
    )
    later = core.tell(lead_officer("SEN-1", "PC 5522", 4 * DAY, 2))

    assert told_again["addressees"] == [{"post": "lead-officer", "officer": "PC 4411"}]
    assert told(later, "CaseReviewEligible") == []


def test_what_was_told_to_nobody_is_told_to_the_fallback_that_is_named_first(core: Core) -> None:
    core.tell(report("A", 0), report("B", 40), report("C", 100))

    [told_again] = told(core.tell(directory(None, hours=101 * DAY)), "CaseReviewEligible")

    assert told_again["addressees"] == [{"post": "fallback", "officer": "PS fallback"}]


def test_a_hate_incident_makes_a_victim_eligible_at_once(core: Core) -> None:
    found = eligible(core.tell(report("A", 0, qualifiers=HATE)))

    assert found == [("NOM-1", ONE_OF_HATE, ["A"])]


@pytest.mark.parametrize(("days_late", "counts"), [(30, True), (31, False), (32, False)])
def test_a_third_report_made_more_than_a_month_after_it_happened_does_not_count(
    core: Core, days_late: int, counts: bool
) -> None:
    # The third happened on 21 June, so the month is up on 21 July, 30 days later.
    core.tell(report("A", 0), report("B", 10))

    found = eligible(core.tell(report("C", 20 + days_late, happened=20)))

    assert bool(found) is counts


@pytest.mark.parametrize(
    ("days_late", "counts"), [(28, True), (29, False)], ids=["on 28 February", "on 1 March"]
)
def test_a_month_after_31_january_is_the_last_day_of_february(
    core: Core, days_late: int, counts: bool
) -> None:
    happened = 244  # 31 January 2027
    core.tell(report("A", 240), report("B", 241))

    found = eligible(core.tell(report("C", happened + days_late, happened=happened)))

    assert bool(found) is counts


@pytest.mark.parametrize(("day", "counts"), [(182, True), (183, False)], ids=["30 November", "1 December"])
def test_an_incident_counts_until_six_months_after_it_happened(core: Core, day: int, counts: bool) -> None:
    core.tell(report("A", 0), report("B", 100))

    found = eligible(core.tell(report("C", day)))

    assert bool(found) is counts


def test_one_incident_told_to_three_agencies_counts_once(core: Core) -> None:
    there = {"location": Location(uprn=HOME), "occurred_from": at(0), "occurred_to": at(3)}
    agency = {"channel": Channel.OTHER_AGENCY}

    to_three = core.tell(
        report("POLICE", 0.5, **there),
        report("COUNCIL", 1, **{**there, "occurred_from": at(1)}, **agency),
        report("LANDLORD", 2, **{**there, "occurred_from": at(2)}, **agency),
    )
    and_two_more = core.tell(report("B", 10, **agency, location=Location(uprn=HOME)), report("C", 20))

    assert eligible(to_three) == []
    assert eligible(and_two_more) == [("NOM-1", THREE, ["POLICE", "B", "C"])]


def test_a_victim_who_calls_three_times_about_three_evenings_is_not_counted_once(core: Core) -> None:
    there = {"location": Location(uprn=HOME)}

    found = eligible(core.tell(*(report(f"CALL-{day}", day, **there) for day in range(3))))

    assert found == [("NOM-1", THREE, ["CALL-0", "CALL-1", "CALL-2"])]


def test_a_duplicate_log_does_not_count_and_takes_back_what_it_had_made(core: Core) -> None:
    core.tell(report("A", 0), report("B", 10), report("C", 20))

    corrected = core.tell(report("C", 20, revision=2, recorded=21 * DAY, duplicate_of="B"))

    assert withdrawn(corrected) == ["duplicate"]


def test_a_recode_takes_it_back_and_the_notice_names_what_it_corrects(core: Core) -> None:
    events = core.tell(report("A", 0), report("B", 10), report("C", 20))
    [announced] = [event for event in events if event.type == "CaseReviewEligible"]

    corrected = core.tell(report("B", 10, revision=2, recorded=30 * DAY, closing_code="104"))

    [taken_back] = told(corrected, "NoticeWithdrawn")
    assert taken_back["reason"] == "recoded"
    assert taken_back["notice_id"] == announced.data["notice_id"]
    assert taken_back["corrects"] == announced.headers["ce_id"]


def test_a_deleted_log_takes_it_back(core: Core) -> None:
    core.tell(report("A", 0), report("B", 10), report("C", 20))

    assert withdrawn(core.tell(deleted("A", 21 * DAY))) == ["deleted"]


def test_a_registrar_who_says_that_it_was_none_takes_it_back(core: Core) -> None:
    core.tell(report("A", 0, qualifiers=HATE))

    assert withdrawn(core.tell(tag_override("A", asb=False, hours=DAY))) == ["overridden"]


def test_what_stands_on_other_incidents_is_told_anew_and_not_taken_back(core: Core) -> None:
    core.tell(*(report(name, 10 * number) for number, name in enumerate("ABCD")))

    corrected = core.tell(report("D", 30, revision=2, recorded=31 * DAY, closing_code="104"))

    assert eligible(corrected) == [("NOM-1", THREE, ["A", "B", "C"])]
    assert withdrawn(corrected) == []


def test_the_clock_takes_it_back_when_an_incident_is_six_months_old(core: Core) -> None:
    core.tell(report("A", 0), report("B", 10), report("C", 20))

    a_day_before = core.move_to(182 * DAY)
    lapsed = core.move_to(184 * DAY)

    assert withdrawn(a_day_before) == []
    assert withdrawn(lapsed) == ["lapsed"]


def test_a_later_incident_moves_the_day_by_which_to_apply(core: Core) -> None:
    core.tell(report("A", 0), report("B", 10), report("C", 20))

    [moved] = told(core.tell(report("D", 30)), "CaseReviewEligible")

    assert by(moved, "apply_by") == "2026-12-11 00:00"
    assert by(moved, "eligible_from") == "2026-06-21 10:00"


def test_what_has_lapsed_does_not_come_back_with_a_message_that_was_late(core: Core) -> None:
    core.tell(report("A", 0), report("B", 10), report("C", 20))
    core.move_to(200 * DAY)

    late = core.tell(report("A", 0, revision=2, recorded=DAY, qualifiers=("Alcohol",)))

    assert eligible(late) == []


def test_a_second_victim_is_not_averaged_in(core: Core) -> None:
    events = core.tell(report("A", 0), report("B", 10, ANN, BEN), report("C", 20, BEN))

    assert eligible(events) == []
    assert eligible(core.tell(report("D", 30, BEN))) == [("NOM-2", THREE, ["B", "C", "D"])]


def test_a_perpetrator_is_no_victim(core: Core) -> None:
    as_perpetrator = ANN.model_copy(update={"role": Role.PERPETRATOR})

    assert eligible(core.tell(*(report(name, 1, as_perpetrator) for name in "ABC"))) == []


@pytest.mark.parametrize(
    "whose",
    [victim(phone="0116 496 0001"), victim(name="Ann Bell"), victim()],
    ids=["phone", "name", "nothing"],
)
def test_a_phone_or_a_name_alone_identifies_nobody(core: Core, whose) -> None:
    assert eligible(core.tell(*(report(name, day, whose) for day, name in enumerate("ABC")))) == []


def test_one_woman_known_by_number_in_one_log_and_by_name_in_another_is_one_victim(core: Core) -> None:
    apart = core.tell(report("A", 0, ANN), report("B", 10, ANN_BY_NAME))

    together = core.tell(report("C", 20, ANN_BY_ALL))

    assert eligible(apart) == []
    assert eligible(together) == [("NOM-1", THREE, ["A", "B", "C"])]


def test_who_turns_out_to_be_known_by_number_is_told_of_under_that(core: Core) -> None:
    by_name = core.tell(report("A", 0, ANN_BY_NAME, qualifiers=HATE))

    known = core.tell(report("B", 10, ANN_BY_ALL))

    [(ref, threshold, _)] = eligible(by_name)
    assert (ref[:2], threshold) == ("h-", ONE_OF_HATE)
    assert withdrawn(known) == ["known-as-another"]
    assert eligible(known) == [("NOM-1", ONE_OF_HATE, ["A"])]
