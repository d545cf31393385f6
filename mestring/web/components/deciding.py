"""What a decision rests on, as every role sees it: the conditions with their marks, the gates, and what is chosen, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse

from mestring.cases.proposals import Asked, Reason
from mestring.decisions import gates as rules
from mestring.decisions import proposals
from mestring.decisions.gathering import amount_words, read_facts
from mestring.decisions.models import TOUCHES, Consideration, Outcome
from mestring.decisions.models.choice import Choice
from mestring.rules.facts import NONE
from mestring.rules.finding import Source, Step
from mestring.rules.rulebook import open_library
from mestring.web.components import case as parts
from mestring.web.components import days, fields, marks
from mestring.web.components.case import Gates, Pair
from mestring.web.components.forms import Field
from mestring.web.components.marks import Mark

MET, NOT_MET = "met", "not_met"
DAY = timedelta(days=1)
JUDGED_YES = Mark("judge", "✓", "Vurderet: ja")
JUDGED_NO = Mark("judge", "✕", "Vurderet: nej")
NOT_RELEVANT = Mark("met", "✓", "Overvejet")
OUTCOMES = {
    Outcome.GRANTED: Mark("met", "✓", "Bevilget"),
    Outcome.PARTLY: Mark("met", "✓", "Delvist bevilget"),
    Outcome.REFUSED: Mark("not", "✕", "Afslag"),
    Outcome.CHANGED: Mark("met", "✓", "Ændret"),
    Outcome.REDUCED: Mark("soon", "!", "Nedsat"),
    Outcome.ENDED: Mark("not", "✕", "Ophørt"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One rule about who is covered, as it stands.

    Shapes: `own` are what was judged, in whose words, and where when it was whoever decided; `known` what was told, with where it is known from; `role` is empty for what must be met.
    """

    mark: Mark
    sentence: str
    answer: str
    own: Sequence[tuple[str, str, str]]
    known: Sequence[str]
    role: str
    binding: str
    source: str
    address: str
    steps: tuple[Step, ...]


def rule_address(entry: str) -> str:
    """The open page of a rule; nothing when the proposal rests on none."""
    return reverse("public:rule", args=[entry]) if entry else ""


def steps(reasons: Iterable[Reason]) -> tuple[Step, ...]:
    """A trace that was written out, as steps a page can draw."""
    return tuple(Step(one.text, one.value, Source(cite=one.source) if one.source else None, one.mark or None, list(steps(one.parts))) for one in reasons)


def conditions(found: proposals.Eligibility, facts: Mapping[str, Any], judgements: Mapping[str, Any]) -> list[Condition]:
    """The conditions of a section; `facts` and `judgements` are what is kept about it."""
    return [_condition(one, facts, judgements) for one in found.conditions]


def _condition(one: proposals.ConditionState, facts: Mapping[str, Any], judgements: Mapping[str, Any]) -> Condition:
    library = open_library()
    asked = library.entry(one.entry).facts
    own = [(library.facts[fact].label, judgements[fact]["words"], judgements[fact].get("from", "")) for fact in asked if fact in judgements]
    known = [f"{library.facts[fact].label}: {shown_fact(fact, facts[fact]['value'])} ({facts[fact]['from']})" for fact in asked if fact in facts]
    decided = one.mark in (MET, NOT_MET)
    mark = (JUDGED_YES if one.mark == MET else JUDGED_NO) if decided and own else marks.of_step(one.mark)
    role = "" if one.role in ("group", "always") else one.role_label
    return Condition(
        mark, one.sentence, "" if decided else one.answer, own, known, role, one.binding_label, one.source, rule_address(one.entry), steps(one.steps)
    )


def shown_fact(fact: str, kept: object) -> str:
    """A fact as it is kept, in Danish."""
    return open_library().facts[fact].show(read_facts({fact: kept}).get(fact))


def gate(found: rules.Gate, **more: Any) -> parts.Gate:
    """A gate as a page draws it. `more` may hold the link and the form it is passed by."""
    if found.is_open:
        state = "to_judge" if found.by_reason and found.code == rules.Code.HEARING else "missing"
        return parts.Gate(found.label, state, found.rule, found.missing, **more)
    if found.state == rules.State.BY_REASON:
        return parts.Gate(found.label, "reason", found.rule, passed_by=found.says, **more)
    says = found.says if found.state == rules.State.BY_FACT else f"Ikke nødvendig: {found.says[:1].lower()}{found.says[1:]}"
    return parts.Gate(found.label, "fact", found.rule, passed_by=says, **more)


def quiet(field: Field) -> Field:
    """A question that may be left for later, as every question of a draft may: it goes without saying, and so does the room there is."""
    return replace(field, required=True, limit=0)


def split(found: Sequence[parts.Gate]) -> tuple[Gates, Gates]:
    """The gates that are open, and those that are not."""
    return Gates([one for one in found if one.is_open]), Gates([one for one in found if not one.is_open])


