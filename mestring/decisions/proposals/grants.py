"""From decision to letter to grant: receipt, complaint, notice, the letter after a committee, and how long a grant may last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from mestring.cases.proposals.deadlines import received as letter_received
from mestring.cases.proposals.proposed import (
    NO_FACTS,
    Facts,
    Proposed,
    Reason,
    answers,
    book,
    from_entry,
    from_finding,
    in_text,
    nothing,
    renamed,
    rules,
    sign,
    stated,
)
from mestring.decisions.proposals.target_groups import NOT_MET, condition_entries, eligibility
from mestring.rules.facts import NONE
from mestring.rules.finding import Status
from mestring.rules.kinds import Condition, Notice
from mestring.rules.kinds.condition import Node
from mestring.rules.rulebook import Entry

GRANTED, PARTLY_GRANTED, REFUSED, CHANGED, REDUCED, ENDED = "granted", "partly_granted", "refused", "changed", "reduced", "ended"
EFFECTS = {REDUCED: "reduced", ENDED: "withdrawn", GRANTED: "granted", PARTLY_GRANTED: "granted", REFUSED: "unchanged", CHANGED: "unchanged"}
"""What each outcome does to the help, as the library's fact `decision_effect` says it."""


def received_on(sent_on: date, channel: str) -> date:
    """The day a letter counts as received: Digital Post the same day, a letter 6 weekdays later, a quick letter 2 days later.

    Source: Ankestyrelsen's guidance, rule rsl-receipt. Raises: ValueError for a channel that doesn't exist.
    """
    return letter_received(sent_on, channel)


def complaint_last_day(received: date, on: date) -> Proposed:
    """The last day to complain (klagefrist): 4 weeks after the citizen received the decision, moved off weekends and holidays. Source: RSL § 67."""
    found = from_finding("complaint_last_day", book().answer("rsl-complaint", {"decision_received": received}, on), "date")
    return renamed(found, sentence=f"Klagen skal være hos kommunen senest {in_text(found.value, on)}.")


def complaint_right(standard: str, section: str, facts: Facts, on: date) -> Proposed:
    """Whether the decision can be complained of (klageadgang), to whom and until when.

    Law decides where it has a rule for the section: two of the documents leave out the exception for a specific service refused with reference to chapter 15 a.
    Elsewhere a document may say how to complain, but can't take away the right law gives, also to whoever got it all: only the guidance need not be given then (FVL § 25).
    Value: True, False or None when it rests on what is missing. Source: RSL §§ 60, 66, 67; SEL §§ 82 a-d, 101 a, 109, 110. Raises: KeyError.
    """
    found = next((found for entries in _complaint_rules(standard, section) if (found := answers("complaint", entries, facts, on, "allowed"))), [])
    if not found:
        return nothing("complaint", f"Det står ikke, om der kan klages over afgørelser efter {sign(section)}.", "Spørg Ankestyrelsen.", "RSL § 60")
    (first, *_) = found
    if first.value is False and not first.from_law:
        (first, *_) = answers("complaint", rules("law", "general", ("complaint",), ("complaint",)), facts, on, "allowed") or found
    return renamed(first, sentence=_complaint_sentence(first, on))


def _complaint_rules(standard: str, section: str) -> list[tuple[Entry, ...]]:
    """Where to look, in order: law on the section, the council on the section, the council on all, law on all."""
    places = (("law", section), (standard, section), (standard, "general"), ("law", "general"))
    return [rules(source, place, ("complaint",), ("complaint",)) for source, place in places]


def _complaint_sentence(found: Proposed, on: date) -> str:
    if found.value is None:
        return found.sentence
    if not found.value:
        return "Der kan ikke klages over afgørelsen."
    body = book().term(str(found.values.get("body", "appeals_board")))
    last = found.values.get("date")
    until = f"senest {in_text(last, on)}" if isinstance(last, date) else "inden 4 uger, efter at borgeren har fået afgørelsen"
    return f"Der kan klages til {body} {until}. Klagen gives til den, der har truffet afgørelsen."


def committee_letter_due(standard: str, met_on: date, on: date, sent_on: date | None = None) -> Proposed:
    """The last day to send the written decision after a committee's meeting: 5 weekdays in Viborg; nothing where nothing is promised.

    Source: Viborg 2020, l. 241-243. Raises: KeyError.
    """
    for entry in rules(standard, "general", ("notification",), ("deadline",)):
        if "committee_met" in entry.facts:
            found = from_finding("committee_letter_due", book().answer(entry, {"committee_met": met_on, "letter_sent": sent_on or NONE}, on), "date")
            return renamed(found, sentence=f"Send den skriftlige afgørelse senest {in_text(found.value, on)}.") if found.value else found
    return nothing("committee_letter_due", "Dokumentet fastsætter ingen frist for brevet efter mødet.", "Send brevet, så snart afgørelsen er truffet.")


