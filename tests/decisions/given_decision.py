"""Situations on the way to a decision, made by the acts that make them in the house."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mestring.cases import proposals as case_proposals
from mestring.cases.models import Application
from mestring.decisions import actions, proposals
from mestring.decisions.gathering import outlook
from mestring.decisions.models import AgendaItem, Consideration, Decision, Grant, Hearing, Meeting, Preparation, Referral
from mestring.people.access import Actor
from mestring.people.models import Employee, Unit
from tests import given
from tests.given import TODAY

STARTS = date(2026, 12, 1)
REASONS = {
    "legal_basis": "Serviceloven § 85 og kommunens kvalitetsstandard.",
    "discretion": "Støtten skal være nok til at holde fast i boligen, uden at gøre mere end det.",
    "facts": "Karen undgår post og regninger alene.\nHendes søster har to gange betalt huslejen.",
}
GRANTED = {
    "outcome": "granted",
    "level": "3",
    "level_label": "Trin 3",
    "amount": 280,
    "unit": "hours_week",
    "begins_on": STARTS,
    "follow_up_on": date(2027, 3, 1),
    "payment": "Støtten er gratis.",
    "plan": "accepted",
    "plan_on": TODAY,
}
COMMITTEE_GRANTED = {
    "outcome": "granted",
    "extent": "Plads i et midlertidigt botilbud med nattevagt.",
    "begins_on": STARTS,
    "ends_on": date(2028, 11, 30),
    "follow_up_on": date(2027, 4, 1),
    "payment": "Huslejen bliver beregnet, når boligen er valgt.",
    "plan": "offered",
    "plan_on": TODAY,
}
REFUSED = {"outcome": "refused", **REASONS}


def considered(application: Application, by: Actor, *, met: bool = True, on: date = TODAY) -> Consideration:
    """The section applied for, with everything answered the same way until the conditions are."""
    own = actions.consider(application, application.section, by=by, on=on)
    for _ in range(40):
        found = proposals.eligibility(application.standard, application.section, outlook(application, on=on).facts, on)
        if found.eligible in ("met", "not_met") or not found.missing:
            break
        fact = found.missing[0]
        if fact.type == "judgement":
            actions.judge_condition(own, fact.id, met=met, words="Vurderet ud fra udredningen.", seen=own.version, by=by, on=on)
        elif fact.type == "yes_no":
            actions.set_fact(own, fact.id, value="nej", source="Samtale 18-11-2026", seen=own.version, by=by, on=on)
        elif fact.type == "choice":
            actions.set_fact(own, fact.id, value=fact.options[0][0], source="Samtale 18-11-2026", seen=own.version, by=by, on=on)
        else:
            actions.set_fact(own, fact.id, value="none" if fact.may_be_none else "0", source="Samtale 18-11-2026", seen=own.version, by=by, on=on)
    outcome = Consideration.Outcome.MET if met else Consideration.Outcome.NOT_MET
    return actions.conclude(own, outcome=outcome, why="Udredningen viser det.", seen=own.version, by=by, on=on)


def weighed(application: Application, by: Actor, *, on: date = TODAY) -> None:
    """Every other section law asks the authority to think of."""
    others = proposals.other_provisions(application.standard, application.section)
    actions.weigh_others(application, {one.section: "Dækker ikke behovet." for one in others}, by=by, on=on)


def prepared(application: Application, by: Actor, *, on: date = TODAY, **chosen: Any) -> Preparation:
    """Everything in order but the hearing: conditions, other sections, the choice."""
    values = chosen or GRANTED
    values = {**values, "plan_on": min(values["plan_on"], on)} if values.get("plan_on") else values
    considered(application, by, met=values["outcome"] != "refused", on=on)
    weighed(application, by, on=on)
    found = Preparation.objects.filter(application=application).first()
    made = actions.prepare(application, seen=found.version if found else 0, by=by, on=on, **values)
    unassessed(application, by, on=on)
    return made


def unassessed(application: Application, by: Actor, *, on: date = TODAY) -> None:
    """Say why there is no assessment, where the standard asks for one."""
    if any(one.is_open and one.code == "assessment_finished" for one in outlook(application, on=on).gates):
        actions.pass_gate(application, "assessment_finished", reason="Statusnotatet fra 20-11-2026 oplyser sagen.", by=by, on=on)


def asked_for(by: Actor, section: str = "85", *, standard: str = given.VEJLE, on: date = TODAY, **more: Any) -> Application:
    """An application of the first kind the standard knows."""
    kind = case_proposals.kinds(standard, section, on)[0].id
    return given.application(by, section=section, standard=standard, kind=kind, on=on, **more)


def decided(by: Actor, *, section: str = "85", on: date = TODAY, application: Application | None = None, **chosen: Any) -> Decision:
    """A decision made by its caseworker."""
    asked = application or asked_for(by, section, on=on)
    choice = prepared(asked, by, on=on, **chosen)
    return actions.decide(asked, seen=choice.version, by=by, on=on)


def granted(by: Actor, **more: Any) -> Grant:
    """A grant of § 85 at step 3."""
    return Grant.objects.get(decision=decided(by, **more))


def heard(application: Application, by: Actor, *, on: date = TODAY) -> Hearing:
    """A hearing sent, with two weeks to answer."""
    return actions.send_hearing(
        application,
        planned="Vi overvejer at sætte støtten ned til trin 2.",
        facts=[{"text": "Du klarer nu selv post og regninger.", "from": "Statusnotat 20-11-2026"}],
        due_on=on + timedelta(days=14),
        by=by,
        on=on,
    )


def meeting(where: Unit, by: Actor, *, day: date = TODAY, on: date = TODAY) -> Meeting:
    """A meeting planned."""
    return actions.plan_meeting(where, day=day, by=by, on=on, place="Mødelokale 2")


def on_agenda(application: Application, where: Meeting, by: Actor, *, on: date = TODAY, **chosen: Any) -> AgendaItem:
    """A case of Viborg's committee, recommended and put on the agenda."""
    prepared(application, by, on=on, **(chosen or COMMITTEE_GRANTED))
    actions.recommend(application, text="Bevilg midlertidigt botilbud efter § 107.", seen=0, by=by, on=on, wish="Jeg vil bo et sted, hvor nogen er vågne.")
    return actions.put_on_agenda(application, where, by=by, on=on)


SHELTER_GRANTED = {
    "outcome": "granted",
    "extent": "Et værelse på forsorgshjemmet.",
    "begins_on": STARTS,
    "payment": "Du betaler for opholdet efter indtægt.",
    "plan": "offered",
    "plan_on": TODAY,
}


def before_shelter(by: Actor, where: Unit, *, application: Application | None = None, on: date = TODAY, **chosen: Any) -> Referral:
    """A case of § 110, prepared and put before a shelter's leader."""
    asked = application or asked_for(by, "110", standard=given.VIBORG, on=on)
    prepared(asked, by, on=on, **(chosen or SHELTER_GRANTED))
    return actions.send_to_shelter(asked, where, words="Ali har sovet på gaden i to uger. Jeg foreslår et værelse fra 1. december.", by=by, on=on)


def before_leader(by: Actor, *, application: Application | None = None, on: date = TODAY, **chosen: Any) -> Referral:
    """A case of § 85, prepared and put before the leader of its team."""
    asked = application or asked_for(by, on=on)
    prepared(asked, by, on=on, **chosen)
    return actions.send_to_leader(asked, words="Tre timer mere end trinnet giver. Se begrundelsen.", by=by, on=on)


def employee_of(who: Actor) -> Employee:
    """The row behind an actor."""
    found: Employee = Employee.objects.get(pk=who.employee)
    return found
