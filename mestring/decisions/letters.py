"""The letters of this room, written from its rows: the decision letter with one or more decisions, and the hearing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mestring.cases import envelopes
from mestring.cases.envelopes import applied, law, shown
from mestring.cases.letters.text import Fact, Letter, Origin, Outcome, RuleSource, WrittenReason
from mestring.cases.letters.wording import ActionPlan, Complaint, Decided, Decision, Effect, NoComplaint, Stated, decision
from mestring.cases.letters.wording.common import day, led, whole
from mestring.cases.letters.wording.decision import DAY
from mestring.cases.letters.wording.hearing import Hearing as Heard
from mestring.cases.letters.wording.hearing import hearing
from mestring.cases.models import Application
from mestring.decisions import gathering, proposals
from mestring.decisions import models as kept
from mestring.decisions.models.choice import Choice
from mestring.people.access import Actor
from mestring.rules import danish
from mestring.rules.danish import date_long
from mestring.rules.rulebook import open_library
from mestring.rules.rulebook.model import Section


@dataclass(frozen=True, slots=True)
class _Told:
    """One decision, made or in the making, as the letter tells it. Shapes: `on` is the day it was made, or would be."""

    application: Application
    choice: Choice
    on: date
    where: str
    writer: str
    complaint_right: bool | None
    complaint_source: str
    change: kept.PlannedChange | None
    made: kept.Decision | None = None
    decided_by: Stated | None = None


def decision_letter(decisions: Sequence[kept.Decision], *, by: Actor, on: date, received: date) -> Letter:
    """The letter about decisions that were made.

    Shapes: `received` is the day the letter will count as received, from which the time to complain runs.
    Source: FVL §§ 22–25; RSL §§ 5, 67.
    """
    told = [
        _Told(
            one.application,
            one,
            one.decided_on,
            f"Afgørelse {danish.date_plain(one.decided_on)}, {one.get_capacity_display().lower()}",
            one.decided_by.name,
            one.complaint_right,
            one.complaint_source,
            kept.PlannedChange.objects.filter(application=one.application_id).select_related("grant__decision").first(),
            one,
            _decided_by(one, by, on),
        )
        for one in decisions
    ]
    days = {one.told_on for one in decisions}
    told_on = days.pop() if len(days) == 1 else None
    return _letter(told, by=by, on=on, received=received, told_on=told_on)


def preview(outlook: gathering.Outlook, *, by: Actor, on: date) -> Letter | None:
    """The letter as it would be if it were decided now on the choice that is kept; None until an outcome is chosen."""
    chosen = outlook.preparation
    if chosen is None or not chosen.outcome:
        return None
    change = outlook.change
    situation = outlook.situation
    told = _Told(outlook.application, chosen, on, "Din afgørelse, ikke truffet", by.name, situation.complaint_right, situation.complaint_source, change)
    return _letter([told], by=by, on=on, received=gathering.expected_receipt(outlook.application.case.citizen, on), told_on=None)


def _letter(told: Sequence[_Told], *, by: Actor, on: date, received: date, told_on: date | None) -> Letter:
    first = told[0].application
    last = proposals.complaint_last_day(received, on)
    source = RuleSource(id=last.entry_id, label=gathering.cited(last))
    return decision(
        Decision(
            envelope=envelopes.envelope(first.case, standard=first.standard, by=by, on=on),
            decisions=tuple(_decided(one, key=f"d{number}") for number, one in enumerate(told, 1)),
            complaint=Complaint(last_day=last.value, last_day_source=source) if any(one.complaint_right for one in told) else None,
            told_on=told_on,
            other_help=_other_help(told),
        )
    )


def _decided(told: _Told, *, key: str) -> Decided:
    chosen, application, change = told.choice, told.application, told.change
    section = open_library().sections[application.section]
    outcome = Outcome(chosen.outcome)
    touches = chosen.outcome in kept.TOUCHES
    decided = Fact(label="Afgørelse", value=chosen.get_outcome_display(), where=told.where)
    by_authority = bool(change and change.by_authority)
    begins = chosen.effect_on if touches else chosen.begins_on
    keeps = _goes_on(application, change) if outcome == Outcome.REFUSED else None
    return Decided(
        key=key,
        section=shown(section),
        name=section.named(told.on),
        outcome=outcome,
        wholly_granted=chosen.wholly_granted,
        decided_where=told.where,
        legal_basis=_legal_basis(told, section),
        law=law(section),
        applied=None if by_authority else applied(application),
        today=_kept(change.grant, "I dag får du") if change and not keeps else None,
        replaces=_replaces(told.made, told.writer, told.on) if told.made else (),
        decided_by=told.decided_by,
        keeps=_kept(keeps, "Du har fortsat") if keeps else None,
        level=_level(told) if chosen.gives and chosen.level_label else None,
        extent=_extent(chosen, told.where) if chosen.gives else None,
        details=_lines(chosen.extent, told.writer, "Omfang", lead="Hjælpen gives sådan:") if chosen.gives else (),
        purpose=_line(chosen.purpose, told.writer, "Formål", lead="" if _AIM.match(chosen.purpose) else "Formålet er:") if chosen.gives else None,
        begins=begins if chosen.gives else None,
        ends=chosen.ends_on if chosen.gives else None,
        period_origin=decided,
        considerations=_lines(chosen.discretion, told.writer, "Hovedhensyn i skønnet"),
        facts=_lines(chosen.facts, told.writer, "Oplysninger, vi har lagt vægt på"),
        departure=_line(chosen.departure, told.writer, "Hvorfor afviger du?"),
        payment=_line(chosen.payment, told.writer, "Egenbetaling") if chosen.gives else None,
        next_steps=_lines(chosen.next_steps, told.writer, "Hvad sker der nu?"),
        follow_up=_follow_up(chosen, told) if chosen.gives else None,
        action_plan=ActionPlan(chosen.plan) if chosen.plan and chosen.gives else None,
        effect=_effect(told) if touches else None,
        no_complaint=None
        if told.complaint_right is not False
        else NoComplaint(rule=RuleSource(id=f"complaint-{application.section}", label=told.complaint_source or "RSL § 60")),
    )


_AIM = re.compile(r"\s*(formålet|målet)\b", re.IGNORECASE)
"""How a purpose begins that leads itself in."""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _origin(writer: str, field: str) -> Origin:
    return WrittenReason(by=writer, field=field)


def _line(text: str, writer: str, field: str, *, lead: str = "") -> Stated | None:
    return Stated(led(text, lead), _origin(writer, field)) if text.strip() else None


def _lines(text: str, writer: str, field: str, *, lead: str = "") -> tuple[Stated, ...]:
    """Each line that was written, as a sentence of its own; the first of them led in."""
    lines = [line for line in text.splitlines() if line.strip()]
    return tuple(Stated(led(line, "" if number else lead), _origin(writer, field)) for number, line in enumerate(lines))


def _legal_basis(told: _Told, section: Section) -> tuple[RuleSource, ...]:
    """What the writer put, else the section and the standard it was held up against."""
    written = [line.strip().rstrip(".") for line in told.choice.legal_basis.splitlines() if line.strip()]
    if written:
        return tuple(RuleSource(id=f"legal-basis-{number}", label=line) for number, line in enumerate(written, 1))
    standard = open_library().standard(proposals.guide(told.application.standard, section.id))
    act = f"{law(section).capitalize()} § {shown(section)}"
    own = () if standard.is_law else (RuleSource(id=standard.id, label=standard.cited),)
    return (RuleSource(id=f"law-{section.id}", label=act), *own)


def _replaces(made: kept.Decision, writer: str, on: date) -> tuple[Stated, ...]:
    """Which decision this one takes the place of, and what was wrong with it."""
    earlier = made.replaces
    if earlier is None:
        return ()
    when = day(earlier.decided_on, on)
    fact = Fact(label="Erstatter", value=when, where=f"Afgørelse {danish.date_plain(earlier.decided_on)}")
    why = led(made.replaces_because, "Grunden er:")
    return Stated(f"Denne afgørelse erstatter vores afgørelse fra {when}.", fact, "what"), Stated(why, _origin(writer, "Hvad var forkert?"), "why")


def _decided_by(made: kept.Decision, by: Actor, on: date) -> Stated | None:
    """Who decided, when it is another than who signs the letter."""
    if made.capacity == kept.Decision.Capacity.COMMITTEE and made.meeting:
        when = day(made.meeting.day, on)
        text = f"Det har visitationsudvalget besluttet på sit møde {when}."
        return Stated(text, Fact(label="Truffet af", value=made.meeting.committee.name, where=f"Møde {danish.date_plain(made.meeting.day)}"))
    said = _DECIDERS.get(made.capacity) if made.decided_by_id != by.employee else None
    name = made.decided_by.name
    fact = Fact(label="Truffet af", value=name, where=f"Afgørelse {danish.date_plain(made.decided_on)}")
    return Stated(f"Det har {said}, {name}, besluttet.", fact) if said else None


_DECIDERS = {kept.Decision.Capacity.LEADER: "vores leder", kept.Decision.Capacity.SHELTER: "lederen af boformen"}


def _level(told: _Told) -> Stated:
    """What the standard calls it, and what that means by its own table where no amount is chosen: the name of a level says nothing to a citizen."""
    chosen, application = told.choice, told.application
    fact = Fact(label="Niveau", value=chosen.level_label, where=told.where)
    choices = (one for part in proposals.level(application.standard, application.section, {}, application.received_on) for one in part.choices)
    found = next((one for one in choices if one.key == chosen.level), None)
    means = gathering.level_words(found) if found and chosen.amount is None else ""
    called = f"I kommunens standard hedder det »{_lower(chosen.level_label)}«."
    if found and means == found.extent:
        return Stated(f"{called} {_to_you(means)}", fact)
    return Stated(f"{called} Det er {means}." if means else called, fact)


def _to_you(described: str) -> str:
    """The standard's own description of a level, said to the citizen, in sentences."""
    help_, *you = [whole(part) for part in described.split("; ")]
    # What the help is for stands first where what follows is of the citizen.
    lead = "Det er hjælp til" if any("borgeren" in part for part in you) and "borgeren" not in help_ else "Det betyder:"
    said = [f"{lead} {help_}", *(part[:1].upper() + part[1:] for part in you)]
    return re.sub(r"\b([Bb])orgeren\b", lambda found: "Du" if found[1] == "B" else "du", " ".join(said))


