"""A decision that was made: what was decided, how it was told, and its letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mestring.cases import recipients
from mestring.cases.letters.completeness import complete
from mestring.cases.models import Application
from mestring.cases.models.inquiry import Channel
from mestring.cases.states import CaseState
from mestring.decisions import gates as rules
from mestring.decisions import letters, proposals
from mestring.decisions.gathering import amount_words, expected_receipt
from mestring.decisions.models import (
    Decision,
    GatePass,
    Grant,
    Outcome,
    PlannedChange,
)
from mestring.decisions.states import DecisionState
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages.addresses import decision_address, sign
from mestring.web.caseworker.pages.letter import unreached
from mestring.web.components import case as parts
from mestring.web.components import days, deciding, lists
from mestring.web.components import letter as paper
from mestring.web.components.case import Need, Pair, Person
from mestring.web.components.marks import Mark
from mestring.web.shell import installation

# ------------------------------------------------------------------------------------------------ what was decided


@dataclass(frozen=True, slots=True)
class Passed:
    """A gate as it was passed when it was decided."""

    label: str
    mark: Mark
    words: str
    rule: str
    own: bool


@dataclass(frozen=True)
class DecisionPage:
    person: Person
    decision: Decision
    title: str
    mark: Mark
    decided: str
    chosen: list[Pair]
    reasons: list[Pair]
    told: list[Pair]
    gates: list[Passed]
    complaint: str
    standard: str
    grant: Grant | None
    grant_words: str
    changing: list[Application]
    replaced_by: str
    replaces: str
    letter_address: str
    letter_due: lists.Due | None
    may_tell: bool
    may_send: bool
    may_complain: bool
    may_correct: bool
    may_change: bool
    may_close: bool


def decision_page(decision: Decision, on: date) -> DecisionPage:
    """Everything the page shows."""
    application = decision.application
    case = application.case
    writes = access.gives(case.ties, "letter.send")
    standing = decision.state != DecisionState.REPLACED
    grant = Grant.objects.filter(decision=decision).select_related("ended_by").first()
    changing = list(Application.objects.filter(pk__in=PlannedChange.objects.filter(grant=grant).values("application")).pending()) if grant else []
    newer = Decision.objects.filter(replaces=decision).first()
    in_force = grant is not None and grant.ended_by is None and (grant.last_day is None or grant.last_day >= on)
    died = case.citizen.died_on is not None
    for one in changing:
        one.case = case
    if newer:
        newer.application = application
    if decision.replaces:
        decision.replaces.application = application
    return DecisionPage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        decision=decision,
        title=f"Afgørelse om {sign(decision.section)}",
        mark=deciding.OUTCOMES[Outcome(decision.outcome)],
        decided=_decided(decision, on),
        chosen=deciding.chosen(decision, on),
        reasons=deciding.reasons(decision),
        told=_told(decision, on),
        gates=[_passed(one) for one in GatePass.objects.filter(decision=decision).order_by("pk")],
        complaint="Der kan klages." if decision.complaint_right else "Der kan ikke klages.",
        standard=open_library().standard(decision.standard).title,
        grant=grant,
        grant_words=grant_words(grant, on) if grant else "",
        changing=changing,
        replaced_by=decision_address(newer) if newer else "",
        replaces=decision_address(decision.replaces) if decision.replaces else "",
        letter_address=reverse("caseworker:letter", args=[case.public_id, decision.letter.public_id]) if decision.letter else "",
        letter_due=_letter_due(decision, on),
        may_tell=writes and standing and not died and decision.owes_letter and decision.told_on is None,
        may_send=writes and standing and not died and decision.owes_letter,
        may_complain=access.gives(case.ties, "complaint.register"),
        may_correct=standing and case.state == CaseState.OPEN and access.gives(case.ties, "decision.decide"),
        may_change=standing and in_force and not died and not changing and access.gives(case.ties, "decision.prepare"),
        may_close=died and grant is not None and grant.runs and access.gives(case.ties, "decision.prepare"),
    )


def closing_words(grant: Grant, on: date) -> str:
    """What closing the help comes to, and by which rule."""
    if not grant.case.citizen.died_on:
        return "Dødsdagen står ikke på borgerens side. Skriv den dér først."
    last = proposals.last_day_at_death(grant.standard, grant.section, grant.case.citizen.died_on, on)
    until = min(day for day in (last.value, grant.ends_on) if day)
    source = f" ({last.source})" if last.source else ""
    return f"Borgeren døde {days.in_text(grant.case.citizen.died_on, on)}. {last.sentence}{source} Sidste dag bliver {days.in_text(until, on)}. Der skal hverken høres eller varsles."


def _decided(decision: Decision, on: date) -> str:
    who = {
        Decision.Capacity.CASEWORKER: "som sagsbehandler",
        Decision.Capacity.LEADER: "som leder",
        Decision.Capacity.COMMITTEE: "i visitationsudvalget",
        Decision.Capacity.SHELTER: "som leder af boformen",
    }
    return f"Truffet {days.in_text(decision.decided_on, on)} af {decision.decided_by.name} {who[Decision.Capacity(decision.capacity)]}"


def _told(decision: Decision, on: date) -> list[Pair]:
    found = [Pair("Status", decision.get_state_display())]
    if decision.told_on:
        found.append(Pair("Fortalt", days.in_text(decision.told_on, on)))
    if decision.letter:
        state = decision.letter.get_state_display()
        found.append(Pair("Brev", state, f"lagt til afsendelse {days.plain(decision.sent_on, on)}" if decision.sent_on else ""))
    else:
        found.append(Pair("Brev", "Ikke sendt", "borgeren er død" if decision.application.case.citizen.died_on else ""))
    if decision.counts_from:
        found.append(Pair("Modtaget", days.in_text(decision.counts_from, on), "klagefristen regnes herfra"))
        if decision.complaint_right:
            found.append(Pair("Sidste dag at klage", days.in_text(proposals.complaint_last_day(decision.counts_from, on).value, on)))
    return found


def _letter_due(decision: Decision, on: date) -> lists.Due | None:
    """How long there is to send the letter after a meeting, where the standard says."""
    if decision.meeting is None or not decision.owes_letter or decision.state == DecisionState.REPLACED:
        return None
    last = proposals.committee_letter_due(decision.standard, decision.meeting.day, on).value
    return lists.due(last, on) if isinstance(last, date) else None


def _passed(one: GatePass) -> Passed:
    label = rules.LABELS.get(one.gate, one.gate)
    if one.reason:
        return Passed(label, parts.BY_REASON, one.reason, one.rule, own=True)
    asked = one.fact.get("state") != rules.State.NOT_ASKED
    says = str(one.fact.get("says", ""))
    return Passed(label, parts.READY, says if asked else f"Ikke nødvendig: {says[:1].lower()}{says[1:]}", one.rule, own=False)


def grant_words(grant: Grant, on: date) -> str:
    """How much help, from when and until when."""
    much = amount_words(grant.amount, grant.unit) or grant.level_label or grant.extent.rstrip(".")
    if grant.ended_by or grant.ended_by_death:
        when = f"til og med {days.in_text(grant.ended_on, on)}" if grant.ended_on and grant.ended_on >= grant.begins_on else "og kom aldrig i gang"
        return f"{much}. Fra {days.in_text(grant.begins_on, on)} {when}, {'fordi borgeren døde' if grant.ended_by_death else 'ved en senere afgørelse'}."
    until = f" til og med {days.in_text(grant.ends_on, on)}" if grant.ends_on else ", uden slutdato"
    return f"{much}. Fra {days.in_text(grant.begins_on, on)}{until}."


def standard_now(on: date) -> str:
    """The council's standard in force."""
    return installation.home(on).id


