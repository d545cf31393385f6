"""What the pages of a decision ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest

from mestring.cases.proposals import Asked
from mestring.decisions.models import WRITTEN, Consideration, Decision, Outcome, Unit
from mestring.decisions.models.choice import Plan
from mestring.web.components import deciding, fields
from mestring.web.components.deciding import Amount
from mestring.web.components.forms import Form

SHORT, LONG = 2000, 8000


class Plain(Form):
    """Nothing is asked: the button says it."""


# ------------------------------------------------------------------------------------------------ is the citizen covered


class Weigh(Form):
    """What is known and judged about one section, and what it comes to. The questions are the rules' own, and are added one by one."""

    outcome = fields.Choice("Hvad er din konklusion?", shape="radios", required=False, judged=True)
    why = fields.LongText("Hvad bygger konklusionen på?", hint="Skriv det kort. Det kan stå i brevet.", required=False, limit=SHORT, rows=3)

    def ask(self, asked: Sequence[Asked], *, applied: bool) -> None:
        """Add the questions, before the conclusion."""
        conclusion = {name: self.fields.pop(name) for name in ("outcome", "why")}
        for one in asked:
            self.fields[one.id] = deciding.field_of(one)
            if one.may_be_none:
                word = "Aldrig" if one.type == "date" else "Ingen"
                self.fields[f"{one.id}_none"] = fields.Check(f"{word}: {one.label[:1].lower()}{one.label[1:]}")
            if one.type == "judgement":
                self.fields[f"{one.id}_words"] = fields.LongText("Din vurdering", required=False, limit=SHORT, rows=2)
            else:
                self.fields[f"{one.id}_from"] = fields.Text("Hvor ved I det fra?", hint="For eksempel samtale 18-11-2026", required=False)
        self.fields |= conclusion
        offered = [(Consideration.Outcome.MET, "Betingelserne er opfyldt"), (Consideration.Outcome.NOT_MET, "Betingelserne er ikke opfyldt")]
        if not applied:
            offered.append((Consideration.Outcome.NOT_RELEVANT, "Bestemmelsen har ingen betydning her"))
        self.fields["outcome"].choices = offered  # type: ignore[attr-defined]


class Others(Form):
    """Why each of the other sections has no bearing. What is left empty is left for later."""

    def ask(self, others: Sequence[tuple[str, str, str]]) -> None:
        """Add a question for each section: its id, its name, and why law asks for it."""
        for section, name, hint in others:
            self.fields[section] = fields.LongText(f"{name}: hvorfor ikke?", hint=hint, required=False, limit=SHORT, rows=2)


# ------------------------------------------------------------------------------------------------ the choice


class Choose(Form):
    """The choice beside the proposal. Everything can be saved half done; what is missing is said by the gates."""

    outcome = fields.Choice("Resultat", shape="tiles", required=False)
    as_wished = fields.Check("Det er fuldt ud, hvad borgeren selv ønsker")
    level = fields.Choice("Niveau", required=False, blank="Ikke valgt")
    amount = Amount("Hvor meget", required=False, hint="For eksempel 2,8")
    unit = fields.Choice("Enhed", Unit.choices, required=False)
    extent = fields.LongText("Omfang med ord", required=False, limit=SHORT, rows=2)
    begins_on = fields.Date("Begynder", required=False)
    effect_on = fields.Date("Gælder fra", required=False, hint="Ved ophør den første dag uden hjælp. For eksempel 27-11-2026.")
    ends_on = fields.Date("Slutter", required=False, hint="Sidste dag. Tom, hvis der ikke er sat en.")
    purpose = fields.LongText("Formål", required=False, limit=SHORT, rows=2)
    follow_up_on = fields.Date("Første opfølgning senest", required=False)
    follow_up = fields.LongText("Sådan følges der op", required=False, limit=SHORT, rows=2)
    payment = fields.LongText(
        "Hvad betaler borgeren selv?", hint="Skriv til borgeren, for eksempel: Hjælpen er gratis for dig.", required=False, limit=SHORT, rows=2
    )
    plan = fields.Choice("Handleplan", [*Plan.choices, ("", "Ikke tilbudt endnu")], shape="radios", required=False)
    plan_on = fields.Date("Tilbudt", example=fields.PAST, required=False)
    departure = fields.LongText("Hvorfor afviger du?", hint="Det kommer til at stå i brevet til borgeren.", required=False, limit=SHORT, rows=3)
    legal_basis = fields.LongText("1. Retsgrundlag", hint="En regel på hver linje.", required=False, limit=SHORT, rows=3)
    discretion = fields.LongText(
        "2. Hovedhensyn i skønnet", hint="Hvad du vejede mod hinanden, og hvorfor det faldt sådan ud.", required=False, limit=LONG, rows=4
    )
    facts = fields.LongText(
        "3. Oplysninger, der er lagt vægt på", hint="En på hver linje. Slet det, der ikke har betydning.", required=False, limit=LONG, rows=5
    )
    next_steps = fields.LongText("Hvad sker der nu?", hint="Det næste for borgeren: hvem der ringer, og hvornår.", required=False, limit=SHORT, rows=2)


