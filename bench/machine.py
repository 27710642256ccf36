"""Where the figures come from: they mean nothing without it."""

import os
import platform
import re
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import confluent_kafka

from streams.broker.jars import locked_jars


def describe() -> Mapping[str, str]:
    """Processor, memory, versions, and how busy the machine was before the benchmark."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{_memory_gib():.0f} GiB",
        "load average at the start": f"{os.getloadavg()[0]:.1f}",
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
