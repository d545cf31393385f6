"""Every story, and the day the demo begins on."""

from __future__ import annotations

from datetime import date

# Each adds its stories to the list.
from stories import beginnings, committee, complaints, decisions, letters, people  # noqa: F401
from stories.telling import STORIES, Story

TODAY = date(2026, 11, 25)


def stories(council: str) -> list[Story]:
    """The stories that can happen in a council."""
    return [one for one in STORIES if council in one.councils]
