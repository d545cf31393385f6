"""What the committee's pages ask."""

from __future__ import annotations

from mestring.decisions.models import Unit
from mestring.web.components import fields
from mestring.web.components.deciding import Amount
from mestring.web.components.forms import Form

AS_RECOMMENDED, OTHER, REFUSE, POSTPONE = "as_recommended", "other", "refuse", "postpone"


class Plain(Form):
    """Nothing is asked: the button says it."""


class Plan(Form):
    """When and where the committee meets."""

    committee = fields.Choice("Udvalg", missing="Vælg et udvalg.")
    day = fields.Date("Dag")
    starts = fields.TimeOfDay("Begynder kl.", required=False)
    place = fields.Text("Sted", required=False, limit=120)


class Hold(Form):
    """Who takes part."""

    present = fields.Choices("Hvem er til stede?", missing="Sæt kryds ved dem, der er til stede.")


class Close(Form):
    """The minutes."""

    minutes = fields.LongText("Referat", hint="Teksten er lavet af mødets afgørelser. Ret den til.", limit=20_000, rows=14)


class Decide(Form):
    """What the committee comes to. The questions of another choice unfold when it is not as recommended."""

    way = fields.Choice(
        "Resultat",
        [(AS_RECOMMENDED, "Som indstillet"), (OTHER, "Andet"), (REFUSE, "Afslag"), (POSTPONE, "Udsæt")],
        shape="tiles",
        missing="Vælg, hvad udvalget når frem til.",
        reveals=[OTHER, REFUSE],
    )
    reason = fields.LongText("Begrundelse til referat og brev", hint="Kan udelades, når det bliver som indstillet.", required=False, limit=8000, rows=3)
    outcome = fields.Choice("Hvad bevilges?", shape="radios", required=False)
    amount = Amount("Hvor meget", required=False)
    unit = fields.Choice("Enhed", Unit.choices, required=False)
    extent = fields.LongText("Omfang med ord", required=False, limit=2000, rows=2)
    begins_on = fields.Date("Begynder", required=False)
    effect_on = fields.Date("Gælder fra", required=False)
    ends_on = fields.Date("Slutter", required=False)
    departure = fields.LongText("Hvorfor standardens forslag fraviges", required=False, limit=2000, rows=2)
    legal_basis = fields.LongText("Retsgrundlag", hint="En regel på hver linje.", required=False, limit=2000, rows=2)
    facts = fields.LongText("Oplysninger, der er lagt vægt på", hint="En på hver linje.", required=False, limit=8000, rows=3)
    to = fields.Choice("Udsæt til", required=False, blank="Uden et nyt møde")


class Disqualify(Form):
    """Who leaves the meeting for one case, and why."""

    employee = fields.Choice("Hvem forlader mødet?", missing="Vælg et medlem.")
    reason = fields.Text("Hvorfor?", missing="Skriv, hvorfor medlemmet er inhabilt.")
