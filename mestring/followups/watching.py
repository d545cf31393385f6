"""A grant as it stands with its follow-ups: since when, what was held, what was agreed, and what is owed when.

Reads rows and asks the proposals; decides nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from mestring.cases.models import Application
from mestring.cases.proposals import Asked
from mestring.decisions import gathering
from mestring.decisions import proposals as deciding
from mestring.decisions.models import Grant
from mestring.decisions.models.choice import Plan
from mestring.decisions.whole import DAY
from mestring.delivery.models import Order
from mestring.followups import proposals
from mestring.followups.models import AgreedDate, FollowUp, GrantFact, Kind, Outcome
from mestring.followups.proposals import Rhythm
from mestring.rules import danish
from mestring.rules.facts import NONE
from mestring.rules.kinds import Done, Owed
from mestring.rules.period import add_months
from mestring.rules.rulebook import open_library

LONGEST = 6
"""Months within which help must end, when it has no day to be followed up."""
NEARLY = timedelta(days=14)
"""How long after the last day of help a first follow-up may fall and still be owed, on the last day."""


@dataclass(frozen=True, slots=True)
class Owing:
    """What is owed of one kind: when, and why.

    Shapes: `by_rule` is the standard's day, none where it has none; `day` the day it should be held by, which an agreement or the decision may have set; `promised` says
    that they did; none when nothing is owed.
    """

    kind: Kind
    day: date | None
    by_rule: date | None
    promised: bool
    rhythm: Rhythm | None
    owed: Owed
    agreed: AgreedDate | None
    last: FollowUp | None
    decided: date | None
    begun_by: str = ""

    @property
    def source(self) -> str:
        """Where the day comes from."""
        return self.rhythm.entry.source.label() if self.rhythm and self.rhythm.entry else "SEL § 148"

    @property
    def steps(self) -> list[dict[str, str]]:
        """The trace: from where it is counted, what was held last, how it is counted, what was agreed."""
        found = []
        if self.rhythm and self.rhythm.start and self.by_rule:
            begun = self.begun_by if self.rhythm.counted_from == "started" else ""
            found.append({"text": self.rhythm.counted_from_label, "value": danish.date_short(self.rhythm.start), "source": begun})
        if self.last:
            found.append({"text": f"{self.last.get_kind_display()} holdt", "value": danish.date_short(self.last.held_on), "source": ""})
        if self.by_rule:
            found.append({"text": self.owed.how, "value": danish.date_short(self.by_rule), "source": self.source})
        if self.agreed and self.promised:
            with_whom = f" med {self.agreed.agreed_with}" if self.agreed.agreed_with else ""
            found.append({"text": f"Aftalt{with_whom}", "value": danish.date_short(self.agreed.day), "source": ""})
        elif self.decided and self.promised:
            found.append({"text": "Lovet i afgørelsen", "value": danish.date_short(self.decided), "source": ""})
        return found


@dataclass(frozen=True, slots=True)
class Watch:
    """A grant with all that is owed of it.

    Shapes: `chain` is the grant and those it went on from, the latest first; `since` is the first day of the help, by the first order that began (`begun_by`) where one did, and `first_decided` the day it was first decided, also
    under those; `missing` are the questions whose answers would give the standard's day.
    """

    grant: Grant
    chain: tuple[Grant, ...]
    since: date
    guide: str
    rhythms: tuple[Rhythm, ...]
    missing: tuple[Asked, ...]
    first_decided: date
    held: tuple[FollowUp, ...]
    agreed: Mapping[str, AgreedDate]
    begun_by: str = ""

    def of_kind(self, kind: str) -> list[FollowUp]:
        """Those held of a kind, the latest first."""
        return [one for one in self.held if one.kind == kind]

    def done(self, kind: str) -> Done:
        """What has been done of a kind: an extra one does nothing to the planned."""
        rows = [one for one in self.of_kind(kind) if not one.extra]
        return Done(max((one.due_on for one in rows if one.due_on), default=None), max((one.held_on for one in rows), default=None))

    def owing(self, kind: Kind) -> Owing:
        """What is owed of a kind."""
        return owing(self, kind, [(one, one.owed(self.done(kind))) for one in self.rhythms if one.kind == kind])

    @property
    def kinds(self) -> list[Kind]:
        """The kinds there is something to say of: always the follow-up, the others where the standard has them or one was held."""
        there = {one.kind for one in self.rhythms} | {Kind(one.kind) for one in self.held} | {Kind(one) for one in self.agreed}
        return [kind for kind in Kind if kind == Kind.FOLLOW_UP or kind in there]


def owing(watch: Watch, kind: Kind, owed: Iterable[tuple[Rhythm, Owed]]) -> Owing:
    """The soonest of what the rules of a kind say, unless another day was agreed for it. Nothing is owed after the last day of help, nor once its end is decided."""
    nearest = min(((rhythm, one) for rhythm, one in owed if one.day), key=lambda pair: (pair[1].day, pair[0].rule), default=None)
    rhythm, what = nearest or (next((one for one in watch.rhythms if one.kind == kind), None), Owed(None))
    held = watch.of_kind(kind)
    agreed = watch.agreed.get(kind)
    if agreed and promised_anew(watch, agreed):
        agreed = None
    since_decided = [one for one in held if one.grant_id == watch.grant.pk and not one.extra]
    promised = watch.grant.decision.follow_up_on if kind == Kind.FOLLOW_UP and not since_decided else None
    overdue = what.day is not None and what.day < watch.grant.decision.decided_on
    promised = None if promised == what.day or overdue else promised
    if agreed and what.day and what.day < min(agreed.day, agreed.instead_of or agreed.day):
        agreed = None  # the facts have changed since: what was agreed was about a later day
    day, last = agreed.day if agreed else promised or what.day, watch.grant.last_day
    if day and last and day > last:
        # The first of help that ends just before it is held on the last day at the latest.
        day = last if not held and day - last <= NEARLY else None
    if not watch.grant.runs:
        day = None
    return Owing(kind, day, what.day, bool(agreed or promised), rhythm, what, agreed, held[0] if held else None, promised, watch.begun_by)


def ending(watch: Watch) -> proposals.Ending | None:
    """By when somebody must see to what comes after the help, when it ends by itself and nobody has said that it may."""
    grant = watch.grant
    if grant.ends_on is None or not grant.runs:
        return None
    found = proposals.ending(watch.guide, grant.section, grant.ends_on)
    let_go = any(one.held_on >= found.day and one.outcome != Outcome.CONTINUE for one in watch.of_kind(Kind.FOLLOW_UP) if one.grant_id == grant.pk)
    asked = Application.objects.pending().filter(case=grant.case_id, section=grant.section)
    goes_on = Grant.objects.running().filter(case=grant.case_id, section=grant.section, begins_on__gt=grant.begins_on)
    return None if let_go or asked.exists() or goes_on.exclude(pk=grant.pk).exists() else found


def promised_anew(watch: Watch, agreed: AgreedDate) -> bool:
    """Whether a later decision about the help promised a day of its own in place of one that was agreed under the earlier."""
    return agreed.grant_id != watch.grant.pk and watch.grant.decision.follow_up_on is not None


def is_unplanned(watch: Watch, owing: Owing, on: date) -> bool:
    """Whether help goes on for long and nobody has said when it is followed up: the standard has no day, and none is agreed.

    Source: SEL § 148 for that it must be followed up; the bound is the house's own.
    """
    grant, last = watch.grant, watch.grant.last_day
    return owing.kind == Kind.FOLLOW_UP and owing.by_rule is None and owing.day is None and grant.runs and (last is None or last > add_months(on, LONGEST))


def of(grant: Grant, on: date) -> Watch:
    """The grant, with what is owed on a day. Raises: KeyError."""
    chain = _chain(grant)
    guide = deciding.guide(grant.standard, grant.section)
    first = Order.objects.filter(grant__in=chain, started_on__isnull=False).order_by("started_on", "pk").first()
    since = first.started_on if first and first.started_on else _begun(chain)[-1].begins_on
    found = proposals.rhythms(guide, grant.section, _facts(grant, chain, since, on), on, has_goals=grant.decision.plan == Plan.ACCEPTED)
    held = tuple(FollowUp.objects.filter(grant__in=chain).counted().select_related("held_by"))
    agreed = {one.kind: one for one in AgreedDate.objects.filter(grant__in=chain).standing().order_by("pk")}
    by = f"Bestilling {first.number}" if first else ""
    return Watch(grant, tuple(chain), since, guide, found.all, found.missing, chain[-1].decision.decided_on, held, agreed, by)


def _chain(grant: Grant) -> list[Grant]:
    """The grant and those it went on from, the latest first: help that was changed, reduced, corrected or given again the day after is the same help."""
    found = [grant]
    rows = Grant.objects.filter(case=grant.case_id, section=grant.section).select_related("decision__application__case__citizen")
    others = {one.pk: one for one in rows if one.pk != grant.pk}
    while True:
        latest = found[-1]
        before = next((one for one in others.values() if one.ended_by_id == latest.decision_id or _goes_on(one, latest)), None)
        if before is None:
            return found
        found.append(others.pop(before.pk))


def _goes_on(one: Grant, latest: Grant) -> bool:
    """Whether help ended by its own day, and the other began the day after."""
    return one.runs and one.ends_on is not None and one.ends_on + DAY == latest.begins_on


def _begun(chain: list[Grant]) -> list[Grant]:
    """Those that were given; one that a correction came in place of may never have begun."""
    return [chain[0], *(one for one in chain[1:] if one.last_day is None or one.last_day >= one.begins_on)]


def _facts(grant: Grant, chain: list[Grant], since: date, on: date) -> dict[str, Any]:
    """What is known of the help: what was answered last where it was answered again, and its own days where nobody was asked."""
    begun, first = _begun(chain), chain[-1].decision
    known: dict[str, Any] = {}
    for one in reversed(chain):
        known |= gathering.known(one.decision, on)
    answered = GrantFact.objects.filter(grant__in=chain).oldest_first()
    known |= gathering.read_facts({one.fact: one.value for one in answered})
    days = dict.fromkeys(("moved_in", "admitted", "treatment_started"), since)
    return {
        **days,
        "stay_known": max(first.application.received_on, since),
        **{fact: value for fact, value in known.items() if fact in open_library().facts},
        "started": since,
        "granted": first.decided_on,
        "planned_end": grant.ends_on or NONE,
        "level_changed": _extent_since(begun) or NONE,
    }


def _extent_since(begun: list[Grant]) -> date | None:
    """Since when the extent has been the same, when it was another before."""
    for later, earlier in pairwise(begun):
        if (later.level, later.amount, later.unit) != (earlier.level, earlier.amount, earlier.unit):
            return later.begins_on
    return None
