"""A worker: a Faust app whose one agent hands batches to desks."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any, Final, TypeVar

import faust
import uvloop

from streams.engine.brokertime import Moment
from streams.engine.chunk import Chunk
from streams.engine.connect import NeverConnected, UnequalPartitions, check_topics
from streams.engine.desks import EXIT_UNEQUAL_PARTITIONS, Desks
from streams.engine.domain import Domain
from streams.engine.logs import configure, get_logger, hush_libraries
from streams.engine.meter import Meter, Unmeasured
from streams.engine.pages import add_pages
from streams.engine.settings import EngineSettings
from streams.engine.transport import EngineApp
from streams.engine.watchdog import Watchdog

Row = TypeVar("Row")

EXIT_NEVER_CONNECTED = 2
UNMEASURED: Final = Unmeasured()

log = get_logger(__name__)


def build(
    domain: Domain[Row],
    settings: EngineSettings,
    now: Callable[[], Moment] = Moment.now,
    meter: Meter = UNMEASURED,
) -> "EngineApp":
    """The Faust app of a worker; its `desks` tell how it is doing. `now` is the wall clock."""
    app = _faust_app(domain.name, settings)
    app.engine_settings = settings
    app.desks = desks = Desks(domain, settings, lambda: app.consumer, now, meter)
    app.on_partitions_revoked.connect(desks.on_revoked)
    watchdog = Watchdog(settings.gives_up_after)

    @app.on_partitions_assigned.connect  # type: ignore[untyped-decorator]
    async def begin_to_watch(*_: Any, **__: Any) -> None:
        """Before the first record: one that does not end would keep the timer from ever beginning."""
        watchdog.beat()

    app.on_partitions_assigned.connect(desks.on_assigned)
    app.on_before_shutdown.connect(desks.on_shutdown)
    source = app.topic(*domain.inputs, key_serializer="raw", value_serializer="raw", acks=False)

    @app.agent(source)  # type: ignore[untyped-decorator]
    async def hand_out(chunks: AsyncIterator[Chunk]) -> None:
        async for chunk in chunks:
            desks.put(chunk)

    @app.timer(interval=min(settings.look_interval, settings.tick_interval))  # type: ignore[untyped-decorator]
    async def look() -> None:
        watchdog.beat()
        await desks.look()
        await desks.stand_by()

    if settings.web_port:
        add_pages(app, desks, meter, settings.web_token)
    return app


def run_worker(
    domain: Domain[Any],
    settings: EngineSettings,
    now: Callable[[], Moment] = Moment.now,
    meter: Meter = UNMEASURED,
) -> int:
    """Run until SIGTERM or SIGINT. Returns the exit code.

    0: asked to stop; 1: a crash, to be restarted; 2: no broker answered within `wait`; 3: no healthy desk is
    left; 4: topics are missing or differ in their number of partitions.
    """
    if not logging.getLogger().handlers:
        configure(settings.log_format, settings.log_level)
    hush_libraries()
    for asked_to_stop in (signal.SIGTERM, signal.SIGINT):  # until the worker has handlers of its own
        signal.signal(asked_to_stop, lambda *_: sys.exit(0))
    _prepare_interpreter()
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(check_topics(domain, settings))
    except NeverConnected as error:
        log.critical("never connected", why=str(error))
        return EXIT_NEVER_CONNECTED
    except UnequalPartitions as error:
        log.critical("giving up", why=str(error))
        return EXIT_UNEQUAL_PARTITIONS
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app = build(domain, settings, now, meter)
    worker = faust.Worker(app, loop=loop, quiet=True, override_logging=False, redirect_stdouts=False)
    worker.spinner = None
    try:
        worker.execute_from_commandline()
    except SystemExit as left:
        return app.desks.exit_code or int(left.code or 0)
    return 0


def _prepare_interpreter() -> None:
    """A worker makes dozens of objects per record and no cycles: looking for garbage at the usual pace, in
    modules and policies too, takes a fifth of its time. And the thread that fetches, which wants the
    interpreter for moments only, should not wait 5 ms for each of them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    sys.setswitchinterval(0.001)


def _faust_app(name: str, settings: EngineSettings) -> EngineApp:
    return EngineApp(
        name,
        broker=[f"kafka://{address}" for address in settings.bootstrap.split(",")],
        store="memory://",
        datadir=str(settings.data_dir),
        # Faust's own assignor, which keeps partition p of all inputs together, is used only while this is
        # above 0; there are no tables to stand by for.
        table_standby_replicas=1,
        topic_allow_declare=False,
        topic_disable_leader=True,
        stream_wait_empty=False,
        stream_buffer_maxsize=32,
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.heartbeat,
        broker_rebalance_timeout=settings.rebalance_timeout,
        broker_request_timeout=settings.request_timeout,
        web_enabled=bool(settings.web_port),
        web_bind=settings.web_host,
        web_host=settings.web_host,
        web_port=settings.web_port or 6066,
        web_tables_enabled=False,
        web_router_enabled=False,
        web_graph_enabled=False,
        web_stats_enabled=False,
        web_metrics_enabled=False,
    )
