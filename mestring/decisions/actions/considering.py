"""Weighing a section: what is known, what a person judges, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from mestring.audit import acts, versions
from mestring.cases.errors import CaseClosed
from mestring.cases.models import Application
from mestring.cases.states import ApplicationState, CaseState
from mestring.decisions import proposals
from mestring.decisions.errors import FieldMissing, NotAwaitingDecision, SectionTwice
from mestring.decisions.models import Consideration
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules.facts import NONE, UNKNOWN, FactError, parse_value
from mestring.rules.rulebook import open_library
from mestring.rules.rulebook.model import plain


def may_prepare(application: Application, by: Actor) -> None:
    """Whether work on a decision can go on: the actor may, the case is open, and the application has not ended without one.

    A decided application may still be worked on, for the decision can be corrected.
    """
    access.require(by, "decision.prepare", application.case)
    if application.case.state == CaseState.CLOSED:
        raise CaseClosed
    if application.state not in (ApplicationState.RECEIVED, ApplicationState.DECIDED):
        raise NotAwaitingDecision(str(ApplicationState(application.state).label))


@transaction.atomic
def consider(application: Application, section: str, *, by: Actor, on: date) -> Consideration:
    """Take up a section to be weighed in the application: the one applied for, or another. Taken up twice it is the same.

    Source: RSL § 5.
    Raises: CaseClosed, NotAwaitingDecision, FieldMissing.
    """
    may_prepare(application, by)
    if section not in open_library().sections:
        raise FieldMissing("section", "Paragraf", "vælg en af dem, der står på siden")
    found, made = Consideration.objects.get_or_create(application=application, section=section, defaults={"applied": section == application.section})
    if made:
        acts.record("consider", found, by=by, on=on, case=application.case.public_id, section=section)
    return found


@transaction.atomic
def set_fact(consideration: Consideration, fact: str, *, value: object, source: str, seen: int, by: Actor, on: date) -> Consideration:
    """Write what is known about one thing the rules ask for, and where it is known from.

    Shapes: `value` is what was typed, or the Python value. Unit: as the fact has it.
    Source: RSL § 10.
    Raises: FieldMissing, Conflict.
    """
    application = consideration.application
    may_prepare(application, by)
    if fact not in open_library().facts:
        raise FieldMissing(fact, "Oplysning", "vælg en af dem, der står på siden")
    kept = kept_answer(fact, value)
    if not source.strip():
        raise FieldMissing(f"{fact}_from", open_library().facts[fact].label, "skriv, hvor I har det fra")
    versions.write(consideration, seen=seen, facts={**consideration.facts, fact: {"value": kept, "from": source.strip()}})
    acts.record("set_fact", consideration, by=by, on=on, case=application.case.public_id, version=consideration.version, fact=fact)
    return consideration


def kept_answer(fact: str, value: object) -> Any:
    """What was answered, as it is kept. Raises: FieldMissing."""
    known = open_library().facts[fact]
    try:
        read = parse_value(known, value)
    except FactError as error:
        raise FieldMissing(fact, known.label, f"{error.what} {error.remedy}") from error
    if read is UNKNOWN:
        raise FieldMissing(fact, known.label, "skriv, hvad I ved, eller lad feltet være")
    return "none" if read is NONE else plain(read)


@transaction.atomic
def forget_fact(consideration: Consideration, fact: str, *, seen: int, by: Actor, on: date) -> Consideration:
    """Take back what was said about one thing, or the judgement of it: it is unknown again. Raises: Conflict."""
    application = consideration.application
    may_prepare(application, by)
    facts = {name: said for name, said in consideration.facts.items() if name != fact}
    judgements = {name: said for name, said in consideration.judgements.items() if name != fact}
    versions.write(consideration, seen=seen, facts=facts, judgements=judgements)
    acts.record("forget_fact", consideration, by=by, on=on, case=application.case.public_id, version=consideration.version, fact=fact)
    return consideration


@transaction.atomic
def judge_condition(consideration: Consideration, fact: str, *, met: bool, words: str, seen: int, by: Actor, on: date) -> Consideration:
    """Judge what the rules leave to a person, in one's own words.

    Source: FVL § 24 (skøn); SEL § 1, stk. 3 (konkret og individuel vurdering).
    Raises: FieldMissing, Conflict.
    """
    application = consideration.application
    may_prepare(application, by)
    known = open_library().facts.get(fact)
    if known is None or known.type != "judgement":
        raise FieldMissing(fact, "Vurdering", "vælg noget, der skal vurderes")
    if not words.strip():
        raise FieldMissing(f"{fact}_words", known.label, "skriv din vurdering med egne ord")
    said = {"mark": "met" if met else "not_met", "words": words.strip()}
    versions.write(consideration, seen=seen, judgements={**consideration.judgements, fact: said})
    acts.record("judge_condition", consideration, by=by, on=on, case=application.case.public_id, version=consideration.version, fact=fact, mark=said["mark"])
    return consideration


@transaction.atomic
def conclude(consideration: Consideration, *, outcome: str, why: str, seen: int, by: Actor, on: date) -> Consideration:
    """Say what the section comes to in this case.

    Source: RSL § 5.
    Raises: FieldMissing, SectionTwice, Conflict.
    """
    application = consideration.application
    may_prepare(application, by)
    if outcome not in Consideration.Outcome.values or outcome == Consideration.Outcome.OPEN:
        raise FieldMissing("outcome", "Vurdering", "vælg, om betingelserne er opfyldt, eller om bestemmelsen ikke er relevant")
    if consideration.applied and outcome == Consideration.Outcome.NOT_RELEVANT:
        raise SectionTwice
    if not why.strip() and not (consideration.applied and outcome == Consideration.Outcome.MET):
        raise FieldMissing("why", "Hvorfor", "skriv kort, hvad vurderingen bygger på")
    versions.write(consideration, seen=seen, outcome=outcome, why=why.strip(), concluded_on=on, concluded_by_id=by.employee)
    acts.record(
        "conclude", consideration, by=by, on=on, case=application.case.public_id, version=consideration.version, section=consideration.section, outcome=outcome
    )
    return consideration


@transaction.atomic
def weigh_others(application: Application, why: Mapping[str, str], *, by: Actor, on: date) -> list[Consideration]:
    """Say of several sections at once that they were weighed and have no bearing, each with its reason. Those concluded before stand.

    Shapes: `why` is the reason by section.
    Source: RSL § 5.
    Raises: FieldMissing, SectionTwice.
    """
    may_prepare(application, by)
    done = []
    for section, reason in why.items():
        found = consider(application, section, by=by, on=on)
        if found.is_open:
            conclude(found, outcome=Consideration.Outcome.NOT_RELEVANT, why=reason, seen=found.version, by=by, on=on)
        done.append(found)
    return done


@dataclass(frozen=True, slots=True)
class Answer:
    """What whoever decides answers in place of what was prepared, and why.

    Shapes: `value` is as `set_fact` takes it; ja or nej for what is judged; met or not_met for what the section comes to.
    """

    value: object
    why: str = ""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Where whoever decides sees it otherwise than it was prepared (andet end forberedt).

    Shapes: `passing` are reasons to pass a gate, by gate; `answers` are by fact; `concludes` what the section comes to, None where it is left as it was; `source` says whose
    answers they are.
    """

    source: str
    passing: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    concludes: Answer | None = None


