"""Notices that stand or stood (R8, X2-X4)."""

from datetime import datetime

from schemas.rows.parts import Row, Timed
from schemas.words import NoticeKind


class NoticeRow(Row, frozen=True):
    """One notice; told again when what it says changed, withdrawn when it no longer stands."""

    notice_id: str
    kind: NoticeKind
    # Whose notice it is: `case:<id>`, `person:<key>` or `incident:<id>`.
    owner: str
    case_id: str = ""
    # What tells it from others of its kind and owner, and since when that is so, where it has a beginning.
    about: str = ""
    since: datetime | None = None
    # How many of its addressees had no officer; and the beats and cases of which an officer may yet be named.
    unreached: int = 0
    beats: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    standing: bool = True
    digest: bytes = b""
    event: str = ""
    sequences: dict[str, int] = {}


class ToldKept(Row, frozen=True):
    """What a standing notice was told by, so that it is known why it no longer stands."""

    notice_id: str
    incident_ids: tuple[str, ...]
    # Until when it stands by the clock; None: it does not lapse.
    until: datetime | None = None


class WatchRow(Timed, frozen=True):
    """What is counted for one victim across cases, by personal key (X2, X3); or at a location, `u:` and its UPRN."""

    person: str
    # When the clock changes it next.
    next_at: datetime | None = None
    # The latest time that it was looked at: what has lapsed does not come back with a message that was late.
    looked_at: datetime | None = None
    told: tuple[ToldKept, ...] = ()
    # Crime-recording reviews about the victim, those that are over included, and until when somebody has reviewed.
    duties: tuple[str, ...] = ()
    reviewed_at: datetime | None = None
    # Of a location: whose incidents meet its threshold, by personal key.
    people: tuple[str, ...] = ()
    # Until when it is kept, unless anything is left that it counts (X8).
    kept_until: datetime | None = None

    @property
    def falls_due(self) -> datetime | None:
        return self.next_at or self.kept_until
