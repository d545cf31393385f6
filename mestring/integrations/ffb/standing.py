"""Everything that can be reported of a citizen as it stood at the end of a day, and what the format needs and nobody has said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any

from mestring.assessments.models import Assessment, TopicEntry
from mestring.cases.models import Case
from mestring.delivery.models import Goal, Order
from mestring.delivery.states import OrderState
from mestring.integrations.ffb import citizen as who
from mestring.integrations.ffb import codes, follow_up, gathering, plan
from mestring.integrations.ffb import goal as goals
from mestring.integrations.ffb.history import History, Judged, state_of
from mestring.integrations.ffb.ids import stable
from mestring.integrations.ffb.resource import Resource

KindOf = Callable[[Order], str]
"""The code of the kind of offer that gives an order's help, or nothing where nobody has said it."""


def by_section(order: Order) -> str:
    """The kind of offer where the section alone says it."""
    return codes.offer_of_section(order.section)


class Lack(StrEnum):
    """Why something is left out. The values are the Danish words after how many."""

    VUM1 = "udredninger efter VUM 1, som formatet ikke har koder til"
    LEVEL = "emner under Aktivitet og deltagelse uden niveau"
    GOAL_TOPIC = "mål for et emne uden FFB-kode"
    GOAL_CONDITION = "mål for et emne, der ikke er udredt"
    SECONDARY = "sekundære emner i mål, der ikke er udredt"
    SERVICE = "bestillinger, der mangler FFB-kode for ydelsen"
    OFFER = "bestillinger, der mangler FFB-kode for tilbudstypen"
    DATE = "bestillinger uden dag for næste opfølgning"
    NEED = "bestillinger uden vurderet støttebehov"
    GROUP = "bestillinger uden målgruppe"
    GATHERING = "bestillinger, hvis ydelser er ændret, uden at borgeren er udredt på ny"
    FOCUS = "opfølgninger uden en indsats, der kan indberettes"


@dataclass
class Standing:
    """The resources of a citizen by key, and what is lacking: each thing once."""

    patient: Resource
    resources: dict[str, Resource] = field(default_factory=dict)
    lacks: set[tuple[Lack, str]] = field(default_factory=set)

    def add(self, made: Resource) -> Resource:
        """Let a resource be one of them; what two parts of a case share has been there since the first."""
        there = self.resources.get(made.key)
        if there is None or made.at < there.at:
            self.resources[made.key] = made
        return self.resources[made.key]

    def lack(self, what: Lack, thing: Any, *more: str) -> None:
        """Something is not there."""
        self.lacks.add((what, "/".join([str(thing.public_id), *more])))


def standing(history: History, day: date, municipality: str, kind_of: KindOf = by_section) -> Standing:
    """How everything stood at the end of a day."""
    patient = who.patient(history.citizen, municipality, history.at(day, history.citizen))
    found = Standing(patient)
    for case in history.cases:
        if case.opened_on <= day:
            _Case(history, case, day, found, kind_of).tell()
    if found.resources:
        found.add(patient)
    return found


