"""What is played: published incidents come in as an export, the city reports and answers, the worker decides."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple

from connectors.city import FORCE, GroundTruth, SentinelActor, generate
from connectors.city.conversation import Said
from connectors.city.in_step import InStep
from connectors.city.live import Manner, report
from connectors.publisher import Publisher
from connectors.storm.csv_import import read_incidents
from connectors.storm.mapping import load
from schemas.forces import Registry
from schemas.incoming import IncidentLogged
from streams.cli.errors import UserError
from streams.demo.stage import INSTALLATION, Stage
from streams.demo.standing import Standing, read_standing
from streams.london import shown_day

# Fewer steps take less time; a day is short beside the time that cases and re-codes take.
STEP: Final = timedelta(days=1)
SAMPLE: Final = Path("data/lancashire-asb-2022-sample.tab")
SAMPLE_MAPPING: Final = "police-uk"
SAMPLE_FORCE: Final = "E23000098"


class Played(NamedTuple):
    """What came of it. `standing`: by force."""

    truth: GroundTruth
    said: Said
    imported: int
    standing: dict[str, Standing]


class Script(NamedTuple):
    """Which city is played."""

    seed: int
    days: int
    per_day: float


def play(stage: Stage, registry: Registry, script: Script, tell: Callable[[str], None]) -> Played:
    """All scenes in order; `tell` is told what goes on.

    Raises KafkaFailed or BrokerError when Kafka fails, UserError when the worker ended or the sample is
    missing.
    """
    if not SAMPLE.exists():
        msg = f"{SAMPLE} is not here: run the demo in the folder that holds it"
        raise UserError(msg)
    tell("starting Kafka")
    stage.start_kafka()
    tell("making the topics")
    stage.make_topics()
    tell("starting a worker")
    stage.start_worker()
    tell("importing published incidents")
    imported = _import_sample(stage, registry)
    truth = GroundTruth()
    said = _let_the_city_report(stage, registry, script, truth, tell)
    tell("reading what was decided")
    with InStep(stage.broker, INSTALLATION) as steps:
        steps.wait(stage.require_worker)
    return Played(truth, said, imported, read_standing(stage.broker, INSTALLATION, registry.forces))


def _import_sample(stage: Stage, registry: Registry) -> int:
    count = 0
    with Publisher(stage.broker, INSTALLATION, registry) as publisher:
        for row in read_incidents(SAMPLE, load(SAMPLE_MAPPING)):
            if isinstance(row, IncidentLogged):
                publisher.publish(SAMPLE_FORCE, row)
                count += 1
    return count


def _let_the_city_report(
    stage: Stage, registry: Registry, script: Script, truth: GroundTruth, tell: Callable[[str], None]
) -> Said:
    events = generate(script.seed, script.days, incidents_per_day=script.per_day, truth=truth)
    manner = Manner(FORCE, in_step=True, step=STEP, alive=stage.require_worker)
    return report(
        stage.broker,
        INSTALLATION,
        registry,
        events,
        SentinelActor(script.seed, truth.officers),
        manner,
        on_event=lambda event: tell(f"the city reports: {shown_day(event.arrives_at)}"),
    )
