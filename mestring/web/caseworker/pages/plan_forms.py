"""What the pages of a plan ask, and what its five texts are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mestring.delivery.models import Goal, Plan
from mestring.delivery.states import GoalState, PlanState
from mestring.web.components import fields
from mestring.web.components.forms import Field, Form, Option, shown

LONG, SHORT = 8000, 2000
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Words:
    """What one of the texts is called: to the caseworker, and to the citizen on paper."""

    label: str
    told: str
    hint: str = ""


LAW = "Særlige forhold om bolig, arbejde, personlig hjælp, behandling og hjælpemidler (SEL § 141, stk. 3)"
WORDS: Mapping[str, Mapping[str, Words]] = {
    Plan.Kind.ACTION: {
        "wishes": Words("Borgerens ønsker", "Det ønsker du", "Med borgerens egne ord"),
        "purpose": Words("Formål", "Det skal planen føre til"),
        "effort": Words("Indsats, der skal til", "Det gør vi"),
        "duration": Words("Forventet varighed", "Så længe regner vi med"),
        "other": Words("Andet, der har betydning", "Andet, der har betydning for dig", LAW),
    },
    Plan.Kind.CITIZEN: {
        "wishes": Words("Mine ønsker", "Dine ønsker", "Med borgerens egne ord"),
        "purpose": Words("Det vil jeg opnå", "Det vil du opnå"),
        "effort": Words("Det gør vi", "Det gør vi"),
        "duration": Words("Så længe", "Så længe"),
        "other": Words("Andet", "Andet"),
    },
    Plan.Kind.STAY: {
        "wishes": Words("Ønsker for opholdet", "Dine ønsker for opholdet", "Med borgerens egne ord"),
        "purpose": Words("Formål med opholdet", "Det skal opholdet føre til"),
        "effort": Words("Aftaler", "Det har vi aftalt"),
        "duration": Words("Forventet varighed", "Så længe regner vi med"),
        "other": Words("Efter opholdet", "Efter opholdet"),
    },
    Plan.Kind.CRISIS: {
        "wishes": Words("Det er vigtigt for mig", "Det er vigtigt for dig", "Med borgerens egne ord"),
        "purpose": Words("Tegn på, at det er ved at gå galt", "Tegn på, at det er ved at gå galt"),
        "effort": Words("Det hjælper mig", "Det hjælper dig"),
        "duration": Words("Det skal andre gøre", "Det skal andre gøre"),
        "other": Words("Dem kan jeg ringe til", "Dem kan du ringe til"),
    },
}
"""The five texts by the plan's kind, in the order they are written and read. Source: SEL § 141, stk. 3; Randers 2019, l. 265; Viborg 2020, l. 563."""


# ------------------------------------------------------------------------------------------------ the plan


class Offer(Form):
    """A plan that is offered, and the citizen's answer when it came at once."""

    kind = fields.Choice("Plan", Plan.Kind.choices, shape="tiles", missing="Vælg, hvilken plan det er.")
    offered_on = fields.Date("Tilbudt den", example=fields.PAST)
    accepted = fields.Choice("Har borgeren svaret?", [("", "Ikke endnu"), (YES, "Ja, vil have planen"), (NO, "Nej, vil ikke")], shape="tiles", required=False)
    answered_on = fields.Date("Svaret den", required=False, hint="Kun hvis borgeren har svaret", example=fields.PAST)

    def clean(self) -> dict[str, Any]:
        """An answer has a day, and a day an answer."""
        said = self.cleaned_data
        if said.get("accepted") and "answered_on" in said and said["answered_on"] is None:
            self.add_error("answered_on", "Skriv den dag, borgeren svarede.")
        if said.get("answered_on") and not said.get("accepted"):
            self.add_error("accepted", "Vælg, hvad borgeren svarede, eller lad dagen være tom.")
        return said


class Answer(Form):
    """What the citizen says to it."""

    accepted = fields.Choice("Vil borgeren have planen?", [(YES, "Ja"), (NO, "Nej")], shape="tiles", missing="Vælg, hvad borgeren svarede.")
    answered_on = fields.Date("Svaret den", example=fields.PAST)

    def ask(self, plan: Plan) -> None:
        """Who said no can only say yes."""
        if plan.state == PlanState.DECLINED:
            self.fields["accepted"].choices = [(YES, "Ja, borgeren vil gerne have planen nu")]  # type: ignore[attr-defined]
            self.fields["accepted"].shape = "radios"  # type: ignore[attr-defined]


