"""An application as it stands before it is decided: what is known, what the standard and law say to it, which gates are open, where the choice departs.

Reads rows and asks the proposals; decides nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mestring.assessments import proposals as assessing
from mestring.assessments.models import Assessment
from mestring.audit.errors import MestringError
from mestring.cases.models import Application, Dispatch
from mestring.decisions import gates, proposals, whole
from mestring.decisions.gates import Gate, Heard, Situation
from mestring.decisions.models import OPENS, TOUCHES, Consideration, Decision, GatePass, Grant, Hearing, Outcome, PlannedChange, Preparation, Unit
from mestring.decisions.models.choice import Choice
from mestring.people.models import Citizen
from mestring.rules import danish
from mestring.rules.facts import parse_value
from mestring.rules.kinds import Cap
from mestring.rules.period import Duration, last_day
from mestring.rules.rulebook import open_library

SAME_NEED = "earlier_courses_same_need"
EARLY_HELP = "refused_with_reference_to_early_help"
_CHANNEL = {Dispatch.Carrier.DIGITAL_POST: "digital_post", Dispatch.Carrier.LETTER: "letter", Dispatch.Carrier.QUICK: "quickpost"}
_EFFECT = {
    Outcome.GRANTED: "granted",
    Outcome.PARTLY: "granted",
    Outcome.REFUSED: "unchanged",
    Outcome.CHANGED: "unchanged",
    Outcome.REDUCED: "reduced",
    Outcome.ENDED: "withdrawn",
}
_OF_LEADER = {Outcome.GRANTED: "admission", Outcome.PARTLY: "admission", Outcome.REFUSED: "refusal", Outcome.ENDED: "discharge"}
"""What an outcome is when the leader of a shelter decides; an expulsion is said to be one."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Everything one must see to decide an application (overblik før afgørelsen).

    Shapes: `guide` is the standard it is held up against, `law` where the council's document doesn't speak of the section; `facts` by id as the rules read them;
    `judged_on` the day the conditions are looked at: the first with help, when one to come is chosen; `differences` are where the choice departs from the proposal, in Danish; `lacks` is
    everything that keeps the choice from being decided whatever the gates say.
    """

    application: Application
    preparation: Preparation | None
    change: PlannedChange | None
    consideration: Consideration | None
    considerations: tuple[Consideration, ...]
    hearing: Hearing | None
    facts: Mapping[str, Any]
    eligibility: proposals.Eligibility
    proposal: proposals.Proposal
    neighbours: tuple[proposals.Neighbour, ...]
    cap: proposals.GrantCap | None
    earliest_effect: date | None
    situation: Situation
    gates: tuple[Gate, ...]
    differences: tuple[str, ...]
    guide: str
    judged_on: date
    lacks: tuple[MestringError, ...]

    @property
    def open_gates(self) -> tuple[Gate, ...]:
        """The gates that hold the decision back."""
        return gates.still_open(self.gates)

    @property
    def complaint_right(self) -> bool:
        """Whether the decision can be complained of."""
        return bool(self.situation.complaint_right)


def outlook(application: Application, *, on: date, capacity: str = "", draft: Choice | None = None) -> Outlook:
    """How an application stands on a day.

    Shapes: `capacity` is in which capacity one would decide, empty while nobody does; `draft` a choice to try in place of the one kept.
    Raises: KeyError for an application without a section.
    """
    preparation = Preparation.objects.filter(application=application).first()
    chosen: Choice = draft or preparation or Preparation(application=application)
    change = PlannedChange.objects.filter(application=application).select_related("grant").first()
    considered = tuple(Consideration.objects.filter(application=application).order_by("-applied", "pk"))
    own = next((one for one in considered if one.section == application.section), None)
    hearing = Hearing.objects.filter(application=application).order_by("-sent_on", "-pk").first()
    citizen: Citizen = application.case.citizen
    standard, section = application.standard, application.section
    guide = proposals.guide(standard, section)
    facts = _facts(application, citizen, chosen, own, on)
    judged_on = _first_day(chosen, on)
    eligibility = proposals.eligibility(standard, section, facts, judged_on)
    # Who decides is the council's own matter, whatever the help is called.
    proposal = replace(proposals.proposal(guide, section, facts, on), decider=proposals.decider(standard, section))
    neighbours = proposals.other_provisions(standard, section)
    less, extent_source = _less_than_law(chosen, section, on)
    cap = _cap(application, chosen, change, facts, on)
    earliest, notice_source, weeks, is_law = earliest_effect(application, chosen.outcome, received=expected_receipt(citizen, on), on=on)
    situation = Situation(
        sign=open_library().sections[section].sign,
        outcome=chosen.outcome,
        wholly_granted=chosen.wholly_granted,
        as_wished=chosen.as_wished,
        by_authority=bool(change and change.by_authority),
        opens=chosen.outcome in OPENS,
        gives=chosen.gives,
        touches=chosen.outcome in TOUCHES,
        citizen_died_on=citizen.died_on,
        concluded=own is not None and not own.is_open,
        conditions_missing=_unanswered(eligibility),
        law_not_met=eligibility.by_law == "not_met",
        on_standard_alone=eligibility.on_standard_alone,
        less_than_law=less,
        extent_source=extent_source,
        **_assessed(application, guide, on),
        to_weigh={one.section: one.sign for one in neighbours},
        weighed=frozenset(one.section for one in considered if not one.is_open),
        heard=Heard(state=hearing.state, due_on=hearing.due_on, answered_on=hearing.answered_on) if hearing else None,
        legal_basis=chosen.legal_basis,
        discretion=chosen.discretion,
        facts=chosen.facts,
        complaint_right=proposal.complaint.value,
        complaint_source=cited(proposal.complaint),
        complaint_missing=tuple(one.label for one in proposal.complaint.missing),
        notice_weeks=weeks,
        notice_is_law=is_law,
        notice_source=notice_source,
        earliest_effect=earliest,
        effect_on=chosen.effect_on,
        **_plan(application, chosen, proposal, facts, on),
        payment=chosen.payment,
        payment_source=proposal.payment[0].source,
        decider=_decider(proposal),
        deciders=tuple(one.key for one in proposal.decider.choices if one.entry),
        decider_source=proposal.decider.source or "Kommunens fordeling af kompetence",
        capacity=capacity,
        cap_last_day=cap.last_day if cap else None,
        cap_by_age=bool(cap and cap.by_age),
        cap_waits=(cap is None or "born" not in facts) and proposals.law_has_cap(section),
        cap_source=cap.caps[0].source if cap and cap.caps else "",
        cap_words=(cap.caps[0].sentence if cap.by_age else cap.caps[0].says) if cap and cap.caps else "",
        cap_used=_cap_used(application, cap, facts),
        follow_up_on=chosen.follow_up_on,
        ends_on=chosen.ends_on,
        reasons={one.gate: one.reason for one in GatePass.objects.filter(application=application).by_reason()},
    )
    return Outlook(
        application,
        preparation,
        change,
        own,
        considered,
        hearing,
        facts,
        eligibility,
        proposal,
        neighbours,
        cap,
        earliest,
        situation,
        gates.evaluate(situation),
        (*_differences(chosen, proposal, eligibility, cap, own, change, on), *_unusual(chosen, application, guide, facts, on)),
        guide,
        judged_on,
        tuple(
            whole.lacks(
                chosen,
                application,
                change,
                hearing,
                levels=[one.key for part in proposal.level for one in part.choices],
                purpose_owed=proposals.purpose_owed(guide, section, on),
                on=on,
            )
        ),
    )


# ------------------------------------------------------------------------------------------------ what is known


def _facts(application: Application, citizen: Citizen, chosen: Choice, own: Consideration | None, on: date) -> dict[str, Any]:
    known: dict[str, Any] = {"has_died": citizen.died_on is not None}
    if citizen.born_on:
        known["born"] = citizen.born_on
    known |= read_facts((application.kind_facts or {}).get("facts", {}))
    if own:
        known |= read_facts(own.values) | own.judged
    if chosen.outcome:
        known |= {
            "decision_effect": _EFFECT[Outcome(chosen.outcome)],
            "refused": chosen.outcome == Outcome.REFUSED,
            "fully_granted": chosen.wholly_granted,
            "support_granted": chosen.gives,
        }
        if of_leader := _OF_LEADER.get(Outcome(chosen.outcome)):
            known.setdefault("leader_decision", of_leader)
        if chosen.outcome not in (Outcome.REFUSED, Outcome.PARTLY):
            # Nothing is refused, so nothing is refused with reference to early help.
            known.setdefault(EARLY_HELP, False)
    if chosen.begins_on:
        known |= {"started": chosen.begins_on}
    if chosen.level:
        for part in proposals.level(application.standard, application.section, known, on):
            known |= next((dict(one.facts) for one in part.choices if one.key == chosen.level), {})
    return known


def known(decision: Decision, on: date) -> dict[str, Any]:
    """What is known of the help a decision gave, by fact, as the rules read it: what was answered then, and what was chosen."""
    own = Consideration.objects.filter(application=decision.application_id, section=decision.section).first()
    return {**_facts(decision.application, decision.application.case.citizen, decision, own, on), "granted": decision.decided_on}


def read_facts(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they are kept, as the rules read them: days written as text become days."""
    known = open_library().facts
    return {fact: parse_value(known[fact], value) for fact, value in kept.items() if fact in known}


