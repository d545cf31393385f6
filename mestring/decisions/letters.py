"""The letters of this room, written from its rows: the decision letter with one or more decisions, and the hearing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mestring.cases import envelopes
from mestring.cases.envelopes import applied, law, named, shown
from mestring.cases.letters.text import Fact, Letter, Origin, Outcome, RuleSource, WrittenReason
from mestring.cases.letters.wording import ActionPlan, Complaint, Decided, Decision, Effect, NoComplaint, Stated, decision
from mestring.cases.letters.wording.hearing import Hearing as Heard
from mestring.cases.letters.wording.hearing import hearing
from mestring.cases.models import Application
from mestring.decisions import gathering, proposals
from mestring.decisions import models as kept
from mestring.decisions.models.choice import Choice
from mestring.people.access import Actor
from mestring.rules.danish import date_long
from mestring.rules.rulebook import open_library
from mestring.rules.rulebook.model import Section


@dataclass(frozen=True, slots=True)
class _Told:
    """One decision, made or in the making, as the letter tells it."""

    application: Application
    choice: Choice
    where: str
    writer: str
    complaint_right: bool
    complaint_source: str
    change: kept.PlannedChange | None


def decision_letter(decisions: Sequence[kept.Decision], *, by: Actor, on: date, received: date) -> Letter:
    """The letter about decisions that were made.

    Shapes: `received` is the day the letter will count as received, from which the time to complain runs.
    Source: FVL §§ 22–25; RSL §§ 5, 67.
    """
    told = [
        _Told(
            one.application,
            one,
            f"Afgørelse {one.decided_on:%d-%m-%Y}, {one.get_capacity_display().lower()}",
            one.decided_by.name,
            one.complaint_right,
            one.complaint_source,
            kept.PlannedChange.objects.filter(application=one.application_id).select_related("grant__decision").first(),
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
    told = _Told(outlook.application, chosen, "Din afgørelse, ikke truffet", by.name, outlook.complaint_right, outlook.situation.complaint_source, change)
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
    return Decided(
        key=key,
        section=shown(section),
        name=named(section),
        outcome=outcome,
        wholly_granted=chosen.wholly_granted,
        decided_where=told.where,
        legal_basis=_legal_basis(told, section),
        law=law(section),
        applied=None if by_authority else applied(application),
        today=_today(change) if change else None,
        level=Stated(_lower(chosen.level_label), Fact(label="Niveau", value=chosen.level_label, where=told.where))
        if chosen.gives and chosen.level_label
        else None,
        extent=_extent(chosen, told.where) if chosen.gives else None,
        details=_lines(chosen.extent, told.writer, "Omfang") if chosen.gives else (),
        purpose=_line(chosen.purpose, told.writer, "Formål"),
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
        if told.complaint_right
        else NoComplaint(rule=RuleSource(id=f"complaint-{application.section}", label=told.complaint_source or "RSL § 60")),
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _origin(writer: str, field: str) -> Origin:
    return WrittenReason(by=writer, field=field)


def _line(text: str, writer: str, field: str) -> Stated | None:
    return Stated(" ".join(text.split()), _origin(writer, field)) if text.strip() else None


def _lines(text: str, writer: str, field: str) -> tuple[Stated, ...]:
    """Each line that was written, as a sentence of its own."""
    return tuple(Stated(" ".join(line.split()), _origin(writer, field)) for line in text.splitlines() if line.strip())


def _legal_basis(told: _Told, section: Section) -> tuple[RuleSource, ...]:
    """What the writer put, else the section and the standard it was held up against."""
    written = [line.strip().rstrip(".") for line in told.choice.legal_basis.splitlines() if line.strip()]
    if written:
        return tuple(RuleSource(id=f"legal-basis-{number}", label=line) for number, line in enumerate(written, 1))
    standard = open_library().standard(told.application.standard)
    act = f"{law(section).capitalize()} § {shown(section)}"
    return (RuleSource(id=f"law-{section.id}", label=act), RuleSource(id=standard.id, label=f"{standard.name}s standard, {standard.short}"))


def _extent(chosen: Choice, where: str) -> Stated | None:
    words = gathering.amount_words(chosen.amount, chosen.unit)
    return Stated(words, Fact(label="Omfang", value=words, where=where)) if words else None


def _follow_up(chosen: Choice, told: _Told) -> Stated | None:
    if chosen.follow_up_on is None:
        return _line(chosen.follow_up, told.writer, "Opfølgning")
    day = date_long(chosen.follow_up_on)
    more = f" {' '.join(chosen.follow_up.split())}" if chosen.follow_up.strip() else ""
    return Stated(f"Vi ser på, hvordan det går, senest {day}.{more}", Fact(label="Opfølgning", value=day, where=told.where))


def _today(change: kept.PlannedChange) -> Stated:
    """What the citizen has now."""
    grant = change.grant
    section = open_library().sections[grant.section]
    words = gathering.amount_words(grant.amount, grant.unit) or _lower(grant.level_label)
    much = f", {words}" if words else ""
    return Stated(
        f"I dag får du {named(section)}{much}.",
        Fact(label="Bevilling", value=f"{named(section)}{much}", where=f"Afgørelse {grant.decision.decided_on:%d-%m-%Y}"),
    )


def _effect(told: _Told) -> Effect | None:
    chosen = told.choice
    if chosen.effect_on is None:
        return None
    weeks = 0 if chosen.as_wished else proposals.notice_weeks(told.application.section, chosen.outcome, chosen.effect_on)
    return Effect(
        on=chosen.effect_on,
        origin=Fact(label="Gælder fra", value=date_long(chosen.effect_on), where=told.where),
        notice_weeks=weeks or None,
        notice_source=RuleSource(id="sel-3a-notice", label="SEL § 3 a, stk. 1") if weeks else None,
    )


def _other_help(told: Sequence[_Told]) -> tuple[Stated, ...]:
    """Other help that was weighed and found to fit or not. What had no bearing is kept in the case and left out of the letter."""
    said: dict[str, Stated] = {}
    applied_for = {one.application.section for one in told}
    rows = kept.Consideration.objects.filter(
        application__in=[one.application.pk for one in told], applied=False, outcome__in=(kept.Consideration.Outcome.MET, kept.Consideration.Outcome.NOT_MET)
    ).select_related("concluded_by")
    for row in rows.order_by("pk"):
        if row.section in applied_for or not row.why.strip():
            continue
        section = open_library().sections[row.section]
        writer = row.concluded_by.name if row.concluded_by else "sagsbehandleren"
        text = f"Vi har også set på {named(section)} (§ {shown(section)}). {' '.join(row.why.split())}"
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
            intended=Stated(" ".join(planned.split()), _origin(by.name, "Det overvejer vi")),
            facts=tuple(Stated(one["text"], Fact(label="Oplysning", value=one["text"], where=one["from"])) for one in facts),
            by_when=due_on,
            by_when_where=f"Partshøring {on:%d-%m-%Y}",
        )
    )
