"""The rows of one force as they stand on the state topic, for a command that looks at them with the rules' eyes."""

from datetime import datetime

from kafka.errors import KafkaError

from connectors.broker import Broker, KafkaFailed
from streams.domain import AsbDomain
from streams.engine.recorded import Recorded
from streams.engine.table import Table
from streams.rules.ledger import Ledger


class StateUnread(KafkaFailed):
    """The state topic cannot be read; the message says what to do."""


def standing(broker: Broker, domain: AsbDomain, force: str, at: datetime) -> Ledger:
    """What the worker has committed of this force; nothing that is done with it is written anywhere.

    Takes as long as the topic and the rows need to be read. Raises StateUnread.
    """
    options = broker.client_options()
    partition = domain.registry.forces.index(force)
    try:
        with Recorded(",".join(options.pop("bootstrap_servers")), partition, options) as recorded:
            rows = recorded.rows(domain.state_topic)
    except (KafkaError, KeyError) as error:
        msg = f"cannot read {domain.state_topic}; make the installation's topics with: asb topics apply"
        raise StateUnread(msg) from error
    table = Table(domain)
    for _ in table.fill(rows):
        pass
    return domain.looking(force, at, table)
