"""What the provider's forms ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mestring.delivery.actions.grouping import MOST_MEETINGS
from mestring.delivery.actions.visiting import LONGEST, MOST_WEEKS
from mestring.delivery.models import Form as Where
from mestring.delivery.models import Goal, StatusNote, SubGoal
from mestring.delivery.states import GoalState, VisitState
from mestring.web.components import fields
from mestring.web.components.forms import Form

LONG, SHORT = 8000, 2000
ACCEPT, QUEUE, DECLINE = "accept", "queue", "decline"
WENT = [(one.value, str(one.label)) for one in (VisitState.HELD, VisitState.BY_CITIZEN, VisitState.BY_PROVIDER, VisitState.NO_SHOW)]
PLACES = [(one.value, str(one.label)) for one in Where if one != Where.GROUP]
USUAL = (15, 30, 45, 60, 75, 90)
"""Minutes that are one touch."""


class Answer(Form):
    """Yes, later or no."""

    way = fields.Choice(
        "Jeres svar",
        [(ACCEPT, "Vi tager imod"), (QUEUE, "Venteliste"), (DECLINE, "Vi siger nej")],
        shape="tiles",
        missing="Vælg, hvad I svarer.",
        reveals=[QUEUE, DECLINE],
    )
    contact = fields.Choice("Kontaktperson hos jer", required=False, hint="Den, borgeren og sagsbehandleren kan ringe til. Vælges, når I tager imod")
    expected_start = fields.Date("Forventet start", required=False, hint="Den dag, I regner med at begynde. Nødvendig for en venteliste")
    because = fields.LongText("Hvorfor siger I nej?", required=False, limit=SHORT, rows=3, hint="Udfyldes kun, når I siger nej")


class Start(Form):
    """When help began."""

    started_on = fields.Date("Hjælpen begyndte", example=fields.PAST)


class Finish(Form):
    """The provider gives the help no more."""

    last_day = fields.Date("Sidste dag", example=fields.PAST)
    because = fields.LongText("Hvorfor slutter I?", limit=SHORT, rows=3, missing="Skriv det kort. Sagsbehandleren læser det.")


class _About(Form):
    """What is asked of a visit: the goals are the order's own."""

    def offer(self, goals: Sequence[Goal]) -> None:
        """Offer the goals to tick; without goals nothing is asked."""
        if goals:
            self.fields["goals"].choices = [(str(goal.public_id), goal.text) for goal in goals]  # type: ignore[attr-defined]
        else:
            del self.fields["goals"]

    @property
    def ticked(self) -> list[str]:
        """The goals that were ticked."""
        return list(self.values.get("goals", []))


class Register(_About):
    """How a visit went. Filled in by the plan, so that a visit held as planned is one touch."""

    state = fields.Choice("Blev det holdt?", WENT, shape="tiles", missing="Vælg, hvordan det gik.")
    minutes = fields.Choice("Minutter sammen", [(str(one), str(one)) for one in USUAL], shape="tiles", required=False)
    other = fields.Whole("Andet antal minutter", required=False, least=1, most=LONGEST)
    form = fields.Choice("Hvor", PLACES, shape="tiles", missing="Vælg, hvor I var.")
    goals = fields.Choices("Hvad arbejdede I med?", required=False)
    note = fields.LongText("Til journalen hos jer", required=False, limit=LONG, rows=3)
    changed = fields.LongText("Hvad er ændret?", required=False, limit=LONG, rows=3, hint="Myndigheden får det at vide med det samme")

    @property
    def together(self) -> int | None:
        """The minutes: another number goes before a usual one."""
        values = self.values
        return values.get("other") or (int(values["minutes"]) if values.get("minutes") else None)


class Unplanned(Register):
    """A visit that was not planned."""

    day = fields.Date("Dag", example=fields.PAST)
    field_order = ("day",)


class Correct(Register):
    """A registered visit that was wrong."""

    because = fields.Text("Hvad var forkert?", missing="Skriv, hvad der var forkert. Det gamle bliver stående.")