@dataclass(frozen=True, slots=True)
class Effect:
    """When a decision takes effect (virkning), and the notice it must have been given.

    Shapes: `weeks` is 0 where law sets no notice.
    """

    date: date
    weeks: int
    proposed: Proposed


def notice_weeks(section: str, outcome: str, on: date) -> int:
    """Weeks from receipt until help may be taken away or reduced: 14 for §§ 95, 96 and 98, else 0. Source: SEL § 3 a. Raises: KeyError."""
    for entry in rules("law", section, ("notice",), ("notice",)):
        if isinstance(entry.rule, Notice) and book().answer(entry, {"decision_effect": EFFECTS[outcome], "decision_received": on}, on).status is Status.DECIDED:
            return entry.rule.length.days // 7
    return 0


def effect_date(section: str, outcome: str, communicated: date, on: date) -> Effect:
    """The first day a decision may take effect, counted from the day the citizen received it.

    Source: SEL § 3 a; elsewhere a decision binds from the day it is told. Raises: KeyError for an unknown section or outcome.
    """
    weeks = notice_weeks(section, outcome, on)
    if weeks:
        (entry,) = rules("law", section, ("notice",), ("notice",))
        finding = book().answer(entry, {"decision_effect": EFFECTS[outcome], "decision_received": communicated}, on)
        found = from_finding("notice", finding, "date")
        sentence = f"Ændringen kan tidligst ske {in_text(found.value, on)}. Klages der, må den ikke ske før."
        return Effect(found.value, weeks, renamed(found, sentence=sentence))
    against = EFFECTS[outcome] in ("reduced", "withdrawn")
    sentence = f"Afgørelsen gælder fra {in_text(communicated, on)}, når borgeren har fået den."
    advice = f"Loven fastsætter intet varsel for {sign(section)}. Giv en rimelig tid, og skriv den i afgørelsen." if against else ""
    said = Proposed("notice", sentence, communicated, {"date": communicated, "weeks": 0}, Status.DECIDED, remedy=advice, entry=_not_on_the_list(against))
    return Effect(communicated, 0, said)


def _not_on_the_list(against: bool) -> Entry | None:
    return book().entry("sel-3a-sections") if against else None


def least_hours(section: str, on: date) -> Proposed | None:
    """The hours a month law gives whoever is covered (lovens timer); None where law leaves the extent to a judgement. Unit: hours. Source: SEL § 97, stk. 1. Raises: KeyError."""
    said = [one for one in stated("law", section, ("amount",), on) if isinstance(one.value, dict) and "hours_per_month" in one.value]
    return from_entry("least_hours", said[0], said[0].value["hours_per_month"]) if said else None


@dataclass(frozen=True, slots=True)
class GrantCap:
    """How long a grant may last (længste varighed).

    Shapes: `last_day` is law's, enforced, None where law sets none; `proposed_last_day` is the standard's, from which a person may depart with a reason;
    `allowed` is False where a new grant can't be given at all; `by_age` says that law's last day is the one before an age is reached; `caps` are the rules behind, law's first.
    """

    last_day: date | None
    proposed_last_day: date | None
    allowed: bool
    once_for_same_need: bool
    sentence: str
    caps: tuple[Proposed, ...]
    by_age: bool = False
    steps: tuple[Reason, ...] = ()


def age_cap(section: str, started: date, facts: Facts, on: date) -> Proposed | None:
    """The last day before an age at which law's conditions can no longer be met, whatever else is answered; None where there is none to come.

    A right law lets one keep who had it before the age is kept by the help that begins now. Source: SEL §§ 100 and 103. Raises: KeyError.
    """
    born = facts.get("born")
    if not isinstance(born, date):
        return None
    found: list[tuple[date, Entry]] = []
    for entry, leaves in _law_leaves(section):
        kept = {leaf.date: started for leaf in leaves if leaf.date and leaf.before_age}
        for limit in (leaf.age.under for leaf in leaves if leaf.age and leaf.age.under):
            reached = limit.reached(born, book().world)
            if started < reached and eligibility("law", section, {**facts, **kept}, reached).by_law == NOT_MET:
                found.append((reached - timedelta(days=1), entry))
    if not found:
        return None
    last, entry = min(found, key=lambda one: one[0])
    return from_entry("duration", entry, last, f"Loven giver hjælpen, til aldersgrænsen nås {in_text(last + timedelta(days=1), on)}.")


