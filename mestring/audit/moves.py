"""The one function that moves a thing from state to state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import models

from mestring.audit.acts import Doer, record
from mestring.audit.errors import MoveNotAllowed

Thing = TypeVar("Thing", bound=models.Model)


def can(thing: models.Model, to: str) -> bool:
    """Whether the thing's table of moves has the move from where it is."""
    return to in type(thing).MOVES.get(getattr(thing, "state"), ())  # type: ignore[attr-defined]  # noqa: B009


def move(thing: Thing, to: str, *, by: Doer, on: date, case: Any = "", act: str = "", also: Mapping[str, Any] | None = None, **detail: Any) -> Thing:
    """Move a thing to a state, once: of two at the same moment, the second is refused.

    Shapes: the model has `state` and `MOVES`, a table of the states that may follow each; `also` are fields written with the state; `detail` goes to the trace.
    Raises: MoveNotAllowed.
    """
    row: Any = thing
    before = row.state
    if not can(thing, to):
        raise MoveNotAllowed
    values = {"state": to, **(also or {})}
    if not type(thing)._base_manager.filter(pk=thing.pk, state=before).update(**values):
        raise MoveNotAllowed
    for name, value in values.items():
        setattr(row, name, value)
    record(act or "move", thing, by=by, on=on, case=case, **{"from": str(before), "to": str(to)}, **detail)
    return thing
