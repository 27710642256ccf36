"""One cluster with TLS, SCRAM and the authorizer, provisioned for one installation by its own provisioner."""

from collections.abc import Iterator

import pytest

from streams.acl.cluster import AccessControl
from streams.acl.grants import principals
from streams.provisioning import Provisioner, Wanted
from tests.given.until import until
from tests.integration.security.secured import ADMINISTRATOR, Secured, secured_kafka

INSTALLATION = "sec"
NEXT_DOOR = "other"


@pytest.fixture(scope="package")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """Every grant is in force and every topic is made; a second installation lives on the same cluster."""
    known = (*principals(INSTALLATION), *principals(NEXT_DOOR))
    with secured_kafka(tmp_path_factory.mktemp("secured"), known) as cluster:
        for installation in (INSTALLATION, NEXT_DOOR):
            with AccessControl(cluster.broker(ADMINISTRATOR), installation) as control:
                control.apply()
                until(lambda control=control: not control.differences(), 10, "the grants are in force")
            provisioner = cluster.broker(f"{installation}-provisioner")
            with Provisioner(provisioner, Wanted(installation, 2)) as provisioning:
                provisioning.apply()
        yield cluster
