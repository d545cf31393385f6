"""Every story, and the day the demo begins on."""

from __future__ import annotations

# Each adds its stories to the list.
from stories import beginnings, committee, complaints, decisions, delivery, followups, letters, people, referring  # noqa: F401
from stories.house import TODAY
from stories.telling import STORIES, Story

__all__ = ["TODAY", "stories"]


def stories(council: str) -> list[Story]:
    """The stories that can happen in a council."""
    return [one for one in STORIES if council in one.councils]