def _unanswered(eligibility: proposals.Eligibility) -> tuple[str, ...]:
    """What is still to be answered before the conditions can be said to be met, and what can't be answered; nothing when they are, whatever else could be asked."""
    if eligibility.eligible in ("met", "not_met"):
        return ()
    return (*dict.fromkeys(fact.label for fact in eligibility.missing), *(words.rstrip(".") for words in eligibility.unanswerable))


def _first_day(chosen: Choice, on: date) -> date:
    """The day the conditions must be met: the first with help where it is still to come, for one may grow old meanwhile."""
    opens = chosen.outcome not in TOUCHES and chosen.outcome != Outcome.REFUSED
    return max(chosen.begins_on, on) if opens and chosen.begins_on else on


def _assessed(application: Application, guide: str, on: date) -> dict[str, Any]:
    """The method the standard has the need assessed by, and when that was finished."""
    by = assessing.method(guide, application.section, on)
    if not (by.assesses and by.stated):
        return {"assess_source": by.source}
    current = Assessment.objects.current_of(application.case)
    return {"assess_by": by.label, "assess_source": by.source, "assessed_on": current.finished_on if current else None}


def _less_than_law(chosen: Choice, section: str, on: date) -> tuple[str, str]:
    """What law gives, when fewer hours are chosen, and where it says so."""
    least = proposals.least_hours(section, on)
    kind, times = whole.YEARLY.get(chosen.unit, ("", 0))
    if least is None or chosen.amount is None or kind != "hours" or chosen.amount * times >= least.value * 100 * 12:
        return "", ""
    return f"Loven giver ret til {least.value} timer om måneden.", cited(least)


