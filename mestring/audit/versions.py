"""What two people may edit at once carries a number; who writes on an old one gets both texts back."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F

from mestring.audit.errors import Conflict
from mestring.audit.models import Entry


class Versioned(models.Model):
    """A row whose text several may edit."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


def write(thing: Versioned, *, seen: int, **values: Any) -> None:
    """Write values on the version that was seen.

    Raises: Conflict, with what stands now and what was to be written.
    """
    model = type(thing)
    written = model._base_manager.filter(pk=thing.pk, version=seen).update(version=F("version") + 1, **values)
    thing.refresh_from_db()
    if not written:
        raise Conflict(theirs={name: getattr(thing, name) for name in values}, yours=values, version=thing.version, thing=thing)


def written_by(thing: models.Model, version: int) -> Entry | None:
    """The act that wrote that version: who, and when. None for the version that a thing is born with, when its act named none."""
    acts = Entry._base_manager.filter(thing=thing._meta.label_lower, thing_id=str(getattr(thing, "public_id", thing.pk)), detail__version=version)
    return acts.order_by("-number").first()