@lru_cache
def texts_form(kind: str) -> type[Form]:
    """The form of the five texts. One class for each kind, so that two answers of the same form can be laid side by side."""
    asked: dict[str, Any] = {
        name: fields.LongText(one.label, hint=one.hint, required=name == "purpose", limit=LONG, rows=4 if name in ("wishes", "effort") else 3)
        for name, one in WORDS[kind].items()
    }
    return type("TextsForm", (Form,), asked)


class End(Form):
    """Why the plan is used no more."""

    because = fields.LongText("Hvorfor", limit=SHORT, rows=3, missing="Skriv kort, hvorfor planen ikke skal bruges mere.")


# ------------------------------------------------------------------------------------------------ a goal

SMARTE = ("measured_by", "accepted", "realistic", "evaluated_how")


class GoalForm(Form):
    """A goal with its parts. Topics and levels follow the method, and are offered when it is known."""

    text = fields.Text("Mål", hint="Som borgeren vil sige det, for eksempel: Jeg åbner selv min post", missing="Skriv det, som borgeren vil sige det.")
    topic = fields.Choice("Emne", missing="Vælg det emne, målet handler om.")
    secondary = fields.Choices("Andre emner fra udredningen, målet rører ved", required=False)
    level = fields.Choice("Niveau nu", required=False, blank="Som i udredningen")
    expected = fields.Choice("Forventet niveau", shape="radios", missing="Vælg det niveau, I vil nå.")
    aim = fields.Choice("Slags mål", Goal.Aim.choices, shape="tiles", missing="Vælg, hvad målet skal.")
    measured_by = fields.LongText("Hvad kan man se, når målet er nået?", required=False, limit=SHORT, rows=2)
    accepted = fields.LongText("Hvad siger borgeren til målet?", required=False, limit=SHORT, rows=2)
    realistic = fields.LongText("Hvorfor kan det lade sig gøre?", required=False, limit=SHORT, rows=2)
    evaluate_on = fields.Date("Evalueres senest", required=False)
    evaluated_how = fields.LongText("Hvordan evaluerer I?", required=False, limit=SHORT, rows=2)
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def offer(self, groups: Mapping[str, Mapping[str, str]], beside: Mapping[str, str], levels: Mapping[str, str]) -> None:
        """Put the topics in, each group under its heading; `beside` are those that may be secondary, and `levels` the steps of the scale."""
        self.fields["topic"].choices = [("", "Vælg"), *(pair for group in groups.values() for pair in group.items())]  # type: ignore[attr-defined]
        self.groups = tuple((heading, tuple(group)) for heading, group in groups.items())
        self.fields["level"].choices = [("", "Som i udredningen, hvis emnet er vurderet der"), *levels.items()]  # type: ignore[attr-defined]
        self.fields["expected"].choices = [*levels.items()]  # type: ignore[attr-defined]
        if beside:
            self.fields["secondary"].choices = [*beside.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["secondary"]

    @property
    def topic_groups(self) -> list[tuple[str, list[Option]]]:
        """The topics under their headings, as they are drawn."""
        drawn = {one.value: one for one in shown(self["topic"]).options}
        return [(heading, [drawn[one] for one in topics]) for heading, topics in self.groups]

    @property
    def drawn(self) -> dict[str, Field]:
        """The questions by name."""
        return {one.name: one for one in self.shown}

    @property
    def folded_open(self) -> bool:
        """Whether something stands in what is folded."""
        return any(one.typed or one.error for name, one in self.drawn.items() if name in SMARTE)


class EndGoal(Form):
    """Whether it was reached, and how one knows."""

    state = fields.Choice(
        "Er målet nået?",
        [(GoalState.REACHED.value, "Ja, det er nået"), (GoalState.DROPPED.value, "Nej, det opgives")],
        shape="tiles",
        missing="Vælg, om målet er nået.",
    )
    because = fields.LongText("Hvordan ved I det", limit=SHORT, rows=3, missing="Skriv det kort.")
