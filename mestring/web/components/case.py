"""The parts of a case page: whose case it is, what must be known first, where it stands, what is missing, what has happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mestring.web.components import marks
from mestring.web.components.forms import Field, Form
from mestring.web.components.marks import Mark


@dataclass(frozen=True, slots=True)
class Flag:
    """What must be known before anything is done. `stop` is what must not be given away or done."""

    title: str
    text: str = ""
    icon: str = "info"
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """The head of a page about a person.

    Shapes: `cpr` ten digits, shown with a hyphen; `facts` what else stands on the line; `protected` shows the lock before the name; an anonymous person has neither number nor age.
    """

    name: str
    cpr: str = ""
    age: int | None = None
    facts: Sequence[str] = ()
    protected: bool = False
    dead_on: date | None = None
    flags: Sequence[Flag] = ()
    back: str = ""
    back_address: str = ""

    @property
    def stops_first(self) -> list[Flag]:
        """Protection before everything else."""
        return sorted(self.flags, key=lambda flag: not flag.stop)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a case's way. Shapes: `state` is done, now, next or skip (only if needed)."""

    name: str
    state: str = "next"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """What is missing before the next step, and where to give it. Shapes: `act` is what its button says, when it is a step that a page may begin with."""

    text: str
    address: str = ""
    why: str = ""
    mark: Mark = marks.UNKNOWN
    act: str = ""


READY = Mark("met", "✓", "Klar")
BY_REASON = Mark("judge", "✓", "Begrundet")


@dataclass(frozen=True, slots=True)
class Gate:
    """What must be in place before a decision or a letter, and the rule that asks for it.

    Shapes: `state` is missing, to_judge, fact (passed by what is known) or reason (passed by what somebody wrote); `passed_by` says which fact, or the reason itself; a gate that can be
    passed here has a `form`, posted to `action`.
    """

    name: str
    state: str
    rule: str
    text: str = ""
    rule_address: str = ""
    passed_by: str = ""
    link: str = ""
    link_address: str = ""
    form: Form | None = None
    action: str = ""
    button: str = "Gem begrundelsen"

    @property
    def mark(self) -> Mark:
        return {"missing": marks.UNKNOWN, "to_judge": marks.TO_JUDGE, "fact": READY, "reason": BY_REASON}[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in ("missing", "to_judge")


@dataclass(frozen=True, slots=True)
class Gates:
    """The gates of a decision, what is missing first."""

    all: Sequence[Gate]

    @property
    def summary(self) -> str:
        missing = sum(gate.is_open for gate in self.all)
        ready = len(self.all) - missing
        if not missing:
            return f"Alle {ready} er klar"
        return f"{missing} mangler, {ready} er klar" if ready else f"{missing} mangler"


def gates(found: Iterable[Gate]) -> Gates:
    """Gates in the order to work through them."""
    return Gates(sorted(found, key=lambda gate: not gate.is_open))


@dataclass(frozen=True, slots=True)
class Event:
    """One thing on a case's timeline. Shapes: `kind` is future, act or note; the day it is today stands as a diamond between what comes and what was."""

    day: date
    title: str
    kind: str = "note"
    text: str = ""
    by: str = ""
    link: str = ""
    link_address: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What comes, today, and what has been, the newest first."""

    coming: Sequence[Event]
    been: Sequence[Event]
    on: date


def timeline(events: Iterable[Event], on: date) -> Timeline:
    """Split the events at a day. What is planned but should have been stands among what comes until it is done or dropped."""
    ordered = sorted(events, key=lambda event: event.day, reverse=True)
    return Timeline([event for event in ordered if event.kind == "future"], [event for event in ordered if event.kind != "future"], on)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said or saw: who, when and on what occasion."""

    by: str
    text: str
    day: date
    on: date
    occasion: str = ""
    edit_address: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One fact with its label. Unknown is said, never left blank."""

    label: str
    value: str = ""
    note: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Choosing:
    """What the standard proposes, beside what the caseworker chooses.

    Shapes: `departs` is known when the answer was read; before that the reason unfolds when an answer that departs is chosen (`Option.reveals`).
    """

    title: str
    proposal: str
    choice: Field
    source: str = ""
    source_address: str = ""
    binding: str = ""
    mark: Mark | None = None
    departs: str = ""
    reason: Field | None = None

    @property
    def unfolds(self) -> bool:
        """The reason appears by itself when an answer that departs is chosen."""
        return not self.departs and any(option.reveals for option in self.choice.options)