def expected_receipt(citizen: Citizen, on: date) -> date:
    """The day a letter sent today would count as received."""
    return proposals.received_on(on, _CHANNEL[Dispatch.Carrier.DIGITAL_POST if citizen.digital_post and citizen.cpr else Dispatch.Carrier.LETTER])


def received_by(carrier: str, sent_on: date) -> date:
    """The day a letter counts as received, by who carried it."""
    return proposals.received_on(sent_on, _CHANNEL[Dispatch.Carrier(carrier)])


def earliest_effect(application: Application, outcome: str, *, received: date, on: date) -> tuple[date | None, str, int, bool]:
    """The first day a reduction or an ending may have effect, with its rule, its weeks, and whether law itself says it. None when nothing is taken away.

    Source: SEL § 3 a; the council's own notice where it is longer.
    """
    if outcome not in (Outcome.REDUCED, Outcome.ENDED):
        return None, "", 0, True
    effect = proposals.effect_date(application.section, outcome, received, on)
    facts = {"decision_effect": _EFFECT[Outcome(outcome)], "decision_received": received}
    own = [one for one in proposals.notice(application.standard, application.section, facts, on) if isinstance(one.value, date) and not one.is_law]
    longest = max(own, key=lambda one: one.value, default=None)
    if longest and longest.value > effect.date:
        return longest.value, longest.source, 0, False
    return effect.date, effect.proposed.source if effect.weeks else "", effect.weeks, True