def chosen(choice: Choice, on: date) -> list[Pair]:
    """What is chosen, line by line; what has no bearing is left out."""
    found = [Pair("Resultat", choice.get_outcome_display() + (", som borgeren ønsker" if choice.as_wished else ""))]
    if choice.gives:
        found.append(Pair("Niveau", choice.level_label))
        found.append(Pair("Omfang", "\n".join(one for one in (amount_words(choice.amount, choice.unit), choice.extent) if one)))
    if choice.outcome in TOUCHES:
        found.append(_effect(choice, on))
    if choice.gives:
        found.append(Pair("Periode", period(choice, on)))
        found.append(Pair("Formål", choice.purpose))
        follow_up = days.in_text(choice.follow_up_on, on) if choice.follow_up_on else ""
        found.append(Pair("Opfølgning", " ".join(one for one in (follow_up, choice.follow_up) if one)))
        found.append(Pair("Egenbetaling", choice.payment))
        found.append(Pair("Handleplan", choice.get_plan_display() if choice.plan else ""))
    always = {"Resultat", "Omfang", "Periode", "Gælder fra", "Sidste dag med hjælp", "Egenbetaling"}
    return [one for one in found if one.value or one.label in always]


def _effect(choice: Choice, on: date) -> Pair:
    """From when a change holds; for an ending the last day with help, as the letter says it."""
    label = "Sidste dag med hjælp" if choice.outcome == Outcome.ENDED else "Gælder fra"
    if choice.effect_on is None:
        return Pair(label, "")
    return Pair(label, days.in_text(choice.effect_on - DAY if choice.outcome == Outcome.ENDED else choice.effect_on, on))


def period(choice: Choice, on: date) -> str:
    """From when, and until when."""
    first = choice.effect_on if choice.outcome in TOUCHES else choice.begins_on
    if first is None:
        return ""
    return f"Fra {days.in_text(first, on)}" + (f" til og med {days.in_text(choice.ends_on, on)}" if choice.ends_on else ", uden slutdato")


def reasons(choice: Choice) -> list[Pair]:
    """The three parts, and why it departs from the standard."""
    found = [
        Pair("Retsgrundlag", choice.legal_basis),
        Pair("Hovedhensyn i skønnet", choice.discretion),
        Pair("Oplysninger, der er lagt vægt på", choice.facts),
        Pair("Hvorfor standardens forslag er fraveget", choice.departure),
    ]
    return [one for one in found if one.value]


class Amount(fields.Kroner):
    """How much, in whatever unit stands beside it. Unit: as typed, hundredths in the answer."""

    WRONG = "Skriv et tal, for eksempel 2,8."

    def read(self, text: str) -> int:
        found = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,7})(?:,([0-9]{1,2}))?", text)
        if not found:
            raise ValidationError(f"”{text[:40]}” kan ikke læses. {self.WRONG}")
        return int(found[1].replace(".", "")) * 100 + int((found[2] or "0").ljust(2, "0"))

    def written(self, value: int) -> str:
        text = super().written(value)
        return text.rstrip("0") if "," in text else text


def field_of(asked: Asked) -> fields.Date | fields.Choice | fields.Whole | fields.Kroner | fields.Hours | fields.Text:
    """A fact as a form asks for it. None has to be answered."""
    if asked.type in ("judgement", "yes_no"):
        judged = asked.type == "judgement"
        return fields.Choice(
            asked.label, [("ja", "Ja"), ("nej", "Nej"), ("", "Ikke vurderet" if judged else "Ved ikke")], shape="tiles", required=False, judged=judged
        )
    if asked.type == "date":
        return fields.Date(asked.label, required=False)
    if asked.type == "choice":
        return fields.Choice(asked.label, asked.options, required=False, blank="Ved ikke")
    if asked.type == "money":
        return fields.Kroner(asked.label, hint="I kroner", required=False)
    if asked.type == "minutes":
        return fields.Hours(asked.label, hint="I timer, for eksempel 2,8 eller 2:48", required=False)
    if asked.type in ("integer", "percent"):
        return fields.Whole(asked.label, hint="I procent" if asked.type == "percent" else asked.unit, required=False)
    return fields.Text(asked.label, hint="Timer måned for måned med semikolon imellem, for eksempel 10 timer; 0 timer; 5 timer", required=False)


def asked_of(standard: str, section: str, facts: Mapping[str, Any], consideration: Consideration | None, on: date, sent: Iterable[str] = ()) -> list[Asked]:
    """What the conditions of a section ask: what is still needed, and what has been answered, here or in what was sent, so that it can be mended."""
    answered = {*consideration.facts, *consideration.judgements, *sent} if consideration else {*sent}
    needed = {fact.id for one in proposals.conditions(standard, section, facts, on) for fact in one.missing}
    found = proposals.required_facts(standard, section, "conditions")
    return [one for one in found if one.id in needed | answered and not (one.id == "born" and "born" in facts)]


def typed(value: Any) -> Any:
    """An answer as a form writes it; nothing for what is unknown, and for what it is known there is none of."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return "" if value is None or value is NONE or isinstance(value, (list, tuple)) else value
