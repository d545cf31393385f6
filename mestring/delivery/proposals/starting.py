"""By when help must begin, or the citizen must hear of it, by the council's own rules and law's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from mestring.cases.proposals.proposed import Facts, Proposed, Reason, answers, book, in_text, rules, stated
from mestring.delivery.proposals.trace import kept, label, not_counted, on_day, said_by
from mestring.rules.facts import NONE
from mestring.rules.finding import Status
from mestring.rules.kinds import Deadline
from mestring.rules.rulebook import Entry

CONTACTED = "contacted"
BEGUN = ("treatment_started", "started", CONTACTED)
"""The events by which help is under way, or the citizen hears that it can be."""
ADULT = 18
NO_DAYS = "et antal dage: dokumentet angiver ingen"


@dataclass(frozen=True, slots=True)
class StartBy:
    """By when help must begin (seneste start).

    Shapes: `day` is None when it can't be said, and `missing` says in Danish what it hangs on; `by_law` is law's own bound, which the council's day never passes; `moved` says that
    the citizen's own choice of provider lets the day be departed from, and `otherwise` what it would have been; `contact` that it is the day the citizen hears by, and not the start.
    """

    day: date | None
    sentence: str
    source: str
    entry: str
    missing: tuple[str, ...] = ()
    by_law: date | None = None
    law_source: str = ""
    moved: bool = False
    otherwise: date | None = None
    contact: bool = False
    reasons: tuple[Reason, ...] = field(default=(), repr=False)

    @property
    def steps(self) -> list[dict[str, str]]:
        """The trace as it is kept with an order."""
        return kept(self.reasons)


@lru_cache(maxsize=2048)
def start_by(
    standard: str,
    section: str,
    *,
    applied_on: date | None,
    decided_on: date | None = None,
    plan_made_on: date | None = None,
    chosen_by_citizen: bool = False,
    age: int | None = None,
    on: date,
) -> StartBy | None:
    """By when help must begin; None where neither standard nor law says anything of it.

    The council's own day is proposed, never later than law's. Where the citizen has chosen the provider, law's fourteen days may be departed from, and so may a council's day that only
    repeats law.
    Shapes: `applied_on` is the day of the application, or of the inquiry where that counts as one; `age` in years.
    Source: SEL § 101, stk. 2 and 5; Rebild 2015, l. 641 and 657; Viborg 2020, l. 1363-1365; Randers 2019, l. 265; Vejle 2023, l. 533. Raises: KeyError.
    """
    known = _known(applied_on, decided_on, plan_made_on, chosen_by_citizen, age)
    in_law = _rules("law", section)
    law = answers("start_by", in_law, known, on, "date")
    own = law if standard == "law" else answers("start_by", _rules(standard, section), known, on, "date")
    if chosen_by_citizen and in_law and not law and not any(_decided([one]) for one in own if not one.is_law):
        return _moved(standard, section, known, own, on)
    days, bounds = _decided(own), _decided(law)
    if days or bounds:
        first = min(days or bounds, key=_day)
        bound = min(bounds, key=_day) if bounds else None
        return _by(bound if bound and _day(bound) < _day(first) else first, bound, section, standard, known, on)
    waiting = [one for one in (*own, *law) if one.status is Status.UNKNOWN]
    return _waiting(waiting[0], standard, section, on) if waiting else _in_words(standard, section, on)


def _known(applied: date | None, decided: date | None, plan: date | None, chosen: bool, age: int | None) -> Facts:
    """What is known as the library's facts. Whether one under 18 is so badly off that the duty holds is a judgement nobody has made here."""
    days = {"received": applied, "inquired": applied, "decided": decided, "granted": decided, "plan_made": plan}
    known: dict[str, Any] = {fact: day for fact, day in days.items() if day is not None}
    known |= {"chose_other_provider": chosen, "treatment_started": NONE}
    if age is None or age >= ADULT:
        known["covered_by_young_duty_101"] = False
    return known


def _rules(standard: str, section: str) -> tuple[Entry, ...]:
    found = rules(standard, section, ("deadline",), ("deadline",))
    return tuple(entry for entry in found if isinstance(entry.rule, Deadline) and entry.rule.until in BEGUN)


def _decided(found: Iterable[Proposed]) -> list[Proposed]:
    return [one for one in found if isinstance(one.value, date)]


def _day(found: Proposed) -> date:
    return found.value  # type: ignore[no-any-return]


