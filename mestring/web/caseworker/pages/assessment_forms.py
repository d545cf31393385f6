"""What the pages of an assessment ask."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from mestring.assessments import catalogue
from mestring.assessments.models import Assessment, Statement
from mestring.web.components import fields
from mestring.web.components.forms import Field, Form

NOT_YET = ("", "Ikke vurderet endnu")


def levels(method: str) -> list[tuple[str, str]]:
    """The steps of the method's scale as answers, the last one that nobody has judged yet."""
    return [*((str(step.value), f"{step.value} {step.label}") for step in catalogue.scale(method)), NOT_YET]


class Unfinished(fields.LongText):
    """A text that must be there in the end, and may be empty as long as the assessment is a draft."""

    def validate(self, value: Any) -> None:
        """Everything can be saved; what is missing is said before the assessment is finished."""


class TopicForm(Form):
    """A topic that takes no level."""

    text = Unfinished("Din faglige vurdering", hint="Teksten kan genbruges i afgørelsen. Skriv, så borgeren kan genkende sig selv.", rows=6)
    matters = fields.Check("Emnet har betydning for afgørelsen")


@lru_cache
def topic_form(method: str, *, takes_level: bool) -> type[TopicForm]:
    """The form of a topic. One class for each scale, so that two answers of the same form can be laid side by side."""
    if not takes_level:
        return TopicForm
    level = fields.Choice("Niveau", levels(method), shape="radios", required=False)
    return type("LevelledTopicForm", (TopicForm,), {"level": level, "field_order": ["level", "text", "matters"]})


class StatementForm(Form):
    """What somebody said or saw."""

    who = fields.Choice("Ny oplysning fra", Statement.Who.choices, missing="Vælg, hvem oplysningen kommer fra.")
    name = fields.Text("Navn eller sted", required=False, limit=120)
    said_on = fields.Date("Dag", example=fields.PAST)
    occasion = fields.Text("Anledning", required=False, limit=120)
    said = fields.LongText("Oplysning", missing="Skriv, hvad der er sagt eller set.", rows=3)

    def __init__(self, *args: Any, last: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said_on"].last = last  # type: ignore[attr-defined]

    @property
    def drawn(self) -> dict[str, Field]:
        """The questions by name."""
        return {one.name: one for one in self.shown}


class CorrectionForm(StatementForm):
    """What was wrong with a statement, and how it should have been."""

    because = fields.Text(
        "Hvad er forkert", hint="Den gamle oplysning bliver stående, streget over, med det du skriver her.", missing="Skriv, hvad der er forkert."
    )
    said = fields.LongText(
        "Sådan skulle der have stået", hint="Lad feltet stå tomt, hvis oplysningen slet ikke skulle have været skrevet.", required=False, rows=3
    )
    who = fields.Choice("Oplysningen kommer fra", Statement.Who.choices, missing="Vælg, hvem oplysningen kommer fra.")
    field_order = ("because", "said", "who", "name", "said_on", "occasion")


class _NeedForm(Form):
    wishes = fields.LongText("Borgerens egne ønsker", hint="Hvad borgeren selv vil med sit liv og med hjælpen.", required=False, rows=3)
    aids = fields.LongText("Hjælpemidler og medicin, borgeren har", hint="Det, niveauerne er vurderet med.", required=False, rows=2)
    summary = fields.LongText("Samlet vurdering af borgerens situation", required=False, rows=5)
    need = Unfinished("Beskrivelse af støttebehovet", hint="Hvad borgeren har brug for hjælp til, og hvorfor.", rows=5)


def _need_levels() -> list[tuple[str, str]]:
    return [*((str(step.value), f"{step.value} {step.label}") for step in catalogue.need_scale()), NOT_YET]


class Vum2NeedForm(_NeedForm):
    """The conclusion in VUM 2.0."""

    need_level = fields.Choice(
        "Støttebehov",
        _need_levels,
        shape="radios",
        required=False,
        judged=True,
    )
    field_order = ("wishes", "aids", "summary", "need_level", "need")


class Vum1NeedForm(_NeedForm):
    """The conclusion in VUM 1."""

    overall = fields.Choice(
        "Samlet funktionsvurdering",
        [*Assessment.Overall.choices, NOT_YET],
        shape="radios",
        required=False,
        judged=True,
        hint="Et fagligt skøn, ikke et gennemsnit: lave tal i temaerne kan give et højt samlet behov, når problemerne tilsammen er komplekse.",
    )
    field_order = ("wishes", "aids", "summary", "overall", "need")


def need_form(method: str) -> type[Form]:
    """The form of the conclusion."""
    return Vum1NeedForm if method == catalogue.VUM1 else Vum2NeedForm


class GroupForm(Form):
    """A target group."""

    code = fields.Choice("Målgruppe", missing="Vælg en målgruppe.")
    rank = fields.Choice("Rang", [("primary", "Primær"), ("secondary", "Sekundær")], shape="tiles", missing="Vælg, om målgruppen er primær eller sekundær.")


class DiagnosisForm(Form):
    """A diagnosis and where it is known from."""

    text = fields.Text("Diagnose", missing="Skriv, hvad diagnosen hedder.")
    code = fields.Text("Kode (ICD-10)", required=False, limit=10)
    source = fields.Text(
        "Kilde", hint="Hvem der har stillet den, og i hvilket papir det står.", missing="Skriv, hvem der har stillet diagnosen, og i hvilket papir det står."
    )
    made_on = fields.Date("Papirets dato", example=fields.PAST, required=False)


class StartForm(Form):
    """What an assessment is begun for. Method and reason are only asked when it is another way than the standard's."""

    application = fields.Choice("Ansøgning", required=False, blank="Ingen bestemt ansøgning")
    method = fields.Choice("Metode", Assessment.Method.choices, required=False, blank="Som standarden siger")
    because = Unfinished("Hvorfor udredes der på en anden måde, end standarden siger?", rows=3, limit=2000)


class PlainForm(Form):
    """A button, or boxes to tick, with nothing to read but the sending's key."""
