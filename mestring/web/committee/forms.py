"""What the committee's pages ask."""

from __future__ import annotations

from mestring.web.components import fields
from mestring.web.components.forms import Form
from mestring.web.components.otherwise import AS_PUT, OTHER, REFUSE, Otherwise

POSTPONE = "postpone"


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


class Decide(Otherwise):
    """What the committee comes to."""

    way = fields.Choice(
        "Resultat",
        [(AS_PUT, "Som indstillet"), (OTHER, "Andet"), (REFUSE, "Afslag"), (POSTPONE, "Udsæt")],
        shape="tiles",
        missing="Vælg, hvad udvalget når frem til.",
        reveals=[OTHER, REFUSE],
    )
    reason = fields.LongText("Begrundelse til referat og brev", hint="Kan udelades, når det bliver som indstillet.", required=False, limit=8000, rows=3)
    to = fields.Choice("Udsæt til", required=False, blank="Uden et nyt møde")


class Disqualify(Form):
    """Who leaves the meeting for one case, and why."""

    employee = fields.Choice("Hvem forlader mødet?", missing="Vælg et medlem.")
    reason = fields.Text("Hvorfor?", missing="Skriv, hvorfor medlemmet er inhabilt.")