def _rule(found: Proposed) -> Deadline:
    if found.entry is None or not isinstance(found.entry.rule, Deadline):
        raise TypeError(f"{found.entry_id} er ikke en frist")
    return found.entry.rule


def _by(found: Proposed, bound: Proposed | None, section: str, standard: str, known: Facts, on: date) -> StartBy:
    rule, day = _rule(found), _day(found)
    contact = rule.until == CONTACTED
    late = "skulle" if day < on else "skal"
    what = f"Borgeren {late} have hørt fra kommunen senest" if contact else f"Hjælpen {late} være gået i gang senest"
    words = [f"{what} {in_text(day, on)}."]
    start = known[rule.counts_from]
    reasons = [on_day(label(rule.counts_from), start), on_day(f"Senest {rule.length} efter", day, found.source)]
    if rule.length and rule.length.working_days:
        reasons[1:1] = not_counted(start, day)
    before = _before_start(standard, section)
    words += [one.text for one in before]
    if bound and bound.entry_id != found.entry_id:
        reasons.append(on_day("Lovens frist", _day(bound), bound.source))
    return StartBy(
        day,
        " ".join(words),
        found.source,
        found.entry_id,
        by_law=_day(bound) if bound else None,
        law_source=bound.source if bound else "",
        contact=contact,
        reasons=(*reasons, *before),
    )


def _before_start(standard: str, section: str) -> tuple[Reason, ...]:
    """What must be in place before help can begin, where the document says it."""
    return tuple(said_by(entry) for entry in rules(standard, section, ("prerequisite",), ("condition",)) if entry.tells and entry.tells.condition_of == "start")


def _moved(standard: str, section: str, known: Facts, own: list[Proposed], on: date) -> StartBy:
    """That law's day may be departed from since the citizen chose the provider, as the document says it, else law."""
    as_usual = {**known, "chose_other_provider": False}
    usual = _decided(answers("start_by", (*_rules(standard, section), *_rules("law", section)), as_usual, on, "date"))
    first = min(usual, key=_day, default=None)
    says = next((entry for place in (standard, "law") for entry in _departures(place, section, on)), None)
    departure = book().answer(says, known, on) if says and says.rule else None
    waiting = [*(departure.missing if departure else ()), *(fact.id for one in own for fact in one.missing)]
    reasons = [on_day("Uden eget valg af tilbud", _day(first), first.source)] if first else []
    if says:
        reasons.insert(0, said_by(says))
    return StartBy(
        None,
        f"Borgeren har selv valgt tilbuddet. {says.text if says else ''}".strip(),
        says.source.label() if says else "",
        says.id if says else "",
        tuple(dict.fromkeys(label(fact) for fact in waiting)),
        moved=True,
        otherwise=_day(first) if first else None,
        reasons=tuple(reasons),
    )


def _departures(standard: str, section: str, on: date) -> list[Entry]:
    """What a document says of when the day doesn't hold: as a rule about the citizen's choice, or in words."""
    by_rule = [entry for entry in rules(standard, section, ("deadline",), ("condition",)) if "chose_other_provider" in entry.facts]
    return [*by_rule, *(entry for entry in stated(standard, section, ("deadline",), on) if entry.aspect == "exception")]


def _waiting(found: Proposed, standard: str, section: str, on: date) -> StartBy:
    """That the day hangs on something nobody has said yet."""
    missing = tuple(dict.fromkeys(fact.label for fact in found.missing))
    rule = _rule(found)
    before = _before_start(standard, section)
    words = " ".join([found.says, *(one.text for one in before)])
    entry = (said_by(found.entry),) if found.entry else ()
    return StartBy(None, words, found.source, found.entry_id, missing, contact=rule.until == CONTACTED, reasons=(*entry, *before))


def _in_words(standard: str, section: str, on: date) -> StartBy | None:
    """What a document says of the start without a day."""
    said = next((entry for entry in stated(standard, section, ("deadline", "process"), on) if _of_start(entry, section)), None)
    return StartBy(None, said.text, said.source.label(), said.id, (NO_DAYS,), reasons=(said_by(said),)) if said else None


def _of_start(entry: Entry, section: str) -> bool:
    """Whether it says when the help itself begins; a document says that of the deadline, or as the section's own sentence of its start."""
    named = isinstance(entry.value, dict) and "start" in entry.value
    return named if entry.topic == "deadline" else entry.id.endswith(f"-{section}-start")
