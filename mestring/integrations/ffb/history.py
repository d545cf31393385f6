"""Everything about one citizen that the report reads, fetched once, and how it stood at the end of any day.

Days are those on which something was written, as the trace has them; values are those of the last version saved by then. So a day that is reported again says the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

from mestring.assessments.models import Assessment, NeedRevision, TargetGroup, TopicEntry, TopicRevision
from mestring.audit.models import Entry
from mestring.cases.models import Case
from mestring.decisions.models import Grant
from mestring.delivery.models import Goal, GoalRevision, Order, OrderGoal, OrderRevision
from mestring.delivery.models.service import OrderService
from mestring.delivery.states import OrderState
from mestring.followups import watching
from mestring.followups.models import AgreedDate, FollowUp, Kind
from mestring.followups.watching import Watch
from mestring.people.access import Actor
from mestring.people.models import Citizen


def end_of(day: date) -> datetime:
    """The last second of a day."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def _written(revision: Any) -> date:
    return timezone.localdate(revision.written_at)


@dataclass(frozen=True, slots=True)
class Judged:
    """A topic as it was saved once: in which assessment, on which day, with what."""

    entry: TopicEntry
    day: date
    level: int | None
    matters: bool


class History:
    """The rows of one citizen."""

    def __init__(self, citizen: Citizen, by: Actor) -> None:
        self.citizen = citizen
        self.cases = list(Case.objects.visible_to(by).filter(citizen=citizen).order_by("pk"))
        inside = {"case__in": self.cases}
        self.assessments = list(Assessment.objects.visible_to(by).filter(**inside).order_by("started_on", "pk"))
        through = {"assessment__case__in": self.cases}
        self.topics = list(TopicEntry.objects.visible_to(by).filter(**through).order_by("pk"))
        self.groups = list(TargetGroup.objects.visible_to(by).filter(**through).order_by("-primary", "pk"))
        self.goals = list(Goal.objects.visible_to(by).filter(plan__case__in=self.cases).select_related("plan").order_by("pk"))
        self.orders = list(Order.objects.visible_to(by).filter(**inside).select_related("unit").order_by("pk"))
        self.follow_ups = list(FollowUp.objects.visible_to(by).filter(**inside, kind=Kind.FOLLOW_UP).order_by("pk"))
        self.agreed = list(AgreedDate.objects.visible_to(by).filter(**inside, kind=Kind.FOLLOW_UP).order_by("pk"))
        self.grants = {one.pk: one for one in Grant.objects.with_case().select_related("ended_by").filter(**inside)}
        self._topic_revisions = _by(TopicRevision.objects.filter(topic__in=self.topics).order_by("version", "pk"), "topic_id")
        self._need_revisions = _by(NeedRevision.objects.filter(assessment__in=self.assessments).order_by("version", "pk"), "assessment_id")
        self._goal_revisions = _by(GoalRevision.objects.filter(goal__in=self.goals).order_by("version", "pk"), "goal_id")
        self._order_revisions = _by(OrderRevision.objects.filter(order__in=self.orders).order_by("version", "pk"), "order_id")
        self._order_goals = _by(OrderGoal.objects.filter(order__in=self.orders).select_related("goal").order_by("pk"), "order_id")
        self._services = _by(OrderService.objects.filter(order__in=self.orders).order_by("pk"), "order_id")
        self._watches: dict[tuple[int, date], Watch] = {}
        self._read_acts()

    def _read_acts(self) -> None:
        cases = [str(one.public_id) for one in self.cases]
        own = Q(thing_id=str(self.citizen.public_id), act__in=("register_citizen", "change_citizen"))
        self._acts: dict[str, list[tuple[date, datetime, str]]] = defaultdict(list)
        self._last: dict[date, datetime] = {}
        self.numbered: set[date] = set()
        for act, thing, on, at, detail in Entry.objects.filter(Q(case__in=cases) | own).order_by("number").values_list("act", "thing_id", "on", "at", "detail"):
            numbered = "cpr" in detail.get("fields", ())
            if act == "change_citizen" and not numbered:
                continue
            if numbered:
                self.numbered.add(on)
            self._acts[thing].append((on, at, act))
            self._last[on] = max(at, self._last.get(on, at))
            for topic in detail.get("topics", ()) if act == "choose_topics" else ():
                self._acts[topic].append((on, at, act))

    # -------------------------------------------------------------------------------------------- days

    @property
    def days(self) -> list[date]:
        """The days on which anything was done."""
        return sorted(self._last)

    def before(self, day: date) -> date | None:
        """The last day before on which anything was done."""
        return max((one for one in self._last if one < day), default=None)

    def at(self, day: date, *things: Any) -> datetime:
        """The moment things were last done anything with, by the end of a day."""
        moments = [at for thing in things for on, at, _ in self._acts.get(str(thing.public_id), ()) if on <= day]
        found = max(moments, default=end_of(day))
        return timezone.localtime(min(found, end_of(day)))

    def first_at(self, day: date, thing: Any) -> datetime:
        """The moment anything was first done with a thing: what is said of it by its id alone has not changed since."""
        found = min((at for _, at, _ in self._acts.get(str(thing.public_id), ())), default=end_of(day))
        return timezone.localtime(min(found, end_of(day)))

    def last_at(self, day: date) -> datetime:
        """The moment of the last act of a day."""
        return timezone.localtime(min(self._last.get(day, end_of(day)), end_of(day)))

    def since(self, thing: Any, act: str) -> date | None:
        """The day an act was first done with a thing."""
        return min((on for on, _, done in self._acts.get(str(thing.public_id), ()) if done == act), default=None)

    # -------------------------------------------------------------------------------------------- assessments

    def judged(self, case: Case, topic: str, day: date) -> list[Judged]:
        """Every time a topic was saved in a case, the oldest first. A level is needed where the topic takes one."""
        cases = {one.pk: one.case_id for one in self.assessments}
        found = [
            (one.written_at, Judged(entry, _written(one), one.level, one.matters))
            for entry in self.topics
            if entry.topic == topic and cases[entry.assessment_id] == case.pk
            for one in self._topic_revisions.get(entry.pk, ())
            if _written(one) <= day
        ]
        return [one for _, one in sorted(found, key=lambda pair: pair[0])]

    def is_dropped(self, entry: TopicEntry, day: date) -> bool:
        """Whether a topic was taken out, and not back, by the end of a day."""
        done = [act for on, _, act in self._acts.get(str(entry.public_id), ()) if on <= day and act in ("drop_topic", "choose_topics", "save_topic")]
        return bool(done) and done[-1] == "drop_topic"

    def need(self, assessment: Assessment, day: date) -> tuple[int, date] | None:
        """The need for support as it was saved by a day, and since when it has been that."""
        found: tuple[int, date] | None = None
        for one in self._need_revisions.get(assessment.pk, ()):
            level = one.values.get("need_level")
            if _written(one) > day:
                break
            if level is None:
                found = None
            elif found is None or found[0] != level:
                found = (level, _written(one))
        return found

    # -------------------------------------------------------------------------------------------- goals and orders

    def goal_values(self, goal: Goal, day: date) -> dict[str, Any]:
        """What a goal said at the end of a day: what it says now, less what was changed since."""
        names = ("topic", "secondary", "expected", "aim")
        later = next((one for one in self._goal_revisions.get(goal.pk, ()) if _written(one) > day), None)
        return {name: later.values[name] if later else getattr(goal, name) for name in names}

    def order_goals(self, order: Order, day: date) -> list[str]:
        """The public ids of an order's goals at the end of a day."""
        later = next((one for one in self._order_revisions.get(order.pk, ()) if _written(one) > day), None)
        return list(later.values["goals"]) if later else [str(one.goal.public_id) for one in self._order_goals.get(order.pk, ())]

    def services(self, order: Order, day: date) -> list[OrderService]:
        """The services said of an order by the end of a day."""
        return [one for one in self._services.get(order.pk, ()) if one.set_on <= day]

    # -------------------------------------------------------------------------------------------- follow-ups

    def recorded(self, found: FollowUp) -> date:
        """The day a follow-up was written down."""
        return self.since(found, "hold_follow_up") or found.held_on

    def chain(self, grant: Grant, day: date) -> tuple[Grant, ...]:
        """The grant and those it went on from."""
        return self._watch(grant, day).chain

    def next_follow_up(self, grant: Grant, day: date) -> date | None:
        """The day the help is to be followed up next, as it stood at the end of a day."""
        watch = self._watch(grant, day)
        chain = {one.pk for one in watch.chain}
        held = [one for one in self.follow_ups if one.grant_id in chain and self.recorded(one) <= day and (one.error_on is None or one.error_on > day)]
        agreed = [one for one in self.agreed if one.grant_id in chain and one.agreed_on <= day and (one.ended_on is None or one.ended_on > day)]
        stood = replace(
            watch,
            grant=self._as_of(watch.grant, day),
            held=tuple(sorted(held, key=lambda one: (one.held_on, one.pk), reverse=True)),
            agreed={one.kind: one for one in agreed},
        )
        return stood.owing(Kind.FOLLOW_UP).day

    def _watch(self, grant: Grant, day: date) -> Watch:
        key = (grant.pk, day)
        if key not in self._watches:
            self._watches[key] = watching.of(grant, day)
        return self._watches[key]

    def _as_of(self, grant: Grant, day: date) -> Grant:
        """A grant without an ending that was decided later."""
        stood = copy(grant)
        later = grant.ended_by is not None and grant.ended_by.decided_on > day
        if later or (grant.ended_by_death and self.citizen.died_on and self.citizen.died_on > day):
            stood.ended_by, stood.ended_on, stood.ended_by_death = None, None, False
        return stood


def state_of(order: Order, day: date) -> str:
    """Where an order stood at the end of a day: given or to be given, over, or come to nothing."""
    over = order.ended_on is not None and order.ended_on <= day
    refused = order.state == OrderState.DECLINED and order.answered_on is not None and order.answered_on <= day
    if refused or (over and order.state == OrderState.WITHDRAWN):
        return OrderState.WITHDRAWN
    return OrderState.ENDED if over else OrderState.RUNNING


def _by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for one in rows:
        found[getattr(one, name)].append(one)
    return found
