"""How risk stands on a case, in plain English, line by line (R17, X1). Pure."""

from collections.abc import Iterator

from schemas.outgoing import CaseSnapshot, DutyAbout, SnapshotAssessed, SnapshotPerson, SnapshotPlace


def of_snapshot(snapshot: CaseSnapshot) -> Iterator[str]:
    """The people of the case and the places that are assessed."""
    yield f"  Highest risk: {snapshot.highest_risk}"
    for person in snapshot.people:
        yield f"    {person.role} {person.person_ref}: {_risk(person)}; {_answers(person)}"
    for one in snapshot.assessed_not_on_case:
        yield f"    {one.subject.kind} {one.subject.ref}, who is not on the case: {_risk(one)}"
    for place in snapshot.places:
        if place.on_case or place.risk != "unknown":
            yield f"    {place.kind} {place.uprn or ''}".rstrip() + f": {_risk(place)}"


def of_duty(kind: str, about: DutyAbout | None) -> str:
    """`review (sergeant)`"""
    return f"{kind} ({of_about(about)})" if about is not None else kind


def of_about(about: DutyAbout | None) -> str:
    """What of the case a duty is about, in a few words; nothing when it is about the whole case."""
    if about is None:
        return ""
    subject = about.subject
    said = [subject.kind, subject.ref] if subject else []
    said += [each for each in (about.person_ref, about.question, about.post, about.partner) if each]
    return " ".join(said)


def _risk(shown_of: SnapshotAssessed | SnapshotPerson | SnapshotPlace) -> str:
    said = f"risk {shown_of.risk}"
    if shown_of.could_be is not None:
        said += f", could be {shown_of.could_be}"
    if shown_of.completeness_percent is not None:
        said += f", {shown_of.completeness_percent} % answered"
    if shown_of.sentinel_band_differs is not None:
        said += f"; Sentinel itself shows {shown_of.sentinel_band_differs}"
    return said


def _answers(person: SnapshotPerson) -> str:
    return (
        f"repeat victim {person.repeat_victim}, vulnerable {person.vulnerable}, "
        f"safeguarding {person.safeguarding}"
    )
