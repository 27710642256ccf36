"""What can go wrong before a Kafka answers. Each message is one sentence that says what to do."""


class BrokerError(Exception):
    """The Kafka could not be prepared, started, found or stopped."""


class NoBroker(BrokerError):
    """Nothing that speaks Kafka answers at the address."""


class JarsUnavailable(BrokerError):
    """A jar of the lock is neither in the cache nor to be had from the repository."""


class JarRefused(BrokerError):
    """A jar is not the one the lock names."""


class NoJava(BrokerError):
    """No Java runtime that can run the broker."""


class UnsupportedMachine(BrokerError):
    """The embedded Kafka runs on x86-64 Linux only."""
