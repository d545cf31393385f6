"""Reads of follow-ups. Each begins with `visible_to`."""

from __future__ import annotations

from typing import Self

from mestring.cases.querysets import ThroughCase


class GrantFactQuerySet(ThroughCase):
    def oldest_first(self) -> Self:
        """So that of two answers to a question the later is read last."""
        return self.order_by("pk")


class AgreedDateQuerySet(ThroughCase):
    def standing(self) -> Self:
        """Those not yet held, nor agreed anew."""
        return self.filter(ended_on=None)


class FollowUpQuerySet(ThroughCase):
    def counted(self) -> Self:
        """Those that were not entered in error, the latest first."""
        return self.not_in_error().order_by("-held_on", "-pk")
