"""The hand-written texts (texts/*.yaml), and how a call handler types them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Final, NamedTuple

import yaml

from connectors.city.chance import one_of
from connectors.city.place import CARS, GREENS, SHOPS, SPOTS, WORKS
from schemas.words import Answer, AsbClass, AsbType

CALLERS: Final = ("RP", "RP", "RP", "CALLER", "INFT", "MALE CALLER", "FEMALE CALLER")
# What handlers shorten, and how often each of them does.
ABBREVIATIONS: Final = (
    ("vehicle", "veh"), ("location", "loc"), ("victim", "IP"), ("approximately", "approx"), (" and ", " & "),
    ("outside", "o/s"), ("opposite", "opp"), ("with", "w/"),
)  # fmt: skip
ABBREVIATED: Final = 0.12


class Scene(NamedTuple):
    """The words of one report that its texts share."""

    rp: str
    n: str
    street: str
    spot: str
    green: str
    shop: str
    works: str
    car: str


class Told(NamedTuple):
    """A text, and whether a member of the public typed it."""

    text: str
    online: bool


@cache
def texts(name: str) -> Mapping[str, Any]:
    """One file of texts."""
    found: Mapping[str, Any] = yaml.safe_load(
        (files(__package__) / "texts" / f"{name}.yaml").read_text("utf-8")
    )
    return found


def scene(numbers: Random, street: str) -> Scene:
    return Scene(
        rp=one_of(numbers, CALLERS),
        n=str(3 + int(numbers.random() * 12)),
        street=street,
        spot=one_of(numbers, SPOTS),
        green=one_of(numbers, GREENS),
        shop=one_of(numbers, SHOPS),
        works=one_of(numbers, WORKS),
        car=one_of(numbers, CARS),
    )


def asb_story(numbers: Random, asb_type: AsbType, asb_class: AsbClass, said_in: Scene) -> Told:
    """What happened, as told."""
    of_type = texts("asb")[asb_type.value]
    return _told(one_of(numbers, of_type[asb_class.value]), said_in)


def other_story(numbers: Random, kind: str, said_in: Scene) -> Told:
    return _told(one_of(numbers, texts("noise")[kind]), said_in)


def sign(numbers: Random, name: str, said_in: Scene, *, online: bool = False) -> str:
    """How somebody took it, or what else is known, in one sentence."""
    entry = texts("signs")[name]
    lines = entry["online"] if online and "online" in entry else entry["lines"]
    return str(one_of(numbers, lines)).format(**said_in._asdict())


def told_online(name: str) -> bool:
    """Whether the public writes of this sign themselves; else a handler adds it."""
    return "online" in texts("signs")[name]


def question(name: str, *, online: bool) -> str:
    """The form's wording."""
    return str(texts("questions")["asb"][name]["online" if online else "phone"])


def answer(numbers: Random, name: str, said: Answer, *, online: bool, many: bool = False) -> str:
    """What is answered: typed by the handler, or ticked on the online form.

    `many`: about more than the caller.
    """
    answers = texts("questions")["ticked"] if online else texts("questions")["asb"][name]
    return str(one_of(numbers, answers[f"{said}-many" if many else said.value]))


def typed(numbers: Random, text: str, *, online: bool) -> str:
    """As it is typed: handlers shout, shorten and leave out apostrophes; the public writes sentences."""
    if online:
        return text
    for long, short in ABBREVIATIONS:
        if long in text and numbers.random() < ABBREVIATED:
            text = text.replace(long, short)
    if numbers.random() < 0.5:
        text = text.replace("'", "")
    return text.upper()


def _told(entry: str | Mapping[str, str], said_in: Scene) -> Told:
    online = not isinstance(entry, str)
    text = entry if isinstance(entry, str) else entry["online"]
    return Told(text.format(**said_in._asdict()), online)
