"""What standard and law say about following up: which rhythms a grant has, and what is owed by them.

Pure: plain values in, frozen values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from mestring.cases.proposals import deadline, kinds
from mestring.cases.proposals.proposed import Asked, Facts, Proposed, answers, book, from_entry, from_finding, rules, stated
from mestring.followups.models import Kind
from mestring.rules.facts import NONE
from mestring.rules.finding import Status
from mestring.rules.kinds import Cadence, Done, Owed, Trigger
from mestring.rules.rulebook import Entry


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One rule that makes something owed again and again. Shapes: `entry` is None where neither document nor law prints an interval; then nothing is owed by it."""

    kind: Kind
    entry: Entry | None = None
    counted_from: str = ""
    start: date | None = None

    @property
    def rule(self) -> str:
        """The entry's id, which finds it again."""
        return self.entry.id if self.entry else ""

    def owed(self, done: Done) -> Owed:
        """What is owed by it when so much has been done."""
        if self.entry is None or self.entry.rule is None or self.start is None:
            return Owed(None)
        return self.entry.rule.owed(self.start, done, book().world)

    @property
    def comes(self) -> bool:
        """Whether it is owed as something happens, on a day nobody could know before."""
        return isinstance(self.entry.rule, Trigger) and bool(self.entry.rule.happens) if self.entry else False

    @property
    def counted_from_label(self) -> str:
        """The Danish words for the day it counts from."""
        return book().facts[self.counted_from].label if self.counted_from else ""


ASKED = ("choice", "yes_no", "integer")
"""What a caseworker can be asked: days and amounts follow from the help itself."""


@dataclass(frozen=True, slots=True)
class Rhythms:
    """What a standard and law make owed of help. Shapes: `missing` are the questions whose answers would say whether a rule more holds."""

    all: tuple[Rhythm, ...]
    missing: tuple[Asked, ...] = ()


def rhythms(standard: str, section: str, facts: Facts, on: date, *, has_goals: bool, happened: Mapping[str, date] | None = None) -> Rhythms:
    """The rhythms that hold for help under a section, by the facts that are known: follow-up, sparring, rate assessment.

    Shapes: `happened` is what has come true of the help, by the rule that asks for it, and the day it did.
    A rule that hangs on a fact nobody knows gives no date: none is guessed, and what is missing is said. What a document says of goals concerns help with an action plan.
    Raises: KeyError.
    """
    known = {"last_follow_up": NONE, "last_review": NONE, **facts}
    asked = [from_finding("follow_up", one) for one in book().ask("follow-up", standard, section, known, on)]
    # What is said of all sections holds beside the section's own rhythm.
    of_goals = answers("follow_up", rules(standard, "general", ("follow_up",), ("trigger",)), known, on) if has_goals else []
    of_rate = answers("rate", rules(standard, section, ("process",), ("cadence",)), known, on)
    said = [one for one in (*asked, *of_goals, *of_rate) if one.entry and _kind(one.entry)]
    decided = {one.entry_id: one.entry for one in said if one.status is Status.DECIDED and one.entry}
    found = tuple(rhythm for entry in decided.values() if (rhythm := _rhythm(entry, known)))
    found += tuple(
        Rhythm(Kind.FOLLOW_UP, one, one.rule.happens, happened[one.id]) for one in on_happening(standard, section) if happened and one.id in happened
    )
    undecided = [one for one in said if one.status is Status.UNKNOWN and one.entry and one.entry.rule and one.entry.rule.recurs_from]
    missing = {fact.id: fact for one in undecided for fact in one.missing if fact.type in ASKED}
    return Rhythms(found or (Rhythm(Kind.FOLLOW_UP),), tuple(missing.values()))


@lru_cache(maxsize=512)
def on_happening(standard: str, section: str) -> tuple[Entry, ...]:
    """The rules by which help is followed up when something happens: when it has been given so many times, or has ended. Source: Vejle, l. 1506; Viborg, l. 1523. Raises: KeyError."""
    found = rules(standard, section, ("follow_up",), ("trigger",))
    return tuple(one for one in found if isinstance(one.rule, Trigger) and one.rule.happens in (SESSIONS, OVER))


