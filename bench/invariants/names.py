"""Who is who: the worker names people by nominal reference where they have one, Sentinel by its own."""

from bench.invariants.happened import Told
from schemas.incoming import CaseOpenedInSentinel, PersonAdded, PersonMerged, SentinelPerson


class Names:
    def __init__(self) -> None:
        # By case reference and any name of a person, Sentinel's reference of them.
        self._own: dict[tuple[str, str], str] = {}

    def take(self, told: Told | None) -> None:
        match told.message if told else None:
            case PersonAdded() as fact:
                self._name(fact.reference, fact.person)
            case CaseOpenedInSentinel() as fact:
                for person in fact.people:
                    self._name(fact.reference, person)
            case PersonMerged(into=str(into)) as fact:
                self._own[fact.reference, fact.person_ref] = into
            case _:
                pass

    def own(self, reference: str | None, ref: str) -> str:
        """One name of a person of a case, whichever of theirs is given."""
        return self._own.get((reference or "", ref), ref)

    def _name(self, reference: str, person: SentinelPerson) -> None:
        if person.nominal_ref:
            self._own.setdefault((reference, person.nominal_ref), person.person_ref)