class Correct(Choose):
    """The choice that takes the place of a decision, and what was wrong with the first."""

    because = fields.LongText("Hvad var forkert ved den første afgørelse?", required=False, limit=SHORT, rows=2)

    earlier: Mapping[str, str] = {}
    """What was written for the decision that is corrected, by field."""

    def lay_beside(self, old: Decision) -> None:
        """Show what was written for the first decision beside each field. It goes out again only when one says so."""
        self.earlier = {name: getattr(old, name) for name in WRITTEN if getattr(old, name)}
        for name in self.earlier:
            self.fields[f"reuse_{name}"] = fields.Check("Brug teksten igen")

    @property
    def values(self) -> dict[str, Any]:
        """The answers, with the earlier texts that are taken over where nothing else is written."""
        found = super().values
        taken = {name for name in self.earlier if found.pop(f"reuse_{name}", False)}
        return found | {name: self.earlier[name] for name in taken if not found.get(name)}


class GateReason(Form):
    """Why a gate is passed without its fact."""

    reason = fields.LongText("Skriv hvorfor", missing="Skriv, hvorfor afgørelsen kan træffes alligevel.", limit=SHORT, rows=3)


class MendReason(Form):
    """A reason that stands, to be written anew or taken back."""

    reason = fields.LongText("Skriv hvorfor", hint="Lad feltet stå tomt for at tage begrundelsen tilbage.", required=False, limit=SHORT, rows=3)


# ------------------------------------------------------------------------------------------------ the committee


class Recommend(Form):
    """What is recommended to the committee, and the meeting it goes to."""

    text = fields.LongText("Indstilling", missing="Skriv, hvad du indstiller til.", limit=LONG, rows=4)
    alternative = fields.LongText("Alternativ", required=False, limit=SHORT, rows=2)
    wish = fields.LongText("Borgerens ønske", hint="Med borgerens egne ord.", required=False, limit=SHORT, rows=2)
    tried = fields.LongText("Det, der er prøvet før", required=False, limit=SHORT, rows=2)
    meeting = fields.Choice("Møde", required=False, blank="Vælg et møde")


class TakeOff(Form):
    """Why a case comes off an agenda."""

    because = fields.Text("Hvorfor tages sagen af dagsordenen?", missing="Skriv, hvorfor sagen tages af.")


# ------------------------------------------------------------------------------------------------ the leader, or a shelter's


class Refer(Form):
    """What whoever decides must know, and which shelter when it is theirs."""

    shelter = fields.Choice("Boform", missing="Vælg den boform, hvis leder skal afgøre sagen.")
    words = fields.LongText("Besked", hint="Hvad du foreslår, og hvad der er vigtigt at vide.", missing="Skriv en besked.", limit=SHORT, rows=4)


class SendBack(Form):
    """Why a case goes back undecided."""

    because = fields.LongText("Hvad mangler, før sagen kan afgøres?", missing="Skriv, hvad der mangler.", limit=SHORT, rows=3)


# ------------------------------------------------------------------------------------------------ telling


class Tell(Form):
    """When the citizen was told, and how it was taken."""

    told_on = fields.Date("Hvornår fik borgeren det at vide?", example=fields.PAST)
    words = fields.LongText("Samtalen", hint="Hvem fik det at vide, og hvad sagde de? Det gemmes i journalen.", limit=SHORT)


