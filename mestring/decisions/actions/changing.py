"""Help that is given already, to be changed or ended: on the citizen's wish, or on the authority's own initiative. Each begins a new decision."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mestring.audit import acts
from mestring.cases import proposals
from mestring.cases.actions import due
from mestring.cases.actions.application import Wanted, receive_application
from mestring.cases.models import Application, Due
from mestring.cases.models.inquiry import Channel
from mestring.decisions.actions.considering import may_prepare
from mestring.decisions.errors import FieldMissing, GrantMissing, GrantNotInForce
from mestring.decisions.models import Grant, Outcome, PlannedChange
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules.rulebook import open_library

AUTHORITY = "Kommunen"
"""Who an application is from, when it is the authority's own initiative."""


def _can_change(grant: Grant, on: date) -> None:
    if grant.ended_by_id is not None or (grant.last_day and grant.last_day < on):
        raise GrantNotInForce


@transaction.atomic
def end_or_reduce(grant: Grant, *, intended: str, because: str, standard: str, by: Actor, on: date) -> Application:
    """Begin to end or reduce help on the authority's own initiative. The citizen must be heard, and law's notice given, before it can be decided.

    No deadline runs: nobody waits for an answer.
    Shapes: `intended` is reduced or ended; `standard` the council's in force now.
    Source: FVL § 19; SEL §§ 3 a, 148.
    Raises: FieldMissing, GrantNotInForce, ApplicationOpenAlready.
    """
    case = grant.case
    access.require(by, "decision.prepare", case)
    if intended not in (Outcome.REDUCED, Outcome.ENDED):
        raise FieldMissing("intended", "Hvad overvejer I", "vælg nedsættelse eller ophør")
    if not because.strip():
        raise FieldMissing("because", "Begrundelse", "skriv, hvad der giver anledning til det")
    _can_change(grant, on)
    wish = Application.Wish.END if intended == Outcome.ENDED else Application.Wish.CHANGE
    application = _receive(
        grant, wish=wish, words=because, standard=standard, kind="", channel=Channel.PROFESSIONAL, received_on=on, sent_by=AUTHORITY, by=by, on=on
    )
    PlannedChange.objects.create(
        application=application, grant=grant, initiative=PlannedChange.Initiative.AUTHORITY, intended=intended, because=because.strip()
    )
    Application.objects.filter(pk=application.pk).update(promised=None, deadline=None, finding={})
    application.refresh_from_db()
    due.settle(Due.Kind.DELAY, application.public_id, on=on)
    sort = "ophør" if intended == Outcome.ENDED else "nedsættelse"
    due.put(
        Due.Kind.APPLICATION,
        application.public_id,
        case=case,
        section=grant.section,
        what=f"Påtænkt {sort} {open_library().sections[grant.section].sign}",
        next="Hør borgeren, og afgør",
        on=None,
        source="FVL § 19",
        why=[{"text": f"Påtænkt {sort}, begyndt {on:%d-%m-%Y}", "value": "ingen frist", "source": "FVL § 19"}],
    )
    acts.record("end_or_reduce", application, by=by, on=on, case=case.public_id, grant=grant.public_id, intended=intended)
    return application


@transaction.atomic
def change_on_wish(
    grant: Grant, *, wish: str, words: str, channel: str, received_on: date, standard: str, by: Actor, on: date, kind: str = "", sent_by: str = ""
) -> Application:
    """Receive the citizen's wish that help be changed or end.

    Shapes: `wish` is change or end.
    Source: RSL §§ 3, 5.
    Raises: as `receive_application`; GrantNotInForce.
    """
    access.require(by, "application.receive", grant.case)
    _can_change(grant, on)
    if wish not in (Application.Wish.CHANGE, Application.Wish.END):
        raise FieldMissing("wish", "Borgerens ønske", "vælg ændring eller ophør")
    application = _receive(grant, wish=wish, words=words, standard=standard, kind=kind, channel=channel, received_on=received_on, sent_by=sent_by, by=by, on=on)
    return name_grant(application, grant, by=by, on=on)


@transaction.atomic
def name_grant(application: Application, grant: Grant, *, by: Actor, on: date) -> Application:
    """Say which help an application about change or end concerns. Raises: GrantMissing, GrantNotInForce."""
    may_prepare(application, by)
    if grant.case_id != application.case_id or grant.section != application.section:
        raise GrantMissing
    _can_change(grant, on)
    made, fresh = PlannedChange.objects.get_or_create(
        application=application, defaults={"grant": grant, "initiative": PlannedChange.Initiative.CITIZEN, "because": application.words}
    )
    if not fresh:
        if made.by_authority:
            raise GrantMissing
        PlannedChange.objects.filter(pk=made.pk).update(grant=grant)
    acts.record("name_grant", application, by=by, on=on, case=application.case.public_id, grant=grant.public_id)
    return application


def _receive(
    grant: Grant, *, wish: str, words: str, standard: str, kind: str, channel: str, received_on: date, sent_by: str, by: Actor, on: date
) -> Application:
    kinds = proposals.kinds(standard, grant.section, received_on)
    chosen = kind or next((one.id for one in kinds if "change" in one.id), kinds[0].id)
    (application,) = receive_application(
        grant.case,
        by=by,
        on=on,
        standard=standard,
        wanted=[Wanted(grant.section, chosen)],
        words=words,
        channel=channel,
        received_on=received_on,
        sent_by=sent_by,
        wish=wish,
    )
    return application
