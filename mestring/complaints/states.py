"""States of a complaint, with the moves allowed between them. What can be computed from dates is not here."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

Moves = Mapping[str, tuple[str, ...]]


class ComplaintState(TextChoices):
    REGISTERED = "registered", "Modtaget"
    UPHELD = "upheld", "Fuldt medhold"
    PARTLY = "partly", "Delvist medhold"
    MAINTAINED = "maintained", "Fastholdt"
    ANSWERED = "answered", "Besvaret"
    FORWARDED = "forwarded", "Hos Ankestyrelsen"
    DECIDED = "decided", "Afgjort af Ankestyrelsen"
    LAPSED = "lapsed", "Resten er ikke fastholdt"
    WITHDRAWN = "withdrawn", "Trukket tilbage"


COMPLAINT_MOVES: Moves = {
    ComplaintState.REGISTERED: (
        ComplaintState.UPHELD,
        ComplaintState.PARTLY,
        ComplaintState.MAINTAINED,
        ComplaintState.ANSWERED,
        ComplaintState.WITHDRAWN,
    ),
    ComplaintState.MAINTAINED: (ComplaintState.FORWARDED, ComplaintState.WITHDRAWN),
    ComplaintState.PARTLY: (ComplaintState.FORWARDED, ComplaintState.LAPSED, ComplaintState.WITHDRAWN),
    # A citizen who says late that the rest shall go on, or holds on to a complaint law gives no right to, is heard by the board, which decides that itself.
    ComplaintState.LAPSED: (ComplaintState.FORWARDED,),
    ComplaintState.ANSWERED: (ComplaintState.FORWARDED,),
    ComplaintState.FORWARDED: (ComplaintState.DECIDED, ComplaintState.WITHDRAWN),
}

OPEN = (ComplaintState.REGISTERED, ComplaintState.MAINTAINED, ComplaintState.PARTLY, ComplaintState.FORWARDED)
"""The states in which somebody still has something to do, or waits."""
REVIEWED = (ComplaintState.UPHELD, ComplaintState.PARTLY, ComplaintState.MAINTAINED)
"""What a review can come to."""
