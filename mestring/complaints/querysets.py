"""Reads of complaints. Each begins with `visible_to`."""

from __future__ import annotations

from typing import Self

from mestring.cases.querysets import ThroughCase
from mestring.complaints.states import OPEN, ComplaintState


class ComplaintQuerySet(ThroughCase):
    def open(self) -> Self:
        """Those in which somebody still has something to do, or waits."""
        return self.filter(state__in=OPEN)

    def decided_by_board(self) -> Self:
        """Those the appeals board has decided: what the council can learn from."""
        return self.filter(state=ComplaintState.DECIDED)
