"""Design, Security: every principal, every topic, every operation, as the broker's own authorizer says."""

import pytest
from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
)
from kafka.errors import KafkaError

from connectors.broker import Broker
from connectors.reader import Reader, ReadFailed
from schemas import topics
from schemas.topics import TOPICS, in_installation
from schemas.words import Partner
from streams.acl.cluster import AccessControl, AclFailed
from streams.acl.grants import principals
from tests.given.until import until
from tests.integration.security.conftest import INSTALLATION, NEXT_DOOR
from tests.integration.security.secured import ADMINISTRATOR

pytestmark = pytest.mark.kafka

INPUTS = {"storm.incidents.v1", "sentinel.facts.v1", "partners.answers.v1", "asb.instructions.v1"}
OUTPUTS = {
    *("asb.tags.v1", "asb.decisions.v1", "asb.cases.v1", "asb.reminders.v1", "asb.markers.v1"),
    *("asb.notices.v1", "asb.snapshots.v1", "asb.compliance.v1", "asb.audit.v1", "asb.rejected.v1"),
    *(f"asb.referrals.{partner}.v1" for partner in Partner),
}
OWN = {"asb.state.v1", "asb.journal.v1"}
EVERYTHING = INPUTS | OUTPUTS | OWN
PROVISIONING = {"CREATE", "ALTER", "DESCRIBE", "DESCRIBE_CONFIGS", "ALTER_CONFIGS"}

# Written by hand from design.md's table and not from the code that makes the grants: (reads, writes).
MAY = {
    "worker": (INPUTS | OWN, OUTPUTS | OWN),
    "storm-connector": ({"asb.tags.v1", "asb.markers.v1"}, {"storm.incidents.v1"}),
    "sentinel-connector": ({"asb.cases.v1", "asb.notices.v1"}, {"sentinel.facts.v1", "asb.instructions.v1"}),
    "mail": ({"asb.reminders.v1", "asb.notices.v1", "asb.compliance.v1"}, set()),
    "dashboard": ({"asb.snapshots.v1"}, set()),
    "monitor": ({"asb.tags.v1", "asb.decisions.v1", "asb.compliance.v1"}, set()),
    "auditor": ({"asb.audit.v1"}, set()),
    "operator": (EVERYTHING, {"asb.instructions.v1"}),
    "resubmitter": (EVERYTHING, INPUTS),
    **{
        f"partner-{partner}": ({f"asb.referrals.{partner}.v1"}, {"partners.answers.v1"})
        for partner in Partner
    },
}


def allowed(broker: Broker, installation: str) -> dict[str, set[str]]:
    """What the authorizer lets the principal do on each topic; on one it must not know of: nothing."""
    admin = KafkaAdminClient(**broker.client_options())
    try:
        found = admin.describe_topics([in_installation(installation, topic) for topic in TOPICS])
    finally:
        admin.close()
    prefix = f"{installation}."
    return {each["name"].removeprefix(prefix): set(each["authorized_operations"] or ()) for each in found}


def test_the_table_names_every_principal_but_the_provisioner_and_every_topic():
    assert {f"{INSTALLATION}-{party}" for party in (*MAY, "provisioner")} == set(principals(INSTALLATION))
    assert {topic.name for topic in TOPICS} == EVERYTHING


@pytest.mark.parametrize("party", MAY)
def test_a_principal_may_do_on_every_topic_what_it_must_and_nothing_else(secured, party):
    reads, writes = MAY[party]

    found = allowed(secured.broker(f"{INSTALLATION}-{party}"), INSTALLATION)

    looks = {"DESCRIBE_CONFIGS"} if party in {"operator", "resubmitter"} else set()
    for topic in EVERYTHING:
        wanted = ({"READ"} if topic in reads else set()) | ({"WRITE"} if topic in writes else set())
        assert found[topic] == (wanted | {"DESCRIBE"} | looks if wanted else set()), topic


def test_the_provisioner_makes_topics_and_neither_reads_nor_writes_them(secured):
    found = allowed(secured.broker(f"{INSTALLATION}-provisioner"), INSTALLATION)

    assert {frozenset(operations) for operations in found.values()} == {frozenset(PROVISIONING)}


@pytest.mark.parametrize("party", ["worker", "operator", "provisioner"])
def test_another_installation_on_the_same_cluster_is_out_of_reach(secured, party):
    found = allowed(secured.broker(f"{INSTALLATION}-{party}"), NEXT_DOOR)

    assert set().union(*found.values()) == set()


def test_a_partner_reads_its_own_referrals_and_nothing_of_another(secured):
    housing = secured.broker(f"{INSTALLATION}-partner-housing")

    with Reader(housing, INSTALLATION, [topics.REFERRALS[Partner.HOUSING]]) as own:
        assert {record.topic.name for record in own.until_end()} <= {"asb.referrals.housing.v1"}
    with pytest.raises(ReadFailed), Reader(housing, INSTALLATION, [topics.REFERRALS[Partner.YOUTH_JUSTICE]]):
        pass


def test_a_wrong_password_lets_nobody_in_and_is_not_shown(secured, tmp_path):
    wrong = tmp_path / "password"
    wrong.write_text("guessed-by-somebody", "utf-8")
    broker = secured.broker(f"{INSTALLATION}-worker")._replace(password_file=str(wrong))

    with pytest.raises((KafkaError, ReadFailed)) as refused, Reader(broker, INSTALLATION, [topics.TAGS]):
        pass

    assert "guessed-by-somebody" not in str(refused.value)


def test_grants_that_somebody_took_away_or_added_are_seen_and_put_right(secured):
    mail, intruder = f"User:{NEXT_DOOR}-mail", f"User:{NEXT_DOOR}-dashboard"
    with AccessControl(secured.broker(ADMINISTRATOR), NEXT_DOOR) as control:
        assert not control.differences()
        admin = KafkaAdminClient(**secured.broker(ADMINISTRATOR).client_options())
        everything = ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY)
        admin.delete_acls(
            [ACLFilter(mail, None, ACLOperation.ANY, ACLPermissionType.ANY, resource_pattern=everything)]
        )
        state = ResourcePattern(ResourceType.TOPIC, f"{NEXT_DOOR}.asb.state.v1")
        admin.create_acls([ACL(intruder, "*", ACLOperation.READ, ACLPermissionType.ALLOW, state)])
        admin.close()
        until(lambda: control.differences().extra, 10, "the broker shows the grant that was added")

        changed = control.apply()
        until(lambda: not control.differences(), 10, "the grants are as they should be")

    assert {grant.principal for grant in changed.missing} == {f"{NEXT_DOOR}-mail"}
    assert {grant.name for grant in changed.extra} == {f"{NEXT_DOOR}.asb.state.v1"}


def test_a_cluster_without_an_authorizer_is_told_of_in_one_sentence(kafka):
    with (
        AccessControl(Broker(kafka), INSTALLATION) as control,
        pytest.raises(AclFailed, match="the cluster has no authorizer"),
    ):
        control.differences()
