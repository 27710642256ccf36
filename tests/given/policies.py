"""Policies for stories that are about something else than a source that falls silent (X9)."""

from functools import cache

from streams.policies.bundle import PolicyDocument, document_of, load_bundle


@cache
def nothing_expected() -> tuple[PolicyDocument, ...]:
    """The built-in policies, of a force that waits for no source: weeks pass in a story between two messages."""
    return tuple(
        document_of({**policy.document, "feeds": {"silent_after": {}, "noted_every": "PT1M"}}, "feeds")
        for policy in load_bundle()
    )
