"""Reads of decisions and what leads to them. Each begins with `visible_to`."""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q

from mestring.cases.querysets import ThroughApplication, ThroughCase
from mestring.cases.states import ApplicationState, LetterState
from mestring.decisions.states import DecisionState, HearingState, ItemState, MeetingState, ReferralState
from mestring.people import access
from mestring.people.access import Actor


class HearingQuerySet(ThroughApplication):
    def awaiting(self) -> Self:
        """Those whose answer is awaited."""
        return self.filter(state=HearingState.SENT)

    def past_due(self, on: date) -> Self:
        """Those whose last day to answer has gone by."""
        return self.awaiting().filter(due_on__lt=on)


class MeetingQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """A member sees the meetings of their committees; caseworkers and leaders see all, for a meeting tells nothing of whom it is about."""
        if actor.house or access.STAFF & actor.roles:
            return self.all()
        return self.filter(committee__in=actor.committees)

    def coming(self, on: date) -> Self:
        """Those not yet held, the first first."""
        return self.filter(state=MeetingState.PLANNED, day__gte=on).order_by("day", "starts", "pk")


class AgendaQuerySet(ThroughApplication):
    def standing(self) -> Self:
        """What is on the agenda, in the order it is taken."""
        return self.exclude(state=ItemState.REMOVED).order_by("order", "pk")

    def waiting(self) -> Self:
        """What the meeting has not come to."""
        return self.filter(state=ItemState.WAITING)


class ReferralQuerySet(ThroughApplication):
    def waiting(self) -> Self:
        """Those that await an answer: an application that ended without a decision awaits none."""
        return self.filter(state=ReferralState.WAITING, application__state__in=(ApplicationState.RECEIVED, ApplicationState.DECIDED))

    def before(self, actor: Actor) -> Self:
        """Those put before a shelter the actor leads."""
        return self.visible_to(actor).filter(unit__in=actor.shelters)


class GatePassQuerySet(ThroughApplication):
    def by_reason(self) -> Self:
        """Those a person wrote, and that stand."""
        return self.filter(decision=None, withdrawn_on=None).exclude(reason="")


class DecisionQuerySet(ThroughApplication):
    """Decisions, which are written once. What tells of their sending is filled in later, each field once; nothing else is ever written."""

    def update(self, **values: Any) -> int:
        if forbidden := set(values) - self.model.FILLED_IN_LATER:
            self._refuse(forbidden)
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> NoReturn:
        self._refuse({"delete"})

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def _refuse(self, fields: set[str]) -> NoReturn:
        from mestring.decisions.models.decision import WrittenOnce

        raise WrittenOnce(", ".join(sorted(fields)))

    def standing(self) -> Self:
        """Those that have not been replaced."""
        return self.exclude(state=DecisionState.REPLACED)

    def to_be_sent(self) -> Self:
        """Those without a letter, or whose letter was taken back."""
        return self.standing().filter(Q(letter=None) | Q(letter__state=LetterState.RECALLED))


class GrantQuerySet(ThroughCase):
    def with_case(self) -> Self:
        """With what an act about help reads: its decision and application, the case, the citizen and who has it."""
        return self.select_related("decision__application", "case__citizen", "case__team", "case__responsible")

    def in_force(self, on: date) -> Self:
        """The help that is given on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), Q(ended_on=None) | Q(ended_on__gte=on), begins_on__lte=on)

    def running(self) -> Self:
        """What neither a later decision nor a death has ended."""
        return self.filter(ended_by=None, ended_by_death=False)

    def not_over(self, on: date) -> Self:
        """The help given on a day or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), Q(ended_on=None) | Q(ended_on__gte=on))
