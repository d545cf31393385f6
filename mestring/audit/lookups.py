"""The look-up log: who was shown what about whom. Its rows are committed before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from mestring.audit.chain import append
from mestring.audit.models import LookUp


def commit(rows: Sequence[LookUp]) -> None:
    """Write the rows and wait until they stand. Called outside every transaction, since a look has happened whatever becomes of the act after it."""
    with transaction.atomic(durable=True):
        append("lookups", rows)