def channels() -> list[tuple[str, str]]:
    """How a wish can reach the municipality."""
    return [(one.value, str(one.label)) for one in Channel]


def notice_words(grant: Grant, on: date) -> str:
    """What must happen before the help can be less: the hearing, and the notice where law gives one."""
    effect = proposals.effect_date(grant.section, "ended", expected_receipt(grant.case.citizen, on), on)
    first = "Borgeren skal høres, før det kan afgøres."
    if not effect.weeks:
        return f"{first} {effect.proposed.remedy}".strip()
    return f"{first} Borgeren har krav på {effect.weeks} ugers varsel. Fik borgeren brevet nu, kunne ændringen tidligst gælde fra {days.in_text(effect.date, on)} ({effect.proposed.source})."


# ------------------------------------------------------------------------------------------------ the letter


@dataclass(frozen=True)
class LetterPage:
    person: Person
    paper: paper.Letter
    missing: list[Need]
    to: list[recipients.Recipient]
    unreached: list[tuple[recipients.Recipient, str]]
    nobody: bool
    others: list[tuple[Decision, str, bool]]
    back: str


def unsent(decision: Decision) -> list[Decision]:
    """The other decisions of the case that wait for a letter."""
    rows = Decision.objects.filter(application__case=decision.application.case_id).to_be_sent().exclude(pk=decision.pk)
    return list(rows.select_related("application__case__citizen", "application__case__team", "decided_by").order_by("pk"))


def letter_page(decision: Decision, together: Sequence[Decision], others: Sequence[Decision], by: Actor, on: date) -> LetterPage:
    """The letter as it will be sent, with where every sentence comes from."""
    case = decision.application.case
    content = letters.decision_letter(list(together), by=by, on=on, received=expected_receipt(case.citizen, on))
    to = recipients.recipients(case, on)
    citizen = reverse("caseworker:citizen", args=[case.citizen.public_id])
    back = decision_address(decision)
    chosen = {one.pk for one in together}
    return LetterPage(
        person=case_page.person(case, on, back="Afgørelsen", back_address=back),
        paper=paper.of(content, address_hidden=case.citizen.is_protected(on)),
        missing=[Need(one.text, citizen if one.part.startswith("recipient") else "", one.rule) for one in complete(content)],
        to=to,
        unreached=unreached(to, case),
        nobody=all(one.refused for one in to),
        others=[(one, f"{sign(one.section)}: {one.get_outcome_display().lower()}", one.pk in chosen) for one in others],
        back=back,
    )
