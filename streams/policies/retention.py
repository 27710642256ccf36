"""How long anything is kept, as data (X8; DPA 2018 s.39; R17)."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from streams.policies.part import Part

Period = Annotated[timedelta, Field(ge=timedelta(days=1), le=timedelta(days=36_600))]


class LogText(Part):
    """How long the text of a log is kept; from then on only what was found in it."""

    # From when STORM closed the log; at most thirty days.
    after_closed: Annotated[timedelta, Field(ge=timedelta(0), le=timedelta(days=30))]
    # From its report, whether it was ever closed or not.
    at_most: Period


class Retention(Part):
    log_text: LogText
    # How long the snapshot of a closed case stays (R17).
    snapshot_after_closed: timedelta
