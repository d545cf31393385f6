"""Deciding: four acts for the four who may, and one way through for all of them. And correcting, which is deciding anew in place of what was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from mestring.audit import acts, moves, versions
from mestring.audit.errors import Conflict, MoveNotAllowed, NotAllowed
from mestring.cases.actions import due
from mestring.cases.actions.application import settle_decided
from mestring.cases.errors import CaseClosed
from mestring.cases.models import Application, Due
from mestring.cases.states import ApplicationState, CaseState
from mestring.decisions import gates, proposals
from mestring.decisions.actions import following, referring
from mestring.decisions.actions.considering import Otherwise, answer_otherwise, conclude_otherwise
from mestring.decisions.actions.preparing import readable
from mestring.decisions.errors import (
    AlreadyDecided,
    ChoiceNotWhole,
    CorrectionTakesAway,
    DepartureUnexplained,
    FieldMissing,
    GatesOpen,
    GrantNotInForce,
    NotAwaitingDecision,
    NotHeldNow,
    NotPrepared,
    OnAnAgenda,
)
from mestring.decisions.gathering import Outlook, outlook
from mestring.decisions.models import (
    CHOSEN,
    GIVES,
    WRITTEN,
    AgendaItem,
    Consideration,
    Decision,
    GatePass,
    Grant,
    Meeting,
    Outcome,
    Preparation,
)
from mestring.decisions.models.referral import Referral
from mestring.decisions.states import DecisionState, ItemState, MeetingState
from mestring.decisions.whole import DAY, first_day, is_less
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules import danish
from mestring.rules.rulebook import open_library
from mestring.rules.rulebook.model import plain

Capacity = Decision.Capacity


@transaction.atomic
def decide(application: Application, *, seen: int, by: Actor, on: date) -> Decision:
    """Decide one application as its caseworker, on the prepared choice as it was seen, and open the grant it gives.

    The standard's proposal is guidance; going another way needs its own reason.
    Source: FVL §§ 22–25; RSL § 5.
    Raises: AlreadyDecided, NotAwaitingDecision, OnAnAgenda, BeforeAnother, NotPrepared, Conflict, FieldMissing, GatesOpen, DepartureUnexplained.
    """
    access.require(by, "decision.decide", application.case)
    return _decide(application, Capacity.CASEWORKER, seen=seen, by=by, on=on)


@transaction.atomic
def decide_as_leader(application: Application, *, seen: int, by: Actor, on: date) -> Decision:
    """Decide one application as the leader of its team. Source and raises: as `decide`."""
    access.require(by, "decision.decide_leader", application.case)
    return _decide(application, Capacity.LEADER, seen=seen, by=by, on=on)


@transaction.atomic
def decide_as_shelter(referral: Referral, *, seen: int, by: Actor, on: date, otherwise: Otherwise | None = None, **chosen: Any) -> Decision:
    """Decide one application as the leader of the shelter it is put before, as it was put or with what the leader chooses instead.

    Shapes: `chosen` are fields of `Choice`; with none it is as put.
    Source: SEL §§ 109 and 110. Raises: as `decide`.
    """
    _before_shelter(referral, by)
    made = _decide(referral.application, Capacity.SHELTER, seen=seen, by=by, on=on, chosen=chosen, otherwise=otherwise)
    referral.refresh_from_db()
    return made


@transaction.atomic
def decide_in_committee(
    item: AgendaItem,
    *,
    seen: int,
    by: Actor,
    on: date,
    minutes: str = "",
    otherwise: Otherwise | None = None,
    **chosen: Any,
) -> Decision:
    """Decide one application in the committee's meeting, as prepared or with what the committee chooses instead.

    Shapes: `chosen` are fields of `Choice`; with none it is as recommended.
    Source: the standard's section on the committee; FVL §§ 3–6, 22–25. Raises: as `decide`; NotHeldNow, NotAllowed for a member who is disqualified.
    """
    meeting = _in_meeting(item, by)
    made = _decide(item.application, Capacity.COMMITTEE, seen=seen, by=by, on=on, meeting=meeting, chosen=chosen, otherwise=otherwise)
    _item_decided(item, made, minutes=minutes, by=by, on=on)
    return made


@transaction.atomic
def correct_decision(decision: Decision, *, because: str, seen: int, by: Actor, on: date, **chosen: Any) -> Decision:
    """Replace a decision that was wrong by a new one, as the caseworker. The old one stays as it was, and says what replaced it.

    Help that has begun can't be taken away like this: that is an ending or a reduction, with hearing and notice.
    Source: FVL §§ 19, 22–25; the unwritten rules on annulling a decision.
    Raises: as `decide`; CorrectionTakesAway.
    """
    access.require(by, "decision.decide", decision.application.case)
    return _correct(decision, Capacity.CASEWORKER, because=because, seen=seen, by=by, on=on, chosen=chosen)


@transaction.atomic
def correct_as_leader(decision: Decision, *, because: str, seen: int, by: Actor, on: date, **chosen: Any) -> Decision:
    """Replace a decision that was wrong by a new one, as the leader. Source and raises: as `correct_decision`."""
    access.require(by, "decision.decide_leader", decision.application.case)
    return _correct(decision, Capacity.LEADER, because=because, seen=seen, by=by, on=on, chosen=chosen)


@transaction.atomic
def correct_as_shelter(
    referral: Referral, decision: Decision, *, because: str, seen: int, by: Actor, on: date, otherwise: Otherwise | None = None, **chosen: Any
) -> Decision:
    """Replace a decision that was wrong by a new one, as the leader of the shelter it is put before. Source and raises: as `correct_decision` and `decide_as_shelter`."""
    _before_shelter(referral, by)
    if decision.application_id != referral.application_id:
        raise MoveNotAllowed
    made = _correct(decision, Capacity.SHELTER, because=because, seen=seen, by=by, on=on, chosen=chosen, otherwise=otherwise)
    referral.refresh_from_db()
    return made


def _before_shelter(referral: Referral, by: Actor) -> None:
    """Whether it waits before a shelter the actor leads. Raises: NotAllowed, AlreadyDecided."""
    access.require(by, "decision.decide_shelter", referral.application.case)
    if referral.unit_id not in by.shelters:
        raise NotAllowed
    if not Referral.objects.filter(pk=referral.pk).waiting().exists():
        raise AlreadyDecided


@transaction.atomic
def correct_in_committee(
    item: AgendaItem,
    decision: Decision,
    *,
    because: str,
    seen: int,
    by: Actor,
    on: date,
    minutes: str = "",
    otherwise: Otherwise | None = None,
    **chosen: Any,
) -> Decision:
    """Replace a decision that was wrong by a new one, in the committee's meeting. Source and raises: as `correct_decision` and `decide_in_committee`."""
    meeting = _in_meeting(item, by)
    if decision.application_id != item.application_id:
        raise MoveNotAllowed
    made = _correct(decision, Capacity.COMMITTEE, because=because, seen=seen, by=by, on=on, chosen=chosen, meeting=meeting, otherwise=otherwise)
    _item_decided(item, made, minutes=minutes, by=by, on=on)
    return made


