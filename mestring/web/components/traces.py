"""A trace that was stored as plain data, as steps a page can draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mestring.rules.finding import Source, Step


def steps(stored: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps, with their sources and the steps beneath them."""
    return tuple(
        Step(
            str(one.get("text", "")),
            str(one.get("value", "")),
            Source(cite=str(one["source"])) if one.get("source") else None,
            str(one["mark"]) if one.get("mark") else None,
            list(steps(one.get("parts") or ())),
        )
        for one in stored
    )
