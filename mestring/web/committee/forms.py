"""What the committee's pages ask."""

from __future__ import annotations

from collections.abc import Sequence

from mestring.cases.proposals import Asked
from mestring.decisions.errors import DepartureUnexplained, GatesOpen
from mestring.decisions.gates import Code, Gate
from mestring.decisions.models import Unit
from mestring.decisions.models.choice import Plan
from mestring.web.components import fields
from mestring.web.components.deciding import Amount
from mestring.web.components.forms import Field, Form, Refusal

AS_RECOMMENDED, OTHER, REFUSE, POSTPONE = "as_recommended", "other", "refuse", "postpone"


class Plain(Form):
    """Nothing is asked: the button says it."""


class Arrange(Form):
    """When and where the committee meets."""

    committee = fields.Choice("Udvalg", missing="Vælg et udvalg.")
    day = fields.Date("Dag")
    starts = fields.TimeOfDay("Begynder kl.", required=False)
    place = fields.Text("Sted", required=False, limit=120)
    sure = fields.Check("Mødet holdes den dag, selv om det ikke er en arbejdsdag")


class Hold(Form):
    """Who takes part."""

    present = fields.Choices("Hvem er til stede?", missing="Sæt kryds ved dem, der er til stede.")


class Close(Form):
    """The minutes."""

    minutes = fields.LongText("Referat", hint="Teksten er lavet af mødets afgørelser. Ret den til.", limit=20_000, rows=14)


INSTEAD = ("outcome", "as_wished", "level", "amount", "unit", "begins_on", "effect_on", "ends_on", "extent", "follow_up_on")
"""What is asked when it is not as recommended."""
BESIDE = ("payment", "plan", "plan_on", "departure", "legal_basis", "facts")
"""What may be missing whatever the committee comes to."""
_ASKED_BY = {
    Code.REASONS: ("legal_basis", "reason", "facts"),
    Code.NOTICE: ("effect_on",),
    Code.PLAN: ("plan",),
    Code.PAYMENT: ("payment",),
    Code.CAP: ("ends_on",),
}
"""Where what a gate asks for is written; the first that is empty."""


class Decide(Form):
    """What the committee comes to. The questions of another choice unfold when it is not as recommended; whatever may be missing can be written whatever is chosen."""

    way = fields.Choice(
        "Resultat",
        [(AS_RECOMMENDED, "Som indstillet"), (OTHER, "Andet"), (REFUSE, "Afslag"), (POSTPONE, "Udsæt")],
        shape="tiles",
        missing="Vælg, hvad udvalget når frem til.",
        reveals=[OTHER, REFUSE],
    )
    reason = fields.LongText("Begrundelse til referat og brev", hint="Kan udelades, når det bliver som indstillet.", required=False, limit=8000, rows=3)
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
    payment = fields.LongText("Hvad betaler borgeren selv?", required=False, limit=2000, rows=2)
    plan = fields.Choice("Handleplan", [*Plan.choices, ("", "Ikke tilbudt endnu")], shape="radios", required=False)
    plan_on = fields.Date("Handleplan tilbudt", example=fields.PAST, required=False)
    departure = fields.LongText("Hvorfor fraviges standardens forslag?", required=False, limit=2000, rows=2)
    legal_basis = fields.LongText("Retsgrundlag", hint="En regel på hver linje.", required=False, limit=2000, rows=2)
    facts = fields.LongText("Oplysninger, der er lagt vægt på", hint="En på hver linje.", required=False, limit=8000, rows=3)
    to = fields.Choice("Udsæt til", required=False, blank="Uden et nyt møde")

    def ask(self, gates: Sequence[Gate], facts: Sequence[Asked]) -> None:
        """Add a reason for each gate one may be asked for, and each fact only another outcome makes needed."""
        for gate in gates:
            self.fields[f"gate_{gate.code.value}"] = fields.LongText(f"{gate.label}: hvorfor afgøres det alligevel?", required=False, limit=2000, rows=2)
        for one in facts:
            self.fields[f"fact_{one.id}"] = fields.Choice(one.label, [("ja", "Ja"), ("nej", "Nej"), ("", "Ved ikke")], shape="tiles", required=False)

    @property
    def passing(self) -> dict[str, str]:
        """The committee's own reasons, by gate."""
        return {name.removeprefix("gate_"): value for name, value in self.values.items() if name.startswith("gate_") and value}

    @property
    def known(self) -> dict[str, str]:
        """What the committee has answered, by fact."""
        return {name.removeprefix("fact_"): value for name, value in self.values.items() if name.startswith("fact_") and value}

    def refuse(self, error: Refusal | Exception) -> None:
        """Put each thing that is missing where it can be written. What only another choice has room for is said at the choice."""
        if isinstance(error, GatesOpen):
            for gate in error.gates:
                self._say(self._room_for(gate), f"{gate.label}: {gate.missing}")
        elif isinstance(error, DepartureUnexplained):
            self._say("departure", f"Skriv hvorfor. {' '.join(error.differences)}")
        elif (field := next(iter(getattr(error, "fields", ())), "")) in INSTEAD and self.values["way"] == AS_RECOMMENDED:
            self._say(field, str(error))
        else:
            super().refuse(error)

    def _room_for(self, gate: Gate) -> str:
        if gate.code == Code.COMPLAINT:
            return next((name for name in self.fields if name.startswith("fact_")), "")
        own = f"gate_{gate.code.value}"
        asked = [name for name in _ASKED_BY.get(gate.code, (own,)) if name in self.fields] or ([own] if own in self.fields else [])
        return next((name for name in asked if not self.values.get(name)), asked[0] if asked else "")

    def _say(self, field: str, said: str) -> None:
        if field in INSTEAD and self.values["way"] == AS_RECOMMENDED:
            field, said = "way", f"{said} Vælg «Andet», og skriv det."
        self.add_error(field or None, said)

    @property
    def shown_beside(self) -> list[Field]:
        """What may be missing whatever is chosen."""
        return [one for one in self.shown if one.name in BESIDE or one.name.startswith(("gate_", "fact_"))]

    @property
    def wrong_beside(self) -> bool:
        """Whether something of that is to be mended."""
        return any(one.error for one in self.shown_beside)


class Disqualify(Form):
    """Who leaves the meeting for one case, and why."""

    employee = fields.Choice("Hvem forlader mødet?", missing="Vælg et medlem.")
    reason = fields.Text("Hvorfor?", missing="Skriv, hvorfor medlemmet er inhabilt.")
