"""Two chained logs, the keys that let an act happen once, and the day of a demo."""

from __future__ import annotations

from django.db import models


class Chain(models.Model):
    """The head of one hash chain (kæde): how many rows it has, and the hash of the last.

    A writer locks the row, so that two rows can never follow the same one.
    """

    name = models.CharField(max_length=20, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")


class Link(models.Model):
    """A row of a chain: its number, the hash of the row before, and its own."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=36)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        abstract = True


class Entry(Link):
    """An act somebody did (handling): who, what, on which thing. No content of the case.

    Shapes: `thing` is the model, `thing_id` its public id; `detail` holds codes, days and versions only.
    """

    act = models.CharField(max_length=60)
    thing = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=36)
    case = models.CharField(max_length=36, blank=True)
    on = models.DateField()
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["case", "-number"], name="entry_case"), models.Index(fields=["thing_id", "-number"], name="entry_thing")]


class LookUp(Link):
    """Somebody was shown something about a citizen (opslag): who, in which role and unit, by which relation, what, for what purpose.

    Written and committed before the content is sent. The citizen reads it as *Min log*.
    """

    role = models.CharField(max_length=20)
    unit = models.CharField(max_length=36, blank=True)
    unit_name = models.CharField(max_length=120, blank=True)
    relation = models.CharField(max_length=20)
    action = models.CharField(max_length=40)
    thing = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=36)
    case = models.CharField(max_length=36, blank=True)
    citizen = models.CharField(max_length=36, blank=True)
    request = models.CharField(max_length=36, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["citizen", "-number"], name="lookup_citizen"),
            models.Index(fields=["case", "-number"], name="lookup_case"),
            models.Index(fields=["actor", "-number"], name="lookup_actor"),
        ]


class Once(models.Model):
    """The key of a form that was sent (engangsnøgle): the second sending of the same form finds where the first one led.

    Shapes: `content` is the hash of what the form said, and where.
    """

    key = models.UUIDField(primary_key=True)
    claim = models.UUIDField()
    actor = models.CharField(max_length=36)
    act = models.CharField(max_length=60)
    content = models.CharField(max_length=64)
    at = models.DateTimeField()
    result = models.CharField(max_length=300, blank=True)


class DemoDay(models.Model):
    """The day a demo lives on (demodag). One row, and only in a demo's database; it moves forward only.

    Shapes: the row's presence marks the database as a demo's.
    """

    one = models.BooleanField(primary_key=True, default=True)
    day = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(one=True), name="demo_day_is_one")]
