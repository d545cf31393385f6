"""Answering what the standard's rhythm hangs on, once help is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from mestring.audit import acts
from mestring.decisions.actions.considering import kept_answer
from mestring.decisions.errors import FieldMissing
from mestring.decisions.models import Grant
from mestring.followups import watching
from mestring.followups.actions.holding import fresh
from mestring.followups.actions.keeping import keep
from mestring.followups.models import GrantFact
from mestring.people import access
from mestring.people.access import Actor


@transaction.atomic
def answer(grant: Grant, *, answers: Mapping[str, object], source: str, by: Actor, on: date) -> list[GrantFact]:
    """Say what was not known when the help was decided, or has changed since: which target group, where the offer lies. What is owed is counted anew.

    Shapes: `answers` by fact, as a form writes them. Raises: FieldMissing, CaseClosed, CitizenDied, GrantNotInForce.
    """
    access.require(by, "follow_up.hold", grant.case)
    watch = fresh(grant, on)
    if not answers:
        raise FieldMissing("source", "Svar", "svar på mindst ét af spørgsmålene")
    if not source.strip():
        raise FieldMissing("source", "Hvor ved I det fra", "skriv, hvor I har det fra")
    made = GrantFact.objects.bulk_create(
        GrantFact(
            case=watch.grant.case,
            grant=watch.grant,
            fact=fact,
            value=kept_answer(fact, value),
            source=source.strip(),
            answered_on=on,
            answered_by_id=by.employee,
        )
        for fact, value in answers.items()
    )
    keep(watching.of(watch.grant, on), on=on, changed="Nyt svar")
    acts.record("answer_follow_up", watch.grant, by=by, on=on, case=watch.grant.case.public_id, facts=sorted(answers))
    return list(made)