# ------------------------------------------------------------------------------------------------ what law and standard say


def _plan(application: Application, chosen: Choice, proposal: proposals.Proposal, facts: Mapping[str, Any], on: date) -> dict[str, Any]:
    """How it stands with the action plan. Under pension age law asks for an offer to two groups, and for a judgement of all others. Source: SEL § 141."""
    said = proposal.action_plan
    law = open_library().answer("sel-141-offer-must", {**facts}, on)
    must = bool(law.values.get("met"))
    too_old = proposals.past_plans(facts, on)
    own = bool(said.value) and not said.from_law
    owed = False if said.entry_id == "sel-101a-no-plan" or (too_old and not own) else (True if said.value else None)
    earlier = (
        Decision.objects.filter(application__case=application.case_id).exclude(application=application).exclude(plan="").order_by("-plan_on").first()
        if chosen.gives and not chosen.plan
        else None
    )
    source = "SEL § 141, stk. 2" if must else said.source if own else "SEL § 141, stk. 1"
    return {"plan": chosen.plan, "plan_owed": owed, "plan_must": must, "plan_source": source, "plan_before": earlier.plan_on if earlier else None}


def cited(said: proposals.Proposed) -> str:
    """Where it stands, as a letter to a citizen names it: the place in law where there is one."""
    return (said.entry.source.cite if said.entry and said.entry.source.cite else "") or said.source


def _decider(proposal: proposals.Proposal) -> str:
    """Who decides, where the document draws the line. Open advice is given by caseworkers, and where two may decide either may."""
    who = proposal.decider.value
    return "" if not who or who == "advisers" else str(who)


def _cap(application: Application, chosen: Choice, change: PlannedChange | None, facts: Mapping[str, Any], on: date) -> proposals.GrantCap | None:
    """Law's longest time counts from the day the help first began, also when it has been changed since."""
    if not chosen.gives or not (chosen.begins_on or change):
        return None
    started = first_begun(change.grant) if change else chosen.begins_on
    before = facts.get(SAME_NEED)
    same = None if not isinstance(before, int) or change else before > 0
    return proposals.grant_cap(
        proposals.guide(application.standard, application.section), application.section, started, on, dict(facts) | {"started": started}, same_need_before=same
    )


def first_begun(grant: Grant) -> date:
    """The day the help first began, through every change of it."""
    seen = {grant.pk}
    while change := PlannedChange.objects.filter(application=grant.decision.application_id).select_related("grant").first():
        if change.grant_id in seen:
            break
        grant = change.grant
        seen.add(grant.pk)
    return grant.begins_on


def _cap_used(application: Application, cap: proposals.GrantCap | None, facts: Mapping[str, Any]) -> str:
    """Why the help can't be given again, or what must be answered first when the citizen has had it before."""
    if cap is None or not cap.once_for_same_need:
        return ""
    if not cap.allowed:
        return cap.sentence
    citizen = application.case.citizen_id
    had = Grant.objects.filter(case__citizen=citizen, section=application.section).exclude(decision__application=application)
    change = PlannedChange.objects.filter(application=application).first()
    if change is None and SAME_NEED not in facts and had.exists():
        return f"Borgeren har haft støtte efter {open_library().sections[application.section].sign} før. Svar på, om det var for samme behov."
    return ""


# ------------------------------------------------------------------------------------------------ where the choice departs

