"""Every package and jar we use is named with its licence in NOTICES.md."""

import re
from pathlib import Path

from streams.broker.jars import locked_jars

ROOT = Path(__file__).parents[2]


def test_every_package_and_jar_of_the_locks_is_in_the_notices():
    notices = (ROOT / "NOTICES.md").read_text(encoding="utf-8")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| (\S+) \| \S", notices, re.MULTILINE))

    packages = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    jars = {f"{jar.group}:{jar.artifact}" for jar in locked_jars()}

    assert packages - named == set()
    assert jars - named == set()


def test_the_published_incidents_carry_their_attribution():
    notices = (ROOT / "NOTICES.md").read_text(encoding="utf-8")

    assert "Contains public sector information licensed under the\n[Open Government Licence v3.0]" in notices
