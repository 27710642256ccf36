"""Who is on a case, in which role, and since when? (R11, R17, R22)

Pure. People come from Sentinel's facts and from every incident of the case, each once: whoever is surely the same
is one person, whoever may be somebody else is another. A household's shared phone makes nobody one person.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from schemas.rows import HeaderKept, IncidentRow, PersonKept, SentinelPersonKept, SentinelRow
from schemas.words import Answer, Role
from streams.rules import history, homes, merged
from streams.rules.identity import Identity, same_people
from streams.rules.keys import folded, person_ref, phone
from streams.rules.ledger import Ledger, micros
from streams.rules.rights import aside

# The parts of an entry that say who it is; behind them stands when they were named.
_WHO: Final = 7
_LATEST: Final = 2**63
_AFTER_ITS_ROWS: Final = b"\xff"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_UNKNOWN_AGE: Final = -1


class PersonOnCase(NamedTuple):
    """Somebody on a case."""

    # How they are named in what is published: nominal reference, else Sentinel's own, else a keyed hash.
    ref: str
    # Sentinel's references of this person, those they left under included.
    person_refs: tuple[str, ...]
    # Each role held now, and since when.
    roles: Mapping[Role, datetime]
    # Of these the ones that Sentinel says: who is only named in a log as a perpetrator is not held to be one.
    sentinel_roles: Mapping[Role, datetime]
    date_of_birth: date | None = None
    # As a log gave it, and when.
    age: int | None = None
    age_told_at: datetime | None = None
    # Where Sentinel says that they live, since when, and whether a landlord who is a partner houses them.
    home_uprn: str | None = None
    home_beat: str | None = None
    home_since: datetime | None = None
    tenant: Answer = Answer.UNKNOWN
    # A log has them in a role and says nothing by which they could be known again.
    is_anonymous: bool = False
    # Who each naming says it is.
    identities: tuple[Identity, ...] = ()

    @property
    def known_as(self) -> tuple[str, ...]:
        """Every reference under which an assessment or an answer may be about them."""
        nominals = (each.nominal for each in self.identities if each.nominal)
        return tuple(dict.fromkeys((*self.person_refs, self.ref, *nominals)))

    def age_on(self, day: date) -> int | None:
        """Whole years of age on a day; by what a log said when no birth date is known; None: neither is."""
        if self.date_of_birth is not None:
            return _years_between(self.date_of_birth, day)
        if self.age is None or self.age_told_at is None:
            return None
        return self.age + max(0, _years_between(self.age_told_at.date(), day))


class People(NamedTuple):
    """Who is on a case, and who was; of these no role is held now. Who is set aside is neither."""

    now: tuple[PersonOnCase, ...]
    left: tuple[PersonOnCase, ...]
    aside: tuple[PersonOnCase, ...]


class _Naming(NamedTuple):
    """One naming of somebody: by Sentinel, or by the earliest incident that says exactly this of them."""

    identity: Identity
    role: Role | None
    at: datetime
    age: int = _UNKNOWN_AGE
    person_ref: str = ""
    # Sentinel's naming: the record it is from.
    record: SentinelPersonKept | None = None
    # A log's naming: the entry it is found by, without its time.
    who: tuple[str | int, ...] = ()
    # Of somebody who is restricted.
    aside: bool = False


def bucket(case_id: str) -> str:
    """The index bucket of everybody named in the incidents of a case."""
    return f"people:{case_id}"


def aside_bucket(case_id: str) -> str:
    """The index bucket of those named in the incidents of a case who are restricted."""
    return f"people-aside:{case_id}"


def entries(row: IncidentRow, header: HeaderKept) -> Iterator[tuple[str | int, ...]]:
    """What the index holds of those whom an incident names: who they are, then when they were named.

    A suspect who is withheld is not on the case by what the log says (X11).
    """
    at = micros(header.reported_at)
    for number, person in header.numbered:
        if not (row.suspects_withheld and person.role is Role.PERPETRATOR):
            yield _entry(f"{row.incident_id}/{number}", person, at)


def entries_set_aside(row: IncidentRow, header: HeaderKept) -> Iterator[tuple[str | int, ...]]:
    """The same of those who are restricted."""
    for number, person in ((one.number, one.person) for one in header.set_aside):
        if person is not None:
            yield _entry(f"{row.incident_id}/{number}", person, micros(header.reported_at))


def _entry(itself: str, person: PersonKept, at: int) -> tuple[str | int, ...]:
    name, digits = folded(person.name or ""), phone(person.phone)
    return (
        person.role.value,
        person.nominal_ref or "",
        name,
        person.date_of_birth.isoformat() if person.date_of_birth else "",
        digits,
        # Of whom nothing is known stands for themselves.
        "" if person.nominal_ref or name or digits else itself,
        _UNKNOWN_AGE if person.age is None else person.age,
        at,
    )


def people_of(case_id: str, sentinel: SentinelRow | None, ledger: Ledger) -> People:
    """Everybody on the case, by reference. Who left by Sentinel's word has left until a later incident names them.

    Whoever is one person with somebody who is restricted is set aside, by whatever name a log has them (X8).
    """
    namings = [*_in_sentinel(sentinel, ledger), *_in_incidents(bucket(case_id), ledger)]
    if aside.is_anybody(ledger):
        namings += (each._replace(aside=True) for each in _in_incidents(aside_bucket(case_id), ledger))
    now, left, set_aside = [], [], []
    for numbers in same_people([naming.identity for naming in namings]):
        named = [namings[number] for number in numbers]
        if all(naming.record is not None and not naming.record.roles for naming in named):
            continue
        if any(naming.aside for naming in named):
            set_aside.append(_person(named, ledger.secret))
            continue
        standing = _still_named(named, case_id, ledger)
        if standing:
            now.append(_person(standing, ledger.secret))
        else:
            left.append(_person([naming for naming in named if naming.person_ref], ledger.secret))
    found = (tuple(sorted(each, key=_by_ref)) for each in (now, left, set_aside))
    return People(*found)


def _by_ref(person: PersonOnCase) -> str:
    return person.ref


def _still_named(namings: list[_Naming], case_id: str, ledger: Ledger) -> list[_Naming]:
    """The namings that count: of somebody who left, the logs only from the first incident reported after that."""
    in_sentinel = [naming for naming in namings if naming.person_ref]
    if not in_sentinel or any(naming.role is not None for naming in in_sentinel):
        return namings
    left_at = max(naming.at for naming in in_sentinel)
    named = (_named_after(left_at, each, case_id, ledger) for each in namings if not each.person_ref)
    again = [naming for naming in named if naming is not None]
    return [*in_sentinel, *again] if again else []


def _named_after(left_at: datetime, naming: _Naming, case_id: str, ledger: Ledger) -> _Naming | None:
    """The earliest incident reported after somebody left that says of them what this naming says."""
    position = ((*naming.who, micros(left_at)), _AFTER_ITS_ROWS)
    for told, _ in ledger.rows.after(bucket(case_id), position, 1):
        if told[:_WHO] == naming.who:
            return naming._replace(at=_EPOCH + timedelta(microseconds=told[_WHO]))
    return None


def _in_sentinel(sentinel: SentinelRow | None, ledger: Ledger) -> Iterator[_Naming]:
    anybody = aside.is_anybody(ledger)
    records = sentinel.people if sentinel is not None else ()
    one_with = merged.survivors(records)
    for person in records:
        born = person.date_of_birth.isoformat() if person.date_of_birth else ""
        identity = Identity(
            nominal=person.nominal_ref or "",
            name=folded(person.name or ""),
            born=born,
            phone=phone(person.phone),
            itself=person.person_ref,
            person_ref=person.person_ref,
            one_with=one_with.get(person.person_ref, ""),
        )
        yield _Naming(
            identity,
            person.role,
            _role_since(person),
            person_ref=person.person_ref,
            record=person,
            aside=anybody and sentinel is not None and aside.is_record(ledger, sentinel.reference, person),
        )


def _role_since(person: SentinelPersonKept) -> datetime:
    if not person.roles:
        return _EPOCH
    return history.run_since(person.roles, lambda told: told.role or "")


def _in_incidents(name: str, ledger: Ledger) -> Iterator[_Naming]:
    """One naming for all incidents of a bucket that say exactly the same, the earliest: however many there are."""
    entry: tuple[tuple[str | int, ...], bytes] = ((), b"")
    while found := ledger.rows.after(name, entry, 1):
        told, _ = found[0]
        role, nominal, folded_name, born, digits, itself, age, at = told
        identity = Identity(nominal, folded_name, born, digits, itself)
        reported_at = _EPOCH + timedelta(microseconds=at)
        yield _Naming(identity, Role(role), reported_at, age, who=told[:_WHO])
        entry = ((*told[:_WHO], _LATEST), b"")


def _person(namings: list[_Naming], secret: bytes) -> PersonOnCase:
    """The person of all these namings."""
    in_sentinel = [naming for naming in namings if naming.person_ref]
    known = _known(namings)
    records = [naming.record for naming in in_sentinel if naming.record is not None]
    home = homes.home_of(records)
    aged = max(((each.at, each.age) for each in namings if each.age != _UNKNOWN_AGE), default=None)
    return PersonOnCase(
        ref=_ref(known, in_sentinel, secret),
        person_refs=tuple(sorted(naming.person_ref for naming in in_sentinel)),
        roles=_roles(namings),
        sentinel_roles=_roles(in_sentinel),
        date_of_birth=date.fromisoformat(known.born) if known.born else None,
        age=aged[1] if aged else None,
        age_told_at=aged[0] if aged else None,
        home_uprn=home.uprn,
        home_beat=home.beat,
        home_since=home.since,
        tenant=homes.tenant_of(records),
        is_anonymous=not in_sentinel and not (known.nominal or known.name or known.phone),
        identities=tuple(dict.fromkeys(naming.identity for naming in namings)),
    )


def _known(namings: list[_Naming]) -> Identity:
    """What is known of the person; what the record says into which others were merged counts most."""
    known = _all_of(each.identity for each in namings)
    for naming in namings:
        if naming.person_ref and naming.person_ref == naming.identity.one_with:
            return Identity(*(own or other for own, other in zip(naming.identity, known, strict=True)))
    return known


def former_refs(person: PersonOnCase, secret: bytes) -> Iterator[str]:
    """How somebody was published, or would have been, while less was known of them."""
    from_logs = [each for each in person.identities if each.itself not in person.person_refs]
    for known_then in (*([each] for each in person.identities), from_logs):
        ref = _ref_by(_all_of(known_then), secret) if known_then else person.ref
        if ref != person.ref:
            yield ref


def _all_of(identities: Iterable[Identity]) -> Identity:
    return Identity(*(_first(part) for part in zip(*identities, strict=True)))


def _first(parts: Iterable[str]) -> str:
    return min((part for part in parts if part), default="")


def _ref(known: Identity, in_sentinel: list[_Naming], secret: bytes) -> str:
    if in_sentinel and not known.nominal:
        return min(
            (naming.role is None, naming.person_ref != known.one_with, naming.person_ref)
            for naming in in_sentinel
        )[2]
    return _ref_by(known, secret)


def _ref_by(known: Identity, secret: bytes) -> str:
    """The nominal reference, else Sentinel's own, else a keyed hash of what is known."""
    if known.nominal or known.itself:
        return known.nominal or known.itself
    born = date.fromisoformat(known.born) if known.born else None
    return person_ref(PersonKept(Role.OTHER, None, known.name, born, known.phone), "", 0, secret)


def _roles(namings: Iterable[_Naming]) -> dict[Role, datetime]:
    roles: dict[Role, datetime] = {}
    for naming in namings:
        if naming.role is not None:
            roles[naming.role] = min(naming.at, roles.get(naming.role, naming.at))
    return dict(sorted(roles.items()))


def _years_between(begun: date, day: date) -> int:
    return day.year - begun.year - ((day.month, day.day) < (begun.month, begun.day))
