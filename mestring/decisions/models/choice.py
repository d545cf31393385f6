"""What is chosen about one section: the same words while it is prepared and when it is decided."""

from __future__ import annotations

from django.db import models


class Outcome(models.TextChoices):
    """What a decision comes to (afgørelsens resultat). The same keys as in the letter."""

    GRANTED = "granted", "Bevilget"
    PARTLY = "partly_granted", "Delvist bevilget"
    REFUSED = "refused", "Afslag"
    CHANGED = "changed", "Ændret"
    REDUCED = "reduced", "Nedsat"
    ENDED = "ended", "Ophørt"


GIVES = frozenset({Outcome.GRANTED, Outcome.PARTLY, Outcome.CHANGED, Outcome.REDUCED})
"""The outcomes after which there is help."""
OPENS = frozenset({Outcome.GRANTED, Outcome.PARTLY})
"""The outcomes that open help where there was none."""
TOUCHES = frozenset({Outcome.CHANGED, Outcome.REDUCED, Outcome.ENDED})
"""The outcomes that change or end help that is given."""


class Unit(models.TextChoices):
    """What an extent is counted in (enhed)."""

    HOURS_WEEK = "hours_week", "timer om ugen"
    HOURS_MONTH = "hours_month", "timer om måneden"
    HOURS = "hours", "timer i alt"
    CONTACTS_WEEK = "contacts_week", "kontakter om ugen"
    CONTACTS_14D = "contacts_14d", "kontakter hver 14. dag"
    CONTACTS_MONTH = "contacts_month", "kontakter om måneden"
    SESSIONS = "sessions", "gange i alt"
    DAYS = "days", "dage"
    DAYS_YEAR = "days_year", "døgn om året"
    DAYS_WEEK = "days_week", "dage om ugen"
    HALF_DAYS_WEEK = "half_days_week", "halve dage om ugen"
    PERCENT = "percent", "procent"
    KRONER = "kroner", "kroner"
    KRONER_MONTH = "kroner_month", "kroner om måneden"
    KRONER_YEAR = "kroner_year", "kroner om året"


class Plan(models.TextChoices):
    """How it stands with the offer of an action plan (handleplan)."""

    ACCEPTED = "accepted", "Tilbudt og taget imod"
    DECLINED = "declined", "Tilbudt, borgeren sagde nej"
    OFFERED = "offered", "Tilbudt, borgeren har ikke svaret"


class Choice(models.Model):
    """What somebody chooses to decide about one section.

    Shapes: `as_wished` says that it is what the citizen themself asked for, to the full; `level` is the key of the standard's step or package and `level_label` its
    words; `extent` says in words what the amount can't; `effect_on` is the first day of a change, a reduction, or the first day without help; `departure` is why it differs
    from the standard's proposal, empty when it does not; the reasons are in the three parts of FVL § 24.
    Unit: `amount` in hundredths of its unit, so that 3,5 hours are 350, 80 percent 8000 and kroner are øre.
    Source: FVL §§ 22–24.
    """

    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    as_wished = models.BooleanField(default=False)
    level = models.CharField(max_length=80, blank=True)
    level_label = models.CharField(max_length=200, blank=True)
    amount = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=14, choices=Unit, blank=True)
    extent = models.TextField(blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    effect_on = models.DateField(null=True, blank=True)
    purpose = models.TextField(blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    follow_up = models.TextField(blank=True)
    payment = models.TextField(blank=True)
    departure = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    discretion = models.TextField(blank=True)
    facts = models.TextField(blank=True)
    plan = models.CharField(max_length=10, choices=Plan, blank=True)
    plan_on = models.DateField(null=True, blank=True)
    next_steps = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def wholly_granted(self) -> bool:
        """Whether the citizen gets all they asked for, so that law asks for neither reasons nor guidance on complaint. Source: FVL §§ 22, 25."""
        return self.outcome == Outcome.GRANTED or (self.as_wished and self.outcome in TOUCHES)

    @property
    def gives(self) -> bool:
        """Whether there is help afterwards."""
        return self.outcome in GIVES


CHOSEN = tuple(field.name for field in Choice._meta.local_fields)
"""The names of everything chosen."""
WRITTEN = ("departure", "legal_basis", "discretion", "facts", "next_steps")
"""What is written for one decision alone: its reasons, and what happens after it."""