class Plan(_About):
    """Visits to come."""

    day = fields.Date("Første gang")
    at = fields.TimeOfDay("Klokken")
    minutes = fields.Whole("Minutter", least=1, most=LONGEST)
    form = fields.Choice("Hvor", PLACES, shape="tiles", missing="Vælg, hvor I mødes.")
    worker = fields.Choice("Hvem af jer", missing="Vælg, hvem der mødes med borgeren.", blank="")
    weeks = fields.Whole("Antal uger", least=1, most=MOST_WEEKS, hint="1 er kun denne ene gang. Ellers samme dag og klokkeslæt hver uge")
    goals = fields.Choices("Hvad skal I arbejde med?", required=False)


class Move(Form):
    """Another day or hour."""

    day = fields.Date("Ny dag")
    at = fields.TimeOfDay("Klokken")


class NewSubGoal(Form):
    """A step towards a goal."""

    text = fields.Text("Delmål", hint="Det, borgeren skal kunne, med få ord", missing="Skriv, hvad borgeren skal kunne.")
    ambition = fields.Choice("Hvordan", SubGoal.Ambition.choices, shape="radios", missing="Vælg, hvor meget borgeren selv skal gøre.")


class EndSubGoal(Form):
    """A step is reached, or given up."""

    state = fields.Choice("Hvordan gik det?", [(GoalState.REACHED, "Nået"), (GoalState.DROPPED, "Opgivet")], shape="tiles", missing="Vælg.")


class Rate(Form):
    """How far a goal is."""

    rated_on = fields.Date("Dag", example=fields.PAST)
    citizen = fields.Whole("Borgerens eget tal", required=False, most=10, hint="0 er slet ikke, 10 er helt på plads")
    staff = fields.Whole("Jeres tal", required=False, most=10, hint="0 er slet ikke, 10 er helt på plads")
    words = fields.LongText("Hvad siger borgeren?", required=False, limit=SHORT, rows=2)


SEND = "send"


class Status(Form):
    """How it goes."""

    done = fields.LongText("Hvad er der arbejdet med?", limit=LONG, rows=5, missing="Skriv det. Det er, hvad myndigheden læser først.")
    citizen_says = fields.LongText("Hvad siger borgeren selv?", required=False, limit=LONG, rows=3)
    staff_says = fields.LongText("Jeres vurdering", required=False, limit=LONG, rows=3)
    recommends = fields.Choice("Hvad anbefaler I?", StatusNote.Recommends.choices, shape="radios", required=False)
    because = fields.LongText("Hvorfor?", required=False, limit=LONG, rows=2, hint="Skrives, når I anbefaler andet end at fortsætte uændret")


class Report(Form):
    """Something important has changed."""

    words = fields.LongText("Hvad er ændret?", limit=LONG, rows=5, missing="Skriv, hvad der er sket, og siden hvornår.")


class NewGroup(Form):
    """A group."""

    name = fields.Text("Navn", hint="For eksempel Hverdag og angst", missing="Skriv, hvad holdet hedder.")
    unit = fields.Choice("Leverandør")
    section = fields.Choice("Paragraf")
    place = fields.Text("Sted", required=False)
    meetings = fields.Whole("Hvor mange gange i alt?", required=False, least=1, most=200)


class PlanSessions(Form):
    """When a group meets."""

    day = fields.Date("Første gang")
    at = fields.TimeOfDay("Klokken")
    minutes = fields.Whole("Minutter", least=1, most=LONGEST)
    weeks = fields.Whole("Antal uger", least=1, most=MOST_MEETINGS, hint="1 er kun denne ene gang. Ellers samme dag og klokkeslæt hver uge")


class Join(Form):
    """A citizen in a group."""

    order = fields.Choice("Deltager")
    since = fields.Date("Fra og med")


class Leave(Form):
    """A citizen leaves a group."""

    last_day = fields.Date("Sidste dag på holdet", example=fields.PAST)


class Close(Form):
    """A group meets no more."""


class Attendance(Form):
    """Who came: one question for each, named by their order."""

    def ask(self, members: Iterable[tuple[str, str]]) -> None:
        """Add a question for each member: key and name."""
        choices = [(VisitState.HELD, "Mødt"), (VisitState.BY_CITIZEN, "Afbud"), (VisitState.NO_SHOW, "Udeblevet")]
        for key, name in members:
            self.fields[key] = fields.Choice(name, choices, shape="tiles", missing="Vælg, om borgeren kom.")
            self.initial[key] = VisitState.HELD
