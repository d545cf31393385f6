"""When the citizen has died: nobody can be written to, and help that runs is closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from mestring.audit import acts
from mestring.cases.actions import due
from mestring.cases.actions.application import follow_death
from mestring.cases.models import Case, Due
from mestring.decisions import proposals
from mestring.decisions.actions import following
from mestring.decisions.actions.deciding import owe_letter
from mestring.decisions.errors import CitizenLives, GrantNotInForce
from mestring.decisions.models import Decision, Grant
from mestring.people import access, wall
from mestring.people.access import Actor
from mestring.people.models import Citizen
from mestring.rules import danish
from mestring.rules.rulebook import open_library

DAY = timedelta(days=1)
GONE = (Due.Kind.LETTER, Due.Kind.HEARING)
"""What is owed to the citizen, and falls away."""


@transaction.atomic
def note_death(citizen: Citizen, *, by: Actor, on: date) -> None:
    """Let every case of the citizen follow what is known of their death: what was owed to them falls away, and help that runs is to be closed. Noted by mistake and taken back,
    all is as it was; what was closed stays closed. Part of correcting what is known of a citizen, and done twice it is the same."""
    access.require(by, "citizen.change")
    with wall.lifted():  # the cases may lie in other teams
        for case in Case.objects.filter(citizen=citizen).select_related("citizen").order_by("pk"):
            case.citizen = citizen
            follow_death(case, on=on)
            _letters(case, on=on)
            _grants(case, on=on)


def _letters(case: Case, *, on: date) -> None:
    if case.citizen.died_on:
        Due.objects.waiting().filter(case=case, kind__in=GONE).update(done_on=on)
        return
    for one in Decision.objects.filter(application__case=case).to_be_sent().select_related("application__case__citizen", "meeting").order_by("pk"):
        owe_letter(one, on=on)


def _grants(case: Case, *, on: date) -> None:
    running = list(Grant.objects.filter(case=case).running().order_by("pk"))
    for grant in running:
        grant.case = case
        if case.citizen.died_on:
            following.owe_no_more(grant, on=on)
        if case.citizen.died_on is None:
            if Due.objects.waiting().filter(kind=Due.Kind.GRANT, thing=grant.public_id).exists():
                following.owe_again(grant)  # the death was noted by mistake
            due.settle(Due.Kind.GRANT, grant.public_id, on=on)
            continue
        last = last_day(grant, on)
        due.put(
            Due.Kind.GRANT,
            grant.public_id,
            case=case,
            section=grant.section,
            what=f"Bevillingen {open_library().sections[grant.section].sign}: borgeren er død",
            next="Luk bevillingen",
            on=max(last.value, on),
            source=last.source[:200],
            why=why(grant, last),
        )


def last_day(grant: Grant, on: date) -> proposals.Proposed:
    """The last day the help is given when the citizen has died. Raises: CitizenLives."""
    if grant.case.citizen.died_on is None:
        raise CitizenLives
    return proposals.last_day_at_death(grant.standard, grant.section, grant.case.citizen.died_on, on)


def why(grant: Grant, last: proposals.Proposed) -> list[dict[str, Any]]:
    """The trace behind that day."""
    return [
        {"text": "Borgeren døde", "value": danish.date_short(grant.case.citizen.died_on), "source": ""},
        {"text": last.sentence, "value": danish.date_short(last.value), "source": last.source},
    ]


@transaction.atomic
def close_grant(grant: Grant, *, by: Actor, on: date) -> Grant:
    """Close help whose citizen has died, on the last day law or standard gives it (bevillingen lukkes). Help that had not begun never begins.

    Nobody is heard, and no notice is given: there is nobody to hear.
    Source: SEL §§ 95, 96 c; the standard's own words on death.
    Raises: CitizenLives, GrantNotInForce.
    """
    case = grant.case
    access.require(by, "decision.prepare", case)
    last = last_day(grant, on)
    ends = min(day for day in (last.value, grant.ends_on) if day) if case.citizen.died_on >= grant.begins_on else grant.begins_on - DAY
    if not Grant.objects.filter(pk=grant.pk).running().update(ended_on=ends, ended_by_death=True):
        raise GrantNotInForce
    grant.refresh_from_db()
    acts.record("close_grant", grant, by=by, on=on, case=case.public_id, last_day=ends)
    due.settle(Due.Kind.GRANT, grant.public_id, on=on)
    following.owe_no_more(grant, on=on)
    return grant
