"""What was said is corrected once to each recipient, and what was sent is recalled when it must be (R5)."""

from collections.abc import Sequence

from bench.invariants.broken import broken
from bench.invariants.happened import Published, Told
from schemas.incoming import IncidentDeleted
from schemas.words import ReferralStatus

# What stands of an incident, and what takes it back.
_STANDS = {"IncidentTagged": "tag", "DecisionMade": "decision"}
_OVER = {"TagWithdrawn": "tag", "DecisionWithdrawn": "decision"}
_TO_PARTNERS = ("ReferralMade", "ReferralCorrected", "ReferralRecalled")


class Corrections:
    def __init__(self) -> None:
        self._said: set[str] = set()
        # What was corrected, by recipient (the topic), what was wrong of it, and of which incident where it told of
        # several.
        self._corrected: set[tuple[str, str, str, str]] = set()
        self._standing: dict[tuple[str, str], str] = {}
        # The last thing each partner was sent of a referral, and which referrals are taken back.
        self._sent: dict[str, str] = {}
        self._recalled: set[str] = set()
        self._to_recall: set[str] = set()

    def take(self, told: Told | None, published: Sequence[Published]) -> None:
        for one in published:
            self._correct(one)
            self._said.add(one.ce_id)
            self._stand(one)
            self._send(one)
        if told and isinstance(told.message, IncidentDeleted):
            self._require_gone(told.message.incident_id)

    def finish(self) -> None:
        """Raises Broken where a partner still holds what is taken back."""
        for referral in sorted(self._to_recall - self._recalled):
            broken("a partner was not told that a referral is taken back", {"referral_id": referral})

    def _correct(self, one: Published) -> None:
        corrects = one.data.get("corrects")
        if not corrects:
            return
        if corrects not in self._said:
            broken("a correction names what was never said", one.data)
        correction = corrects, one.topic, one.type, one.data.get("incident_id") or ""
        if correction in self._corrected:
            broken("an event was corrected twice to one recipient", one.data)
        self._corrected.add(correction)

    def _stand(self, one: Published) -> None:
        if what := _STANDS.get(one.type):
            self._standing[what, one.data["incident_id"]] = one.ce_id
        elif what := _OVER.get(one.type):
            standing = self._standing.pop((what, one.data["incident_id"]), None)
            if standing != one.data["corrects"]:
                broken("a correction names something else than what stood", one.data)

    def _send(self, one: Published) -> None:
        if one.type == "ReferralProgressed" and one.data["status"] == ReferralStatus.RECALLED:
            self._to_recall.add(one.data["referral_id"])
        if one.type not in _TO_PARTNERS:
            return
        referral = one.data["referral_id"]
        if one.type != "ReferralMade" and one.data["corrects"] != self._sent.get(referral):
            broken(
                "a partner's correction names something else than what the partner was sent last", one.data
            )
        self._sent[referral] = one.ce_id
        if one.type == "ReferralRecalled":
            self._recalled.add(referral)

    def _require_gone(self, incident_id: str) -> None:
        if any((what, incident_id) in self._standing for what in _STANDS.values()):
            broken("a deleted incident still stands", {"incident_id": incident_id})
