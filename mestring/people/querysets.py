"""Reads of people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from mestring.people import names

if TYPE_CHECKING:
    from mestring.people.access import Actor


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from one day to another, both included."""

    def holding(self, on: date) -> Self:
        """Those in force on a day."""
        return self.filter(Q(until=None) | Q(until__gte=on), since__lte=on)


class EmployeeQuerySet(models.QuerySet[Any]):
    def free_for(self, citizen: int) -> Self:
        """Those who may handle a citizen's case: neither the citizen themself nor disqualified. Source: FVL § 3."""
        from mestring.people.models import Disqualification

        kept_away = Disqualification.objects.standing().filter(citizen=citizen).values("employee")
        return self.exclude(pk__in=kept_away).exclude(person=citizen)


class DisqualificationQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Those that have not been lifted."""
        return self.filter(lifted_on=None)


class ConsentQuerySet(DatedQuerySet):
    def holding(self, on: date) -> Self:
        """Those that may be relied on that day."""
        return super().holding(on).filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=on))


class CitizenQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Citizens that a unit of the actor's has something open with, and the actor themself."""
        from mestring.people import access

        return self.filter(access.citizens(actor))

    def named(self, words: str) -> Self:
        """Those who have, for each of the words, a part of their name that begins with it: a first name, a middle name, or either side of a hyphen."""
        from mestring.people.models import NamePart

        found = self
        for part in sorted(names.parts(words)):
            found = found.filter(pk__in=NamePart.objects.filter(part__gte=part, part__lt=part + names.BEYOND).values("citizen"))
        return found


class OfferQuerySet(DatedQuerySet):
    def under(self, section: str) -> Self:
        """Offers of help under a section."""
        # SQLite can't look into a list in JSON; the keys hold neither quotes nor backslashes, so that the text of the list tells.
        return self.alias(written=Cast("sections", TextField())).filter(written__contains=f'"{section}"')

    def approved(self, on: date) -> Self:
        """Those that the supervision has approved, on a day. Where nothing is told, none is taken for granted."""
        from mestring.people.models import Offer

        begun, lasts = Q(approved_on=None) | Q(approved_on__lte=on), Q(approved_until=None) | Q(approved_until__gte=on)
        return self.filter(begun, lasts, approved=Offer.Approval.APPROVED)

    def by_provider(self) -> Self:
        """With their provider, in the order of the providers' names."""
        return self.select_related("unit").order_by("unit__name", "name", "pk")

    def with_rates(self) -> Self:
        """With all their rates, in one question."""
        return self.prefetch_related("rates")

    def for_section(self, section: str, on: date) -> Self:
        """What a citizen may choose between under a section on a day: open and approved offers, by provider."""
        return self.under(section).holding(on).approved(on).by_provider()


class DayRateQuerySet(models.QuerySet[Any]):
    def in_force(self, on: date) -> Self:
        """The latest rate of each offer and unit that has begun that day."""
        begun = self.model._base_manager.filter(valid_from__lte=on)
        later = begun.filter(offer=OuterRef("offer"), per=OuterRef("per"), valid_from__gt=OuterRef("valid_from"))
        return self.filter(~Exists(later), valid_from__lte=on)
