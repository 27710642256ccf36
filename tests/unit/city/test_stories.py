"""X10: the stories of the city are what their situations declare, and are tied together by nothing else."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from connectors.city import GroundTruth, IncidentTruth, generate, situations
from connectors.city.coding import CLASS_CODES, MATTERS_OF_VIEW, UNMAPPED
from connectors.city.situations import OtherKind
from schemas.incoming import IncidentHeader, IncidentLogged, SentinelFact, VictorERecorded
from schemas.words import Placement

ASB_ONLY = {one.name: 0.0 for one in situations() if isinstance(one, OtherKind)}


def _latest(messages: list[IncidentLogged]) -> IncidentHeader:
    return messages[-1].header


def test_coded_means_that_a_code_stands_and_uncoded_that_none_does(city, logs):
    for one in city[1]:
        header = _latest(logs[one.incident_id])
        if one.coded:
            assert header.opening_code or header.closing_code
        elif one.duplicate_of is None:
            assert header.opening_code is header.closing_code is None
            assert set(header.local_codes) <= set(UNMAPPED)


def test_the_codes_of_a_coded_asb_incident_say_its_class(city, logs):
    coded = [one for one in city[1] if one.coded and one.asb and one.situation != "crime-and-asb"]

    for one in coded:
        header = _latest(logs[one.incident_id])
        assert (header.closing_code or header.opening_code) == CLASS_CODES[one.asb_class]


def test_what_only_a_code_can_class_is_always_coded(city):
    views = [one for one in city[1] if (one.asb_type, one.asb_class) in MATTERS_OF_VIEW]

    assert views
    assert all(one.coded for one in views)


def test_the_first_report_of_a_repeat_belongs_to_the_case_that_a_later_one_opens(city):
    firsts = [
        one for one in city[1] if one.situation == "repeat-at-an-address" and one.story == one.incident_id
    ]
    openers = {one.story: one.incident_id for one in city[1] if one.placement is Placement.OPEN}

    assert firsts
    assert all((one.placement, one.case) == (Placement.JOIN, openers[one.story]) for one in firsts)


def test_ten_callers_about_one_group_are_one_incident_and_nine_duplicates(city, logs):
    groups = defaultdict(list)
    for one in city[1]:
        if one.situation == "nuisance-group":
            groups[one.story].append(one)

    assert groups
    for main, reports in groups.items():
        others = [one for one in reports if one.incident_id != main]
        assert len(others) == 9
        for one in others:
            closed = _latest(logs[one.incident_id])
            assert closed.duplicate_of == one.duplicate_of == main
            assert closed.closed_at - closed.reported_at < timedelta(hours=12)


def test_a_late_recode_comes_weeks_after(city, logs):
    recoded = [
        one for one in city[1] if one.situation in ("recoded-to-crime", "recoded-to-asb", "crime-and-asb")
    ]

    assert recoded
    for one in recoded:
        messages = logs[one.incident_id]
        assert messages[-1].recorded_at - messages[0].recorded_at > timedelta(days=14)


def test_a_bare_record_has_no_text_and_nobody_in_it(city, logs):
    bare = [one for one in city[1] if one.situation == "bare-record"]

    assert bare
    for one in bare:
        assert not one.has_text
        assert all(not message.lines and not message.header.people for message in logs[one.incident_id])


def _keys(message: IncidentLogged) -> set[tuple[str, object]]:
    """What links reports strongly (R1)."""
    people = message.header.people
    found: set[tuple[str, object]] = {("uprn", message.header.location.uprn)}
    found |= {("nominal", person.nominal_ref) for person in people if person.nominal_ref}
    found |= {("phone", person.phone) for person in people if person.phone}
    found |= {("born", (person.name, person.date_of_birth)) for person in people if person.date_of_birth}
    return found


def test_asb_reports_of_different_stories_share_no_address_person_or_telephone():
    truth = GroundTruth()
    owners: dict[tuple[str, object], str] = {}

    for event in generate(9, 60, incidents_per_day=60, truth=truth, mix=ASB_ONLY):
        if isinstance(event.message, IncidentLogged):
            story = truth.incidents[event.message.incident_id].story
            for key in _keys(event.message):
                assert owners.setdefault(key, story) == story


def test_repeats_are_tied_to_the_first_report_by_something_strong(city, logs):
    later = [
        one
        for one in city[1]
        if one.placement is Placement.JOIN
        and one.situation != "born-in-sentinel"
        and one.story != one.incident_id
    ]
    members: dict[str, list[IncidentTruth]] = defaultdict(list)
    for one in city[1]:
        members[one.story].append(one)

    assert later
    for one in later:
        earlier = [other for other in members[one.story] if other.incident_id != one.incident_id]
        shared = set().union(*(_keys(message) for other in earlier for message in logs[other.incident_id]))
        assert shared & _keys(logs[one.incident_id][-1])


def test_an_officers_own_victor_e_comes_before_sentinel_could_accept(city):
    words = {
        event.message.incident_id: event for event in city[0] if isinstance(event.message, VictorERecorded)
    }
    none_found = [one for one in city[1] if one.situation == "officer-finds-none"]

    assert none_found
    for one in none_found:
        reported_at = datetime.strptime(one.incident_id[4:12], "%Y%m%d").replace(tzinfo=UTC)
        assert words[one.incident_id].ce_time < reported_at + timedelta(days=2)


def test_cases_that_begin_in_sentinel_come_before_their_reports(city):
    facts = [event.message for event in city[0] if isinstance(event.message, SentinelFact)]

    assert {type(fact).__name__ for fact in facts} >= {
        "CaseOpenedInSentinel",
        "LeadOfficerSet",
        "PersonAdded",
    }


def test_the_truth_reads_back_as_it_was_written(city):
    raw = city[1].to_json()

    again = GroundTruth.from_json(raw)

    assert again.incidents == {
        one.incident_id: one for one in sorted(city[1], key=lambda one: one.incident_id)
    }
    assert again.to_json() == raw
