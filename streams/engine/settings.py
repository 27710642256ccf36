"""How the engine runs. Every number that operators may change is here; times are in seconds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

LogFormat = Literal["json", "text"]


@dataclass(frozen=True)
class EngineSettings:
    """`security`: keywords that every Kafka client is given (`security_protocol`, `ssl_context`, …)."""

    bootstrap: str = "127.0.0.1:9092"
    security: Mapping[str, Any] = field(default_factory=dict, repr=False)
    wait: float = 60.0
    """How long a worker that has never reached a broker tries. Once connected it waits for ever."""
    unequal_wait: float = 60.0
    """How long a worker waits for topics that are missing or differ in their number of partitions."""

    batch_records: int = 2_000
    """Records in one transaction, as a soft bound; when more wait, the next is made while one is committed."""
    linger: float = 0.0
    """How long to wait for more records. 0 takes what came while the last transaction ran."""
    batch_bytes: int = 900_000
    """Largest record batch sent; at most the topics' `max.message.bytes`."""
    request_bytes: int = 2 * 1024 * 1024
    fetch_bytes: int = 4 * 1024 * 1024
    check_crcs: bool = True
    compression: Literal["gzip", "lz4", "zstd"] | None = None

    transaction_timeout: float = 30.0
    """The broker ends a transaction left open for this long: an open one holds up all readers."""
    commit_timeout: float = 20.0
    open_timeout: float = 120.0
    grace: float = 4.0
    """How long a rebalance or a stop waits for the batch in hand before it is aborted."""
    back_off: float = 0.2
    back_off_most: float = 5.0
    session_timeout: float = 6.0
    heartbeat: float = 1.0
    rebalance_timeout: float = 10.0
    request_timeout: float = 20.0
    loads_at_once: int = 4
    """Desks that may load their rows at the same time."""
    warm_copies: bool = True
    """Follow the rows of the partitions that other workers have, to take one over without loading it first. Costs
    their memory, which a worker needs anyway when it is the last."""
    warm_interval: float = 1.0
    """How often a copy reads on, at most."""
    unread_after: float = 5.0
    """Records that were fetched but never reached their desk are fetched again after this."""

    stalled_after: float = 30.0
    """A desk with something to read that has not moved for this long is not ready."""
    gives_up_after: float = 300.0
    """A worker of which a desk, or the worker itself, has been stuck for this long leaves."""

    clock: Literal["wall", "events"] = "wall"
    tick_interval: float = 60.0
    look_interval: float = 5.0
    """How often a worker asks where its inputs end: for ticks, and to know that the broker is there."""
    tick_items: int = 1_000
    """Due items handled in one transaction, at most."""
    tick_seconds: float = 1.0
    """After this long the items done so far are a transaction; the tick goes on in the next, at the same time."""
    clock_skew: float = 300.0
    """A wall clock further than this from the broker's is not believed."""

    rejections_least: int = 100
    rejections_window: int = 1_000
    rejections_share: float = 0.9
    """Of the last `window` records, at least `least` and this share rejected: the desk stops."""
    allow_rejections: bool = False
    """Lets a mass rejection pass."""

    web_host: str = "127.0.0.1"
    web_port: int = 0
    """0: no pages are served."""
    web_token: str = field(default="", repr=False)
    """Who asks for anything but /livez must bring it; none: the pages are open, on loopback."""
    data_dir: Path = Path("data")
    log_format: LogFormat | None = None
    """None: text on a terminal, else JSON."""
    log_level: str = "INFO"
    """Of the worker's own records; of libraries' there are warnings only."""
    log_transactions: bool = False
    """Logs each transaction as it begins, is sent and is committed."""