# ------------------------------------------------------------------------------------------------ the one way through


def _decide(
    application: Application,
    capacity: str,
    *,
    seen: int,
    by: Actor,
    on: date,
    meeting: Meeting | None = None,
    chosen: Mapping[str, Any] | None = None,
    otherwise: Otherwise | None = None,
) -> Decision:
    fresh = _fresh(application)
    if fresh.state == ApplicationState.DECIDED:
        raise AlreadyDecided
    if fresh.state != ApplicationState.RECEIVED:
        raise NotAwaitingDecision(str(ApplicationState(fresh.state).label))
    if meeting is None and AgendaItem.objects.filter(application=fresh).waiting().exists():
        raise OnAnAgenda
    referral = referring.refuse_before_another(fresh, but=capacity)
    if not fresh.section:
        raise FieldMissing("section", "Paragraf", "sig først, hvilken paragraf ansøgningen handler om")
    try:
        # First of all, so that of two at the same moment only one comes further.
        settle_decided(fresh, by=by, on=on)
    except MoveNotAllowed:
        raise AlreadyDecided from None
    preparation = _prepared(fresh, seen=seen, on=on, chosen=chosen)
    stands = _passed(fresh, capacity, preparation, by=by, on=on, chosen=chosen, otherwise=otherwise)
    made = _write(stands, preparation, capacity, by=by, on=on, meeting=meeting)
    _begin_anew(preparation)
    if referral:
        referring.answer(referral, made, by=by, on=on)
    _carry_out(made, stands, on=on)
    owe_letter(made, on=on)
    application.refresh_from_db()
    return made


