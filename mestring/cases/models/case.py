"""The case."""

from __future__ import annotations

import uuid

from django.db import models

from mestring.audit.versions import Versioned
from mestring.cases import querysets
from mestring.cases.states import CASE_MOVES, CaseState
from mestring.people.access import Tie


class Case(Versioned):
    """All about one citizen's matter in one municipality (sag).

    Shapes: `number` is the year and a running number, as 26-00417; the three municipalities are four digits of the official codes; `kle` and `facet` are
    KL's subject and kind of act; `kle` is empty until the case gets an application, and then follows its section unless it is corrected.
    Source: OFL § 15 (journalføring); RSL §§ 9–9 c (handle-, betalings- og opholdskommune).
    """

    MOVES = CASE_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=12, unique=True)
    citizen = models.ForeignKey("people.Citizen", models.PROTECT, related_name="+")
    team = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=8, choices=CaseState, default=CaseState.OPEN)
    kle = models.CharField(max_length=12, blank=True)
    facet = models.CharField(max_length=4, default="G01")
    acting = models.CharField(max_length=4, blank=True)
    paying = models.CharField(max_length=4, blank=True)
    residence = models.CharField(max_length=4, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=200, blank=True)

    objects = querysets.CaseQuerySet.as_manager()

    # The relations of whoever is being shown the case; set by the door that found it.
    ties: frozenset[Tie] = frozenset()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=CaseState.OPEN, closed_on=None) | models.Q(state=CaseState.CLOSED, closed_on__isnull=False),
                name="case_closed_has_a_day",
            )
        ]
        indexes = [
            models.Index(fields=["team", "-opened_on"], name="case_team"),
            models.Index(fields=["responsible", "-opened_on"], name="case_responsible"),
            models.Index(fields=["citizen"], name="case_citizen"),
        ]

    def __str__(self) -> str:
        return self.number


class Counter(models.Model):
    """The last running number given in a year (løbenummer)."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    objects = models.Manager()

    def __str__(self) -> str:
        return str(self.year)