@lru_cache(maxsize=1)
def all_happenings() -> Mapping[tuple[str, str], tuple[Entry, ...]]:
    """Those rules of every document, by standard and section, where there are any."""
    places = ((standard, section) for standard in sorted(book().standards) for section in book().sections)
    return {place: found for place in places if (found := on_happening(*place))}


SESSIONS, OVER = "sessions_held", "treatment_ended"


def _rhythm(entry: Entry, facts: Mapping[str, Any]) -> Rhythm | None:
    rule = entry.rule
    kind = _kind(entry)
    start = next(((fact, facts[fact]) for fact in rule.recurs_from if isinstance(facts.get(fact), date)), None) if rule else None
    return Rhythm(kind, entry, *start) if kind and start else None


def _kind(entry: Entry) -> Kind | None:
    rule = entry.rule
    if entry.topic == "follow_up":
        return Kind.PEER_REVIEW if isinstance(rule, Trigger) and rule.unchanged else Kind.FOLLOW_UP
    of_rate = isinstance(rule, Cadence) and any("rate" in rhythm.matters for rhythm in rule.rhythms)
    return Kind.RATE if of_rate else None


@dataclass(frozen=True, slots=True)
class Ending:
    """By when one must see to what comes after help that ends by itself (udløb): so long before that an application about it can be decided in time.

    Shapes: `day` is that day, `lead` how long before the last day it is; `entry` is the deadline it is taken from, none where the council publishes none.
    """

    day: date
    lead: timedelta
    entry: Entry | None

    @property
    def source(self) -> str:
        """Where the length comes from."""
        return self.entry.source.label() if self.entry else "Husets eget forslag"


UNPUBLISHED = timedelta(weeks=8)
"""How long an application is taken to last where the council publishes no deadline. The house's own."""


@lru_cache(maxsize=512)
def ending(standard: str, section: str, ends_on: date) -> Ending:
    """The day, by the longest of the council's own deadlines under the section. Raises: KeyError."""
    longest: tuple[timedelta, Entry | None] | None = None
    for one in kinds(standard, section, ends_on):
        found = deadline(standard, section, one, ends_on, ends_on)
        if isinstance(found.value, date) and (longest is None or found.value - ends_on > longest[0]):
            longest = (found.value - ends_on, found.entry)
    lead, entry = longest or (UNPUBLISHED, None)
    return Ending(ends_on - lead, lead, entry)


@dataclass(frozen=True, slots=True)
class Closing:
    """What must be done as a course nears its last day (afrunding): by when, in the document's own words."""

    day: date
    duty: str
    entry: Entry

    @property
    def source(self) -> str:
        """Where it stands."""
        return self.entry.source.label()


ENDING = "course_ending"


@lru_cache(maxsize=1024)
def closings(standard: str, section: str, started: date, planned_end: date, on: date) -> tuple[Closing, ...]:
    """What a document asks for before a course ends on a day: a bridge to what comes after, a last talk. Never before the course began.

    Source: Ballerup, l. 109; Randers 2019, l. 138. Raises: KeyError.
    """
    known = {"started": started, "planned_end": planned_end, ENDING: True}
    entries = [one for one in rules(standard, section, ("process",), ("trigger",)) if isinstance(one.rule, Trigger) and _closes(one.rule)]
    found = []
    for one in answers("closing", entries, known, on, "date"):
        if one.entry and isinstance(one.entry.rule, Trigger) and one.status is Status.DECIDED:
            day = one.value if isinstance(one.value, date) else planned_end
            found.append(Closing(max(day, started), one.entry.rule.duty, one.entry))
    return tuple(sorted(found, key=lambda one: (one.day, one.entry.id)))


def _closes(rule: Trigger) -> bool:
    return rule.when_event == ENDING or (rule.before_event is not None and rule.before_event.fact == "planned_end")


def said(standard: str, section: str, on: date) -> tuple[Proposed, ...]:
    """What the standard says of how help is followed up, in words, each with its source; also the duties that have no day of their own. Raises: KeyError."""
    without_day = [entry for entry in rules(standard, section, ("follow_up",), ("trigger",)) if entry.rule and not entry.rule.recurs_from]
    return tuple(from_entry("follow_up", entry) for entry in (*stated(standard, section, ("follow_up",), on), *without_day))


def words(terms: Iterable[str]) -> list[str]:
    """The library's terms in Danish."""
    return [book().world.term(one) for one in terms]
