"""What law says about a complaint: until when, when it must be reviewed, and what follows. Pure: plain values in, frozen values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mestring.cases.proposals import Proposed, remitted_clock
from mestring.cases.proposals.proposed import book, from_entry, from_finding, in_text, renamed
from mestring.decisions.proposals import complaint_last_day, complaint_right, received_on
from mestring.rules.facts import NONE

__all__ = ["InTime", "complaint_last_day", "complaint_review_due", "complaint_right", "in_time", "received_on", "remitted_clock", "shelter_first"]


@dataclass(frozen=True, slots=True)
class InTime:
    """Whether a complaint came in time (rettidig). A late one is registered and forwarded all the same."""

    in_time: bool
    last_day: date
    days_late: int
    sentence: str
    proposed: Proposed


def complaint_review_due(received: date, on: date, reviewed: date | None = None) -> Proposed:
    """The last day to review a complaint and, unless it is upheld wholly, to send it on (genvurdering): 4 weeks after it came.

    The day isn't moved off a weekend, so that the papers are sent in time. Source: RSL § 66.
    """
    found = from_finding("review", book().answer("rsl-review", {"complaint_received": received, "complaint_reviewed": reviewed or NONE}, on), "date")
    return renamed(found, sentence=f"Genvurdér klagen, og send den videre senest {in_text(found.value, on)}.")


def in_time(decision_received: date, complaint_received: date, on: date) -> InTime:
    """Whether a complaint came within 4 weeks of the day the citizen received the decision. Source: RSL § 67."""
    last = complaint_last_day(decision_received, on)
    late = max((complaint_received - last.value).days, 0)
    if not late:
        return InTime(True, last.value, 0, f"Klagen er kommet til tiden. Sidste dag var {in_text(last.value, on)}.", last)
    days = f"{late} {'dag' if late == 1 else 'dage'}"
    sentence = f"Klagen kom {days} efter fristen {in_text(last.value, on)}. Send den videre: Ankestyrelsen kan se bort fra fristen."
    return InTime(False, last.value, late, sentence, from_entry("late", book().entry("rsl-late-complaint")))


def shelter_first(standard: str, section: str, facts: Mapping[str, Any], on: date) -> bool:
    """Whether the complaint is handed in at the shelter, whose leader decided. Source: SEL §§ 109, 110. Raises: KeyError."""
    found = complaint_right(standard, section, facts, on)
    return str(getattr(found.entry.rule if found.entry else None, "first_to", "")) in ("shelter", "shelter_leader")
