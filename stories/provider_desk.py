"""What people at a provider's do, in the words of a story. Every verb is the house's own act, on what the provider finds by their own right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from mestring.delivery import actions as delivering
from mestring.delivery.actions.grouping import members
from mestring.delivery.models import ChangeReport, Goal, Group, GroupSession, HourUse, Membership, Order, Rating, StatusNote, SubGoal, Visit
from mestring.delivery.models.visit import Form
from mestring.delivery.states import GoalState, VisitState
from mestring.people.access import Actor
from mestring.people.models import Employee, Unit
from stories.house import House
from stories.telling import Days

HELD, BY_CITIZEN, BY_US, NO_SHOW = VisitState.HELD, VisitState.BY_CITIZEN, VisitState.BY_PROVIDER, VisitState.NO_SHOW
TEN = time(10, 0)


@dataclass(frozen=True, slots=True)
class ProviderDesk:
    """Somebody at work for a provider."""

    house: House
    key: str
    unit: Unit

    @property
    def by(self) -> Actor:
        """Whoever sits here, with the rights of the day."""
        return self.house.who(self.key)

    @property
    def on(self) -> date:
        """The day it is."""
        return self.house.on

    @property
    def employee(self) -> Employee:
        """Whoever sits here, as a row."""
        return self.house.people[self.key]

    def _made(self, kind: str, thing: Any) -> Any:
        return self.house.tale.add(kind, thing) if self.house.tale else thing

    def _seen(self, order: Order) -> Order:
        """The order as the provider finds it."""
        found: Order = Order.objects.provided_by(self.by).get(pk=order.pk)
        return found

    # -------------------------------------------------------------------------------------------- the order

    def answers(self, order: Order, *, starts_on: date | None = None) -> None:
        """Say yes, with oneself as the one to turn to."""
        delivering.accept(self._seen(order), contact=self.employee, starts_on=starts_on, by=self.by, on=self.on)

    def queues(self, order: Order, expected: date) -> None:
        """Put it on the waiting list."""
        delivering.queue(self._seen(order), expected_start=expected, by=self.by, on=self.on)

    def declines(self, order: Order, because: str) -> None:
        """Say no, with the reason."""
        delivering.decline(self._seen(order), because=because, by=self.by, on=self.on)

    def begins(self, order: Order) -> None:
        """Help begins today."""
        delivering.start(self._seen(order), started_on=self.on, by=self.by, on=self.on)

    def finishes(self, order: Order, because: str) -> None:
        """Today is the last day the provider gives the help."""
        delivering.finish(self._seen(order), last_day=self.on, because=because, by=self.by, on=self.on)

    # -------------------------------------------------------------------------------------------- visits

    def plans(
        self, order: Order, day: date, at: time = TEN, minutes: int = 60, *, weeks: int = 1, form: str = Form.HOME, goals: Sequence[Goal] = ()
    ) -> list[Visit]:
        """Plan a visit, or the same one every week."""
        values: dict[str, Any] = {"day": day, "at": at, "minutes": minutes, "weeks": weeks, "form": form, "goals": goals}
        return [self._made("visit", one) for one in delivering.plan_visits(self._seen(order), by=self.by, on=self.on, **values)]

    def visits(self, visit: Visit, state: str = HELD, *, minutes: int | None = None, note: str = "") -> None:
        """Say how a planned visit went; one that was held lasted as planned, unless told."""
        found = self._visit(visit)
        goals = [one.goal for one in found.visit_goals.select_related("goal")]
        together = (minutes or found.planned) if state == HELD else None
        delivering.register_visit(found, state=state, minutes=together, form=found.form, goals=goals, note=note, by=self.by, on=self.on)

    def accompanies(self, order: Order, minutes: int, what: str = "") -> HourUse:
        """Register hours of accompaniment that were used today."""
        return self._made("hour_use", delivering.register_use(self._seen(order), day=self.on, minutes=minutes, what=what, by=self.by, on=self.on))

    def misses(self, visit: Visit, note: str = "") -> None:
        """The citizen did not come."""
        self.visits(visit, NO_SHOW, note=note)

    def drops_in(self, order: Order, minutes: int, *, form: str = Form.PHONE, at: time | None = None, goals: Sequence[Goal] = (), note: str = "") -> Visit:
        """Register a visit that nobody had planned."""
        values: dict[str, Any] = {"day": self.on, "at": at, "state": HELD, "minutes": minutes, "form": form, "goals": goals, "note": note}
        return self._made("visit", delivering.register_unplanned(self._seen(order), by=self.by, on=self.on, **values))

    def puts_right(self, visit: Visit, because: str, *, minutes: int) -> Visit:
        """Put a registered visit right: it lasted otherwise."""
        found = self._visit(visit)
        goals = [one.goal for one in found.visit_goals.select_related("goal")]
        values: dict[str, Any] = {"day": found.day, "state": HELD, "minutes": minutes, "form": found.form, "goals": goals, "note": found.note}
        return self._made("visit", delivering.correct_visit(found, because=because, by=self.by, on=self.on, **values))

    def comes(self, visits: list[Visit], *, until: date, otherwise: Mapping[date, tuple[str, str]] | None = None) -> Days:
        """Go to what is planned, day by day, before a day; what is left stays in the list.

        Shapes: `otherwise` is how it went, and a note, on the days it was not held.
        """
        while visits and visits[0].day < until:
            visit = visits.pop(0)
            state, note = (otherwise or {}).get(visit.day, (HELD, ""))
            yield visit.day
            self.visits(visit, state, note=note)

    def _visit(self, visit: Visit) -> Visit:
        found: Visit = Visit.objects.provided_by(self.by).select_related("order__relation", "order__unit", "order__citizen").get(pk=visit.pk)
        return found

    # -------------------------------------------------------------------------------------------- goals

    def sets_step(self, order: Order, goal: Goal, text: str, ambition: str = SubGoal.Ambition.INDEPENDENT) -> SubGoal:
        """Set a step towards a goal, with the citizen."""
        return self._made("step", delivering.set_sub_goal(self._seen(order), goal, text=text, ambition=ambition, by=self.by, on=self.on))

    def reaches_step(self, step: SubGoal) -> None:
        """A step is reached."""
        delivering.end_sub_goal(step, state=GoalState.REACHED, by=self.by, on=self.on)

    def rates(self, order: Order, goal: Goal, citizen: int | None = None, staff: int | None = None, words: str = "") -> list[Rating]:
        """Write how far a goal is: the citizen for themself, the staff for themselves."""
        return delivering.rate(self._seen(order), goal, rated_on=self.on, citizen=citizen, staff=staff, words=words, by=self.by, on=self.on)

    # -------------------------------------------------------------------------------------------- to the authority

    def drafts_status(self, order: Order, **texts: str) -> StatusNote:
        """Begin a status note, and leave it."""
        return self._made("status", delivering.save_status(self._seen(order), seen=0, by=self.by, on=self.on, **texts))

    def writes_status(
        self, order: Order, done: str, *, citizen_says: str = "", staff_says: str = "", recommends: str = "continue", because: str = ""
    ) -> StatusNote:
        """Write a status note and send it."""
        texts = {"done": done, "citizen_says": citizen_says, "staff_says": staff_says, "recommends": recommends, "because": because}
        return delivering.send_status(self.drafts_status(order, **texts), by=self.by, on=self.on)

    def reports(self, order: Order, words: str) -> ChangeReport:
        """Tell the authority at once that something important has changed."""
        return self._made("report", delivering.report_change(self._seen(order), words=words, by=self.by, on=self.on))

    # -------------------------------------------------------------------------------------------- groups

    def makes_group(self, name: str, section: str, *, place: str = "", meetings: int | None = None) -> Group:
        """Make a group."""
        return self._made("group", delivering.make_group(self.unit, name=name, section=section, place=place, meetings=meetings, by=self.by, on=self.on))

    def plans_group(self, group: Group, day: date, at: time, minutes: int, *, weeks: int = 1) -> list[GroupSession]:
        """Plan when a group meets."""
        return delivering.plan_sessions(group, day=day, at=at, minutes=minutes, weeks=weeks, by=self.by, on=self.on)

    def takes_in(self, group: Group, order: Order) -> Membership:
        """Let the citizen of an order be in a group from today."""
        return delivering.join_group(group, self._seen(order), since=self.on, by=self.by, on=self.on)

    def meets_group(self, session: GroupSession, away: Mapping[int, str] | None = None) -> None:
        """Write who came. Shapes: `away` is how it went, by order, for those who didn't."""
        found: GroupSession = GroupSession.objects.provided_by(self.by).select_related("group").get(pk=session.pk)
        there = members(found, self.by)
        marks = {one.order.public_id: (away or {}).get(one.order_id, HELD) for one in there}
        delivering.write_attendance(found, marks=marks, by=self.by, on=self.on)