def _extent(chosen: Choice, where: str) -> Stated | None:
    words = gathering.amount_words(chosen.amount, chosen.unit)
    return Stated(words, Fact(label="Omfang", value=words, where=where)) if words else None


def _follow_up(chosen: Choice, told: _Told) -> Stated | None:
    if chosen.follow_up_on is None:
        return _line(chosen.follow_up, told.writer, "Opfølgning")
    last = day(chosen.follow_up_on, told.on)
    more = f" {whole(chosen.follow_up)}" if chosen.follow_up.strip() else ""
    return Stated(f"Vi ser på, hvordan det går, senest {last}.{more}", Fact(label="Opfølgning", value=last, where=told.where))


def _goes_on(application: Application, change: kept.PlannedChange | None) -> kept.Grant | None:
    """The help that goes on when more or other help is refused: the one that was to be changed, or the one there is by the same section."""
    if change:
        return change.grant
    same = kept.Grant.objects.filter(case=application.case_id, section=application.section).running().select_related("decision")
    return next((one for one in same.order_by("-begins_on", "-pk") if one.last_day is None or one.last_day >= application.received_on), None)


def _kept(grant: kept.Grant, lead: str) -> Stated:
    """What the citizen has now, and how much of it."""
    section = open_library().sections[grant.section]
    words = gathering.amount_words(grant.amount, grant.unit)
    much = f", {words}" if words else f" på niveauet »{_lower(grant.level_label)}«" if grant.level_label else ""
    what = f"{section.named(grant.decision.decided_on)}{much}"
    how = f" {led(grant.extent, 'Hjælpen gives sådan:')}" if grant.extent.strip() and not words else ""
    return Stated(f"{lead} {what}.{how}", Fact(label="Bevilling", value=what, where=f"Afgørelse {danish.date_plain(grant.decision.decided_on)}"))


