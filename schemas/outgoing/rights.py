"""What Sentinel is told of a restriction (X8; DPA 2018 s.47(3))."""

from pydantic import AwareDatetime

from schemas.outgoing.parts import Outgoing


class ProcessingRestricted(Outgoing):
    """Somebody on the case is not scored, published or disclosed until this is lifted: nothing is said of them.

    It names them as Sentinel does, so that a person looks after whoever may be at risk meanwhile.
    """

    case_id: str
    reference: str | None
    person_refs: tuple[str, ...]
    subject_id: str
    since: AwareDatetime


class RestrictionLifted(Outgoing):
    """The restriction is over: what stands by the facts is said again."""

    case_id: str
    reference: str | None
    person_refs: tuple[str, ...]
    subject_id: str
    corrects: str
