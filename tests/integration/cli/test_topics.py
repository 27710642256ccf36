"""`asb topics`: its JSON, its exit codes, and what it does to a real cluster."""

from pathlib import Path

import pytest
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource

from schemas.topics import INCIDENTS, SNAPSHOTS, TOPICS
from tests.given.until import until

pytestmark = pytest.mark.kafka


def described(kafka: str, name: str) -> tuple[int, dict[str, str]]:
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    [topic] = admin.describe_topics([name])
    configs = admin.describe_configs([ConfigResource("TOPIC", name)], config_filter="all")["topic"][name]
    admin.close()
    return len(topic["partitions"]), {setting: each["value"] for setting, each in configs.items()}


def registry_of(folder: Path, *forces: str) -> str:
    path = folder / f"{len(forces)}.yaml"
    path.write_text("".join(f"- {{force: {force}, partition: {i}}}\n" for i, force in enumerate(forces)))
    return str(path)


def test_apply_makes_every_topic_with_a_partition_per_force(asb_here, kafka, installation):
    made = asb_here("topics", "apply", "--json")

    assert made.exit_code == 0
    assert {each["topic"] for each in made.json()["changed"]} == {f"{installation}.{t.name}" for t in TOPICS}
    partitions, configs = described(kafka, f"{installation}.{INCIDENTS.name}")
    assert partitions == 2
    assert configs["cleanup.policy"] == "delete"
    assert configs["retention.ms"] == str(30 * 86_400_000)
    assert configs["message.timestamp.type"] == "LogAppendTime"
    assert configs["max.message.bytes"] == "1048576"
    _, configs = described(kafka, f"{installation}.{SNAPSHOTS.name}")
    assert configs["cleanup.policy"] == "compact"


def test_applying_twice_changes_nothing(asb_here, installation):
    asb_here("topics", "apply")

    again = asb_here("topics", "apply", "--json")

    assert again.exit_code == 0
    assert again.json() == {"installation": installation, "ok": True, "changed": [], "left": []}


def test_check_exits_1_and_names_what_is_missing(asb_here, installation):
    checked = asb_here("topics", "check", "--json")

    assert checked.exit_code == 1
    assert checked.json()["left"][0] == {
        "topic": f"{installation}.{TOPICS[0].name}",
        "setting": "topic",
        "wanted": "exists",
        "found": "missing",
    }


def test_check_finds_a_setting_that_somebody_changed_and_apply_puts_it_right(asb_here, kafka, installation):
    asb_here("topics", "apply")
    name = f"{installation}.{INCIDENTS.name}"
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    admin.alter_configs([ConfigResource("TOPIC", name, {"retention.ms": "1000"})])
    admin.close()

    # A broker answers before it has learnt of a change.
    until(lambda: asb_here("topics", "check").exit_code, 10, "the change shows")
    checked = asb_here("topics", "check", "--json")
    applied = asb_here("topics", "apply")

    assert checked.exit_code == 1
    assert checked.json()["left"] == [
        {"topic": name, "setting": "retention.ms", "wanted": "2592000000", "found": "1000"}
    ]
    assert applied.exit_code == 0
    assert asb_here("topics", "check").exit_code == 0


def test_x8_an_installation_keeps_a_topic_for_days_of_its_own(asb_here, kafka, installation, tmp_path):
    asb_here("topics", "apply")
    kept = tmp_path / "retention.yaml"
    kept.write_text(f"{INCIDENTS.name}: {{days: 7}}\n")

    applied = asb_here("topics", "apply", "--retention", str(kept), "--json")
    checked = asb_here("topics", "check", "--json")

    name = f"{installation}.{INCIDENTS.name}"
    setting = {"topic": name, "setting": "retention.ms", "wanted": "604800000", "found": "2592000000"}
    assert applied.json()["changed"] == [setting]
    assert described(kafka, name)[1]["retention.ms"] == "604800000"
    assert checked.json()["left"] == [{**setting, "wanted": "2592000000", "found": "604800000"}]


def test_x8_the_settings_that_bound_how_long_bytes_stay_are_on_the_cluster(asb_here, kafka, installation):
    asb_here("topics", "apply")

    _, configs = described(kafka, f"{installation}.{SNAPSHOTS.name}")

    assert {
        name: configs[name] for name in ("segment.ms", "max.compaction.lag.ms", "delete.retention.ms")
    } == {
        "segment.ms": "86400000",
        "max.compaction.lag.ms": "86400000",
        "delete.retention.ms": "86400000",
    }


def test_x8_longer_than_thirty_days_of_personal_data_needs_the_word_why(asb_here, tmp_path):
    kept = tmp_path / "retention.yaml"
    kept.write_text(f"{INCIDENTS.name}: {{days: 31}}\n")

    refused = asb_here("topics", "apply", "--retention", str(kept))

    assert refused.exit_code == 2
    assert f"{INCIDENTS.name}: 31 days of personal data are more than 30; say why" in refused.err


def test_a_registry_that_grew_adds_partitions(asb_here, kafka, installation, tmp_path):
    asb_here("topics", "apply", "--registry", registry_of(tmp_path, "E23000099"))

    grown = asb_here("topics", "apply", "--registry", registry_of(tmp_path, "E23000099", "E23000098"))

    assert grown.exit_code == 0
    assert described(kafka, f"{installation}.{INCIDENTS.name}")[0] == 2


def test_a_registry_that_shrank_is_refused_with_exit_1(asb_here, tmp_path):
    asb_here("topics", "apply")

    refused = asb_here("topics", "apply", "--registry", registry_of(tmp_path, "E23000099"))

    assert refused.exit_code == 1
    assert f"{INCIDENTS.name}: partitions is 2, it should be 1" in refused.err


def test_show_needs_no_kafka_and_lists_the_events(asb_process):
    shown = asb_process("topics", "show", "--json", KAFKA_BOOTSTRAP="127.0.0.1:1")

    assert shown.exit_code == 0
    assert [row["topic"] for row in shown.json()] == [topic.name for topic in TOPICS]
    assert shown.json()[0]["events"] == ["IncidentLogged", "IncidentDeleted"]


def test_without_a_kafka_a_process_says_how_to_start_one_and_leaves_with_4(asb_process):
    told = asb_process("topics", "check", KAFKA_BOOTSTRAP="127.0.0.1:1")

    assert told.exit_code == 4
    assert told.err == "Error: No Kafka at 127.0.0.1:1; start one with: asb broker start\n"


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("ASB_REGISTRY", "nowhere.yaml", "cannot read the registry of forces nowhere.yaml"),
        ("ASB_KAFKA_SECURITY", "TLS", "ASB_KAFKA_SECURITY is 'TLS'"),
        ("ASB_KAFKA_SECURITY", "SASL_SSL", "SASL_SSL needs ASB_KAFKA_USER and ASB_KAFKA_PASSWORD_FILE"),
    ],
)
def test_a_wrong_setting_is_one_sentence_and_exit_2(asb_process, variable, value, sentence):
    told = asb_process("topics", "check", **{variable: value})

    assert told.exit_code == 2
    assert sentence in told.err
    assert "Traceback" not in told.err
