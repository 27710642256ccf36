"""No step that is adverse to a person without a named officer's own word on it before (X6)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from bench.invariants.broken import broken
from bench.invariants.happened import Published, Told
from bench.invariants.names import Names
from schemas.incoming import HighRiskDeclared, StepConfirmed, StepRefused
from schemas.words import Band, Role, StepKind, SubjectKind

# Somebody on a case: its reference, and theirs.
_Person = tuple[str, str]
_ADVERSE_BANDS = (Band.MEDIUM, Band.HIGH)


class _Word(NamedTuple):
    confirmed: bool
    officer: str


class AdverseSteps:
    def __init__(self, names: Names) -> None:
        self._names = names
        # The last word on each step, and which steps had been asked about: nobody confirms what they were not shown.
        self._words: dict[str, _Word] = {}
        self._asked: set[str] = set()
        # Which markers are against whom; which steps would let an inferred band count.
        self._adverse: dict[str, bool] = {}
        self._bands: dict[_Person, set[str]] = defaultdict(set)
        # Of whom an officer said how high the risk is.
        self._said: set[_Person] = set()

    def take(self, told: Told | None, published: Sequence[Published]) -> None:
        """A word counts for what follows from it, and after it."""
        match told.message if told else None:
            case StepConfirmed() as word:
                self._words[word.step_id] = _Word(word.step_id in self._asked, word.officer)
            case StepRefused() as word:
                self._words[word.step_id] = _Word(False, word.officer)
            case HighRiskDeclared() as said:
                self._said.add(self._person(said.reference, said.subject.ref))
            case _:
                pass
        for one in published:
            self._note(one)
        for one in published:
            self._check(one)

    def _note(self, one: Published) -> None:
        data = one.data
        if one.type == "ConfirmationAsked":
            self._asked.add(data["step_id"])
        match one.type:
            case "RiskAssessed":
                self._said.add(self._person(data["reference"], data["subject"]["ref"]))
            case "ConfirmationAsked" if data["step"] == StepKind.PERPETRATOR_BAND:
                self._bands[self._person(data["reference"], data["subject"]["ref"])].add(data["step_id"])
            case "MarkerProposed":
                against = data["subject"]["kind"] == SubjectKind.PERPETRATOR
                self._adverse[data["marker_id"]] = data["adverse"] or against
            case _:
                pass

    def _check(self, one: Published) -> None:
        data = one.data
        match one.type:
            case "MarkerActivated":
                self._require_word(data["marker_id"], data["authoriser"], "a marker was put on", data)
            case "ProtectiveAlertRaised" if self._adverse.get(data["marker_id"], True):
                broken("an alert was raised of a marker that is against somebody", data)
            case "ReferralMade" if data["about"] == SubjectKind.PERPETRATOR:
                what = "a referral that names a perpetrator was sent"
                self._require_word(data["referral_id"], data["confirmed_by"], what, data)
            case "HighRiskRaised" if data["subject"]["kind"] == SubjectKind.PERPETRATOR:
                self._require_officer(data["subject"]["ref"], data, "a perpetrator was told of as high risk")
            case "CaseSnapshot":
                self._check_bands(data)
            case _:
                pass

    def _check_bands(self, data: dict[str, Any]) -> None:
        for person in data["people"]:
            if person["role"] == Role.PERPETRATOR and person["risk"] in _ADVERSE_BANDS:
                self._require_officer(person["person_ref"], data, "an inferred band of a perpetrator counts")

    def _require_word(self, step_id: str, officer: str | None, what: str, data: dict[str, Any]) -> None:
        word = self._words.get(step_id)
        if word is None or not word.confirmed:
            broken(f"{what} that nobody had confirmed", data)
        if word.officer != officer:
            broken(f"{what} in the name of an officer who had not confirmed it", data)

    def _require_officer(self, ref: str, data: dict[str, Any], what: str) -> None:
        """Somebody assessed or declared it, or confirmed the band that was inferred, when they had been asked to.

        A band that is asked about on other evidence is another step: a word on the one says nothing of the other.
        """
        who = self._person(data["reference"], ref)
        words = (self._words.get(step) for step in self._bands.get(who, ()))
        if who not in self._said and not any(word and word.confirmed for word in words):
            broken(f"{what} without an officer's word", data)

    def _person(self, reference: str | None, ref: str) -> _Person:
        return reference or "", self._names.own(reference, ref)