@dataclass
class _Case:
    """One case on a day, told part by part: each part refers to those before it."""

    history: History
    case: Case
    day: date
    found: Standing
    kind_of: KindOf
    conditions: dict[str, Resource] = field(default_factory=dict)
    evaluations: dict[int, Resource] = field(default_factory=dict)
    goals: dict[str, Resource] = field(default_factory=dict)
    plans: dict[int, Resource] = field(default_factory=dict)

    @property
    def patient(self) -> Resource:
        return self.found.patient

    def tell(self) -> None:
        self._conditions()
        self._gatherings()
        for goal in self.history.goals:
            if goal.plan.case_id == self.case.pk and goal.set_on <= self.day:
                self._goal(goal)
        for order in self.history.orders:
            if order.case_id == self.case.pk and order.placed_on <= self.day:
                self._order(order)
        self._follow_ups()

    # -------------------------------------------------------------------------------------------- the assessment

    def _assessments(self) -> list[Assessment]:
        return [one for one in self.history.assessments if one.case_id == self.case.pk and one.started_on <= self.day]

    def _is_finished(self, one: Assessment) -> bool:
        return one.finished_on is not None and one.finished_on <= self.day

    def _finished(self, day: date) -> list[Assessment]:
        """Those finished by a day, the latest first."""
        rows = [one for one in self._assessments() if one.finished_on is not None and one.finished_on <= day]
        return sorted(rows, key=lambda one: (one.finished_on, one.pk), reverse=True)

    def _entries(self) -> list[TopicEntry]:
        by_pk = {one.pk: one for one in self._assessments()}
        return [one for one in self.history.topics if one.assessment_id in by_pk and by_pk[one.assessment_id].method == Assessment.Method.VUM2]

    def _conditions(self) -> None:
        for topic in dict.fromkeys(one.topic for one in self._entries() if one.topic in codes.topics()):
            judged = self.history.judged(self.case, topic, self.day)
            if topic in codes.leveled():
                for one in judged[-1:]:
                    if one.level is None and not self.history.is_dropped(one.entry, self.day):
                        self.found.lack(Lack.LEVEL, one.entry)
                judged = [one for one in judged if one.level is not None]
            self._condition(topic, judged)

    def _condition(self, topic: str, judged: list[Judged]) -> None:
        first = next((index for index, one in enumerate(judged) if one.matters), None)
        if first is None:
            return
        told = judged[first:]
        asserted = told[0].day
        for earlier, later in pairwise(told):
            if (earlier.level, earlier.matters, earlier.entry.assessment_id) != (later.level, later.matters, later.entry.assessment_id):
                asserted = later.day
        last, recorded = told[-1], told[0].day
        made = gathering.condition(
            self.case,
            topic,
            self.patient,
            self.history.at(self.day, *{one.entry.pk: one.entry for one in told}.values()),
            level=last.level,
            recorded=recorded,
            asserted=asserted if asserted > recorded else None,
            relevant=last.matters and not self.history.is_dropped(last.entry, self.day),
        )
        self.conditions[topic] = self.found.add(made)

    def _gatherings(self) -> None:
        request = None
        for assessment in self._assessments():
            if assessment.method != Assessment.Method.VUM2:
                self.found.lack(Lack.VUM1, assessment)
                continue
            need, own = self._evaluation(assessment), self._own(assessment)
            findings = [self.conditions[one.topic] for one in own]
            if not findings and need is None:
                continue
            request = request or self._request()
            finished = self._is_finished(assessment)
            day = assessment.finished_on if finished and assessment.finished_on else assessment.started_on
            at = self.history.at(self.day, assessment, *own)
            self.found.add(gathering.gathering(assessment, self.patient, request, findings, need, at, day=day, finished=finished))

    def _own(self, assessment: Assessment) -> list[TopicEntry]:
        """The topics that one assessment found to matter."""
        found = []
        for entry in self._entries():
            if entry.assessment_id != assessment.pk or entry.topic not in self.conditions or self.history.is_dropped(entry, self.day):
                continue
            judged = [one for one in self.history.judged(self.case, entry.topic, self.day) if one.entry.pk == entry.pk]
            if judged and judged[-1].matters and (judged[-1].level is not None or entry.topic not in codes.leveled()):
                found.append(entry)
        return found

    def _evaluation(self, assessment: Assessment) -> Resource | None:
        need = self.history.need(assessment, self.day)
        if need is None:
            return None
        level, day = need
        made = gathering.evaluation(assessment, level, self.patient, self.history.at(self.day, assessment), day=day, finished=self._is_finished(assessment))
        self.evaluations[assessment.pk] = self.found.add(made)
        return made

    def _request(self) -> Resource:
        closed = self.case.closed_on is not None and self.case.closed_on <= self.day
        return self.found.add(who.request(self.case, self.patient, self.history.at(self.day, self.case), closed=closed))

    # -------------------------------------------------------------------------------------------- goals

    def _goal(self, goal: Goal) -> None:
        values = self.history.goal_values(goal, self.day)
        if values["topic"] not in codes.leveled():
            self.found.lack(Lack.GOAL_TOPIC, goal)
            return
        primary = self.conditions.get(values["topic"])
        if primary is None:
            self.found.lack(Lack.GOAL_CONDITION, goal)
            return
        secondary = []
        for topic in values["secondary"]:
            if topic in self.conditions and topic in codes.leveled():
                secondary.append(self.conditions[topic])
            else:
                self.found.lack(Lack.SECONDARY, goal, topic)
        over = goal.ended_on is not None and goal.ended_on <= self.day
        made = goals.goal(
            goal,
            primary,
            secondary,
            self.patient,
            self.history.at(self.day, goal),
            state=goal.state if over else Goal._meta.get_field("state").default,
            expected=values["expected"],
            aim=values["aim"],
        )
        self.goals[str(goal.public_id)] = self.found.add(made)

    # -------------------------------------------------------------------------------------------- orders

    def _order(self, order: Order) -> None:
        stood = state_of(order, self.day)
        status = {OrderState.ENDED: plan.COMPLETED, OrderState.WITHDRAWN: plan.REVOKED}.get(OrderState(stood), plan.ACTIVE)
        until = max(order.last_day, order.begins_on) if status == plan.COMPLETED and order.last_day else None
        # Help that is over stays as it was then, whatever is assessed since.
        until_then = min(self.day, order.ended_on or order.answered_on or self.day) if status != plan.ACTIVE else self.day
        groups, need = self._groups(until_then), self._need(until_then)
        day = None if status == plan.COMPLETED else self._next(order, order.placed_on if status == plan.REVOKED else self.day)
        lacks = [lack for lack, there in ((Lack.DATE, day), (Lack.NEED, need), (Lack.GROUP, groups)) if not there]
        if lacks and status != plan.COMPLETED:
            for one in lacks if status == plan.ACTIVE else ():
                self.found.lack(one, order)
            return
        at = self.history.at(self.day, order, *self._followed(order))
        encounter = self.found.add(follow_up.encounter(self.case, day, self.patient, self.history.first_at(self.day, order))) if day else None
        for group, _ in groups:
            self.found.add(group)
        made = plan.care_plan(
            order,
            self.case.number,
            self.patient,
            at,
            status=status,
            since=order.begins_on,
            until=until,
            performer=self._performer(order),
            groups=groups,
            goals=[self.goals[one] for one in self.history.order_goals(order, self.day) if one in self.goals],
            need=need,
            encounter=encounter,
        )
        self.plans[order.pk] = self.found.add(made)
        self._services(order, made, status, until)

    def _next(self, order: Order, day: date) -> date | None:
        grant = self.history.grants.get(order.grant_id) if order.grant_id else None
        return self.history.next_follow_up(grant, day) if grant else None

    def _followed(self, order: Order) -> list[Any]:
        """What was written of following up the order's help."""
        rows = [*self.history.follow_ups, *self.history.agreed]
        return [one for one in rows if order.grant_id and one.grant_id == order.grant_id]

    def _need(self, day: date) -> Resource | None:
        """The need the latest assessment finished by a day came to."""
        return next((self.evaluations[one.pk] for one in self._finished(day) if one.pk in self.evaluations), None)

    def _groups(self, day: date) -> list[tuple[Resource, int]]:
        """The target groups of the latest assessment finished by a day that names any, with their rank."""
        inside = {one.pk for one in self._assessments()}
        added = [(one, self.history.since(one, "add_target_group")) for one in self.history.groups if one.assessment_id in inside]
        rows = [(one, since) for one, since in added if since and since <= self.day and one.code in codes.target_groups()]
        for assessment in self._finished(day):
            stands = [one for one, _ in rows if one.assessment_id == assessment.pk and (one.dropped_on is None or one.dropped_on > self.day)]
            if stands:
                return [(self._group(one.code, rows), 1 if one.primary else 2) for one in stands]
        return []

    def _group(self, code: str, rows: list[tuple[Any, date]]) -> Resource:
        same = [(one, day) for one, day in rows if one.code == code]
        at = self.history.at(self.day, *(one for one, _ in same))
        return gathering.target_group(self.case, code, self.patient, at, recorded=min(day for _, day in same))

    def _performer(self, order: Order) -> Resource | None:
        said = [one.offer for one in self.history.services(order, self.day) if one.offer]
        code = said[-1] if said else self.kind_of(order)
        if code not in codes.offers():
            self.found.lack(Lack.OFFER, order)
            return None
        return self.found.add(plan.performer(self.case, code, self.patient, self.history.first_at(self.day, order)))

    def _services(self, order: Order, made: Resource, status: str, until: date | None) -> None:
        rows = self.history.services(order, self.day)
        at = self.history.at(self.day, order)
        for one in rows:
            ended = min((day for day in (one.until, until) if day and day <= self.day), default=None)
            fell = one.dropped_on is not None and one.dropped_on <= self.day
            nothing = status == plan.REVOKED or fell or (ended is not None and ended < one.since)
            stood = plan.REVOKED if nothing else plan.COMPLETED if ended else plan.ACTIVE
            end = None if nothing else ended
            key = stable("CarePlan", one)
            self.found.add(plan.intervention(key, one.code, made, self.patient, at, status=stood, created=one.set_on, since=one.since, until=end))
        if rows:
            self._gathered_anew(order, [one.set_on for one in rows])
            return
        code = codes.service_of_section(order.section)
        if not code:
            self.found.lack(Lack.SERVICE, order)
            return
        key = stable("CarePlan", order, code)
        self.found.add(plan.intervention(key, code, made, self.patient, at, status=status, created=order.placed_on, since=order.begins_on, until=until))

    def _gathered_anew(self, order: Order, days: list[date]) -> None:
        """Whether there is a new gathering since the services were first set, where they are others now. Source: KL's FFB report, Information Gathering."""
        first, last = min(days), max(days)
        begun = [day for one in self._assessments() for day in (one.started_on, one.finished_on) if day]
        if last > first and not any(first < day <= self.day for day in begun):
            self.found.lack(Lack.GATHERING, order)

    # -------------------------------------------------------------------------------------------- follow-ups

    def _follow_ups(self) -> None:
        for one in self.history.follow_ups:
            if one.case_id != self.case.pk or self.history.recorded(one) > self.day:
                continue
            focus = self._about(one.grant_id, one.held_on)
            if not focus:
                self.found.lack(Lack.FOCUS, one)
                continue
            in_error = one.error_on is not None and one.error_on <= self.day
            self.found.add(follow_up.follow_up(one, focus, self.patient, self.history.at(self.day, one), in_error=in_error))

    def _about(self, grant: int, held: date) -> list[Resource]:
        """The help a follow-up was about: what had begun before it was held and was not over; what began that very day only where nothing else had."""
        chain = {one.pk for one in self.history.chain(self.history.grants[grant], self.day)}
        rows = [one for one in self.history.orders if one.pk in self.plans and one.grant_id in chain]
        rows = [one for one in rows if state_of(one, self.day) != OrderState.WITHDRAWN]
        rows = [one for one in rows if not (state_of(one, self.day) == OrderState.ENDED and one.last_day and one.last_day < held)]
        before = [one for one in rows if one.begins_on < held]
        return [self.plans[one.pk] for one in before or [one for one in rows if one.begins_on == held]]
