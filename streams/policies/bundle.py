"""Policies from files: read, checked by JSON Schema, errors naming file and path (R2).

The built-in bundle is a timeline of policies that share their sections; a force lays its own folder of the
same shape beside it.
"""

import hashlib
import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from pydantic import ValidationError

from schemas.words import ObligationKind
from streams.policies import partners, retention
from streams.policies.matrix import faults
from streams.policies.phrases import expand, sets_named, spelled
from streams.policies.policy import Policy

_SECTIONS = (
    "codes",
    "tagging",
    "language",
    "victor_e",
    "linking",
    "matrices",
    "questions",
    "casework",
    "obligations",
    "markers",
    "partners",
    "watches",
    "compliance",
    "feeds",
    "retention",
    "failures",
    "plausibility",
)
_TIMELINE = "timeline"
_LONGEST_MONTH = timedelta(days=31)


class PolicyError(Exception):
    """A policy cannot be used; the message names the file and the path in it, and may quote the policy.

    `where` is the path in words of ours alone: `*` for a word that the policy brings with it.
    """

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.where = where


class PolicyDocument(NamedTuple):
    """A policy as it travels and is kept: its JSON document and the SHA-256 of its canonical form."""

    document: Mapping[str, Any]
    sha256: str


def canonical(document: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed: JSON with sorted keys and no spaces."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def document_of(document: Mapping[str, Any], source: str) -> PolicyDocument:
    """Check a whole policy document. Raises PolicyError naming `source` and the path that is wrong."""
    return _checked(document, lambda _: source)


def _checked(document: Mapping[str, Any], file_of: Callable[[str], str]) -> PolicyDocument:
    error = best_match(_validator().iter_errors(document))
    if error is not None:
        steps = [str(step) for step in error.absolute_path]
        raise _error(steps, error.message, file_of)
    checked = PolicyDocument(document, hashlib.sha256(canonical(document)).hexdigest())
    # What JSON Schema cannot say: phrases are well formed, and name sets that the policy has; a matrix agrees
    # with itself; a partner is told nothing that it may not be; nothing goes while a rule looks back at it.
    try:
        policy = compiled(checked)
    except ValidationError as broken:
        first = broken.errors(include_url=False)[0]
        raise _error([str(step) for step in first["loc"]], first["msg"], file_of) from broken
    unknown = next(_unknown_sets(document, set(document["language"]["sets"])), None)
    if unknown is not None:
        where, name = unknown
        raise _error(where, f"the language has no set <{name}>", file_of)
    for section, found in (
        ("obligations", _duties_left_out(policy)),
        ("matrices", faults(policy.matrices)),
        ("partners", partners.faults(policy.partners, _heard(policy))),
        ("retention", retention.faults(policy.retention, *_look_backs(policy))),
    ):
        fault = next(found, None)
        if fault is not None:
            path, said = fault
            raise _error([section, *map(str, path)], said, file_of)
    return checked


def _duties_left_out(policy: Policy) -> Iterator[tuple[tuple[str, ...], str]]:
    """Duties without terms: whatever would open one would fail."""
    yield from (
        ((kind,), "every duty has its ladder") for kind in ObligationKind if kind not in policy.obligations
    )


def _heard(policy: Policy) -> frozenset[str]:
    """The phrases by which a letter of VICTOR-E is answered yes."""
    sets = {name: "|".join(expand(some)) for name, some in policy.language.sets.items()}
    return frozenset().union(*(spelled(cues.yes, sets) for cues in policy.victor_e.cues.values()))


def _look_backs(policy: Policy) -> Iterator[dict[str, timedelta]]:
    """How far rules look back at incidents, then at cases, by where the policy says so."""
    watches, day = policy.watches, timedelta(days=1)
    months = max(
        pack.within_months + pack.reported_within_months for pack in watches.case_review.packs.values()
    )
    yield {
        "linking/window": policy.linking.window,
        "watches/conduct/window_days": watches.conduct.window_days * day,
        "watches/perpetrators/window_days": watches.perpetrators.window_days * day,
        "watches/case_review/packs": months * _LONGEST_MONTH,
    }
    yield {"markers/expires_after": policy.markers.expires_after * day}


def _error(steps: Sequence[str], said: str, file_of: Callable[[str], str]) -> PolicyError:
    section = steps[0] if steps and steps[0] in _SECTIONS else _TIMELINE
    where = "/".join(step if step.isdecimal() or step in _words() else "*" for step in steps) or "(top)"
    return PolicyError(f"{file_of(section)}: {'/'.join(steps) or '(top)'}: {said}", where)


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(_words_of(policy_schema()))


def _words_of(part: Any) -> Iterator[str]:
    """Names of fields, and the vocabulary, of a JSON Schema."""
    if isinstance(part, Mapping):
        yield from part.get("properties", {})
        yield from (word for word in part.get("enum", ()) if isinstance(word, str))
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _words_of(inner)


def _unknown_sets(
    part: Any, known: Container[str], steps: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where a phrase names a set that the language does not have."""
    if isinstance(part, str):
        yield from ((steps, name) for name in sets_named(part) if name not in known)
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _unknown_sets(value, known, (*steps, str(key)))
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from _unknown_sets(value, known, (*steps, str(number)))


def load_bundle(folder: Traversable | None = None) -> tuple[PolicyDocument, ...]:
    """The policies of a folder, oldest first; without a folder, the built-in ones. Raises PolicyError."""
    return _builtin() if folder is None else _load(folder)


@lru_cache(maxsize=1)
def _builtin() -> tuple[PolicyDocument, ...]:
    return _load(resources.files("streams.policies").joinpath("bundle"))


def _load(folder: Traversable) -> tuple[PolicyDocument, ...]:
    sections = {section: _read(folder, section) for section in _SECTIONS}
    timeline = _read(folder, _TIMELINE)
    if not isinstance(timeline, list) or not timeline or not all(isinstance(each, dict) for each in timeline):
        msg = f"{_file(folder, _TIMELINE)}: (top): a list of policies is needed"
        raise PolicyError(msg)
    found = [
        _checked(json.loads(json.dumps({**entry, **sections}, default=str)), partial(_file, folder))
        for entry in timeline
    ]
    return tuple(sorted(found, key=lambda policy: policy.document["effective_from"]))


def compiled(policy: PolicyDocument) -> Policy:
    """The policy as rules use it: one object per hash, however often it is asked for."""
    if policy.sha256 not in _COMPILED:
        _COMPILED[policy.sha256] = Policy.model_validate_json(canonical(policy.document))
    return _COMPILED[policy.sha256]


_COMPILED: dict[str, Policy] = {}


def is_compiled(policy: PolicyDocument) -> bool:
    """Whether it was checked, or used, since the program started."""
    return policy.sha256 in _COMPILED


class Lack(NamedTuple):
    """A part of a document that lacks what a policy must have: where it stands, and the names."""

    part: dict[str, Any]
    path: tuple[str | int, ...]
    names: tuple[str, ...]


def lacking(document: Mapping[str, Any]) -> list[Lack]:
    """Every part of a document that lacks anything."""
    errors = (error for error in _validator().iter_errors(document) if error.validator == "required")
    found: dict[tuple[str | int, ...], Any] = {tuple(error.absolute_path): error for error in errors}
    return [
        Lack(
            error.instance, path, tuple(name for name in error.validator_value if name not in error.instance)
        )
        for path, error in found.items()
    ]


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(policy_schema())


def policy_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a policy document."""
    schema = Policy.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _read(folder: Traversable, section: str) -> Any:
    try:
        return yaml.safe_load(folder.joinpath(f"{section}.yaml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        msg = f"{_file(folder, section)}: the file is missing"
        raise PolicyError(msg) from error
    except OSError as error:
        msg = f"{_file(folder, section)}: cannot be read: {error.strerror}"
        raise PolicyError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{_file(folder, section)}: not UTF-8 text"
        raise PolicyError(msg) from error
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f"line {where.line + 1}" if where else "(top)"
        msg = f"{_file(folder, section)}: {line}: not YAML"
        raise PolicyError(msg) from error


def _file(folder: Traversable, section: str) -> str:
    """A file of the folder as the user who named the folder finds it."""
    return f"{folder}/{section}.yaml"
