"""The follow-up a decision promises: owed from the day the help is given, and no more once it has ended."""

from __future__ import annotations

from datetime import date

from mestring.cases.actions import due
from mestring.cases.models import Due
from mestring.decisions.models import Grant
from mestring.decisions.proposals import Proposal
from mestring.rules import danish
from mestring.rules.rulebook import open_library

KINDS = (Due.Kind.FOLLOW_UP, Due.Kind.PEER_REVIEW, Due.Kind.RATE, Due.Kind.ENDING)
"""What is owed while help is given."""


def owe_first(grant: Grant, proposal: Proposal, *, on: date) -> None:
    """The first follow-up: on the day the decision says, else the day the standard proposes. Part of deciding.

    Source: SEL § 148; the standard's cadence.
    """
    proposed = min((one for one in proposal.follow_up if isinstance(one.value, date)), key=lambda one: one.value, default=None)
    promised = grant.decision.follow_up_on
    # Help that began long ago may owe one that should have been held already.
    gone_by = list(proposed.values.get("due") or []) if proposed else []
    day = promised or (gone_by[0] if gone_by else proposed.value if proposed else None)
    if day is None or grant.case.citizen.died_on:
        return
    steps = [{"text": step.text, "value": step.value, "source": step.source} for step in proposed.steps] if proposed else []
    if promised and not (proposed and proposed.value == promised):
        steps.append({"text": "Lovet i afgørelsen", "value": danish.date_short(promised), "source": ""})
    sign = open_library().sections[grant.section].sign
    source = (proposed.source if proposed else "") or "Afgørelsen; SEL § 148"
    due.put(
        Due.Kind.FOLLOW_UP,
        grant.public_id,
        case=grant.case,
        section=grant.section,
        what=f"Opfølgning {sign}",
        next="Følg op",
        on=day,
        source=source[:200],
        why=steps,
    )


def owe_again(grant: Grant) -> None:
    """Help whose ending was undone is followed up as before: what fell away with it stands on the list again. Part of undoing it."""
    if grant.case.citizen.died_on:
        return
    for kind in KINDS:
        rows = Due.objects.filter(kind=kind, thing=grant.public_id)
        fell_away = rows.exclude(done_on=None).order_by("-pk").first()
        if fell_away and not rows.filter(done_on=None).exists():
            rows.filter(pk=fell_away.pk).update(done_on=None)


def owe_no_more(grant: Grant, *, on: date) -> None:
    """Help whose end is decided is followed up no more: what was owed fell away with the decision, and help that goes on otherwise has days of its own. Part of ending it."""
    Due.objects.waiting().filter(kind__in=KINDS, thing=grant.public_id).update(done_on=on)
