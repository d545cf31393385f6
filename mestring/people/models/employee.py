"""Those who help, where they work, and whose cases they must keep away from."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from mestring.people import querysets


class Unit(models.Model):
    """A place where people work (enhed): a team of the authority, a committee, a provider, a shelter, the administration.

    Shapes: `tilbudsportal_id` and `own` concern providers and shelters; `sections` are the sections a team or committee takes.
    """

    class Kind(models.TextChoices):
        TEAM = "team", "Team i myndigheden"
        COMMITTEE = "committee", "Visitationsudvalg"
        PROVIDER = "provider", "Leverandør"
        SHELTER = "shelter", "Boform"
        ADMINISTRATION = "administration", "Administration"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=120, unique=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    own = models.BooleanField(default=True)
    tilbudsportal_id = models.CharField(max_length=20, blank=True)
    sections = models.JSONField(default=list)

    objects = models.Manager()

    def __str__(self) -> str:
        return self.name


class Employee(models.Model):
    """Somebody who works in a unit (medarbejder). The person behind, when the municipality also helps them, is `person`: their own case is closed to them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey("people.Citizen", models.PROTECT, related_name="+", null=True, blank=True)

    objects = querysets.EmployeeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """An employee's role in a unit from day to day (tilknytning til enhed). `until` is the last day."""

    class Role(models.TextChoices):
        CASEWORKER = "caseworker", "Sagsbehandler"
        TEAM_LEADER = "team_leader", "Faglig leder"
        COMMITTEE = "committee", "Medlem af visitationsudvalg"
        PROVIDER = "provider", "Leverandør"
        SHELTER = "shelter", "Forstander"
        STANDARDS = "standards", "Redaktør af standarder"
        ADMINISTRATOR = "administrator", "Administrator"

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=16, choices=Role)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = querysets.DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="assignment_ends_after_it_begins"),
            models.UniqueConstraint(fields=["employee", "unit", "role", "since"], name="assignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"


class Disqualification(models.Model):
    """A citizen whose case an employee must not handle, declared by the employee or the leader (inhabilitet).

    Shapes: `lifted_on` is the day it was found to be a mistake, or not to hold any more; until then the case is closed to the employee.
    Source: FVL § 3.
    """

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="disqualifications")
    citizen = models.ForeignKey("people.Citizen", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=120)
    since = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)
    lifted_because = models.CharField(max_length=200, blank=True)

    objects = querysets.DisqualificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "citizen"], condition=Q(lifted_on=None), name="disqualification_once"),
            models.CheckConstraint(condition=Q(lifted_on=None) | ~Q(lifted_because=""), name="disqualification_lifted_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
