"""Help that is counted, and help that ends when appointments are broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from mestring.cases.proposals.proposed import Reason, book, in_text, rules
from mestring.delivery.proposals.trace import kept, label, on_day, said_by
from mestring.rules import danish
from mestring.rules.kinds import Cadence, Cap, Count, Done, Trigger
from mestring.rules.rulebook import Entry

SESSIONS, HOURS, WEEKS = "sessions", "hours", "weeks"
WORDS = {SESSIONS: "mødegange", HOURS: "timer", WEEKS: "uger"}
TOPICS = ("documentation", "follow_up", "amount", "duration")
HELP = ("sessions_held", "treatment_minutes")
"""What counts the help itself; other figures count an outlay, a fare or a helper's hours."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Help that is counted (talt hjælp), and what is owed when the number is reached.

    Shapes: `unit` is sessions, hours or weeks (from the day help began); `duties` are all that is owed, each with its source, the first of them `duty`; `exceptions` says that the document
    lets the number be passed in special cases; `limit` that the help stops there, else that something is due then.
    """

    n: int
    unit: str
    duty: str
    source: str
    entry: str
    duties: tuple[Reason, ...] = ()
    limit: bool = False
    exceptions: bool = False

    def reached(self, n: Decimal | int) -> bool:
        """Whether so much has been given that it is due. Unit: the same as the figure's."""
        return n >= self.n

    def left(self, n: Decimal | int) -> Decimal:
        """How much is left, never less than nothing."""
        return max(Decimal(self.n) - n, Decimal(0))

    @property
    def said(self) -> str:
        """`6 mødegange`."""
        return danish.counted(self.n, WORDS[self.unit])


@lru_cache(maxsize=512)
def counted(standard: str, section: str) -> Counted | None:
    """What is counted of help under the section; None where nothing is. What is counted by the week, month or year is no total.

    Source: Vejle 2023, l. 573, 844 and 1506; Viborg 2020, l. 1427-1428 and 1509-1512. Raises: KeyError.
    """
    found = list(_figures(standard, section))
    if not found:
        return None
    n, unit, first = found[0]
    same = [entry for number, other, entry in found if (number, other) == (n, unit)]
    duties = tuple(Reason(_duty(entry), source=entry.source.label()) for entry in same)
    limit = isinstance(first.rule, (Cap, Count))
    exceptions = isinstance(first.rule, Cap) and bool(first.rule.dispensation)
    return Counted(n, unit, duties[0].text, duties[0].source, first.id, duties, limit, exceptions)


def _figures(standard: str, section: str) -> Iterator[tuple[int, str, Entry]]:
    for entry in rules(standard, section, TOPICS, ("trigger", "cap", "count", "cadence")):
        rule = entry.rule
        if isinstance(rule, Trigger) and rule.when_count and rule.when_count.fact in HELP:
            yield rule.when_count.reaches, SESSIONS, entry
        elif isinstance(rule, Trigger) and rule.after_event and rule.after_event.fact == "started" and rule.after_event.by.unit == "weeks":
            yield rule.after_event.by.count, WEEKS, entry
        elif isinstance(rule, Cadence) and rule.counts_from == "started" and rule.first and rule.first.after.unit == "weeks" and not rule.then:
            yield rule.first.after.count, WEEKS, entry
        elif isinstance(rule, Count) and rule.counts in HELP and rule.per is None and isinstance(rule.at_most, int):
            yield rule.at_most, SESSIONS, entry
        elif isinstance(rule, Cap) and rule.measures in HELP and rule.per is None and isinstance(rule.at_most, int):
            yield rule.at_most // 60, HOURS, entry


def _duty(entry: Entry) -> str:
    return entry.rule.duty if isinstance(entry.rule, Trigger) else entry.text


@dataclass(frozen=True, slots=True)
class AbsenceEnds:
    """That a course ends when appointments have been broken for so long (udeblivelse): when, and who must discuss it first.

    Shapes: `day` is the day it ends; `has_come` whether that day is here; `first` what must be done before, with its source; `reading` how an unclear text is read.
    """

    day: date
    has_come: bool
    sentence: str
    source: str
    entry: str
    first: tuple[Reason, ...] = ()
    reading: str = ""
    reasons: tuple[Reason, ...] = field(default=(), repr=False)

    @property
    def steps(self) -> list[dict[str, str]]:
        """The trace as plain data."""
        return kept(self.reasons)


@lru_cache(maxsize=1)
def absence_sections() -> frozenset[str]:
    """The sections under which some document ends a course for absence."""
    places = ((standard, section) for standard in book().standards for section in book().sections)
    return frozenset(section for standard, section in places if any(_of_absence(entry) for entry in rules(standard, section, ("duration",), ("trigger",))))


def _of_absence(entry: Entry) -> bool:
    return isinstance(entry.rule, Trigger) and entry.rule.after_event is not None and entry.rule.after_event.fact == BROKEN


BROKEN, END = "agreements_broken_since", "end_intended"


@lru_cache(maxsize=512)
def before_ending(standard: str, section: str) -> tuple[Reason, ...]:
    """What must be done before a course is ended, each with its source: who it is to be discussed with. Source: Ballerup, l. 117. Raises: KeyError."""
    found = rules(standard, section, ("decision_maker", "process"), ("trigger",))
    return tuple(said_by(one) for one in found if isinstance(one.rule, Trigger) and one.rule.when_event == END)


@lru_cache(maxsize=1024)
def absence(standard: str, section: str, broken_since: date, on: date) -> AbsenceEnds | None:
    """When a course ends because the citizen hasn't kept what was agreed since a day; None where the document says nothing of it.

    The whole time counts, from the first break on: one appointment that is kept begins it anew. Source: Ballerup, l. 68 and 117. Raises: KeyError.
    """
    if not book().standard(standard).in_force(on):
        return None
    for entry in rules(standard, section, ("duration",), ("trigger",)):
        rule = entry.rule
        if not isinstance(rule, Trigger) or rule.after_event is None or not _of_absence(entry):
            continue
        day = rule.owed(broken_since, Done(), book().world).day
        if day is None:
            continue
        first = before_ending(standard, section)
        source = entry.source.label()
        come = (
            f"Aftalerne har ikke været holdt i {rule.after_event.by}."
            if day <= on
            else f"Forløbet afsluttes {in_text(day, on)}, hvis aftalerne heller ikke holdes indtil da."
        )
        reading = "; ".join(f"{one.question} {one.chosen[:1].upper()}{one.chosen[1:]}." for one in entry.readings)
        reasons = (on_day(label(BROKEN), broken_since), on_day(f"{rule.after_event.by} efter", day, source), *first)
        return AbsenceEnds(day, day <= on, " ".join([come, *(one.text for one in first)]), source, entry.id, first, reading, reasons)
    return None