def _correct(
    decision: Decision,
    capacity: str,
    *,
    because: str,
    seen: int,
    by: Actor,
    on: date,
    chosen: Mapping[str, Any],
    meeting: Meeting | None = None,
    otherwise: Otherwise | None = None,
) -> Decision:
    if not because.strip():
        raise FieldMissing("because", "Hvad var forkert ved den første afgørelse", "skriv, hvad der var forkert.")
    application = _fresh(decision.application)
    old = Decision.objects.select_related("letter").get(pk=decision.pk)
    if old.state == DecisionState.REPLACED:
        raise AlreadyDecided
    try:
        moves.move(old, DecisionState.REPLACED, by=by, on=on, case=application.case.public_id, act="replace_decision")
    except MoveNotAllowed:
        raise AlreadyDecided from None
    referral = referring.refuse_before_another(application, but=capacity)
    due.settle(Due.Kind.REFERRAL, application.public_id, on=on)
    due.settle(Due.Kind.LETTER, old.public_id, on=on)
    # What the old decision ended is given again, before the new one is looked at; not what it came in place of.
    for given in Grant.objects.select_related("case__citizen").filter(ended_by=old).exclude(decision__state=DecisionState.REPLACED):
        Grant.objects.filter(pk=given.pk).update(ended_on=None, ended_by=None)
        following.owe_again(given)
    preparation = _prepared(application, seen=seen, on=on, chosen=chosen)
    _takes_nothing_away(old, preparation, on=on)
    stands = _passed(application, capacity, preparation, by=by, on=on, chosen=chosen, otherwise=otherwise)
    made = _write(stands, preparation, capacity, by=by, on=on, meeting=meeting, replaces=old, because=because.strip())
    _begin_anew(preparation)
    if referral:
        referring.answer(referral, made, by=by, on=on)
    _close_grant_of(old, made, on=on)
    _carry_out(made, stands, on=on)
    owe_letter(made, on=on)
    decision.refresh_from_db()
    return made


def _fresh(application: Application) -> Application:
    fresh: Application = Application.objects.select_related("case__citizen").get(pk=application.pk)
    if fresh.case.state == CaseState.CLOSED:
        raise CaseClosed
    return fresh


def _prepared(application: Application, *, seen: int, on: date, chosen: Mapping[str, Any] | None) -> Preparation:
    """The choice, on the version that was seen, with what is chosen now laid over it."""
    found = Preparation.objects.filter(application=application).first()
    if found is None:
        raise NotPrepared
    if chosen:
        versions.write(found, seen=seen, **readable(application, dict(chosen), on=on))
    elif found.version != seen:
        raise Conflict(theirs={name: getattr(found, name) for name in CHOSEN}, yours={}, version=found.version, thing=found)
    if not found.outcome:
        raise NotPrepared
    return found


def _begin_anew(decided: Preparation) -> None:
    """What was written for this decision stands in it. A correction is written anew, so that no old reason goes out unread."""
    Preparation.objects.filter(pk=decided.pk).update(because="", **dict.fromkeys(WRITTEN, ""))


def _passed(
    application: Application,
    capacity: str,
    preparation: Preparation,
    *,
    by: Actor,
    on: date,
    chosen: Mapping[str, Any] | None,
    otherwise: Otherwise | None,
) -> Outlook:
    """How the application stands, when everything is in order, with what whoever decides sees otherwise written first."""
    passing = otherwise.passing if otherwise else {}
    if otherwise:
        _see_otherwise(application, preparation, otherwise, chosen or {}, by=by, on=on)
    stands = outlook(application, on=on, capacity=capacity)
    if stands.lacks:
        raise stands.lacks[0] if len(stands.lacks) == 1 else ChoiceNotWhole(stands.lacks)
    written = [one for one in stands.open_gates if one.by_reason and passing.get(one.code, "").strip()]
    for gate in written:
        GatePass.objects.create(
            application=application, gate=gate.code, rule=gate.rule[:200], reason=passing[gate.code].strip(), passed_on=on, passed_by_id=by.employee
        )
    if written:
        stands = outlook(application, on=on, capacity=capacity)
    if left := stands.open_gates:
        raise GatesOpen(left)
    if stands.differences and not preparation.departure.strip():
        raise DepartureUnexplained(stands.differences)
    return stands


