"""Whether a choice is whole: everything that keeps it from being decided, said at once, each with the field to mend. And whether help becomes more or less.

Pure: what is known comes in, nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from mestring.audit.errors import MestringError
from mestring.cases.models import Application
from mestring.decisions.errors import FieldMissing, GrantMissing, GrantNotInForce, HeardOfLess, NotPrepared
from mestring.decisions.models import OPENS, TOUCHES, Grant, Hearing, Outcome, PlannedChange, Unit
from mestring.decisions.models.choice import Choice

DAY = timedelta(days=1)
LONGEST_BACK = timedelta(days=366)
"""How long before the application help may begin at all: a day further back is a slip of the pen."""

YEARLY: Mapping[str, tuple[str, int]] = {
    Unit.HOURS_WEEK: ("hours", 52),
    Unit.HOURS_MONTH: ("hours", 12),
    Unit.CONTACTS_WEEK: ("contacts", 52),
    Unit.CONTACTS_14D: ("contacts", 26),
    Unit.CONTACTS_MONTH: ("contacts", 12),
    Unit.KRONER_MONTH: ("kroner", 12),
    Unit.KRONER_YEAR: ("kroner", 1),
}
"""What can be held against each other though it is counted otherwise: what is counted, and how many times a year."""


class Much(Protocol):
    """How much help: a choice, a grant, or what a hearing was about."""

    level: str
    amount: int | None
    unit: str


class _Heard:
    def __init__(self, about: Mapping[str, Any]) -> None:
        self.level = str(about.get("level") or "")
        self.amount = about.get("amount")
        self.unit = str(about.get("unit") or "")


def first_day(chosen: Any) -> date | None:
    """The first day of what is decided: of the help, or of its change or end."""
    day: date | None = chosen.effect_on if chosen.outcome in TOUCHES else chosen.begins_on
    return day


def compared(chosen: Much, other: Much, levels: Sequence[str] = ()) -> int | None:
    """Whether help is less (-1), as much (0) or more (1) than other help, by its amount, else by its level; None where it can't be counted."""
    if chosen.amount is not None and other.amount is not None:
        kind, times = YEARLY.get(chosen.unit, (chosen.unit, 1))
        its, often = YEARLY.get(other.unit, (other.unit, 1))
        if kind == its:
            return _sign(chosen.amount * times - other.amount * often)
    if chosen.level in levels and other.level in levels:
        return _sign(levels.index(chosen.level) - levels.index(other.level))
    return None


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def is_shorter(chosen: Choice, grant: Grant) -> bool:
    """Whether the help is to end earlier than the grant does."""
    return chosen.ends_on is not None and (grant.ends_on is None or chosen.ends_on < grant.ends_on)


def is_less(chosen: Choice, grant: Grant, levels: Sequence[str] = ()) -> bool:
    """Whether the citizen gets less than the grant gives, or for a shorter time, as far as it can be counted."""
    return compared(chosen, grant, levels) == -1 or is_shorter(chosen, grant)


def lacks(
    chosen: Choice, application: Application, change: PlannedChange | None, hearing: Hearing | None, *, levels: Sequence[str], purpose_owed: str, on: date
) -> Iterator[MestringError]:
    """Everything the choice lacks before it can be decided, in the order of the page.

    Shapes: `levels` are the standard's, the least first; `purpose_owed` is where the standard says that the decision names the purpose, empty where it doesn't.
    Source: FVL §§ 19, 24; the unwritten rule that a decision must be clear enough to be carried out.
    """
    if not chosen.outcome:
        yield NotPrepared()
        return
    if chosen.outcome in TOUCHES and change is None:
        yield GrantMissing()
    if change:
        yield from _honest(chosen, change, levels)
        yield from _heard_of_it(chosen, change, hearing, levels)
    if chosen.gives:
        yield from _extent(chosen)
    yield from _days(chosen, application, change, on)
    if chosen.gives and purpose_owed and not chosen.purpose.strip():
        yield FieldMissing("purpose", "Formål", f"skriv, hvad hjælpen skal føre til. Standarden siger, at det står i afgørelsen ({purpose_owed})")


def _extent(chosen: Choice) -> Iterator[MestringError]:
    if not (chosen.level or chosen.amount is not None or chosen.extent.strip()):
        yield FieldMissing("amount", "Hvor meget", "vælg et niveau, eller skriv, hvor meget hjælp der gives")
    elif chosen.amount == 0:
        yield FieldMissing("amount", "Hvor meget", "skriv mere end 0, eller lad feltet stå tomt, og beskriv omfanget med ord")
    if chosen.amount is not None and not chosen.unit:
        yield FieldMissing("unit", "Enhed", "vælg, hvad omfanget tælles i")


