"""A run in which a fault never had its effect proves nothing, and says so."""

from tests.chaos.report import Report

ALL_WELL = {"inputs": 10, "lost": 0, "doubled": 0, "wrong": 0, "outputs": 9, "rejected": 1, "fired": 1}


def a_report(**found: int) -> Report:
    report = Report(1, found=ALL_WELL | found, fed=10)
    report.add("killed anywhere", {"kills": 1})
    return report


def test_a_run_in_which_everything_had_its_effect_and_nothing_is_missing_has_not_failed():
    assert a_report().failures() == []


def test_a_fault_that_was_effective_once_has_been_tried():
    report = a_report()

    report.add("asleep past the session", {"fenced": 0})
    report.add("asleep past the session", {"fenced": 1})

    assert report.failures() == []


def test_a_fault_that_was_never_effective_fails_the_run():
    report = a_report()

    report.add("asleep past the session", {"fenced": 0})

    assert report.failures() == ["without effect: asleep past the session: fenced"]


def test_what_the_checker_finds_fails_the_run():
    assert a_report(lost=2, wrong=1).failures() == ["2 lost", "1 wrong"]


def test_a_record_that_is_fed_and_not_found_fails_the_run():
    assert a_report(inputs=9).failures() == ["10 fed, 9 found"]


def test_a_run_that_was_to_see_compacted_rows_and_saw_none_fails():
    report = a_report()

    report.compacted = 0

    assert report.failures() == ["no rows were compacted"]