def _see_otherwise(application: Application, preparation: Preparation, otherwise: Otherwise, chosen: Mapping[str, Any], *, by: Actor, on: date) -> None:
    """Keep the answers of whoever decides. What the section comes to follows them, and so must the reasons. Raises: FieldMissing."""
    own = Consideration.objects.filter(application=application, section=application.section).first()
    if own is None:
        return
    why, concludes = answer_otherwise(own, otherwise, by=by, on=on), otherwise.concludes
    if concludes and concludes.value != own.outcome:
        why = " ".join(word for word in (why, concludes.why.strip()) if word)
        conclude_otherwise(own, str(concludes.value), why=why, by=by, on=on)
    elif why:
        verdict = outlook(application, on=on).eligibility.eligible
        if verdict in (Consideration.Outcome.MET, Consideration.Outcome.NOT_MET) and verdict != own.outcome:
            conclude_otherwise(own, verdict, why=why, by=by, on=on)
    if why and not preparation.wholly_granted and not str(chosen.get("discretion", "")).strip():
        raise FieldMissing("discretion", "Begrundelse", "skriv den med egne ord. Den, der er forberedt, bygger på andre svar")


def _write(
    stands: Outlook,
    preparation: Preparation,
    capacity: str,
    *,
    by: Actor,
    on: date,
    meeting: Meeting | None = None,
    replaces: Decision | None = None,
    because: str = "",
) -> Decision:
    application, case = stands.application, stands.application.case
    standard = open_library().standard(application.standard)
    made = Decision(
        **{name: getattr(preparation, name) for name in CHOSEN},
        application=application,
        replaces=replaces,
        replaces_because=because,
        section=application.section,
        applied_for=application.words,
        capacity=capacity,
        decided_by_id=by.employee,
        meeting=meeting,
        decided_on=on,
        competence=stands.proposal.decider.source[:300],
        complaint_right=stands.complaint_right,
        complaint_source=stands.situation.complaint_source[:300],
        standard=standard.id,
        edition=standard.edition,
        hash=standard.hash,
        findings=_findings(stands),
    )
    made.save(force_insert=True)
    acts.record("decide", made, by=by, on=on, case=case.public_id, outcome=made.outcome, capacity=capacity, section=made.section)
    GatePass.objects.bulk_create(
        [
            GatePass(
                application=application,
                decision=made,
                gate=gate.code,
                rule=gate.rule[:200],
                fact={} if gate.state == gates.State.BY_REASON else {"state": gate.state.value, "says": gate.says},
                reason=gate.says if gate.state == gates.State.BY_REASON else "",
                passed_on=on,
                passed_by_id=by.employee,
            )
            for gate in stands.gates
        ]
    )
    return made


def _findings(stands: Outlook) -> dict[str, Any]:
    """What law and standard said when it was decided, in words that can be read without them."""
    found = stands.eligibility
    conditions = [
        {"entry": one.entry, "sentence": one.sentence, "mark": one.mark, "role": one.role, "source": one.source, "law": one.from_law}
        for one in found.conditions
    ]
    parts = [
        {
            "part": title,
            "entry": one.entry_id,
            "hash": one.entry.hash if one.entry else "",
            "sentence": one.sentence,
            "value": plain(one.value),
            "source": one.source,
            "binding": one.binding,
        }
        for title, answers in stands.proposal.parts
        for one in answers
    ]
    judged = stands.consideration.judgements if stands.consideration else {}
    return {
        "eligible": found.eligible,
        "sentence": found.sentence,
        "conditions": conditions,
        "proposal": parts,
        "judgements": judged,
        "differences": list(stands.differences),
    }