def _days(chosen: Choice, application: Application, change: PlannedChange | None, on: date) -> Iterator[MestringError]:
    """The days in order: none missing, none before what it must come after."""
    begins, ends = first_day(chosen), chosen.ends_on
    if chosen.outcome in TOUCHES and begins is None:
        yield FieldMissing("effect_on", "Gælder fra", "skriv den dag, ændringen gælder fra")
    if chosen.outcome in OPENS and begins is None:
        yield FieldMissing("begins_on", "Begynder", "skriv den dag, hjælpen begynder")
    if chosen.outcome in OPENS and begins and begins < application.received_on - LONGEST_BACK:
        yield FieldMissing("begins_on", "Begynder", f"skriv en dag, der ligger nærmere ansøgningen, som kom {application.received_on:%d-%m-%Y}")
    if begins and ends and ends < begins:
        yield FieldMissing("ends_on", "Slutter", f"skriv en dag fra {begins:%d-%m-%Y} og frem")
    if change and chosen.outcome in TOUCHES and begins and begins < change.grant.begins_on:
        yield FieldMissing("effect_on", "Gælder fra", f"skriv en dag fra {change.grant.begins_on:%d-%m-%Y} og frem. Da begyndte hjælpen")
    if change and chosen.outcome != Outcome.REFUSED and begins and (last := change.grant.last_day) and last < begins - DAY:
        yield GrantNotInForce()
    if chosen.gives and chosen.follow_up_on:
        earliest = max(begins or on, on)
        if chosen.follow_up_on < earliest:
            yield FieldMissing("follow_up_on", "Første opfølgning senest", f"skriv en dag fra {earliest:%d-%m-%Y} og frem")


def _honest(chosen: Choice, change: PlannedChange, levels: Sequence[str]) -> Iterator[MestringError]:
    """Whether the outcome is called what it is: hearing and notice hang on the word."""
    if change.by_authority and (chosen.outcome not in TOUCHES or chosen.as_wished):
        yield FieldMissing("outcome", "Resultat", "vælg nedsat, ophørt eller ændret. Er det opgivet, så træk det tilbage i stedet")
    elif chosen.outcome == Outcome.ENDED and chosen.as_wished and change.application.wish != Application.Wish.END:
        yield FieldMissing("as_wished", "Borgerens ønske", "borgeren har ikke søgt om, at hjælpen ophører")
    elif chosen.outcome in (Outcome.CHANGED, Outcome.PARTLY) and not chosen.as_wished and is_less(chosen, change.grant, levels):
        yield FieldMissing("outcome", "Resultat", "hjælpen bliver mindre eller kortere end i dag. Vælg nedsat")
    elif chosen.outcome == Outcome.REDUCED and compared(chosen, change.grant, levels) in (0, 1) and not is_shorter(chosen, change.grant):
        yield FieldMissing("outcome", "Resultat", "hjælpen bliver ikke mindre end i dag. Vælg ændret, eller ret omfanget")


def _heard_of_it(chosen: Choice, change: PlannedChange, hearing: Hearing | None, levels: Sequence[str]) -> Iterator[MestringError]:
    """Whether the citizen was heard of as much as is decided against them: a hearing of less must be held again."""
    if hearing is None or chosen.as_wished or chosen.outcome not in (Outcome.REDUCED, Outcome.ENDED) or change.application.case.citizen.died_on:
        return
    about = hearing.considered
    if chosen.outcome == Outcome.ENDED and (about.get("outcome") or change.intended) == Outcome.REDUCED:
        yield HeardOfLess("borgeren er hørt om, at hjælpen nedsættes, ikke om, at den ophører")
    if about.get("effect_on") and chosen.effect_on and chosen.effect_on < date.fromisoformat(about["effect_on"]):
        yield HeardOfLess(f"borgeren er hørt om en ændring fra {date.fromisoformat(about['effect_on']):%d-%m-%Y}, og du har valgt en tidligere dag")
    if chosen.outcome == Outcome.REDUCED and compared(chosen, _Heard(about), levels) == -1:
        yield HeardOfLess("borgeren er hørt om mere hjælp, end du har valgt")
