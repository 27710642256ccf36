"""R2: the latest policy in effect on the London date of the report."""

from datetime import UTC, date, datetime

import pytest

from streams.policies.bundle import compiled, document_of, load_bundle
from streams.rules.in_force import Policies, in_force

DAYS = ("2026-03-29", "2026-07-01", "2026-10-25")


def policy(effective_from: str, name: str = ""):
    document = {
        **load_bundle()[-1].document,
        "name": name or effective_from,
        "effective_from": effective_from,
    }
    found = document_of(document, "test")
    return in_force(compiled(found), found.sha256)


POLICIES = Policies.of([policy(day) for day in reversed(DAYS)])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("reported_at", "name"),
    [
        ("2020-01-01T00:00Z", "2026-03-29"),  # earlier than all: the oldest
        ("2026-03-28T23:59:59.999999Z", "2026-03-29"),
        ("2026-06-30T22:59:59.999999Z", "2026-03-29"),  # 23:59 in London
        ("2026-06-30T23:00:00Z", "2026-07-01"),  # midnight in London
        ("2026-07-01T00:00:00Z", "2026-07-01"),
        ("2026-10-24T22:59:59Z", "2026-07-01"),
        ("2026-10-24T23:00:00Z", "2026-10-25"),  # still summer time at midnight
        ("2026-10-25T00:30:00Z", "2026-10-25"),
        ("2030-01-01T00:00Z", "2026-10-25"),
    ],
)
def test_the_london_date_of_the_report_chooses(reported_at, name):
    assert POLICIES.at(at(reported_at)).version.name == name


def test_of_two_for_one_day_the_one_listed_last_counts():
    both = Policies.of([policy("2026-07-01", "first"), policy("2026-07-01", "second")])

    assert both.at(at("2026-07-01T12:00Z")).version.name == "second"


def test_a_policy_is_named_by_name_version_hash_and_rules():
    found = policy("2026-07-01")

    assert found.version.sha256 == found.sha256
    assert found.policy.effective_from == date(2026, 7, 1)
    assert found.version.version == "1"