def _effect(told: _Told) -> Effect | None:
    chosen = told.choice
    if chosen.effect_on is None:
        return None
    weeks = 0 if chosen.as_wished else proposals.notice_weeks(told.application.section, chosen.outcome, chosen.effect_on)
    return Effect(
        on=chosen.effect_on,
        origin=_effect_fact(chosen, chosen.effect_on, told.where),
        notice_weeks=weeks or None,
        notice_source=RuleSource(id="sel-3a-notice", label="SEL § 3 a, stk. 1") if weeks else None,
    )


def _effect_fact(chosen: Choice, first: date, where: str) -> Fact:
    """The first day of a change; of an ending the last day with help."""
    if chosen.outcome == kept.Outcome.ENDED:
        return Fact(label="Sidste dag med hjælp", value=date_long(first - DAY), where=where)
    return Fact(label="Gælder fra", value=date_long(first), where=where)


def _other_help(told: Sequence[_Told]) -> tuple[Stated, ...]:
    """Other help that was weighed and found to fit or not. What had no bearing is kept in the case and left out of the letter."""
    said: dict[str, Stated] = {}
    applied_for = {one.application.section for one in told}
    days = {one.application.pk: one.on for one in told}
    rows = kept.Consideration.objects.filter(
        application__in=[one.application.pk for one in told], applied=False, outcome__in=(kept.Consideration.Outcome.MET, kept.Consideration.Outcome.NOT_MET)
    ).select_related("concluded_by")
    for row in rows.order_by("pk"):
        if row.section in applied_for or not row.why.strip():
            continue
        section = open_library().sections[row.section]
        writer = row.concluded_by.name if row.concluded_by else "sagsbehandleren"
        text = f"Vi har også set på {section.named(days[row.application_id])} (§ {shown(section)}). {whole(row.why)}"
        said.setdefault(row.section, Stated(text, _origin(writer, f"Overvejet: § {shown(section)}"), row.section))
    return tuple(said.values())


def hearing_letter(application: Application, *, planned: str, facts: Sequence[dict[str, str]], due_on: date, by: Actor, on: date) -> Letter:
    """The letter that asks for the citizen's word.

    Source: FVL §§ 19–21.
    """
    change = kept.PlannedChange.objects.filter(application=application).first()
    return hearing(
        Heard(
            envelope=envelopes.envelope(application.case, standard=application.standard, by=by, on=on),
            applied=() if change and change.by_authority else (applied(application),),
            intended=Stated(whole(planned), _origin(by.name, "Det overvejer vi")),
            facts=tuple(Stated(one["text"], Fact(label="Oplysning", value=one["text"], where=one["from"])) for one in facts),
            by_when=due_on,
            by_when_where=f"Partshøring {danish.date_plain(on)}",
        )
    )