_OF_PERIOD = {"pr. uge": Unit.CONTACTS_WEEK, "pr. 14 dage": Unit.CONTACTS_14D, "pr. måned": Unit.CONTACTS_MONTH}
_OF_CELL = {"face_to_face": Unit.HOURS_WEEK, "days_per_week": Unit.DAYS_WEEK}
_OF_MEASURE = {
    "accompaniment_granted_minutes": (Unit.HOURS_MONTH, 60),
    "treatment_minutes": (Unit.HOURS, 60),
    "respite_days": (Unit.DAYS, 1),
    "day_offer_percent": (Unit.PERCENT, 1),
    "work_days_in_week": (Unit.DAYS_WEEK, 1),
}
"""What a rule measures, in the unit a grant is counted in, and how many of the rule's to one of it."""


def amount_words(amount: int | None, unit: str) -> str:
    """`3,5 timer om ugen`; empty when no amount is chosen. Unit: hundredths in."""
    if amount is None or not unit:
        return ""
    whole, part = divmod(amount, 100)
    number = f"{whole}{f',{part:02}'.rstrip('0') if part else ''}"
    if unit.startswith("kroner"):
        number = f"{whole:,}".replace(",", ".") + (f",{part:02}" if part else "")
    one = {Unit.HOURS_WEEK: "time om ugen", Unit.HOURS_MONTH: "time om måneden", Unit.HOURS: "time i alt", Unit.DAYS_WEEK: "dag om ugen"}
    one |= {Unit.SESSIONS: "gang i alt", **{unit: str(unit.label).replace("kontakter", "kontakt") for unit in _OF_PERIOD.values()}}
    return f"{number} {one.get(Unit(unit), Unit(unit).label) if amount == 100 else Unit(unit).label}"


def level_words(level: proposals.Choice) -> str:
    """What a level of the standard's table comes to, on average: `i gennemsnit 1,4 timer om ugen`, `1–2 kontakter pr. uge`; where the table has no number, the standard's own description.
    Beyond the levels the amount says it."""
    for cell, unit in _OF_CELL.items():
        if (usual := level.values.get(cell)) is not None:
            much = amount_words(int(usual * 100), unit)
            return f"i gennemsnit {much}" if unit == Unit.HOURS_WEEK else much
    match level.values.get("contacts"), level.values.get("period"):
        case [least, "open"], str(period):
            return f"mindst {least} kontakter {period}"
        case [least, most], str(period):
            return f"{least}–{most} kontakter {period}"
    return "" if level.key == proposals.BEYOND else level.extent


def _differences(
    chosen: Choice,
    proposal: proposals.Proposal,
    eligibility: proposals.Eligibility,
    cap: proposals.GrantCap | None,
    own: Consideration | None,
    change: PlannedChange | None,
    on: date,
) -> Iterable[str]:
    if chosen.outcome in OPENS and eligibility.by_standard == "not_met":
        yield f"Standardens betingelser for {open_library().sections[eligibility.section].sign} er ikke opfyldt. Du bevilger alligevel."
    elif chosen.outcome in OPENS and own and own.outcome == Consideration.Outcome.NOT_MET:
        yield "Du har vurderet, at betingelserne ikke er opfyldt. Du bevilger alligevel."
    # Whoever has the help meets its conditions: that it isn't changed departs from nothing.
    refused = chosen.outcome == Outcome.REFUSED and change is None
    if refused and eligibility.eligible == "met":
        yield f"{eligibility.sentence} Du giver alligevel afslag."
    elif refused and own and own.outcome == Consideration.Outcome.MET:
        yield "Du har vurderet, at betingelserne er opfyldt. Du giver alligevel afslag."
    if not chosen.gives:
        return
    yield from _of_level(chosen, proposal)
    yield from _of_extent(chosen, proposal, on)
    if cap and cap.proposed_last_day and (chosen.ends_on is None or chosen.ends_on > cap.proposed_last_day) and cap.proposed_last_day != cap.last_day:
        yield f"Standarden foreslår, at hjælpen slutter senest {danish.date_plain(cap.proposed_last_day)}."
    first = min((one.value for one in proposal.follow_up if isinstance(one.value, date)), default=None)
    if first and chosen.follow_up_on is None:
        yield f"Standarden foreslår opfølgning senest {danish.date_plain(first)}. Du har ikke sat en dag."
    elif first and chosen.follow_up_on and chosen.follow_up_on > first:
        yield f"Standarden foreslår opfølgning senest {danish.date_plain(first)}. Du har sat {danish.date_plain(chosen.follow_up_on)}."


