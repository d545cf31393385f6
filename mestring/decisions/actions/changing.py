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
from mestring.decisions.actions import following
from mestring.decisions.actions.considering import may_prepare
from mestring.decisions.errors import CitizenDied, FieldMissing, GrantMissing, GrantNotInForce
from mestring.decisions.models import Decision, Grant, Outcome, PlannedChange
from mestring.decisions.whole import DAY
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules import danish
from mestring.rules.rulebook import open_library

AUTHORITY = "Kommunen"
"""Who an application is from, when it is the authority's own initiative."""


def _can_change(grant: Grant, on: date) -> None:
    if grant.case.citizen.died_on:
        raise CitizenDied
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
        grant,
        wish=wish,
        words=because,
        standard=standard,
        kind="",
        channel=Channel.PROFESSIONAL,
        received_on=on,
        sent_by=AUTHORITY,
        own_initiative=True,
        by=by,
        on=on,
    )
    PlannedChange.objects.create(
        application=application, grant=grant, initiative=PlannedChange.Initiative.AUTHORITY, intended=intended, because=because.strip()
    )
    Application.objects.filter(pk=application.pk).update(promised=None, deadline=None, finding={})
    application.refresh_from_db()
    due.settle(Due.Kind.DELAY, application.public_id, on=on)
    due.put(
        Due.Kind.APPLICATION,
        application.public_id,
        case=case,
        section=grant.section,
        what=application.titled(open_library().sections[grant.section].sign),
        next="Hør borgeren, og afgør",
        on=None,
        source="FVL § 19",
        why=[{"text": f"Begyndt af kommunen selv {danish.date_plain(on)}", "value": "ingen frist", "source": "FVL § 19"}],
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


@transaction.atomic
def give_back(overturned: Decision, *, by: Actor, on: date) -> Grant | None:
    """Give help again as before a decision that took it away, when the appeals board has annulled the decision or sent the case back (tidligere bevilling).

    A decision that is set aside binds nobody, also when the case is to be decided anew: the earlier grant has never ended, and what the decision opened instead never began.
    None where there is nothing to give back, or where help of the section has been decided since: then a person must say what holds. No text of law says it in so many words;
    it is the appeals board's practice on continuing help, and to be confirmed.
    Source: RSL §§ 69, 72; SEL § 3 a, stk. 2 for what may not be taken away meanwhile.
    """
    case = overturned.application.case
    access.require(by, "decision.prepare", case)
    earlier = Grant.objects.select_for_update(no_key=True).filter(ended_by=overturned).exclude(decision=overturned).first()
    if earlier is None or not overturned.takes_away:
        return None
    instead = Grant.objects.filter(decision=overturned).first()
    since = Grant.objects.filter(case=case, section=earlier.section, decision__decided_on__gte=overturned.decided_on).exclude(decision=overturned)
    if (instead and instead.ended_by_id) or since.exclude(pk=earlier.pk).exists():
        return None
    Grant.objects.filter(pk=earlier.pk).update(ended_on=None, ended_by=None)
    following.owe_again(earlier)
    if instead:
        Grant.objects.filter(pk=instead.pk).update(ended_on=instead.begins_on - DAY, ended_by=overturned)
        following.owe_no_more(instead, on=on)
    earlier.refresh_from_db()
    acts.record("give_back", earlier, by=by, on=on, case=case.public_id, decision=overturned.public_id)
    return earlier


def begin_again(new: Application, old: Application) -> None:
    """An application that begins anew concerns the help the old one did, when that is given. Part of beginning anew, never an act of its own."""
    change = PlannedChange.objects.filter(application=old).select_related("grant").first()
    if change and change.grant.runs:
        PlannedChange.objects.create(application=new, grant=change.grant, initiative=change.initiative, intended=change.intended, because=change.because)


def _receive(
    grant: Grant,
    *,
    wish: str,
    words: str,
    standard: str,
    kind: str,
    channel: str,
    received_on: date,
    sent_by: str,
    by: Actor,
    on: date,
    own_initiative: bool = False,
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
        own_initiative=own_initiative,
    )
    return application
