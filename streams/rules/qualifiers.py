"""What do the qualifiers of an incident say? (R5, R6)

Pure. Which qualifier says what is the policy's; control rooms write `Prejudice-Racial` and `PREJUDICE - RACIAL`.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from schemas.words import Letter
from streams.policies.policy import Policy


def letters_answered(qualifier: str, policy: Policy) -> tuple[Letter, ...]:
    """The letters of VICTOR-E that a qualifier answers yes."""
    return _letters(policy).get(spelled(qualifier), ())


def spelled(qualifier: str) -> str:
    """A qualifier without regard to case and spacing."""
    return "".join(qualifier.casefold().replace("–", "-").split())


def says_asb(qualifiers: Iterable[str], policy: Policy) -> bool:
    """Whether one of them keeps an incident ASB beside a crime code."""
    return any(spelled(qualifier) in _asb(policy) for qualifier in qualifiers)


@lru_cache(maxsize=64)
def _letters(policy: Policy) -> Mapping[str, tuple[Letter, ...]]:
    return {spelled(written): letters for written, letters in policy.victor_e.qualifiers.items()}


@lru_cache(maxsize=64)
def _asb(policy: Policy) -> frozenset[str]:
    return frozenset(map(spelled, policy.codes.asb_qualifiers))
