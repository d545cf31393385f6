"""A case put before the leader, or a shelter's leader, who decides: sent, sent back, taken back."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from mestring.audit import acts, clock, moves
from mestring.audit.errors import NotAllowed
from mestring.cases.actions import due
from mestring.cases.models import Application, Due
from mestring.decisions import proposals
from mestring.decisions.actions.considering import may_prepare
from mestring.decisions.errors import BeforeAnother, FieldMissing, NotPrepared, NotTheirs, OnAnAgenda
from mestring.decisions.models import AgendaItem, Decision, Preparation, Referral
from mestring.decisions.states import ReferralState
from mestring.people import access
from mestring.people.access import Actor, Role
from mestring.people.models import Relation, Unit
from mestring.rules import danish
from mestring.rules.rulebook import open_library

SEEN = timedelta(weeks=4)
"""How long a shelter sees a case: from when it is put before it, and again from when it is decided, until the time to complain has gone by."""


def may_decide(to: str, application: Application) -> bool:
    """Whether the leader, or a shelter's leader, can decide it. A leader may decide what a caseworker may; a shelter's leader only what law or standard gives them."""
    who = proposals.decider(application.standard, application.section).value or ""
    return who == to if to == Referral.To.SHELTER else who not in (Referral.To.SHELTER, "committee")


def leaders(unit: Unit, on: date) -> list[str]:
    """The names of those who can answer what is put before the leader of a team or a shelter."""
    role = Role.SHELTER if unit.kind == Unit.Kind.SHELTER else Role.TEAM_LEADER
    return list(unit.assignments.holding(on).filter(role=role).order_by("employee__name").values_list("employee__name", flat=True))


@transaction.atomic
def send_to_leader(application: Application, *, words: str, by: Actor, on: date) -> Referral:
    """Put a prepared choice before the leader of the case's team (forelæggelse), who decides it or sends it back.

    Source: the standard, or the municipality's own division of competence.
    Raises: FieldMissing, NotPrepared, NotTheirs, OnAnAgenda, BeforeAnother.
    """
    _ready(application, Referral.To.LEADER, words, by=by)
    case = application.case
    if not leaders(case.team, on):
        raise FieldMissing("words", "Leder", f"{case.team.name} har ingen leder i dag. Bed administratoren om at give en rollen")
    made: Referral = Referral.objects.create(application=application, to=Referral.To.LEADER, words=words.strip(), sent_on=on, sent_by_id=by.employee)
    _sent(made, by=by, on=on, leader=True, next_step="Afgør sagen, eller send den tilbage")
    return made


@transaction.atomic
def send_to_shelter(application: Application, shelter: Unit, *, words: str, by: Actor, on: date) -> Referral:
    """Put a prepared choice before the leader of a shelter: for four weeks they see the case, to decide it or send it back.

    Source: SEL §§ 109 and 110.
    Raises: as `send_to_leader`.
    """
    _ready(application, Referral.To.SHELTER, words, by=by)
    if shelter.kind != Unit.Kind.SHELTER or not leaders(shelter, on):
        raise FieldMissing("shelter", "Boform", "vælg en boform, der har en forstander")
    # A moment ago, so that it can be ended again within the same moment.
    since = clock.now() - clock.MOMENT
    relation = Relation.objects.create(case=application.case.public_id, kind=Relation.Kind.SHELTER, unit=shelter, since=since, until=since + SEEN)
    made: Referral = Referral.objects.create(
        application=application, to=Referral.To.SHELTER, unit=shelter, relation=relation, words=words.strip(), sent_on=on, sent_by_id=by.employee
    )
    _sent(made, by=by, on=on, leader=False, next_step="Forstanderen afgør sagen")
    return made


def _ready(application: Application, to: str, words: str, *, by: Actor) -> None:
    may_prepare(application, by)
    if not words.strip():
        raise FieldMissing("words", "Besked", "skriv, hvad du foreslår, og hvad der er vigtigt at vide")
    if not may_decide(to, application):
        raise NotTheirs(str(Referral.To(to).label), open_library().sections[application.section].sign)
    if not Preparation.objects.filter(application=application).exclude(outcome="").exists():
        raise NotPrepared
    if AgendaItem.objects.filter(application=application).waiting().exists():
        raise OnAnAgenda
    refuse_before_another(application)


def refuse_before_another(application: Application, *, but: str = "") -> Referral | None:
    """What waits with somebody else stops whatever is not theirs; `but` is the capacity it may wait for. Raises: BeforeAnother."""
    waiting: Referral | None = Referral.objects.filter(application=application).waiting().select_related("unit").first()
    if waiting and waiting.to != but:
        raise BeforeAnother(waiting.whom)
    return waiting


def _sent(made: Referral, *, by: Actor, on: date, leader: bool, next_step: str) -> None:
    application, case = made.application, made.application.case
    acts.record("put_before", made, by=by, on=on, case=case.public_id, to=made.to, unit=made.unit.public_id if made.unit else "")
    why = [{"text": f"Forelagt af {by.name}: ”{made.words}”", "value": danish.date_short(on)}]
    if application.deadline:
        why.append({"text": "Borgeren skal have svar", "value": danish.date_short(application.deadline)})
    due.put(
        Due.Kind.REFERRAL,
        application.public_id,
        case=case,
        section=application.section,
        leader=leader,
        what=f"Forelagt: afgørelse om {open_library().sections[application.section].sign}",
        next=next_step,
        on=application.deadline or on,
        source=proposals.decider(application.standard, application.section).source[:200],
        why=why,
        waits="" if leader else made.whom[:120],
    )


@transaction.atomic
def send_back(referral: Referral, *, because: str, by: Actor, on: date) -> Referral:
    """Send it back undecided, with what is missing: the caseworker gets it on their work list, and a shelter no longer sees the case.

    Raises: FieldMissing, MoveNotAllowed.
    """
    application, case = referral.application, referral.application.case
    access.require(by, "decision.send_back", case)
    if not is_theirs(referral, by):
        raise NotAllowed
    if not because.strip():
        raise FieldMissing("because", "Begrundelse", "skriv, hvad der mangler, før sagen kan afgøres")
    also = {"answer": because.strip(), "answered_on": on, "answered_by_id": by.employee}
    moves.move(referral, ReferralState.RETURNED, by=by, on=on, case=case.public_id, act="send_back", also=also)
    due.put(
        Due.Kind.REFERRAL,
        application.public_id,
        case=case,
        section=application.section,
        what=f"Sendt tilbage: afgørelse om {open_library().sections[application.section].sign}",
        next="Læs hvorfor, og gør sagen klar",
        on=on,
        source="",
        why=[{"text": f"{by.name}: ”{because.strip()}”", "value": danish.date_short(on)}],
        waits="",
    )
    _no_longer_seen(referral)
    return referral


@transaction.atomic
def take_back(referral: Referral, *, by: Actor, on: date) -> Referral:
    """Take a case back before it is decided. Raises: MoveNotAllowed."""
    case = referral.application.case
    access.require(by, "decision.prepare", case)
    moves.move(referral, ReferralState.WITHDRAWN, by=by, on=on, case=case.public_id, act="take_back", also={"answered_on": on, "answered_by_id": by.employee})
    due.settle(Due.Kind.REFERRAL, referral.application.public_id, on=on)
    _no_longer_seen(referral)
    return referral


def answer(referral: Referral, made: Decision, *, by: Actor, on: date) -> None:
    """The decision that answers it. Part of deciding."""
    also = {"decision": made, "answered_on": on, "answered_by_id": by.employee}
    moves.move(referral, ReferralState.DECIDED, by=by, on=on, case=referral.application.case.public_id, act="referral_decided", also=also)
    Relation.objects.filter(pk=referral.relation_id).update(until=clock.now() + SEEN)


def is_theirs(referral: Referral, by: Actor) -> bool:
    """Whether it was put before the actor: a shelter's leader answers for their own shelter, a team's leader what was put before the leader."""
    if referral.unit_id:
        return referral.unit_id in by.shelters
    return access.Tie.LEADER in access.ties(by, referral.application.case)


def _no_longer_seen(referral: Referral) -> None:
    Relation.objects.filter(pk=referral.relation_id).update(until=clock.now())
