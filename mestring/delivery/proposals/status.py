"""Whether the provider must tell the authority how it goes before a follow-up, and by when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from mestring.cases.proposals import in_text, working_day_before
from mestring.cases.proposals.proposed import Reason, book, rules
from mestring.delivery.proposals.trace import kept, on_day, said_by
from mestring.rules.kinds import Cadence, Deadline, Done, Trigger
from mestring.rules.kinds.cadence import Occasion
from mestring.rules.rulebook import Entry

HOUSE_LEAD = timedelta(days=14)
"""How long before a follow-up a status lies with the authority, where the document prints no time. The house's own."""
OWN_PROPOSAL = "Husets eget forslag"
NOTE, FORM, PLAN, REPORT = "note", "form", "plan", "report"
BASES = {"status_note": NOTE, "follow_up_form": FORM, "stay_plan": PLAN}
"""The bases of a follow-up that the provider makes. An action plan is the authority's own."""
NAMES = {NOTE: "statusbeskrivelse", FORM: "opfølgningsskema", PLAN: "opholdsplan", REPORT: "skriftlig redegørelse"}
NO_STATUS = "none"


@dataclass(frozen=True, slots=True)
class StatusOwed:
    """What the provider owes the authority before a follow-up (status til opfølgning), and by when.

    Shapes: `what` is note, form, plan or report, `name` its Danish word; `day` is the day it should be with the authority, `latest` the last by the document's own words; `proposed` says
    that the day is the house's own proposal, since the document prints none.
    """

    what: str
    name: str
    day: date
    latest: date
    proposed: bool
    sentence: str
    source: str
    entry: str
    reasons: tuple[Reason, ...] = field(default=(), repr=False)

    @property
    def steps(self) -> list[dict[str, str]]:
        """The trace as it is kept with an order."""
        return kept(self.reasons)


@lru_cache(maxsize=4096)
def status_owed(standard: str, section: str, basis: str, follow_up_on: date, started_on: date | None = None) -> StatusOwed | None:
    """What the provider owes before a follow-up due on a day; None where the document asks for nothing, or says that no status is the basis.

    Where the document prints no time before, the house's own fourteen days are proposed, moved back off a closed day.
    Shapes: `basis` is a term of the library's bases, as a rhythm's `Owed.basis` gives it, empty when none is known.
    Source: Vejle 2023, l. 573, 640, 844, 1119, 1259 and 1440-1514; Viborg 2020, l. 2056-2058. Raises: KeyError.
    """
    if basis == NO_STATUS or not book().standard(standard).in_force(follow_up_on):
        return None
    entry = _asks(standard, section, basis)
    if entry is None:
        return None
    what = BASES[basis] if basis in BASES and basis in _of_section(standard, section) else _made(entry)
    name = NAMES[what]
    printed = _printed(standard, section, entry, what, follow_up_on, started_on)
    day = printed or working_day_before(follow_up_on - HOUSE_LEAD)
    source = entry.source.label()
    how = on_day("Senest samme dag" if printed == follow_up_on else "Dokumentets egen dag", day, source) if printed else _proposed(follow_up_on, day)
    reasons = (on_day("Opfølgningen", follow_up_on), said_by(entry), how)
    own = "" if printed else f" Dokumentet siger ikke hvor længe før; {HOUSE_LEAD.days} dage er husets eget forslag."
    sentence = f"{name[:1].upper()}{name[1:]} skal være hos myndigheden senest {in_text(day, follow_up_on)}.{own}"
    return StatusOwed(what, name, day, min(follow_up_on, printed or follow_up_on), printed is None, sentence, source, entry.id, reasons)


def _proposed(follow_up_on: date, day: date) -> Reason:
    closed = ", flyttet til arbejdsdagen før" if day != follow_up_on - HOUSE_LEAD else ""
    return on_day(f"{HOUSE_LEAD.days} dage før{closed}", day, OWN_PROPOSAL)


def _asks(standard: str, section: str, basis: str) -> Entry | None:
    """What asks the provider for it: a duty of its own, else the rhythm it is the basis of."""
    for entry in rules(standard, section, ("documentation",), ("trigger",)):
        rule = entry.rule
        if isinstance(rule, Trigger) and (_before(rule) or rule.when_count or rule.when_event == "course_finished" or _since_start(rule)):
            return entry
    if basis not in BASES:
        return None
    return next((entry for entry in _rhythms(standard, section) if basis in _bases(entry)), None)


def _rhythms(standard: str, section: str) -> tuple[Entry, ...]:
    return rules(standard, section, ("follow_up", "process"), ("cadence",))


def _of_section(standard: str, section: str) -> set[str]:
    """Every basis a follow-up of the section may have."""
    return {basis for entry in _rhythms(standard, section) for basis in _bases(entry)}


def _bases(entry: Entry) -> set[str]:
    if not isinstance(entry.rule, Cadence):
        return set()
    occasions: list[Occasion] = [*([entry.rule.first] if entry.rule.first else []), *entry.rule.rhythms]
    return {one.basis for one in occasions if one.basis}


def _before(rule: Trigger) -> bool:
    return rule.before_event is not None and rule.before_event.fact == "next_follow_up"


def _since_start(rule: Trigger) -> bool:
    return rule.after_event is not None and rule.after_event.fact == "started"


def _made(entry: Entry) -> str:
    words = entry.text.lower()
    return REPORT if "redegør" in words or "rapport" in words else FORM if "skema" in words else PLAN if "plan" in words else NOTE


def _printed(standard: str, section: str, entry: Entry, what: str, follow_up_on: date, started_on: date | None) -> date | None:
    """The document's own day, where it has one: the day a plan must be there, the day a report is due by, or the follow-up the report ends."""
    rule = entry.rule
    if isinstance(rule, Trigger) and rule.when_event:
        return follow_up_on
    if what == PLAN and any(
        isinstance(one.rule, Deadline) and one.rule.until == "plan_made" for one in rules(standard, section, ("documentation",), ("deadline",))
    ):
        return follow_up_on
    if isinstance(rule, Trigger) and rule.after_event:
        if started_on:
            due = rule.owed(started_on, Done(), book().world).day
            return min(due, follow_up_on) if due else None
        firsts = [
            one.rule.first
            for one in rules(standard, section, ("follow_up",), ("cadence",))
            if isinstance(one.rule, Cadence) and one.rule.counts_from == rule.after_event.fact
        ]
        return follow_up_on if any(one and one.after == rule.after_event.by for one in firsts) else None
    return None
