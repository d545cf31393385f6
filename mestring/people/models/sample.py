"""Looks drawn at random, for a leader to ask about."""

from __future__ import annotations

from django.db import models

from mestring.people.models.employee import Employee, Unit


class SampledLook(models.Model):
    """One look of a week's sample (stikprøve): what a unit's people were shown, drawn at random, and what the leader found.

    Shapes: `week` is its Monday; `look` the look-up's number in the log.
    """

    class Verdict(models.TextChoices):
        FINE = "fine", "I orden"
        ASKED = "asked", "Jeg spørger medarbejderen"
        WRONG = "wrong", "Ikke i orden"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    week = models.DateField()
    look = models.PositiveBigIntegerField()
    verdict = models.CharField(max_length=6, choices=Verdict, blank=True)
    words = models.TextField(blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", null=True, blank=True)

    objects = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "week", "look"], name="sampled_once")]

    def __str__(self) -> str:
        return f"{self.week} {self.look}"
