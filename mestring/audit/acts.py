"""Trace: one row for each act."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from mestring.audit import clock
from mestring.audit.chain import append
from mestring.audit.models import Entry


class Doer(Protocol):
    """Whoever acts: a person through a door, or the house itself at night."""

    @property
    def id(self) -> str: ...


def record(act: str, thing: models.Model, *, by: Doer, on: date, case: Any = "", **detail: Any) -> None:
    """Write that somebody did something.

    Shapes: `case` is a case's public id; `detail` holds codes, days, versions and public ids, never what was written about a person.
    """
    plain = json.loads(json.dumps(detail, cls=DjangoJSONEncoder))
    thing_id = str(getattr(thing, "public_id", thing.pk))
    append("acts", [Entry(at=clock.now(), actor=by.id, act=act, thing=thing._meta.label_lower, thing_id=thing_id, case=str(case), on=on, detail=plain)])
