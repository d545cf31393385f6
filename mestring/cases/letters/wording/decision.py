"""The decision letter (afgørelsesbrev): one letter, one or more decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from mestring.cases.letters.text import (
    Block,
    ComplaintGuidance,
    DecisionBox,
    Fact,
    Fixed,
    Heading,
    Kind,
    Letter,
    Listing,
    Origin,
    Outcome,
    RuleSource,
    Sentence,
)
from mestring.cases.letters.wording.common import LAWS, Applied, Envelope, Stated, day, fixed, letter, paragraph, quoted, said, said_all, spelled, ways
from mestring.rules.danish import listing

DAY = timedelta(days=1)
GIVES = (Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.CHANGED, Outcome.REDUCED)
"""The outcomes after which there is help, and so a payment to state."""

_WORDS = {
    Outcome.GRANTED: "bevilget",
    Outcome.PARTLY_GRANTED: "delvist bevilget",
    Outcome.REFUSED: "afslag",
    Outcome.CHANGED: "ændret",
    Outcome.REDUCED: "nedsat",
    Outcome.ENDED: "ophørt",
}
_SAYS = {
    Outcome.GRANTED: "Vi giver dig {name}.",
    Outcome.PARTLY_GRANTED: "Vi giver dig {name}, men ikke alt det, du har søgt om.",
    Outcome.REFUSED: "Vi giver dig ikke {name}.",
    Outcome.CHANGED: "Vi ændrer den hjælp, du får: {name}.",
    Outcome.REDUCED: "Vi giver dig mindre hjælp end før: {name}.",
    Outcome.ENDED: "Vi stopper hjælpen: {name}.",
}
_TITLES = {
    Outcome.GRANTED: "Du får {name}",
    Outcome.PARTLY_GRANTED: "Du får en del af det, du har søgt om",
    Outcome.REFUSED: "Du får ikke {name}",
    Outcome.CHANGED: "Din hjælp bliver ændret",
    Outcome.REDUCED: "Din hjælp bliver mindre",
    Outcome.ENDED: "Din hjælp stopper",
}
_NO_MORE_TITLE = "Du får ikke mere eller anden hjælp end i dag"
_NO_MORE = "Vi giver dig ikke mere eller anden hjælp, end du har i dag."
_WHY = {
    Outcome.GRANTED: "Hvorfor får du det?",
    Outcome.PARTLY_GRANTED: "Hvorfor får du ikke det hele?",
    Outcome.REFUSED: "Hvorfor siger vi nej?",
    Outcome.CHANGED: "Hvorfor ændrer vi hjælpen?",
    Outcome.REDUCED: "Hvorfor får du mindre?",
    Outcome.ENDED: "Hvorfor stopper hjælpen?",
}


class ActionPlan(StrEnum):
    """How it stands with the offer of an action plan (handleplan)."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"


