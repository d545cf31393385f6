"""What an order's help consists of, in the words the country counts in."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from mestring.delivery import querysets


class OrderService(models.Model):
    """A service that is given by an order, from day to day (ydelse).

    Shapes: `code` is FFB's, and so is `offer`, the kind of place it is given in, where somebody has said it; `until` is its last day, none while it goes on with the order; `dropped_on` says that it was taken out before it began.
    Source: FFB, Ydelser; KL's FFB report (intervention).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey("delivery.Order", models.PROTECT, related_name="services")
    code = models.CharField(max_length=40)
    offer = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    set_on = models.DateField()
    dropped_on = models.DateField(null=True, blank=True)

    objects = querysets.ThroughOrder.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="order_service_ends_after_it_begins"),
            models.UniqueConstraint(fields=["order", "code"], condition=Q(until=None, dropped_on=None), name="order_service_once"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