# ------------------------------------------------------------------------------------------------ hearing

ROOMS = 5
"""How many pieces of information one hearing has room for."""


class Hear(Form):
    """What is considered, and the information it would rest on, each with where it is from."""

    planned = fields.LongText(
        "Det overvejer vi", hint="Skriv til borgeren: hvad I overvejer at afgøre.", missing="Skriv, hvad I overvejer at afgøre.", limit=SHORT, rows=3
    )
    due_on = fields.Date("Svar senest")
    short_because = fields.Text("Hvorfor er kortere tid nok?", hint="Kun når borgeren får mindre end 14 dage.", required=False)
    without = fields.Text(
        "Hvorfor sendes brevet uden?", hint="Kun når adressen ikke kan skaffes. For eksempel: efterlyst hos værgen.", required=False, limit=300
    )

    def __init__(self, *args: Any, asks: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["without"]
        ending: tuple[str, ...] = ("due_on", "short_because", "without") if asks else ("due_on", "short_because")
        last = {name: self.fields.pop(name) for name in ending}
        for number in range(1, ROOMS + 1):
            self.fields[f"fact_{number}"] = fields.LongText(
                f"Oplysning {number}", required=number == 1, missing="Skriv mindst én oplysning.", limit=SHORT, rows=2
            )
            self.fields[f"from_{number}"] = fields.Text("Hvor er den fra?", required=number == 1, missing="Skriv, hvor oplysningen er fra.")
        self.fields |= last

    @classmethod
    def rough(cls, request: HttpRequest) -> Hear:
        """The form as a draft: anything may be lacking."""
        form = cls.of(request)
        for field in form.fields.values():
            field.required = False
        return form

    @property
    def told(self) -> list[dict[str, str]]:
        """The information that was written."""
        pairs = [(self.values.get(f"fact_{number}", ""), self.values.get(f"from_{number}", "")) for number in range(1, ROOMS + 1)]
        return [{"text": text, "from": where} for text, where in pairs if text or where]


class Answer(Form):
    """What the citizen said."""

    answered_on = fields.Date("Svaret kom", example=fields.PAST)
    answer = fields.LongText("Svaret", hint="Skriv, hvad borgeren sagde, eller vælg det dokument, svaret står i.", required=False, limit=LONG)
    document = fields.Choice("Dokument", required=False, blank="Intet dokument")


# ------------------------------------------------------------------------------------------------ help that is given


class Reduce(Form):
    """What the authority has in mind, and why."""

    intended = fields.Choice(
        "Hvad overvejer I?", [(Outcome.REDUCED, "Nedsættelse"), (Outcome.ENDED, "Ophør")], shape="tiles", missing="Vælg nedsættelse eller ophør."
    )
    because = fields.LongText("Hvad giver anledning til det?", missing="Skriv, hvad der giver anledning til det.", limit=SHORT)


class Wish(Form):
    """What the citizen wants changed."""

    wish = fields.Choice(
        "Hvad ønsker borgeren?", [("change", "Ændring af hjælpen"), ("end", "At hjælpen ophører")], shape="tiles", missing="Vælg ændring eller ophør."
    )
    words = fields.LongText("Ønsket", hint="Med borgerens egne ord.", missing="Skriv, hvad borgeren ønsker.", limit=SHORT)
    channel = fields.Choice("Hvordan kom det?")
    received_on = fields.Date("Modtaget", example=fields.PAST)
    sent_by = fields.Text("Hvem beder om det, hvis det ikke er borgeren selv?", required=False, limit=160)


class NameGrant(Form):
    """Which help it is about."""

    grant = fields.Choice("Bevilling", shape="radios", missing="Vælg, hvilken hjælp det handler om.")


HELP = (Outcome.GRANTED, Outcome.PARTLY, Outcome.REFUSED)
CHANGE = (Outcome.CHANGED, Outcome.REDUCED, Outcome.REFUSED)
END = (Outcome.ENDED, Outcome.REFUSED)
AUTHORITY = (Outcome.REDUCED, Outcome.ENDED, Outcome.CHANGED)
