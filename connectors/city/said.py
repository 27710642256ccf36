"""What is said about one report: the story, the signs, and the form's questions with their answers.

A call handler who codes a report also goes through the form; who leaves it uncoded writes what was said,
and asks the form's questions in half of the cases. So the evidence of a coded report never hangs on one
turn of phrase.
"""

from random import Random
from typing import Final, NamedTuple

from connectors.city.chance import one_of
from connectors.city.situations import OtherKind, ReportPlan
from connectors.city.texts import (
    Scene,
    Told,
    answer,
    asb_story,
    other_story,
    question,
    sign,
    texts,
    told_online,
    typed,
)
from schemas.words import Answer, AsbClass, AsbType

# Questions that may be asked beside, without touching what the situation declares; impact and agency are left
# out, so that a letter which decides nothing stays unknown.
_BESIDE: Final = ("targeted", "before", "vulnerable", "hate", "risk")
_SIGN_TOUCHES: Final = {
    "alcohol": "risk", "drugs": "risk", "threats": "risk", "mental-health": "vulnerable",
    "thrive-vulnerable": "vulnerable", "young-victim": "vulnerable",
}  # fmt: skip


class Asked(NamedTuple):
    """A question of the form and what was answered."""

    question: str
    answer: str
    auto: bool = False


class Remark(NamedTuple):
    """A sentence, and whether the public typed it."""

    text: str
    online: bool = False


class Said(NamedTuple):
    """Everything a log says of its incident, before it is cut into lines."""

    remarks: tuple[Remark, ...]
    asked: tuple[Asked, ...]
    online: bool
    # The text under the V of THRIVE when somebody stands out, else empty.
    vulnerability: str

    def also(self, text: str) -> "Said":
        """With one more sentence that the public typed."""
        return self._replace(remarks=(*self.remarks, Remark(text, online=True)))


def said_of_asb(
    numbers: Random, plan: ReportPlan, asb_type: AsbType, signs: tuple[str, ...], words: Scene, *, coded: bool
) -> Said:
    """The text of an ASB report: nothing for a bare record."""
    if plan.bare:
        return Said((), (), online=False, vulnerability="")
    told = asb_story(numbers, asb_type, plan.asb_class, words)
    form = coded or numbers.random() < 0.5
    many = _hits_many(numbers, plan, coded=coded)
    asked = [
        _asked(numbers, name, said, online=told.online, many=many)
        for name, said in _answers(numbers, plan, signs, form)
    ]
    asked += [_automatic(numbers, name, told.online) for name in plan.auto_answered]
    remarks = [told, *_signs_told(numbers, plan, signs, words, online=told.online, form=form, many=many)]
    return Said(
        remarks=tuple(Remark(typed(numbers, text, online=online), online) for text, online in remarks),
        asked=(*asked, *(() if told.online else _general(numbers))),
        online=told.online,
        vulnerability=_vulnerability(numbers, plan, signs),
    )


def said_of_other(numbers: Random, kind: OtherKind, words: Scene) -> Said:
    told = other_story(numbers, kind.name, words)
    remark = Remark(typed(numbers, told.text, online=False))
    return Said((remark,), _general(numbers), online=False, vulnerability="")


def _answers(
    numbers: Random, plan: ReportPlan, signs: tuple[str, ...], form: bool
) -> list[tuple[str, Answer]]:
    found: list[tuple[str, Answer]] = []
    if plan.gate is Answer.UNKNOWN:
        if numbers.random() < 0.3:
            found.append(("gate", Answer.UNKNOWN))
    elif form:
        found.append(("gate", plan.gate))
    own = [name for one in signs if (name := texts("signs")[one].get("question"))]
    if form:
        found += [(name, Answer.YES) for name in own]
    touched = {*own, *plan.auto_answered, *(_SIGN_TOUCHES.get(one) for one in signs)}
    if plan.asb_class is AsbClass.PERSONAL:
        touched.add("targeted")
    if plan.after_hours != (0, 0):
        touched.add("before")
    if form:
        beside = [name for name in _BESIDE if name not in touched and numbers.random() < 0.35]
        found += [(name, Answer.NO if numbers.random() < 0.7 else Answer.UNKNOWN) for name in beside]
    return found


def _signs_told(
    numbers: Random,
    plan: ReportPlan,
    signs: tuple[str, ...],
    words: Scene,
    *,
    online: bool,
    form: bool,
    many: bool,
) -> list[Told]:
    names = []
    if plan.gate is not Answer.UNKNOWN and (not form or numbers.random() < 0.6):
        names.append("gate-yes-many" if many else f"gate-{plan.gate}")
    for one in signs:
        answered = form and "question" in texts("signs")[one]
        if not answered or numbers.random() < 0.7:
            names.append(one)
    found = [_sign_told(numbers, name, words, online=online) for name in names]
    if plan.aside:
        lines = texts("signs")[plan.aside]["lines"]
        found += [Told(line.format(**words._asdict()), False) for line in numbers.sample(lines, plan.asides)]
    numbers.shuffle(found)
    return found


def _sign_told(numbers: Random, name: str, words: Scene, *, online: bool) -> Told:
    online = online and told_online(name)
    return Told(sign(numbers, name, words, online=online), online)


def _vulnerability(numbers: Random, plan: ReportPlan, signs: tuple[str, ...]) -> str:
    lines = [line for one in signs for line in texts("signs")[one].get("thrive", ())]
    return str(one_of(numbers, lines)) if lines and not plan.thrive_denies else ""


def _hits_many(numbers: Random, plan: ReportPlan, *, coded: bool) -> bool:
    """Whether alarm is told of people in general.

    Always when only the text can say that it is not personal.
    """
    if plan.gate is not Answer.YES or plan.asb_class is AsbClass.PERSONAL:
        return False
    return not coded or numbers.random() < 0.4


def _asked(numbers: Random, name: str, said: Answer, *, online: bool, many: bool) -> Asked:
    of_many = many and name == "gate" and not online
    return Asked(question(name, online=online), answer(numbers, name, said, online=online, many=of_many))


def _automatic(numbers: Random, name: str, online: bool) -> Asked:
    return Asked(question(name, online=online), answer(numbers, name, Answer.YES, online=online), auto=True)


def _general(numbers: Random) -> tuple[Asked, ...]:
    chosen = [entry for entry in texts("questions")["general"] if numbers.random() < 0.25]
    return tuple(Asked(asks, str(one_of(numbers, answers))) for asks, answers in chosen)
