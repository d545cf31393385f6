"""Deciding what somebody else prepared, as it was put or otherwise: what the committee and the leader of a shelter are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.forms import ChoiceField

from mestring.cases.proposals import Asked
from mestring.decisions import gates, proposals
from mestring.decisions.actions import Answer
from mestring.decisions.actions import Otherwise as Seen
from mestring.decisions.errors import DepartureUnexplained, GatesOpen
from mestring.decisions.gates import Code, Gate
from mestring.decisions.gathering import EARLY_HELP, Outlook, read_facts
from mestring.decisions.models import GIVES, OPENS, TOUCHES, Consideration, Outcome, Unit
from mestring.decisions.models.choice import Plan
from mestring.web.components import deciding, fields
from mestring.web.components.deciding import Amount
from mestring.web.components.forms import Field, Form, Refusal

AS_PUT, OTHER, REFUSE = "as_put", "other", "refuse"
INSTEAD = ("outcome", "as_wished", "level", "amount", "unit", "begins_on", "effect_on", "ends_on", "extent", "follow_up_on")
"""What is asked when it is not as put."""
BESIDE = ("purpose", "payment", "plan", "plan_on", "departure", "legal_basis", "facts")
"""What may be missing, or be written otherwise, whatever one comes to."""
CONCLUDES = [(Consideration.Outcome.MET.value, "Betingelserne er opfyldt"), (Consideration.Outcome.NOT_MET.value, "Betingelserne er ikke opfyldt")]
_ASKED_BY = {
    Code.REASONS: ("legal_basis", "reason", "facts"),
    Code.NOTICE: ("effect_on",),
    Code.PLAN: ("plan",),
    Code.PAYMENT: ("payment",),
    Code.CAP: ("ends_on",),
}
"""Where what a gate asks for is written; the first that is empty."""


class Otherwise(Form):
    """What whoever decides comes to. The questions of another choice unfold when it is not as put; whatever may be missing can be written whatever is chosen."""

    way = fields.Choice("Resultat", shape="tiles")
    reason = fields.LongText("Begrundelse", required=False, limit=8000, rows=3)
    outcome = fields.Choice("Hvad bevilges?", shape="radios", required=False)
    as_wished = fields.Check("Det er fuldt ud, hvad borgeren selv ønsker")
    level = fields.Choice("Niveau", required=False, blank="Ikke valgt")
    amount = Amount("Hvor meget", required=False)
    unit = fields.Choice("Enhed", Unit.choices, required=False)
    extent = fields.LongText("Omfang med ord", required=False, limit=2000, rows=2)
    begins_on = fields.Date("Begynder", required=False)
    effect_on = fields.Date("Gælder fra", required=False, hint="Ved ophør den første dag uden hjælp. For eksempel 27-11-2026.")
    ends_on = fields.Date("Slutter", required=False)
    follow_up_on = fields.Date("Første opfølgning senest", required=False)
    purpose = fields.LongText("Formål", required=False, limit=2000, rows=2)
    payment = fields.LongText("Hvad betaler borgeren selv?", required=False, limit=2000, rows=2)
    plan = fields.Choice("Handleplan", [*Plan.choices, ("", "Ikke tilbudt endnu")], shape="radios", required=False)
    plan_on = fields.Date("Handleplan tilbudt", example=fields.PAST, required=False)
    departure = fields.LongText("Hvorfor fraviges standardens forslag?", required=False, limit=2000, rows=2)
    legal_basis = fields.LongText("Retsgrundlag", hint="En regel på hver linje.", required=False, limit=2000, rows=2)
    facts = fields.LongText("Oplysninger, der er lagt vægt på", hint="En på hver linje.", required=False, limit=8000, rows=3)
    concludes = fields.Choice("Er betingelserne opfyldt?", CONCLUDES, shape="radios", required=False, judged=True)

    conditions: tuple[str, ...] = ()
    """The facts the conditions rest on, which were answered before or may be answered here."""

    def ask(self, passable: Sequence[Gate], facts: Sequence[Asked]) -> None:
        """Add a reason for each gate one may be asked for, and each fact only another outcome makes needed."""
        for gate in passable:
            self.fields[f"gate_{gate.code.value}"] = fields.LongText(f"{gate.label}: hvorfor afgøres det alligevel?", required=False, limit=2000, rows=2)
        for one in facts:
            self.fields.setdefault(f"fact_{one.id}", deciding.field_of(one))

    def ask_conditions(self, asked: Sequence[Asked], answered: dict[str, Any]) -> None:
        """Add the answers the conditions rest on, as they were prepared, each with room for why it is another."""
        self.conditions = tuple(one.id for one in asked)
        for one in asked:
            field = deciding.field_of(one)
            if one.id in answered and isinstance(field, ChoiceField):
                field.choices = [choice for choice in field.choices if choice[0]]  # type: ignore[misc,index,union-attr]
            self.fields[f"fact_{one.id}"] = field
            self.fields[f"fact_{one.id}_why"] = fields.LongText("Hvorfor svares der sådan?", required=False, limit=2000, rows=2)
            self.initial.setdefault(f"fact_{one.id}", answered.get(one.id, ""))
        self.fields["concludes"] = self.fields.pop("concludes")

    @property
    def seen(self) -> dict[str, Any]:
        """What is seen otherwise than it was prepared: as `Seen` takes it, less whose it is."""
        values = self.values
        answers = {
            name.removeprefix("fact_"): Answer(value, values.get(f"{name}_why", ""))
            for name, value in values.items()
            if name.startswith("fact_") and not name.endswith("_why") and value not in ("", None)
        }
        concludes = Answer(values["concludes"], values["reason"]) if values.get("concludes") and values["concludes"] != self.initial.get("concludes") else None
        passing = {name.removeprefix("gate_"): value for name, value in values.items() if name.startswith("gate_") and value}
        return {"passing": passing, "answers": answers, "concludes": concludes}

    @property
    def answers_otherwise(self) -> bool:
        """Whether an answer that was prepared is another, or what the conditions come to."""
        names = [*(f"fact_{one}" for one in self.conditions), "concludes"]
        return any(self.values.get(name) not in ("", None, self.initial.get(name)) for name in names if self.initial.get(name) not in ("", None))

    def refuse(self, error: Refusal | Exception) -> None:
        """Put each thing that is missing where it can be written. What only another choice has room for is said at the choice."""
        name = next(iter(getattr(error, "fields", ())), "")
        if isinstance(error, GatesOpen):
            for gate in error.gates:
                self._say(self._room_for(gate), f"{gate.label}: {gate.missing}")
        elif isinstance(error, DepartureUnexplained):
            self._say("departure", f"Skriv hvorfor. {' '.join(error.differences)}")
        elif name in INSTEAD and self.values["way"] == AS_PUT:
            self._say(name, str(error))
        elif name in ("discretion", "concludes_why"):
            self._say("reason", str(error))
        elif name not in self.fields and f"fact_{name}" in self.fields:
            self._say(f"fact_{name}", str(error))
        else:
            super().refuse(error)

    def _room_for(self, gate: Gate) -> str:
        if gate.code == Code.COMPLAINT:
            own = {f"fact_{one}" for one in self.conditions}
            return next((name for name in self.fields if name.startswith("fact_") and not name.endswith("_why") and name not in own), "")
        own_reason = f"gate_{gate.code.value}"
        if gate.code == Code.FACTS and (unanswered := self._unanswered):
            return unanswered
        if gate.code == Code.BASIS and not gate.by_reason and self.conditions:
            return f"fact_{self.conditions[0]}"
        if gate.by_reason and own_reason not in self.fields:
            # Open only since the conditions were answered otherwise.
            self.ask([gate], ())
        asked = [name for name in _ASKED_BY.get(gate.code, (own_reason,)) if name in self.fields] or ([own_reason] if own_reason in self.fields else [])
        return next((name for name in asked if not self.values.get(name)), asked[0] if asked else "")

    @property
    def _unanswered(self) -> str:
        """The first question of the conditions that nobody has answered."""
        names = [f"fact_{one}" for one in self.conditions]
        return next((name for name in names if self.values.get(name) in ("", None) and self.initial.get(name) in ("", None)), "")

    def _say(self, field: str, said: str) -> None:
        if field in INSTEAD and self.values["way"] == AS_PUT:
            field, said = "way", f"{said} Vælg ”Andet”, og skriv det."
        self.add_error(field or None, said)

    @property
    def shown_conditions(self) -> list[tuple[Field, Field]]:
        """The answers the conditions rest on, each with why."""
        drawn = {one.name: one for one in self.shown}
        return [(deciding.quiet(drawn[f"fact_{one}"]), deciding.quiet(drawn[f"fact_{one}_why"])) for one in self.conditions]

    @property
    def open_conditions(self) -> bool:
        """Whether one of those is to be mended, or was answered otherwise in what was sent."""
        wrong = any(one.error for pair in self.shown_conditions for one in pair) or bool(self["concludes"].errors)
        return wrong or (self.posted and self.answers_otherwise)

    @property
    def shown_beside(self) -> list[Field]:
        """What may be missing whatever is chosen."""
        own = {f"fact_{one}{more}" for one in self.conditions for more in ("", "_why")}
        return [one for one in self.shown if one.name in BESIDE or (one.name.startswith(("gate_", "fact_")) and one.name not in own)]

    @property
    def wrong_beside(self) -> bool:
        """Whether something of that is to be mended."""
        return any(one.error for one in self.shown_beside)


def initial(stands: Outlook) -> dict[str, Any]:
    """The choice that was prepared, to begin another from, and what the conditions came to."""
    kept, own = stands.preparation, stands.consideration
    begun = {name: getattr(kept, name) for name in (*INSTEAD, *BESIDE)} if kept else {}
    return begun | ({"concludes": own.outcome} if own and not own.is_open else {})


def fit(form: Otherwise, stands: Outlook, on: date) -> None:
    """Leave in the form what this application asks about, and make room for what another outcome than the prepared one would ask for."""
    touches = stands.application.wish != stands.application.Wish.HELP
    by_authority = bool(stands.change and stands.change.by_authority)
    own = [one for one in Outcome if (one in TOUCHES) == touches and one != Outcome.REFUSED]
    form.fields["outcome"].choices = [(one.value, one.label) for one in own]  # type: ignore[attr-defined]
    levels = [(one.key, one.label) for part in stands.proposal.level for one in part.choices]
    if levels:
        form.fields["level"].choices = [("", "Ikke valgt"), *levels]  # type: ignore[attr-defined]
    else:
        del form.fields["level"]
    del form.fields["begins_on" if touches else "effect_on"]
    if not touches or by_authority:
        del form.fields["as_wished"]
    if by_authority:
        way = form.fields["way"]
        way.choices = [one for one in way.choices if one[0] != REFUSE]  # type: ignore[attr-defined]
    form.ask_conditions(*_conditions(stands, form.data))
    passable = {one.code: one for one in _askable(stands, own if by_authority else [*own, Outcome.REFUSED])}
    # A reason that was asked for when the form was sent is read also when nothing asks for it any more.
    sent = {
        kind.code: Gate(kind.code, kind.label, kind.rule, gates.State.OPEN, by_reason=True) for kind in gates.KINDS if f"gate_{kind.code.value}" in form.data
    }
    form.ask(list((sent | passable).values()), _unanswered(stands, on))


def _conditions(stands: Outlook, data: Mapping[str, Any]) -> tuple[list[Asked], dict[str, Any]]:
    """What the conditions rest on, also when they are answered as they were sent; and how it was answered, as a form writes it."""
    application, own = stands.application, stands.consideration
    sent = {name.removeprefix("fact_"): value for name, value in data.items() if name.startswith("fact_")}
    facts = {**stands.facts, **{fact: value == "ja" for fact, value in sent.items() if value in ("ja", "nej")}}
    asked = deciding.asked_of(application.standard, application.section, facts, own, stands.judged_on, sent)
    kept = read_facts(own.values) | own.judged if own else {}
    return asked, {one.id: typed for one in asked if (typed := deciding.typed(kept.get(one.id)))}


def _askable(stands: Outlook, outcomes: Sequence[Outcome]) -> list[Gate]:
    """The gates that may be passed by a reason, by whichever outcome one comes to."""
    found: dict[Code, Gate] = {}
    for outcome in outcomes:
        given: dict[str, Any] = {"outcome": outcome, "wholly_granted": outcome == Outcome.GRANTED, "as_wished": False}
        given |= {"opens": outcome in OPENS, "gives": outcome in GIVES, "touches": outcome in TOUCHES}
        found |= {one.code: one for one in gates.evaluate(replace(stands.situation, **given)) if one.is_open and one.by_reason}
    return list(found.values())


def _unanswered(stands: Outlook, on: date) -> tuple[Asked, ...]:
    """What a refusal makes it necessary to know, to say whether one may complain."""
    own = stands.consideration.values if stands.consideration else {}
    known = {name: value for name, value in stands.facts.items() if name != EARLY_HELP or name in own}
    refused = {**known, "decision_effect": "unchanged", "refused": True, "fully_granted": False, "support_granted": False}
    return proposals.complaint_right(stands.application.standard, stands.application.section, refused, on).missing


def choice(form: Otherwise, stands: Outlook) -> dict[str, Any]:
    """What is chosen instead of what was prepared; as put, only what the preparation lacked or what was written anew."""
    values, prepared = form.values, stands.preparation
    as_put = values["way"] == AS_PUT
    own = {name: values[name] for name in BESIDE}
    if as_put:
        own = {name: value for name, value in own.items() if value}
    if values["way"] == REFUSE:
        own |= {"outcome": Outcome.REFUSED.value, "as_wished": False}
    elif values["way"] == OTHER:
        own |= {name: values[name] for name in INSTEAD if name in values}
        if "level" in own:
            own["level_label"] = next((one.label for part in stands.proposal.level for one in part.choices if one.key == own["level"]), "")
    own = {name: value for name, value in own.items() if prepared is None or getattr(prepared, name) != value}
    if values["reason"] and (not as_put or form.answers_otherwise or (prepared and not prepared.discretion.strip())):
        own["discretion"] = values["reason"]
    return own


def seen(form: Otherwise, source: str) -> Seen:
    """What is seen otherwise than it was prepared, as whose."""
    return Seen(source=source, **form.seen)
