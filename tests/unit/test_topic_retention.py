"""How long each topic keeps what is on it, by default and by an installation's word (X8)."""

from datetime import timedelta

import pytest

from schemas.topics import CASES, INCIDENTS, INPUTS, SNAPSHOTS, STATE, TOPICS
from streams.engine.book import RELOAD_AFTER_S
from streams.provisioning import Wanted
from streams.topic_retention import BadRetention, bound, days_of, kept_days

DAY = timedelta(days=1)


def ms(setting: str) -> timedelta:
    return timedelta(milliseconds=int(setting))


def test_x8_personal_data_comes_in_for_thirty_days_by_default():
    assert {topic.days for topic in INPUTS} == {30}


def test_x8_an_installation_keeps_a_topic_for_longer_or_shorter():
    kept = kept_days({"asb.cases.v1": {"days": 60}, "storm.incidents.v1": {"days": 7}})

    wanted = Wanted("lei", 1, kept=kept)

    assert ms(wanted.configs(CASES)["retention.ms"]) == 60 * DAY
    assert ms(wanted.configs(INCIDENTS)["retention.ms"]) == 7 * DAY
    assert days_of(SNAPSHOTS, kept) == SNAPSHOTS.days


def test_x8_personal_data_that_comes_in_is_kept_for_longer_only_with_the_word_why():
    with pytest.raises(
        BadRetention, match=r"storm\.incidents\.v1: 45 days of personal data are more than 30"
    ):
        kept_days({"storm.incidents.v1": {"days": 45}})

    assert kept_days({"storm.incidents.v1": {"days": 45, "because": "agreed"}}) == {"storm.incidents.v1": 45}


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (["asb.cases.v1"], "a list of topics with their days is needed"),
        ({"asb.case.v1": {"days": 5}}, "asb.case.v1: there is no such topic; asb topics show lists them"),
        ({"asb.state.v1": {"days": 5}}, "asb.state.v1: it keeps the last of each key, not by days"),
        ({"asb.cases.v1": {"days": 0}}, "asb.cases.v1: days: "),
        ({"asb.cases.v1": 5}, "asb.cases.v1: its terms: "),
        ({"asb.cases.v1": {"days": 5, "weeks": 1}}, "asb.cases.v1: weeks: "),
    ],
)
def test_x8_what_cannot_be_is_refused_in_one_sentence(document, told):
    with pytest.raises(BadRetention) as refused:
        kept_days(document)

    assert str(refused.value).startswith(told)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_x8_the_bound_on_the_bytes_follows_from_what_the_cluster_is_told(topic):
    configs = Wanted("lei", 1).configs(topic)

    stays = bound(topic, topic.days)

    if topic.compacted:
        least = ms(configs["max.compaction.lag.ms"]) + ms(configs["file.delete.delay.ms"])
        assert least < stays.value < least + 2 * timedelta(hours=1)
        assert stays.key >= stays.value + ms(configs["delete.retention.ms"]) + ms(
            configs["max.compaction.lag.ms"]
        )
    else:
        least = ms(configs["retention.ms"]) + ms(configs["segment.ms"]) + ms(configs["file.delete.delay.ms"])
        assert least < stays.value < least + timedelta(hours=1)
        assert stays.key == stays.value


def test_a_book_that_reads_on_never_misses_the_mark_of_a_deleted_row():
    kept_for = ms(Wanted("lei", 1).configs(STATE)["delete.retention.ms"])

    assert timedelta(seconds=RELOAD_AFTER_S) * 4 <= kept_for
