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
from mestring.decisions import chains, gathering
from mestring.decisions import proposals as deciding
from mestring.decisions.models import Grant
from mestring.decisions.models.choice import Plan
from mestring.delivery.models import Order, Visit
from mestring.delivery.querysets import OrderQuerySet
from mestring.delivery.states import OrderState, VisitState
from mestring.followups import proposals
from mestring.followups.models import AgreedDate, FollowUp, GrantFact, Kind, Outcome
from mestring.followups.proposals import Rhythm
from mestring.rules import danish
from mestring.rules.facts import NONE
from mestring.rules.kinds import Done, Owed, Trigger
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Help with all that is owed of it: a grant, or a course nobody had to decide.

    Shapes: `since` is the first day of the help, by the first order that began (`begun_by`) where one did; `missing` are the questions whose answers would give the standard's day.
    """

    since: date
    guide: str
    rhythms: tuple[Rhythm, ...]
    missing: tuple[Asked, ...]
    held: tuple[FollowUp, ...]
    agreed: Mapping[str, AgreedDate]
    begun_by: str = ""

    @property
    def help(self) -> Grant | Order:
        """What is followed up."""
        raise NotImplementedError

    @property
    def named(self) -> dict[str, Any]:
        """What a row about it is of, by field name."""
        raise NotImplementedError

    @property
    def orders(self) -> OrderQuerySet:
        """The orders by which it is given."""
        raise NotImplementedError

    @property
    def first_day(self) -> date:
        """The first day on which it can have been followed up."""
        return self.since

    @property
    def last_day(self) -> date | None:
        """The last day of help, when one is set."""
        return self.help.last_day

    @property
    def late_by(self) -> timedelta:
        """How much later help began than it was to."""
        return max(self.since - self.help.begins_on, timedelta(0))

    @property
    def runs(self) -> bool:
        """Whether help goes on until its last day."""
        raise NotImplementedError

    def of_kind(self, kind: str) -> list[FollowUp]:
        """Those held of a kind, the latest first."""
        return [one for one in self.held if one.kind == kind]

    def done(self, kind: str) -> Done:
        """What has been done of a kind: an extra one does nothing to the planned."""
        rows = [one for one in self.of_kind(kind) if not one.extra]
        return Done(max((one.due_on for one in rows if one.due_on), default=None), max((one.held_on for one in rows), default=None))

    def agreement(self, kind: Kind) -> AgreedDate | None:
        """The day that was agreed for the next of a kind, when that still counts."""
        return self.agreed.get(kind)

    def promise(self, kind: Kind, by_rule: date | None) -> date | None:
        """The day somebody promised for the next of a kind, in place of the standard's."""
        return None

    def owing(self, kind: Kind) -> Owing:
        """What is owed of a kind."""
        return owing(self, kind, [(one, one.owed(self.done(kind))) for one in self.rhythms if one.kind == kind])

    @property
    def kinds(self) -> list[Kind]:
        """The kinds there is something to say of: always the follow-up, the others where the standard has them or one was held."""
        there = {one.kind for one in self.rhythms} | {Kind(one.kind) for one in self.held} | {Kind(one) for one in self.agreed}
        return [kind for kind in Kind if kind == Kind.FOLLOW_UP or kind in there]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch(Followed):
    """A grant with all that is owed of it.

    Shapes: `chain` is the grant and those it went on from, the latest first; `first_decided` the day it was first decided, also under those.
    """

    grant: Grant
    chain: tuple[Grant, ...]
    first_decided: date

    @property
    def help(self) -> Grant:
        return self.grant

    @property
    def named(self) -> dict[str, Any]:
        return {"case": self.grant.case, "grant": self.grant}

    @property
    def orders(self) -> OrderQuerySet:
        found: OrderQuerySet = Order.objects.filter(grant__in=self.chain)
        return found

    @property
    def first_day(self) -> date:
        return self.first_decided

    @property
    def runs(self) -> bool:
        return self.grant.runs

    def agreement(self, kind: Kind) -> AgreedDate | None:
        """A later decision about the help may have promised a day of its own in place of one that was agreed under the earlier."""
        found = self.agreed.get(kind)
        anew = found is not None and found.grant_id != self.grant.pk and self.grant.decision.follow_up_on is not None
        return None if anew else found

    def promise(self, kind: Kind, by_rule: date | None) -> date | None:
        """The day the decision promised, until one has been held since. It doesn't stand when the standard's own day was past as it was decided."""
        since_decided = [one for one in self.of_kind(kind) if one.grant_id == self.grant.pk and not one.extra]
        overdue = by_rule is not None and by_rule < self.grant.decision.decided_on
        return self.grant.decision.follow_up_on if kind == Kind.FOLLOW_UP and not since_decided and not overdue else None