def _of_level(chosen: Choice, proposal: proposals.Proposal) -> Iterable[str]:
    choices = [one for part in proposal.level for one in part.choices]
    if not choices:
        return
    found = next((one for one in choices if one.key == chosen.level), None)
    if found is None:
        yield "Du har ikke valgt et af standardens niveauer."
        return
    yield from _of_contacts(chosen, found)
    for cell, unit in _OF_CELL.items():
        usual = found.values.get(cell)
        if usual is None or unit != chosen.unit or chosen.amount is None:
            continue
        more = chosen.amount - int(usual * 100)
        if more:
            yield f"{amount_words(abs(more), unit)} {'over' if more > 0 else 'under'} {found.label.lower()}."


def _of_contacts(chosen: Choice, level: proposals.Choice) -> Iterable[str]:
    """Whether as many contacts are given as the level has, however they are counted."""
    usual, per = level.values.get("contacts"), _OF_PERIOD.get(str(level.values.get("period")))
    if usual is None or per is None or chosen.amount is None or chosen.unit not in _OF_PERIOD.values():
        return
    given, times = chosen.amount * whole.YEARLY[chosen.unit][1], whole.YEARLY[per][1] * 100
    least, most = usual
    if given < least * times or (most != "open" and given > most * times):
        much = amount_words(chosen.amount, chosen.unit)
        yield f"{much} er {'under' if given < least * times else 'over'} {level.label.lower()} ({level_words(level)})."


def _unusual(chosen: Choice, application: Application, guide: str, facts: Mapping[str, Any], on: date) -> Iterable[str]:
    """What may be decided and asks for a reason: help from before it was applied for, and a period while the standard's own can't be worked out."""
    if chosen.outcome in OPENS and chosen.begins_on and chosen.begins_on < application.received_on:
        yield f"Hjælpen begynder {danish.date_plain(chosen.begins_on)}, før der blev søgt om den {danish.date_plain(application.received_on)}."
    begins = whole.first_day(chosen)
    if not chosen.gives or begins is None:
        return
    for one in proposals.open_lengths(guide, application.section, facts, on):
        rule = one.entry.rule if one.entry else None
        if isinstance(rule, Cap) and isinstance(rule.at_most, Duration) and (chosen.ends_on is None or chosen.ends_on > last_day(begins, rule.at_most)):
            left = "; ".join(fact.label for fact in one.missing)
            yield f"Standardens periode kan ikke regnes ud, før der er svaret på: {left}. Svar på det, eller skriv, hvorfor du ikke kan."
            return


def _of_extent(chosen: Choice, proposal: proposals.Proposal, on: date) -> Iterable[str]:
    for part in proposal.extent:
        measure = getattr(part.entry.rule, "measures", None) if part.entry else None
        if measure not in _OF_MEASURE or not isinstance(part.value, int) or chosen.amount is None:
            continue
        unit, many = _OF_MEASURE[measure]
        most = part.value * 100 // many
        if unit == chosen.unit and chosen.amount > most:
            yield f"{amount_words(chosen.amount, chosen.unit)} er mere end {amount_words(most, unit)} ({part.source})."
            return
    least = proposals.least_hours(proposal.section, on)
    if least and chosen.amount is not None and chosen.unit == Unit.HOURS_MONTH and chosen.amount > least.value * 100:
        yield f"{amount_words(chosen.amount, chosen.unit)} er mere end de {least.value} timer, loven giver ret til ({cited(least)})."
