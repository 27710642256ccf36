"""How long anything is kept, as data (X8; DPA 2018 s.39; R17)."""

from collections.abc import Iterator, Mapping
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


class Incidents(Part):
    """How long an incident is kept that is in no case, from its report or from what STORM told of it last."""

    asb: Period
    # What never was tagged: it may still be re-coded.
    not_asb: Period


class Retention(Part):
    log_text: LogText
    incidents: Incidents
    # With all that is its own, from when the case was closed or its request taken back.
    cases: Period
    # What is counted for one victim or at one location, from when it was looked at last.
    watches: Period
    # Who did what about a rejected message, from when they did.
    rejections: Period
    # What may not go yet, although its time is up, is looked at again so long later.
    looked_at_again: Annotated[timedelta, Field(ge=timedelta(days=1), le=timedelta(days=366))]
    # How long the snapshot of a closed case stays (R17).
    snapshot_after_closed: timedelta


def faults(
    terms: Retention, incidents: Mapping[str, timedelta], cases: Mapping[str, timedelta]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where something would be gone while it is still looked back at: how far, by where the policy says so.

    Yields the path within the section, and what is wrong with it.
    """
    within = {"snapshot_after_closed": terms.snapshot_after_closed, "incidents/asb": terms.incidents.asb}
    for name, period in incidents.items():
        if terms.incidents.asb < period:
            yield ("incidents", "asb"), f"{name} looks back at incidents for {period.days} days"
    if terms.incidents.asb < terms.incidents.not_asb:
        yield ("incidents", "not_asb"), "what is not ASB is kept no longer than what is (incidents/asb)"
    for name, period in {**within, **cases}.items():
        if terms.cases < period:
            yield ("cases",), f"a case is kept for at least {period.days} days, as {name} says"