def _law_leaves(section: str) -> Iterator[tuple[Entry, list[Node]]]:
    """Law's rules on who is covered, each with its questions."""
    for entry in condition_entries("law", section):
        if isinstance(entry.rule, Condition):
            yield entry, list(entry.rule.tree.leaves())


@lru_cache(maxsize=64)
def law_has_cap(section: str) -> bool:
    """Whether law sets a longest time for the help, by a length or by an age. Raises: KeyError."""
    by_age = any(leaf.age and leaf.age.under for _, leaves in _law_leaves(section) for leaf in leaves)
    return by_age or bool(rules("law", section, ("duration",), ("cap",)))


def duration_caps(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """The longest duration by each rule that sets one, law's first. Raises: KeyError."""
    found = answers("duration", [*rules("law", section, ("duration",), ("cap",)), *rules(standard, section, ("duration",), ("cap",))], facts, on, "limit")
    return tuple(sorted(found, key=lambda one: not one.from_law))


def grant_cap(standard: str, section: str, started: date, on: date, facts: Facts = NO_FACTS, *, same_need_before: bool | None = None) -> GrantCap:
    """The last day a grant may run to, and whether one may be given again for the same need.

    Under § 82 b law gives six months in all, so a second course for the same need is refused; Viborg says it in words. Source: SEL § 82 b. Raises: KeyError.
    """
    known = {"granted": on, "moved_in": started, **facts, "started": started}
    caps = tuple(cap for cap in duration_caps(standard, section, known, on) if isinstance(cap.value, date))
    by_age = age_cap(section, started, known, on)
    caps = (by_age, *caps) if by_age else caps
    # Only law's own rule is enforced: Vejle prints the six months of § 82 b for § 82 a too, where law has no such limit.
    law = min((cap.value for cap in caps if cap.from_law), default=None)
    own = min((cap.value for cap in caps if not cap.from_law), default=None)
    proposed = min((day for day in (law, own) if day), default=None)
    of_age = by_age is not None and by_age.value == law
    once = section == "82b"
    if once and same_need_before:
        again = "Støtte efter § 82 b er allerede givet for samme behov og kan ikke gives igen. Vurdér § 85."
        return GrantCap(law, proposed, False, once, again, (*_once(standard), *caps), of_age)
    said = []
    if law:
        said.append(f"Bevillingen slutter senest {in_text(law, on)} efter loven.")
    if own and own != law:
        said.append(f"Standarden foreslår senest {in_text(own, on)}.")
    if once and same_need_before is None:
        said.append("Undersøg, om støtten er givet før for samme behov.")
    return GrantCap(
        law,
        proposed,
        True,
        once,
        " ".join(said) or "Hverken standard eller lov sætter en længste varighed.",
        (*caps, *(_once(standard) if once else ())),
        of_age,
    )


def _once(standard: str) -> tuple[Proposed, ...]:
    """What says that the support is given once: the council where it does, else law's six months in all."""
    own = [entry for entry in rules(standard, "82b", ("access",), ("condition",)) if "earlier_courses_same_need" in entry.facts]
    entry = own[0] if own else book().entry("sel-82b-duration")
    return (from_entry("once", entry, sentence="" if own else "Loven giver højst 6 måneder i alt, så et nyt forløb for samme behov kan ikke gives."),)


_DEATH_IN_LAW = {"95": ("sel-95-death",), "96": ("sel-96-death", "sel-96-death-helpers")}


def last_day_at_death(standard: str, section: str, died_on: date, on: date) -> Proposed:
    """The last day help is given when the citizen has died: the month's last for §§ 95 and 96, and where the standard says so; else the day itself, for help is personal.

    Values: helpers_until, the last day the expense of helpers is covered all the same, where law says so. Source: SEL §§ 95, 96 c. Raises: KeyError.
    """
    month = date(died_on.year + died_on.month // 12, died_on.month % 12 + 1, 1) - timedelta(days=1)
    entries = [book().entry(one) for one in _DEATH_IN_LAW.get(section, ())]
    if entries:
        after = month + timedelta(days=1)
        until = date(after.year + after.month // 12, after.month % 12 + 1, 1) - timedelta(days=1)
        sentence = f"{' '.join(one.text for one in entries)} Hjælpernes løn dækkes mindst til og med {in_text(until, on)}."
        return renamed(from_entry("last_day_at_death", entries[0], month, sentence), values={"helpers_until": until})
    said = [one for one in stated(standard, section, ("duration",), on) if isinstance(one.value, dict) and one.value.get("event") == "dødsfald"]
    if said:
        return from_entry("last_day_at_death", said[0], month)
    return Proposed("last_day_at_death", "Hjælpen er givet til borgeren personligt og ophører med dødsfaldet.", died_on, status=Status.DECIDED)
