"""Which incidents are a course of conduct against one victim? (X3; domain 1.6)

Pure. Incidents of the Personal class within the policy's days, by the same perpetrator or by none who is known to be
another: what nobody is named for may be anybody's. Two perpetrators are two when no key of theirs is the same. That
there is a series is no decision that there is a crime: a person decides that.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from streams.policies.watches import Conduct
from streams.rules.keys import ref_of_key
from streams.rules.ledger import Ledger
from streams.rules.watches.counted import Counted


class Series(NamedTuple):
    """A course of conduct as it was completed, and what was reported since that belongs to it; the earliest first."""

    completed_by: Counted
    incidents: tuple[Counted, ...]

    @property
    def suspect_ref(self) -> str | None:
        """Who is named in more than one of them; None: nobody is, or several are."""
        alike = _alike(self.incidents)
        named = [who for one in self.incidents for who in {alike[keys] for keys in one.suspects}]
        repeated = {who for who in named if named.count(who) > 1}
        return ref_of_key(repeated.pop()) if len(repeated) == 1 else None


def terms_of(incident: Counted, ledger: Ledger) -> Conduct:
    """The policy's terms for a series that the incident may complete."""
    return ledger.policy(incident.reported_at).policy.watches.conduct


def first_after(incidents: Sequence[Counted], after: int, ledger: Ledger) -> Series | None:
    """Of a victim's Personal incidents, the earliest first, the series that was completed first by a report after a
    moment, in microseconds; None: there is none.
    """
    for one in incidents:
        if one.reported > after:
            terms = terms_of(one, ledger)
            before = [other for other in incidents if other <= one and _is_near(other, one, terms)]
            if one in in_series(before, terms.incidents):
                going_on = [other for other in incidents if other > one]
                return Series(one, tuple(in_series([*before, *going_on], terms.incidents)))
    return None


def in_series(incidents: Sequence[Counted], needed: int) -> list[Counted]:
    """Those that are one of so many, of which none is known to be by another perpetrator than the rest."""
    if len(incidents) < needed:
        return []
    alike = _alike(incidents)
    by = [{alike[keys] for keys in one.suspects} for one in incidents]
    unknown = sum(not who for who in by)
    enough = {who for who in alike.values() if unknown + sum(who in found for found in by) >= needed}
    unknown_counts = bool(enough) or unknown >= needed
    return [
        one for one, who in zip(incidents, by, strict=True) if (who & enough) or (not who and unknown_counts)
    ]


def _is_near(earlier: Counted, later: Counted, terms: Conduct) -> bool:
    return later.reported_at - earlier.reported_at <= timedelta(days=terms.window_days)


def _alike(incidents: Iterable[Counted]) -> Mapping[tuple[str, ...], str]:
    """For the keys of each who is named as perpetrator one key of theirs: who shares a key is one person."""
    who: dict[str, str] = {}
    named = sorted({keys for one in incidents for keys in one.suspects})
    for keys in named:
        known = {who[key] for key in keys if key in who}
        # A nominal reference sorts last and tells them best.
        chosen = max({*keys, *known})
        for key, one in list(who.items()):
            if one in known:
                who[key] = chosen
        who.update(dict.fromkeys(keys, chosen))
    return {keys: who[keys[0]] for keys in named}
