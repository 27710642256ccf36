"""What is watched, in one plain English sentence, for people (X1-X3). Never parsed; no name, no text of a log."""

from datetime import timedelta
from typing import Final

from schemas.words import ReviewThreshold
from streams.rules.ladder import london_day
from streams.rules.watches.case_review import Eligible
from streams.rules.watches.conduct import Series

_BY: Final = {
    ReviewThreshold.SEPARATE_INCIDENTS: ("incident", "separate incidents"),
    ReviewThreshold.HATE_INCIDENT: ("hate incident", "hate incidents"),
    ReviewThreshold.LINKED_LOCATION: (
        "incident at one location",
        "incidents of several people at one location",
    ),
}


def of_case_review(found: Eligible) -> str:
    """Why a victim may ask for a Case Review, and until when."""
    count, (one, several) = len(found.incidents), _BY[found.threshold]
    what = f"1 {one}" if count == 1 else f"{count} {several}"
    last_day = london_day(found.until - timedelta(microseconds=1))
    return (
        f"{what} within {found.months} months, reported in time: the victim may ask for an ASB Case Review "
        f"({found.pack}) until {last_day.day} {last_day:%B %Y}, and is to be told."
    )


def of_conduct(series: Series, hours: int) -> str:
    """What a person is to review, and within how many hours."""
    by = "by one suspect" if series.suspect_ref else "by nobody known to be different"
    return (
        f"{len(series.incidents)} Personal incidents against one victim, {by}: somebody reviews within {hours} hours "
        "whether a crime is to be recorded. This is not a decision that there is one."
    )
