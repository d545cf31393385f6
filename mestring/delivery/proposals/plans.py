"""Which plan belongs to help: the action plan of § 141, or a plan of the standard's own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from mestring.cases.proposals import section_offered
from mestring.cases.proposals.proposed import book, entries, outside, stated
from mestring.delivery.models import Plan
from mestring.rules import danish
from mestring.rules.kinds import Deadline, Done, Trigger
from mestring.rules.rulebook import Entry

NAMED = (
    (re.compile(r"opholdsplan|plan for opholdet", re.IGNORECASE), Plan.Kind.STAY.value, "opholdsplan"),
    (re.compile(r"borgerplan", re.IGNORECASE), Plan.Kind.CITIZEN.value, "borgerplan"),
    (re.compile(r"kriseplan", re.IGNORECASE), Plan.Kind.CRISIS.value, "kriseplan"),
    (re.compile(r"indsatsplan", re.IGNORECASE), "", "indsatsplan"),
    (re.compile(r"behandlingsplan", re.IGNORECASE), "", "behandlingsplan"),
    (re.compile(r"handleplan", re.IGNORECASE), Plan.Kind.ACTION.value, "handleplan"),
    (re.compile(r"plan med indsatsmål", re.IGNORECASE), Plan.Kind.CITIZEN.value, "plan"),
)
"""What documents call their plans, and the kind each is. The first that is named decides: a provider's plan is made from the action plan, and names that too."""
MADE = re.compile(r"\btilbyder\b|\btilbydes\b|\btilbud om\b|\blaver\b|\blaves\b|\budarbejde\b", re.IGNORECASE)
SAYS = ("duty", "right", "includes")
ORDER = (Plan.Kind.STAY, Plan.Kind.CITIZEN, Plan.Kind.CRISIS, Plan.Kind.ACTION)


@dataclass(frozen=True, slots=True)
class Beside:
    """A plan made beside the one shared with the authority: the provider's own (indsatsplan), or the treatment's (behandlingsplan)."""

    name: str
    sentence: str
    when: str
    source: str
    entry: str


@dataclass(frozen=True, slots=True)
class PlanOwed:
    """Which plan belongs to the help (plan, der hører til).

    Shapes: `kind` is a key of `Plan.Kind`; `must` says that it must be offered or made, where law else only asks the council to consider it; `own` that it is a plan of the standard's
    own, beside law's action plan; `when` says in Danish when it is due, empty where nothing says it; `counts_from` is the fact a day is counted from, empty where there is none;
    `also` are the other plans said of the help, `beside` those that are another's.
    """

    kind: str
    name: str
    must: bool
    own: bool
    sentence: str
    source: str
    entry: str
    when: str = ""
    counts_from: str = ""
    also: tuple[PlanOwed, ...] = ()
    beside: tuple[Beside, ...] = field(default=())

    def by(self, start: date | None) -> date | None:
        """The day it is due, counted from the day of `counts_from`; none where the document has no day for it."""
        rule = book().entry(self.entry).rule
        return rule.owed(start, Done(), book().world).day if start and rule and self.counts_from else None


@lru_cache(maxsize=512)
def plan_of(standard: str, section: str, on: date) -> PlanOwed | None:
    """The plan that belongs to help under a section; None where law says there need be none, and for what is no help.

    What the document says of the section comes before what it says of all help that is granted, and that before law.
    Source: SEL § 141; Vejle 2023, l. 181, 605, 646, 1069 and 1486; Randers 2019, l. 136 and 251; Ballerup, l. 107; Viborg 2020, l. 265-266, 563 and 1986-1992. Raises: KeyError.
    """
    offered = section_offered(standard, section, on)
    if offered is None or _none_owed(section):
        return None
    said = _said(standard, section, on)
    plans = sorted((one for entry, kind, name in said if kind and (one := _plan(entry, kind, name))), key=lambda one: ORDER.index(Plan.Kind(one.kind)))
    if not plans and offered.may_be_applied_for:
        plans = [_plan(entry, kind, name) for entry, kind, name in _said(standard, "general", on) if kind]
    first, *others = plans or [_by_law()]
    also = {one.kind: one for one in reversed(others) if one.kind != first.kind}
    beside = tuple(Beside(name, entry.text, _when(entry), entry.source.label(), entry.id) for entry, kind, name in said if not kind)
    return replace(first, also=tuple(also.values()), beside=beside)


def _none_owed(section: str) -> bool:
    return any(isinstance(entry.value, dict) and entry.value.get("plan_offered") is False for entry in entries("law", section, ("documentation",)))


def _said(standard: str, section: str, on: date) -> list[tuple[Entry, str, str]]:
    """What a document says is made or offered, with the kind and its name."""
    if standard == "law" or outside(standard, on):
        return []
    found = [entry for entry in entries(standard, section, ("documentation", "content")) if _owes(entry, standard, section, on)]
    named = [(entry, next(((kind, name) for pattern, kind, name in NAMED if pattern.search(entry.text)), None)) for entry in found]
    return [(entry, *what) for entry, what in named if what]


def _owes(entry: Entry, standard: str, section: str, on: date) -> bool:
    """Whether it says that a plan is made or offered, and not what is in it or that it lies ready for a meeting."""
    if isinstance(entry.rule, Deadline):
        return entry.rule.until == "plan_made"
    if isinstance(entry.rule, Trigger):
        return entry.topic == "documentation" and entry.rule.before_event is None
    return entry.rule is None and entry.aspect in SAYS and bool(MADE.search(entry.text)) and entry in stated(standard, section, (entry.topic,), on)


def _plan(entry: Entry, kind: str, name: str) -> PlanOwed:
    counts_from = entry.rule.recurs_from[0] if entry.rule and entry.rule.recurs_from else ""
    return PlanOwed(kind, name, True, kind != Plan.Kind.ACTION, entry.text, entry.source.label(), entry.id, _when(entry), counts_from)


def _by_law() -> PlanOwed:
    """Law's own: to consider for all, to offer to some."""
    consider, offer = book().entry("sel-141-offer"), book().entry("sel-141-offer-must")
    return PlanOwed(Plan.Kind.ACTION.value, "handleplan", False, False, f"{consider.text} {offer.text}", f"{consider.source.label()} og 2", consider.id)


def _when(entry: Entry) -> str:
    """When it is due, in Danish."""
    rule, facts = entry.rule, book().facts
    if isinstance(rule, Deadline):
        return f"senest {rule.length} efter: {facts[rule.counts_from].label}"
    if isinstance(rule, Trigger) and rule.after_event:
        after = f"{rule.after_event.by} efter" if rule.after_event.by.count else "samme dag"
        return f"{after}: {facts[rule.after_event.fact].label}"
    if isinstance(rule, Trigger) and rule.when_event:
        return f"når {danish.clause(facts[rule.when_event].label)}"
    return str(entry.value.get("when", "")) if isinstance(entry.value, dict) else ""