# ------------------------------------------------------------------------------------------------ what follows


def _carry_out(made: Decision, stands: Outlook, *, on: date) -> None:
    """End the help that is changed or ended, and open what is given."""
    change = stands.change
    first = first_day(made)
    if first is None or made.outcome == Outcome.REFUSED:
        return
    if change is not None:
        _end(change.grant, made, last_day=first - DAY, on=on)
    if made.outcome in GIVES:
        grant = Grant.objects.create(
            decision=made,
            case=made.application.case,
            section=made.section,
            level=made.level,
            level_label=made.level_label,
            amount=made.amount,
            unit=made.unit,
            extent=made.extent,
            begins_on=first,
            ends_on=made.ends_on,
            standard=made.standard,
            edition=made.edition,
        )
        following.owe_first(grant, stands.proposal, on=on)


def _end(grant: Grant, by_decision: Decision, *, last_day: date, on: date) -> None:
    """End a grant once: of two decisions at the same moment the second is refused."""
    if not Grant.objects.filter(pk=grant.pk).running().update(ended_on=last_day, ended_by=by_decision):
        raise GrantNotInForce
    following.owe_no_more(grant, on=on)


def _close_grant_of(old: Decision, made: Decision, *, on: date) -> None:
    """The help the old decision opened ends the day before the new one's begins, and never began when that is no later."""
    grant = Grant.objects.filter(decision=old).first()
    if grant is None:
        return
    first = first_day(made) or max(on, grant.begins_on)
    _end(grant, made, last_day=max(first, grant.begins_on) - DAY, on=on)


def _takes_nothing_away(old: Decision, chosen: Preparation, *, on: date) -> None:
    """A correction may not take away help the citizen was told of and has begun to get. Raises: CorrectionTakesAway."""
    grant = Grant.objects.filter(decision=old).first()
    if grant is None or old.state == DecisionState.DECIDED or grant.begins_on > on:
        return
    first = first_day(chosen)
    if old.communicated_on and (chosen.outcome not in GIVES or first is None or first > max(on, grant.begins_on) or is_less(chosen, grant)):
        raise CorrectionTakesAway


def owe_letter(made: Decision, *, on: date) -> None:
    """The citizen must be told: the letter's row of the work list, by the standard's own days after a committee. Part of deciding, and of taking a letter back."""
    case = made.application.case
    if case.citizen.died_on:
        return  # nobody can be written to, so nothing is due
    promised = proposals.committee_letter_due(made.standard, made.meeting.day, on) if made.meeting else None
    day = promised.value if promised and isinstance(promised.value, date) else on
    why = [{"text": step.text, "value": step.value, "source": step.source} for step in promised.steps] if promised else []
    due.put(
        Due.Kind.LETTER,
        made.public_id,
        case=case,
        section=made.section,
        what=f"Brev om {open_library().sections[made.section].sign}",
        next="Send afgørelsen",
        on=day,
        source=(promised.source if promised else "") or "RSL § 3, stk. 1",
        why=why or [{"text": "Afgjort", "value": danish.date_short(made.decided_on), "source": "RSL § 3, stk. 1"}],
    )


# ------------------------------------------------------------------------------------------------ in a meeting


def _in_meeting(item: AgendaItem, by: Actor) -> Meeting:
    """The meeting, when it is being held, has come to the case, and the member may decide it. Raises: NotAllowed, NotHeldNow."""
    access.require(by, "decision.decide_committee", item.application.case)
    meeting: Meeting = item.meeting
    meeting.refresh_from_db()
    if meeting.committee_id not in by.committees or item.disqualified.filter(employee=by.employee).exists():
        raise NotAllowed
    if meeting.state != MeetingState.HELD:
        raise NotHeldNow
    if item.state != ItemState.WAITING:
        raise AlreadyDecided
    return meeting


def _item_decided(item: AgendaItem, made: Decision, *, minutes: str, by: Actor, on: date) -> None:
    case = item.application.case
    also = {"decision": made, "minutes": minutes.strip()}
    moves.move(item, ItemState.DECIDED, by=by, on=on, case=case.public_id, act="item_decided", also=also)
    due.settle(Due.Kind.MEETING, item.application.public_id, on=on)