def answer_otherwise(own: Consideration, given: Otherwise, *, by: Actor, on: date) -> str:
    """Write the answers of whoever decides where they differ from what was prepared, as theirs. Answers why, in their words; nothing when nothing prepared was answered otherwise.

    Part of deciding, never an act of its own: kept with the decision, and undone with it.
    Source: FVL § 24: the letter's reasons are those the decision rests on.
    Raises: FieldMissing.
    """
    known = open_library().facts
    facts, judgements, why = dict(own.facts), dict(own.judgements), []
    for fact, answer in given.answers.items():
        judged, reason = known[fact].type == "judgement", answer.why.strip()
        stands = (judgements if judged else facts).get(fact)
        said: dict[str, Any] = {"mark": "met" if answer.value == "ja" else "not_met"} if judged else {"value": kept_answer(fact, answer.value)}
        if stands and said.items() <= stands.items():
            continue
        if not reason and (stands or judged):
            raise FieldMissing(f"{fact}_why", known[fact].label, "skriv, hvorfor svaret er et andet" if stands else "skriv vurderingen med egne ord")
        if judged:
            judgements[fact] = {**said, "words": reason, "from": given.source}
        else:
            facts[fact] = {**said, "from": f"{given.source}: {reason}" if reason else given.source}
        why += [reason] if stands else []
    if (facts, judgements) != (own.facts, own.judgements):
        versions.write(own, seen=own.version, facts=facts, judgements=judgements)
        acts.record("answer_otherwise", own, by=by, on=on, case=own.application.case.public_id, version=own.version, facts=sorted(given.answers))
    return " ".join(dict.fromkeys(why))


def conclude_otherwise(own: Consideration, to: str, *, why: str, by: Actor, on: date) -> None:
    """Let the section come to something else than was prepared. Part of deciding, as `answer_otherwise`. Raises: FieldMissing."""
    if to not in (Consideration.Outcome.MET, Consideration.Outcome.NOT_MET):
        raise FieldMissing("concludes", "Konklusion", "vælg, om betingelserne er opfyldt")
    if not why.strip():
        raise FieldMissing("concludes_why", "Konklusion", "skriv, hvorfor konklusionen er en anden")
    versions.write(own, seen=own.version, outcome=to, why=why.strip(), concluded_on=on, concluded_by_id=by.employee)
    acts.record("conclude", own, by=by, on=on, case=own.application.case.public_id, version=own.version, section=own.section, outcome=to)


def left_to_weigh(application: Application) -> list[proposals.Neighbour]:
    """The sections law asks the authority to think of that nobody has concluded on."""
    done = set(Consideration.objects.filter(application=application).exclude(outcome=Consideration.Outcome.OPEN).values_list("section", flat=True))
    return [one for one in proposals.other_provisions(application.standard, application.section) if one.section not in done]