def owing(followed: Followed, kind: Kind, owed: Iterable[tuple[Rhythm, Owed]]) -> Owing:
    """The soonest of what the rules of a kind say, unless another day was agreed for it. Nothing is owed after the last day of help, nor once its end is decided."""
    nearest = min(((rhythm, one) for rhythm, one in owed if one.day), key=lambda pair: (pair[1].day, pair[0].rule), default=None)
    rhythm, what = nearest or (next((one for one in followed.rhythms if one.kind == kind), None), Owed(None))
    held = followed.of_kind(kind)
    agreed = followed.agreement(kind)
    promised = followed.promise(kind, what.day)
    came_first = rhythm is not None and rhythm.comes and what.day is not None and promised is not None and what.day < promised
    promised = None if promised == what.day or came_first else promised
    if agreed and what.day and what.day < min(agreed.day, agreed.instead_of or agreed.day):
        agreed = None  # the facts have changed since: what was agreed was about a later day
    day, last = agreed.day if agreed else promised or what.day, followed.last_day
    if day and last and day > last:
        # The first of help that ends just before it is held on the last day at the latest, also when help began later than it was granted from.
        day = last if not held and day - last <= NEARLY + followed.late_by else None
    if not followed.runs:
        day = None
    return Owing(kind, day, what.day, bool(agreed or promised), rhythm, what, agreed, held[0] if held else None, promised, followed.begun_by)


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


def is_unplanned(followed: Followed, owing: Owing, on: date) -> bool:
    """Whether help goes on for long and nobody has said when it is followed up: the standard has no day, and none is agreed.

    Source: SEL § 148 for that it must be followed up; the bound is the house's own.
    """
    last = followed.last_day
    return owing.kind == Kind.FOLLOW_UP and owing.by_rule is None and owing.day is None and followed.runs and (last is None or last > add_months(on, LONGEST))


def is_ending(watch: Watch) -> bool:
    """Whether the last follow-up came to that the help is to end, and the decision about it is under way."""
    last = next(iter(watch.of_kind(Kind.FOLLOW_UP)), None)
    ends = last is not None and last.outcome != Outcome.CONTINUE
    return ends and bool(Application.objects.pending().filter(case=watch.grant.case_id, section=watch.grant.section).exists())


def of(grant: Grant, on: date) -> Watch:
    """The grant, with what is owed on a day. Raises: KeyError."""
    chain = chains.chain(grant)
    guide = deciding.guide(grant.standard, grant.section)
    first = Order.objects.filter(grant__in=chain, started_on__isnull=False).order_by("started_on", "pk").first()
    since = first.started_on if first and first.started_on else chains.begun(chain)[-1].begins_on
    goals = grant.decision.plan == Plan.ACCEPTED
    happened = _happened(guide, grant.section, chain)
    found = proposals.rhythms(guide, grant.section, _facts(grant, chain, since, on), on, has_goals=goals, happened=happened)
    held = tuple(FollowUp.objects.filter(grant__in=chain).counted().select_related("held_by"))
    agreed = {one.kind: one for one in AgreedDate.objects.filter(grant__in=chain).standing().order_by("pk")}
    by = f"Bestilling {first.number}" if first else ""
    return Watch(
        grant=grant,
        chain=tuple(chain),
        since=since,
        guide=guide,
        rhythms=found.all,
        missing=found.missing,
        first_decided=chain[-1].decision.decided_on,
        held=held,
        agreed=agreed,
        begun_by=by,
    )


def _happened(guide: str, section: str, chain: list[Grant]) -> dict[str, date]:
    """What has come true of the help, by the rule that asks for it: the day it had been given so many times, the last day it was given when nobody gives it any more."""
    found: dict[str, date] = {}
    for one in proposals.on_happening(guide, section):
        orders = Order.objects.filter(grant__in=chain)
        count = one.rule.when_count if isinstance(one.rule, Trigger) else None
        if count:
            days = Visit.objects.filter(order__in=orders, state=VisitState.HELD, error_on=None).order_by("day", "pk").values_list("day", flat=True)
            day = days[count.reaches - 1 : count.reaches].first()
        else:
            ended = orders.filter(state=OrderState.ENDED).order_by("-last_day").values_list("last_day", flat=True).first()
            day = None if orders.open().exists() else ended
        if day:
            found[one.id] = day
    return found


def _facts(grant: Grant, chain: list[Grant], since: date, on: date) -> dict[str, Any]:
    """What is known of the help: what was answered last where it was answered again, and its own days where nobody was asked."""
    begun, first = chains.begun(chain), chain[-1].decision
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
