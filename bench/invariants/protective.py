"""No step that protects somebody waits: it is taken in the same cause as what called for it (R8, R9, R20)."""

from collections.abc import Collection, Sequence

from bench.invariants.broken import broken
from bench.invariants.happened import Published, Told
from bench.invariants.names import Names
from schemas.words import Band, CaseStatus, GatewayKind, SubjectKind

# A case and a subject of it: its kind and reference.
_Who = tuple[str, str, str]


class ProtectiveSteps:
    def __init__(self, names: Names) -> None:
        self._names = names
        self._made: set[str] = set()
        # The high-risk notices that stand, and of whom.
        self._raised: dict[str, _Who] = {}

    def take(self, told: Told | None, published: Sequence[Published]) -> None:
        """Everything of one cause: whatever calls for a step has it among the same messages."""
        for one in published:
            self._note(told, one)
        alerted = {one.data["marker_id"] for one in _of("ProtectiveAlertRaised", published)}
        on_case = self._on_case(published)
        for one in published:
            match one.type:
                case "MarkerProposed":
                    _require_alert(one, alerted)
                case "ReferralProposed":
                    self._require_sent(one)
                case "RiskAssessed" if one.data["band"] == Band.HIGH and self._who(one) in on_case:
                    self._require_raised(one)
                case _:
                    pass

    def _note(self, told: Told | None, one: Published) -> None:
        match one.type:
            case "HighRiskRaised":
                if told is None and one.data["notice_id"] not in self._raised:
                    broken("a high risk was told late, by the clock and not by what made it high", one.data)
                self._raised[one.data["notice_id"]] = self._who(one)
            case "NoticeWithdrawn":
                self._raised.pop(one.data["notice_id"], None)
            case "ReferralMade":
                self._made.add(one.data["referral_id"])
            case _:
                pass

    def _require_raised(self, one: Published) -> None:
        if self._who(one) not in self._raised.values():
            broken("a band of HIGH was not told at once", one.data)

    def _require_sent(self, one: Published) -> None:
        waits_for_consent = one.data["gateway"]["kind"] == GatewayKind.CONSENT
        waits_for_officer = one.data["needs_confirmation"]
        if waits_for_officer and one.data["subject"]["kind"] != SubjectKind.PERPETRATOR:
            broken("a referral that protects waits for an officer", one.data)
        if not waits_for_consent and not waits_for_officer and one.data["referral_id"] not in self._made:
            broken("a protective referral was not sent when it was proposed", one.data)

    def _who(self, one: Published) -> _Who:
        subject = one.data["subject"]
        return one.data["case_id"], subject["kind"], self._names.own(one.data["reference"], subject["ref"])

    def _on_case(self, published: Sequence[Published]) -> set[_Who]:
        """Whose risk is part of a case's, as its snapshot shows it in the same cause.

        Not so of somebody assessed who is not on the case in that role, nor of a case that is over.
        """
        found: set[_Who] = set()
        for one in _of("CaseSnapshot", published):
            if one.data["status"] == CaseStatus.ACCEPTED:
                case_id, reference = one.data["case_id"], one.data["reference"]
                for person in one.data["people"]:
                    found.add((case_id, person["role"], self._names.own(reference, person["person_ref"])))
                found |= {(case_id, place["kind"], place["uprn"] or "") for place in one.data["places"]}
        return found


def _require_alert(one: Published, alerted: Collection[str]) -> None:
    adverse = one.data["adverse"]
    if adverse and one.data["subject"]["kind"] != SubjectKind.PERPETRATOR:
        broken("a marker that protects is held back as adverse", one.data)
    if not adverse and one.data["marker_id"] not in alerted:
        broken("the control room was not alerted when a protective marker was proposed", one.data)


def _of(kind: str, published: Sequence[Published]) -> list[Published]:
    return [one for one in published if one.type == kind]
