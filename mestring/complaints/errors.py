"""What can go wrong with a complaint that a user can mend."""

from __future__ import annotations

from datetime import date

from mestring.audit.errors import MestringError, MoveNotAllowed


class DecisionMissing(MestringError):
    code = "complaint_decision_missing"
    fields = ("decision",)
    message = "Afgørelse: vælg den afgørelse, der klages over. Handler klagen om noget andet, så vælg det som klagens art."


class ComplainantMissing(MestringError):
    code = "complainant_missing"

    def __init__(self, field: str, remedy: str) -> None:
        super().__init__(f"Hvem klager: {remedy}", fields=(field,))


class ComplaintOpenAlready(MestringError):
    """The decision has a complaint that is not finished; `found` is its public id."""

    code = "complaint_open_already"
    fields = ("sure",)

    def __init__(self, received_on: date, found: str) -> None:
        super().__init__(
            f"Der er allerede en klage over afgørelsen, modtaget {received_on:%d-%m-%Y}, som ikke er færdig. "
            "Læg det nye på sagen som dokument eller notat, eller bekræft, at det er en ny klage."
        )
        self.found = found


class NoRightToComplain(MoveNotAllowed):
    code = "no_right_to_complain"
    message = "Der kan ikke klages til Ankestyrelsen over dette. Svar på klagen i stedet. Er afgørelsen forkert, kan den rettes ved en ny."


class MustBeReviewed(MoveNotAllowed):
    code = "must_be_reviewed"
    message = "Der er ret til at klage, eller det er ikke undersøgt endnu. Genvurdér afgørelsen, eller svar først på spørgsmålene om klageret."


class NewDecisionMissing(MestringError):
    code = "new_decision_missing"
    fields = ("new_decision",)
    message = "Ny afgørelse: vælg den, der giver borgeren medhold. Er den ikke truffet, så ret først afgørelsen, og kom tilbage hertil."


class PaperNotInCase(MestringError):
    code = "paper_not_in_case"
    fields = ("papers",)
    message = "Papirer: et af dem findes ikke længere i sagen. Hent siden igen, og vælg på ny."


class AnswerSentAlready(MoveNotAllowed):
    code = "complaint_answered_already"
    message = "Svaret på klagen er allerede på vej eller sendt. Se brevet i sagens forløb."


class NotTimeToAnswer(MoveNotAllowed):
    code = "complaint_not_time_to_answer"
    message = "Svaret kan først skrives, når klagen er genvurderet og, hvis afgørelsen fastholdes, sendt videre."


class MayStillAnswer(MoveNotAllowed):
    code = "may_still_answer"

    def __init__(self, answer_by: date | None) -> None:
        until = f"til og med {answer_by:%d-%m-%Y}" if answer_by else "når svaret på klagen er sendt"
        super().__init__(f"Borgeren kan sige {until}, om resten af klagen skal videre. Først derefter kan den afsluttes.")


class BoardReasonsMissing(MestringError):
    code = "board_reasons_missing"
    fields = ("reasons",)
    message = "Ankestyrelsens begrundelse: vælg mindst én grund. De bruges til at lære af sagen."


class NotARestart(MestringError):
    code = "complaint_not_remitted"
    fields = ("returned_on",)
    message = "Kommet tilbage: skriv den dag, sagen kom tilbage fra Ankestyrelsen. Fristen begynder forfra den dag."
