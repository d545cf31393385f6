"""A course nobody had to decide, as it stands with its follow-ups: what is owed of it next, and why.

Reads rows and asks the proposals; decides nothing and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mestring.decisions import proposals as deciding
from mestring.delivery.models import Order
from mestring.delivery.querysets import OrderQuerySet
from mestring.delivery.states import OrderState
from mestring.followups import proposals
from mestring.followups.models import AgreedDate, FollowUp, Kind
from mestring.followups.proposals import Closing
from mestring.followups.watching import Followed, Owing
from mestring.rules import danish
from mestring.rules.facts import NONE

LAST = timedelta(days=14)
"""How long before its last day somebody sees to what comes after a course, where the document says nothing of it. The house's own."""
OWN = "Husets eget forslag"
SOON = timedelta(days=31)
"""How near what closes a course is said before a day is agreed for the first follow-up."""


@dataclass(frozen=True, slots=True)
class Step:
    """The next that is to be done of a course. Shapes: `day` is none while nobody has said when; `why` the trace."""

    day: date | None
    next: str
    source: str
    why: list[dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(Followed):
    """A course (forløb) with all that is owed of it. Shapes: `closings` is what the document asks for as it nears its last day; `on` is the day asked about."""

    order: Order
    closings: tuple[Closing, ...]
    on: date

    @property
    def help(self) -> Order:
        return self.order

    @property
    def named(self) -> dict[str, Any]:
        return {"case": self.order.case, "order": self.order}

    @property
    def orders(self) -> OrderQuerySet:
        found: OrderQuerySet = Order.objects.filter(pk=self.order.pk)
        return found

    @property
    def runs(self) -> bool:
        return bool(self.order.state == OrderState.RUNNING)

    @property
    def step(self) -> Step:
        """What comes first: the next follow-up, or what must be done before it ends. A talk held on its day or later has done it."""
        owing = self.owing(Kind.FOLLOW_UP)
        # Of two on one day what closes the course is said: a follow-up is held with it.
        found = [*self._closing(), *([_follow_up(owing)] if owing.day else [])]
        first = min((one for one in found if one.day), key=lambda one: one.day or date.max, default=None)
        if first is None or (owing.day is None and not self.held and first.day and first.day > self.on + SOON):
            # Where the document sets no day the plan does: it is asked for before anything that lies far off.
            return Step(None, "Aftal en dag for opfølgning", self._agreed_in_plan(), [])
        return first

    def _agreed_in_plan(self) -> str:
        """Where it stands that the day is agreed."""
        return next((one.source for one in proposals.said(self.guide, self.order.section, self.on) if one.source), "SEL § 148")

    def _closing(self) -> list[Step]:
        last = self.last_day
        if last is None:
            return []
        held = max((one.held_on for one in self.held), default=None)
        found = [(one.day, one.duty, one.source) for one in self.closings] or [(max(last - LAST, self.since), "Skal forløbet slutte?", OWN)]
        return [_ends(last, day, duty, source) for day, duty, source in found if held is None or held < day]


def _follow_up(owing: Owing) -> Step:
    return Step(owing.day, "Følg op", owing.source, owing.steps)


def _ends(last: date, day: date, duty: str, source: str) -> Step:
    why = [
        {"text": "Sidste dag i forløbet", "value": danish.date_short(last), "source": ""},
        {"text": duty.rstrip("."), "value": danish.date_short(day), "source": source},
    ]
    return Step(day, duty.rstrip("."), source, why)


def of(order: Order, on: date) -> Course:
    """The course, with what is owed on a day. It must have begun. Raises: KeyError."""
    started = order.started_on or order.begins_on
    guide = deciding.guide(order.standard, order.section)
    facts = {"started": started, "planned_end": order.last_day or NONE}
    found = proposals.rhythms(guide, order.section, facts, on, has_goals=False)
    return Course(
        order=order,
        on=on,
        since=started,
        guide=guide,
        rhythms=found.all,
        missing=found.missing,
        held=tuple(FollowUp.objects.filter(order=order).counted().select_related("held_by")),
        agreed={one.kind: one for one in AgreedDate.objects.filter(order=order).standing()},
        begun_by=f"Bestilling {order.number}",
        closings=proposals.closings(guide, order.section, started, order.last_day, on) if order.last_day else (),
    )
