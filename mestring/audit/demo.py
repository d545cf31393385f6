"""The day a demo lives on: the whole house moves with it, and never back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from mestring.audit.errors import MestringError
from mestring.audit.models import DemoDay


class DayGoneBy(MestringError):
    code = "day_gone_by"
    fields = ("day",)
    message = "Dag: en demo kan kun gå frem i tiden. Vælg en senere dag."


def day() -> date | None:
    """The demo's day, or None when the database is no demo's."""
    return DemoDay._base_manager.values_list("day", flat=True).first()


def moment(on: date) -> datetime:
    """That day, at the hour it is now."""
    return datetime.combine(on, timezone.localtime().timetz())


@transaction.atomic
def begin(on: date) -> None:
    """Mark the database as a demo's, which starts on a day."""
    DemoDay._base_manager.get_or_create(one=True, defaults={"day": on})


@transaction.atomic
def move_to(on: date) -> None:
    """Move the demo to a later day. Raises: DayGoneBy."""
    moved = DemoDay._base_manager.filter(day__lte=on).update(day=on)
    if not moved:
        raise DayGoneBy