_PLAN = {
    ActionPlan.OFFERED: "Vi tilbyder dig en handleplan. Den siger, hvad hjælpen skal føre til, og vi skriver den sammen. Du må gerne sige nej.",
    ActionPlan.ACCEPTED: "Du har sagt ja til en handleplan. Den siger, hvad hjælpen skal føre til, og vi skriver den sammen.",
    ActionPlan.DECLINED: "Du har sagt nej til en handleplan. Vil du alligevel have en, så sig det til os.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """From when a change, a reduction or an ending holds (virkning), and the notice the law gives.

    Shapes: `on` is the first day of the change, or the first day without help; the citizen is told the last day with it.
    Source: SEL § 3 a for the weeks.
    """

    on: date
    origin: Origin
    notice_weeks: int | None = None
    notice_source: RuleSource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoComplaint:
    """That a decision has no complaint right (ingen klageadgang): the rule that says so, and the exception where there is one."""

    rule: RuleSource
    exception: Stated | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """The right to complain (klageadgang): the last day, computed elsewhere with its source, and the body that decides.

    Source: FVL § 25; RSL §§ 60, 66, 67.
    """

    last_day: date | None
    last_day_source: RuleSource
    body: str = "Ankestyrelsen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision as the letter tells it (afgørelse). `name` is the help in plain words, as it stands after *Vi giver dig*.

    `applied` is empty when nobody applied; then `today` says what the citizen has now. `replaces` says which decision this one takes the place of, and why; `decided_by` who
    decided, when it is another than who signs; `level` what the standard calls it, and what that means; `keeps` the help that goes on when more or other help is refused.
    Source: FVL §§ 22, 24; SEL §§ 3 a, 141.
    """

    key: str
    section: str
    name: str
    outcome: Outcome
    wholly_granted: bool
    decided_where: str
    legal_basis: tuple[RuleSource, ...]
    law: Literal["serviceloven", "almenboligloven", "retssikkerhedsloven"] = "serviceloven"
    applied: Applied | None = None
    today: Stated | None = None
    replaces: tuple[Stated, ...] = ()
    decided_by: Stated | None = None
    keeps: Stated | None = None
    level: Stated | None = None
    extent: Stated | None = None
    details: tuple[Stated, ...] = ()
    purpose: Stated | None = None
    begins: date | None = None
    ends: date | None = None
    period_origin: Origin | None = None
    considerations: tuple[Stated, ...] = ()
    facts: tuple[Stated, ...] = ()
    departure: Stated | None = None
    payment: Stated | None = None
    next_steps: tuple[Stated, ...] = ()
    follow_up: Stated | None = None
    action_plan: ActionPlan | None = None
    action_plan_source: Origin | None = None
    effect: Effect | None = None
    no_complaint: NoComplaint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a decision letter says.

    Source: FVL §§ 22–25; RSL § 5.
    """

    envelope: Envelope
    decisions: tuple[Decided, ...]
    complaint: Complaint | None
    title: str = ""
    told_on: date | None = None
    told_where: str = ""
    other_help: tuple[Stated, ...] = ()


def decision(about: Decision) -> Letter:
    """Write one or more decisions with reasons, payment, what happens next, and how to complain."""
    blocks = told(about.decisions, about.envelope, about.complaint, about.other_help)
    if about.told_on:
        when = day(about.told_on, about.envelope.on)
        told_before = Fact(label="Meddelt mundtligt", value=when, where=about.told_where or "Sagens journal")
        blocks.insert(0, paragraph(Sentence(f"Vi fortalte dig om afgørelsen {when}. Her får du den på skrift.", told_before, "told")))
    return letter(Kind.DECISION, about.title or title(about.decisions), about.envelope, blocks)


def title(decisions: tuple[Decided, ...]) -> str:
    """The answer first: what one decision comes to, or what several have in common."""
    outcomes = {one.outcome for one in decisions}
    if len(decisions) == 1:
        (one,) = decisions
        return _NO_MORE_TITLE if one.keeps else _TITLES[one.outcome].format(name=one.name)
    if outcomes == {Outcome.GRANTED}:
        return "Du får det, du har søgt om"
    if outcomes == {Outcome.REFUSED}:
        return "Du får ikke det, du har søgt om"
    if outcomes <= {Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.REFUSED}:
        return "Svar på din ansøgning"
    return "Vi har truffet afgørelse"


def told(decisions: tuple[Decided, ...], envelope: Envelope, complaint: Complaint | None, other_help: tuple[Stated, ...] = ()) -> list[Block]:
    """The decisions one by one, other help considered, and how to complain."""
    blocks: list[Block] = []
    for one in decisions:
        if len(decisions) > 1:
            blocks.append(Heading(f"{one.name[:1].upper()}{one.name[1:]} (§ {one.section})"))
        blocks += _one(one, envelope.on, 3 if len(decisions) > 1 else 2)
    if other_help:
        blocks += [Heading("Anden hjælp, vi har set på"), *(paragraph(help_) for help_ in said_all(other_help, "other_help"))]
    return blocks + _guidance(decisions, envelope, complaint)


def _one(one: Decided, on: date, level: Literal[2, 3]) -> list[Block]:
    blocks: list[Block] = [Heading("Vi har truffet afgørelse", level), _box(one, on)]
    if one.effect:
        blocks += [Heading("Hvornår stopper hjælpen?" if one.outcome == Outcome.ENDED else "Fra hvornår?", level), _effect(one, one.effect, on)]
    blocks += _reasons(one, level)
    if one.payment:
        blocks += [Heading("Hvad koster det?", level), paragraph(said(one.payment, f"{one.key}.payment"))]
    blocks += _next(one, level)
    if one.legal_basis:
        blocks += [
            Heading("Regler", level),
            Listing(tuple(quoted(rule, f"{one.key}.legal_basis.{number}") for number, rule in enumerate(one.legal_basis, 1))),
        ]
    return blocks


def _box(one: Decided, on: date) -> DecisionBox:
    place = Fact(label="Afgørelse", value=f"{one.name}: {_WORDS[one.outcome]}", where=one.decided_where)
    sentences = list(said_all(one.replaces, f"{one.key}.replaces"))
    if one.applied:
        sentences.append(Sentence(one.applied.said, one.applied.fact, f"{one.key}.applied_for"))
    if one.today:
        sentences.append(said(one.today, f"{one.key}.today"))
    name = one.name if one.applied else f"{one.name} ({LAWS[one.law]} § {one.section})"
    sentences.append(Sentence(_NO_MORE if one.keeps else _SAYS[one.outcome].format(name=name), place, f"{one.key}.outcome"))
    if one.decided_by:
        sentences.append(said(one.decided_by, f"{one.key}.decided_by"))
    if one.keeps:
        sentences.append(said(one.keeps, f"{one.key}.keeps"))
    if one.level:
        sentences.append(said(one.level, f"{one.key}.level"))
    if one.extent:
        sentences.append(Sentence(f"Du får {one.extent.text}.", one.extent.origin, f"{one.key}.extent"))
    sentences += said_all(one.details, f"{one.key}.details")
    if one.begins:
        sentences.append(Sentence(_period(one, one.begins, on), one.period_origin or place, f"{one.key}.period"))
    if one.purpose:
        sentences.append(said(one.purpose, f"{one.key}.purpose"))
    return DecisionBox(
        decision=one.key,
        section=one.section,
        outcome=one.outcome,
        wholly_granted=one.wholly_granted,
        complaint_right=one.no_complaint is None,
        sentences=tuple(sentences),
    )


def _period(one: Decided, begins: date, on: date) -> str:
    """From when and until when. The first day of a change stands under its own heading and is not said twice."""
    until = f" til og med {day(one.ends, on)}" if one.ends else ""
    if one.effect:
        return f"Du får hjælpen{until}." if until else "Der er ikke sat en slutdato for hjælpen."
    return f"Du får hjælpen fra {day(begins, on)}{until}.{'' if until else ' Der er ikke sat en slutdato.'}"


def _effect(one: Decided, effect: Effect, on: date) -> Block:
    last = f"Din sidste dag med hjælpen er {day(effect.on - DAY, on)}."
    text = last if one.outcome == Outcome.ENDED else f"Ændringen gælder fra {day(effect.on, on)}."
    notice = None
    if effect.notice_weeks:
        before = f"Du har hjælpen som før, til der er gået {effect.notice_weeks} uger, fra du fik brevet. Det gælder også, hvis du klager."
        notice = Sentence(before, effect.notice_source or Fixed(source="SEL § 3 a"), f"{one.key}.notice")
    return paragraph(Sentence(text, effect.origin, f"{one.key}.effect"), notice)


def _reasons(one: Decided, level: Literal[2, 3]) -> list[Block]:
    considerations = [paragraph(reason) for reason in said_all(one.considerations, f"{one.key}.considerations")]
    departure = [paragraph(said(one.departure, f"{one.key}.departure"))] if one.departure else []
    facts: list[Block] = []
    if one.facts:
        facts = [
            paragraph(fixed("Vi har lagt vægt på:", "FVL § 24, stk. 2", f"{one.key}.weight")),
            Listing(said_all(one.facts, f"{one.key}.facts")),
        ]
    if not (considerations or departure or facts):
        return []
    return [Heading(_WHY[one.outcome], level), *considerations, *departure, *facts]


def _next(one: Decided, level: Literal[2, 3]) -> list[Block]:
    said_next: list[Block] = [paragraph(step) for step in said_all(one.next_steps, f"{one.key}.next")]
    if one.follow_up:
        said_next.append(paragraph(said(one.follow_up, f"{one.key}.follow_up")))
    if one.action_plan:
        said_next.append(paragraph(Sentence(_PLAN[one.action_plan], one.action_plan_source or Fixed(source="SEL § 141"), f"{one.key}.action_plan")))
    return [Heading("Hvad sker der nu?", level), *said_next] if said_next else []


def _guidance(decisions: tuple[Decided, ...], envelope: Envelope, complaint: Complaint | None) -> list[Block]:
    open_ = tuple(one for one in decisions if one.no_complaint is None)
    blocks: list[Block] = []
    if complaint and open_:
        blocks.append(
            ComplaintGuidance(
                decisions=tuple(one.key for one in open_),
                body=complaint.body,
                last_day=complaint.last_day,
                sentences=tuple(_how_to_complain(open_, len(decisions), envelope, complaint)),
            )
        )
    for one in decisions:
        # To whoever got it all no guidance is owed (FVL § 25), nor a word of what they can't do.
        if one.no_complaint and not one.wholly_granted:
            which = "afgørelsen" if len(decisions) == 1 else f"afgørelsen om {one.name}"
            none = Sentence(f"Du kan ikke klage over {which} ({spelled(one.no_complaint.rule.label)}).", one.no_complaint.rule, f"{one.key}.no_complaint")
            exception = said(one.no_complaint.exception, f"{one.key}.no_complaint_exception") if one.no_complaint.exception else None
            blocks.append(paragraph(none, exception))
    return [Heading("Hvis du er uenig"), *blocks] if blocks else []


def _how_to_complain(open_: tuple[Decided, ...], count: int, envelope: Envelope, complaint: Complaint) -> list[Sentence]:
    if count == 1:
        over = "Du kan klage over afgørelsen."
    elif len(open_) == count:
        over = "Du kan klage over afgørelserne, alle eller en af dem."
    else:
        over = f"Du kan klage over {'afgørelsen' if len(open_) == 1 else 'afgørelserne'} om {listing(one.name for one in open_)}."
    last = f" Det vil sige senest {day(complaint.last_day, envelope.on)}." if complaint.last_day else ""
    reach = ways(envelope.sender)
    return [
        fixed(over, "FVL § 25", "complaint.over"),
        Sentence(f"Fristen er fire uger fra den dag, du får brevet.{last}", complaint.last_day_source, "complaint.last_day"),
        fixed(
            f"Du klager til os, ikke direkte til {complaint.body}.{f' Du kan {reach}.' if reach else ''} Du behøver ikke skrive hvorfor.",
            "RSL § 66",
            "complaint.how",
        ),
        fixed(
            f"Vi ser på sagen igen inden fire uger. Giver vi dig ikke fuldt ud ret, går klagen videre til {complaint.body}, som afgør den.",
            "RSL §§ 60 og 66",
            "complaint.then",
        ),
        fixed(f"Klager du for sent, kan {complaint.body} se på klagen alligevel, hvis der er en særlig grund.", "RSL § 67", "complaint.late"),
    ]
