"""A complaint sent on to the board, and what the board decided."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mestring.complaints import actions
from mestring.complaints.actions.board import is_late
from mestring.complaints.actions.next import answered
from mestring.complaints.models import BoardOutcome, BoardReason
from mestring.complaints.states import ComplaintState
from mestring.web.caseworker.pages import complaint_board as board
from mestring.web.caseworker.pages.complaint_named import address, form_page
from mestring.web.caseworker.pages.form_page import show
from mestring.web.caseworker.views.complaint import find_complaint, standard
from mestring.web.components import fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import asked, door


class Forward(Form):
    """Which papers go with it."""

    papers = fields.Choices("Papirer, der sendes med", required=False, hint="Klagen og genvurderingen er altid med.")
    left_out_because = fields.LongText("Hvorfor udelades de andre?", required=False, hint="Kun når du fjerner et kryds", limit=1000, rows=2)
    late_because = fields.LongText(
        "Hvorfor sendes klagen efter fristen?",
        hint="Borgeren og Ankestyrelsen kan læse det.",
        missing="Skriv hvorfor: fristen på fire uger er gået.",
        limit=1000,
        rows=2,
    )
    board_reference = fields.Text("Ankestyrelsens sagsnummer", required=False, limit=60)


@door("complaint.forward", methods=["GET", "POST"])
def forward_complaint(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """Send the complaint on with an index of the papers."""
    by, on = asked(request), clock.today()
    found = find_complaint(by, case_id, complaint_id)
    if request.method == "GET" and ComplaintState.FORWARDED not in found.MOVES.get(found.state, ()):
        return redirect(address(found))
    choices = board.paper_choices(found, on)
    form = Forward.of(request, initial={"papers": [key for key, _ in choices]})
    form.fields["papers"].choices = choices  # type: ignore[attr-defined]
    if not is_late(found, on):
        del form.fields["late_because"]

    def do() -> str:
        values = form.values
        actions.forward(
            found,
            by=by.actor,
            on=on,
            left_out=[key for key, _ in choices if key not in values["papers"]],
            left_out_because=values["left_out_because"],
            late_because=values.get("late_because", ""),
            board_reference=values["board_reference"],
        )
        return address(found)

    then = "" if answered(found) else " Skriv nu svaret til borgeren."
    done = carry_out(by, form, "forward_complaint", do, said=f"Klagen er registreret som sendt til Ankestyrelsen.{then}")
    lead = board.forward_lead(found, on)
    note = "Listen bliver gemt, som den er nu. Send klagen, begrundelsen og papirerne til Ankestyrelsen samme dag."
    about = form_page(found, "Send klagen videre til Ankestyrelsen", "Registrér som sendt", lead=lead, note=note)
    return done or show(request, about, form, "caseworker/complaint/forward.html", complaint=found, index=board.everything(found, on), on=on)


class Board(Form):
    """What the board decided, and why."""

    outcome = fields.Choice("Hvad afgjorde Ankestyrelsen?", BoardOutcome.choices, shape="radios")
    decided_on = fields.Date("Afgjort", example=fields.PAST)
    received_on = fields.Date("Modtaget her", example=fields.PAST)
    reasons = fields.Choices(
        "Hvorfor?", BoardReason.choices, required=False, hint="Vælg dem, der passer. Skal udfyldes, når afgørelsen er ændret, ophævet eller hjemvist."
    )
    words = fields.LongText("Det vigtigste, de skrev", required=False, limit=8000)
    board_reference = fields.Text("Ankestyrelsens sagsnummer", required=False, limit=60)


@door("complaint.forward", methods=["GET", "POST"])
def board_outcome(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """Register the board's decision. A case that is sent back begins anew, with a new deadline."""
    by, on = asked(request), clock.today()
    found = find_complaint(by, case_id, complaint_id)
    if request.method == "GET" and found.state != ComplaintState.FORWARDED:
        return redirect(address(found))
    form = Board.of(request, initial={"received_on": on, "board_reference": found.board_reference})
    kinds = board.kinds_of_restart(found, standard(), on)
    if kinds:
        form.fields["kind"] = fields.Choice(
            "Er sagen hjemvist: hvilken slags ansøgning er det?", kinds, shape="radios", required=False, hint="Den nye frist afhænger af det."
        )

    def do() -> str:
        values = form.values
        actions.register_board_outcome(
            found,
            by=by.actor,
            on=on,
            outcome=values["outcome"],
            decided_on=values["decided_on"],
            received_on=values["received_on"],
            reasons=values["reasons"],
            words=values["words"],
            board_reference=values["board_reference"],
            standard=standard(),
            kind=values.get("kind", ""),
        )
        return address(found)

    done = carry_out(by, form, "register_board_outcome", do, said="Ankestyrelsens afgørelse er registreret.")
    note = "Er sagen hjemvist, begynder den forfra: der bliver oprettet en ny ansøgning, og fristen regnes fra den dag, sagen kom tilbage."
    return done or show(request, form_page(found, "Ankestyrelsens afgørelse", "Registrér afgørelsen", note=note), form)


class CarriedOut(Form):
    """What was done."""

    words = fields.LongText("Sådan er den ført ud i livet", missing="Skriv, hvad I har gjort, og hvornår.", limit=2000)


@door("complaint.forward", methods=["GET", "POST"])
def carry_out_board(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """Say how the board's change was carried out."""
    by, on = asked(request), clock.today()
    found = find_complaint(by, case_id, complaint_id)
    form = CarriedOut.of(request)

    def do() -> str:
        actions.carry_out(found, words=form.values["words"], by=by.actor, on=on)
        return address(found)

    done = carry_out(by, form, "carry_out_board", do, said="Det er registreret.")
    return done or show(request, form_page(found, "Ankestyrelsens afgørelse er ført ud i livet", "Registrér"), form)
