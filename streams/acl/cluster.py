"""Put the grants of an installation in force on a cluster, and say where it differs (design: Security)."""

from collections.abc import Iterable
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

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
from kafka.errors import KafkaError, NoError

from connectors.broker import Broker, KafkaFailed
from streams.acl.grants import Grant, Operation, Resource, grants

TIMEOUT_MS: Final = 5_000
_ANY_HOST: Final = "*"
_USER: Final = "User:"


class AclFailed(KafkaFailed):
    """The cluster has no authorizer, does not answer, or refuses; the message says what."""


class Differences(NamedTuple):
    """What is granted too little, and what too much: under the installation's names only."""

    missing: tuple[Grant, ...]
    extra: tuple[Grant, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra)


class AccessControl:
    """The grants of one installation on one cluster. A context manager."""

    def __init__(self, broker: Broker, installation: str) -> None:
        """Connect; raises AclFailed when no broker answers within five seconds."""
        self._installation = installation
        self._wanted = grants(installation)
        try:
            self._admin = KafkaAdminClient(**broker.client_options(), bootstrap_timeout_ms=TIMEOUT_MS)
        except KafkaError as error:
            msg = f"no Kafka at {broker.bootstrap}: {type(error).__name__}"
            raise AclFailed(msg) from error

    def differences(self) -> Differences:
        """Where the cluster differs from what is wanted. Other installations' grants are not looked at."""
        found = self._found()
        return Differences(
            missing=tuple(grant for grant in self._wanted if grant not in found),
            extra=tuple(sorted(grant for grant in found if grant not in self._wanted)),
        )

    def apply(self) -> Differences:
        """Grant what is missing and take back what is too much; returns what was changed."""
        changed = self.differences()
        try:
            if changed.missing:
                self._refuse_failures(self._admin.create_acls([_acl(grant) for grant in changed.missing]))
            if changed.extra:
                self._admin.delete_acls([_filter(grant) for grant in changed.extra])
        except KafkaError as error:
            raise AclFailed(_said(error)) from error
        return changed

    def close(self) -> None:
        self._admin.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _found(self) -> set[Grant]:
        try:
            acls, error = self._admin.describe_acls(_EVERYTHING)
        except KafkaError as failed:
            raise AclFailed(_said(failed)) from failed
        if error is not NoError:
            raise AclFailed(_said(error))
        mine = f"{_USER}{self._installation}-"
        return {_grant(acl) for acl in acls if acl.principal.startswith(mine) and _is_ours(acl)}

    def _refuse_failures(self, answer: dict[str, Any]) -> None:
        failed = answer["failed"]
        if failed:
            msg = f"{len(failed)} grants were refused: {_said(failed[0][1])}"
            raise AclFailed(msg)


def _said(error: Any) -> str:
    kind = error if isinstance(error, type) else type(error)
    if kind.__name__ == "SecurityDisabledError":
        return "the cluster has no authorizer: set authorizer.class.name"
    return f"the cluster refuses: {kind.__name__}"


def _acl(grant: Grant) -> ACL:
    pattern = ACLResourcePatternType.PREFIXED if grant.prefixed else ACLResourcePatternType.LITERAL
    return ACL(
        principal=f"{_USER}{grant.principal}",
        host=_ANY_HOST,
        operation=_OPERATIONS[grant.operation],
        permission_type=ACLPermissionType.ALLOW,
        resource_pattern=ResourcePattern(_RESOURCES[grant.resource], grant.name, pattern),
    )


def _filter(grant: Grant) -> ACLFilter:
    acl = _acl(grant)
    pattern = acl.resource_pattern
    return ACLFilter(
        principal=acl.principal,
        host=acl.host,
        operation=acl.operation,
        permission_type=acl.permission_type,
        resource_pattern=ResourcePatternFilter(
            pattern.resource_type, pattern.resource_name, pattern.pattern_type
        ),
    )


def _is_ours(acl: ACL) -> bool:
    """Whether it is of a form that we grant; what an administrator adds in another form is theirs."""
    return (
        acl.host == _ANY_HOST
        and acl.permission_type is ACLPermissionType.ALLOW
        and acl.operation in _OPERATIONS.values()
        and acl.resource_pattern.resource_type in _RESOURCES.values()
    )


def _grant(acl: ACL) -> Grant:
    pattern = acl.resource_pattern
    return Grant(
        principal=acl.principal.removeprefix(_USER),
        resource=_key_of(_RESOURCES, pattern.resource_type),
        name=pattern.resource_name,
        operation=_key_of(_OPERATIONS, acl.operation),
        prefixed=pattern.pattern_type is ACLResourcePatternType.PREFIXED,
    )


def _key_of(table: dict[Any, Any], value: Any) -> Any:
    return next(key for key, each in table.items() if each is value)


def described(found: Iterable[Grant]) -> list[dict[str, Any]]:
    """The grants as JSON shows them."""
    return [grant._asdict() for grant in found]


_RESOURCES: Final = {
    Resource.TOPIC: ResourceType.TOPIC,
    Resource.GROUP: ResourceType.GROUP,
    Resource.TRANSACTIONAL_ID: ResourceType.TRANSACTIONAL_ID,
    Resource.CLUSTER: ResourceType.CLUSTER,
}
_OPERATIONS: Final = {
    Operation.READ: ACLOperation.READ,
    Operation.WRITE: ACLOperation.WRITE,
    Operation.CREATE: ACLOperation.CREATE,
    Operation.ALTER: ACLOperation.ALTER,
    Operation.DESCRIBE: ACLOperation.DESCRIBE,
    Operation.DESCRIBE_CONFIGS: ACLOperation.DESCRIBE_CONFIGS,
    Operation.ALTER_CONFIGS: ACLOperation.ALTER_CONFIGS,
}
_EVERYTHING: Final = ACLFilter(
    principal=None,
    host=None,
    operation=ACLOperation.ANY,
    permission_type=ACLPermissionType.ANY,
    resource_pattern=ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY),
)
