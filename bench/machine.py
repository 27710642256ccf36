"""Where the figures come from: they mean nothing without it."""

import os
import platform
import re
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

import confluent_kafka

from streams.broker.jars import locked_jars

IDLE_LOAD: Final = 0.5
"""A load average above this is other work, which the contenders have to share the processor with."""


def busy() -> str:
    """A sentence to go with the results when the machine has other work to do; else nothing."""
    load = os.getloadavg()[0]
    if load <= IDLE_LOAD:
        return ""
    return (
        f"The machine was busy with other work (load average {load:.1f}): rates are lower than they would be, "
        "and the engine, whose Python runs on one core, loses more by it than the loops."
    )


def describe() -> Mapping[str, str]:
    """Processor, memory and versions."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{_memory_gib():.0f} GiB",
        "Python": f"{platform.python_version()} on {platform.system()} {platform.release().split('-')[0]}",
        "Apache Kafka": f"{_kafka()}, one embedded broker on the same cores",
        "faust-streaming": version("faust-streaming"),
        "aiokafka": version("aiokafka"),
        "confluent-kafka": f"{confluent_kafka.version()} (librdkafka {confluent_kafka.libversion()[0]})",
    }


def _processor() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found.group(1) if found else platform.machine()


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _kafka() -> str:
    return next(jar.version for jar in locked_jars() if jar.artifact.startswith("kafka_"))
