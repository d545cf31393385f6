"""What can go wrong with a case that a user can mend."""

from __future__ import annotations

from datetime import date, timedelta

from mestring.audit.errors import FieldError, MestringError, MoveNotAllowed


class CaseClosed(MoveNotAllowed):
    code = "case_closed"
    message = "Sagen er afsluttet. Åbn den igen, hvis der skal arbejdes i den. Sen post kan lægges på sagen uden at åbne den."


class CaseNotFinished(MoveNotAllowed):
    """The case has something open; `left` says what, in Danish."""

    code = "case_not_finished"
    message = "Sagen kan ikke afsluttes endnu."

    def __init__(self, left: list[str]) -> None:
        super().__init__(f"Sagen kan ikke afsluttes endnu. Først skal disse være færdige: {'; '.join(left)}.")
        self.left = left


class CitizenLives(MestringError):
    code = "citizen_lives"
    fields = ("how",)
    message = "Hvad skete der: dødsdagen står ikke på borgerens side. Skriv den dér først."


class TextMissing(FieldError):
    code = "text_missing"


class DayMissing(FieldError):
    code = "day_missing"


class DayInTheFuture(MestringError):
    code = "day_in_the_future"

    def __init__(self, field: str, label: str, day: date) -> None:
        super().__init__(f"{label}: {day:%d-%m-%Y} er ikke kommet endnu. Skriv en dag til og med i dag.", fields=(field,))


class DayTooEarly(MestringError):
    code = "day_too_early"

    def __init__(self, field: str, label: str, first: date, why: str) -> None:
        super().__init__(f"{label}: {why}. Skriv en dag fra {first:%d-%m-%Y} og frem.", fields=(field,))


class NotAWorkingDay(MestringError):
    """A day to answer by on which nobody works; the next one is offered."""

    code = "not_a_working_day"
    fields = ("new_day",)

    def __init__(self, label: str, said: str, next_day: date) -> None:
        super().__init__(f"{label}: {said} er ikke en arbejdsdag. Den næste er {next_day:%d-%m-%Y}.")


class AnswerFarOff(MestringError):
    """A day to answer by so far away that it may be a slip of the hand."""

    code = "answer_far_off"
    fields = ("sure",)

    def __init__(self, said: str, away: timedelta) -> None:
        super().__init__(f"Borgeren får så først svar {said}, om {away.days // 7} uger. Er det rigtigt, så sæt kryds.")


class CitizenMissing(MestringError):
    """An inquiry was to go on in a case, and nobody has said whose."""

    code = "citizen_missing"
    fields = ("citizen",)
    message = (
        "Borger: find eller opret borgeren, og sæt borgeren på henvendelsen først. "
        "Vil personen være anonym, så registrér en anonym henvendelse. Den kan kun ende i et tilbud, man begynder i uden navn."
    )


class SectionMissing(MestringError):
    code = "section_missing"
    fields = ("sections",)
    message = "Paragraffer: vælg mindst én."


class SectionNotOffered(MestringError):
    code = "section_not_offered"
    fields = ("sections",)
    message = "Paragraffer: en af dem kan man ikke søge om her. Vælg blandt dem, der står på siden."


class KindMissing(MestringError):
    code = "kind_missing"
    fields = ("kind",)
    message = "Ansøgningens art: vælg, hvad der passer. Fristen afhænger af det."


class ApplicationOpenAlready(MestringError):
    """The case has an application under the section that awaits a decision; `found` is its public id."""

    code = "application_open_already"
    fields = ("sure",)

    def __init__(self, sign: str, received_on: date, found: str) -> None:
        super().__init__(
            f"Der er allerede en ansøgning om {sign}, modtaget {received_on:%d-%m-%Y}, som ikke er afgjort. "
            "Læg det nye på den, eller bekræft, at det er en ny ansøgning."
        )
        self.found = found


class DeadlineNotLater(MestringError):
    code = "deadline_not_later"
    fields = ("new_day",)

    def __init__(self, deadline: date) -> None:
        super().__init__(f"Ny svardato: skriv en dag efter {deadline:%d-%m-%Y}.")


class DeadlineUnknown(MestringError):
    code = "deadline_unknown"
    fields = ("new_day",)
    message = "Ansøgningen har ingen frist, der kan sættes på pause. Sæt i stedet en dato, borgeren kan vente svar."


class AlreadyPaused(MestringError):
    code = "already_paused"
    fields = ("reason",)
    message = "Ansøgningen er allerede sat på pause. Afslut den pause først."


class ConsentNeeded(MestringError):
    code = "consent_needed"
    fields = ("consent",)
    message = "Samtykke: borgeren skal have sagt ja til, at I henter oplysninger her. Registrér samtykket, eller skriv den lovhjemmel, der gør det unødvendigt."


class LetterNotComplete(MestringError):
    """The letter lacks what law asks for; `missing` says what, in Danish."""

    code = "letter_not_complete"

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"Brevet kan ikke sendes endnu. Det mangler: {'; '.join(missing)}.")
        self.missing = missing


class LetterOutdated(MestringError):
    """A draft was to be sent that is of an earlier day, or says what no longer holds."""

    code = "letter_outdated"

    def __init__(self, written_on: date) -> None:
        super().__init__(f"Brevet er skrevet {written_on:%d-%m-%Y}, og det passer ikke længere. Skriv det på ny, og læs det igennem, før du sender det.")


class LetterPointless(MestringError):
    """A draft was to be sent that tells of work which is over."""

    code = "letter_pointless"

    def __init__(self, why: str) -> None:
        super().__init__(f"Brevet kan ikke sendes. {why}")


class RecipientUnreached(MestringError):
    """Somebody who is to have the letter can't get it, and nobody has said why it is sent all the same."""

    code = "recipient_unreached"
    fields = ("without",)

    def __init__(self, names: list[str]) -> None:
        who = " og ".join(names)
        super().__init__(f"Modtager: {who} skal have brevet, men adressen mangler. Skriv den på borgerens side, eller skriv, hvorfor brevet sendes uden.")


class NobodyToWriteTo(MestringError):
    code = "nobody_to_write_to"
    fields = ("to",)
    message = "Modtager: der er ingen, brevet må sendes til. Se borgerens side, og ret oplysningerne dér."


class FileRefused(MestringError):
    """A file that is not kept. The message names the file and says what to do instead."""

    code = "file_refused"
    fields = ("file",)

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"Fil: ”{name}” {why}")


class TooManyFiles(MestringError):
    code = "too_many_files"
    fields = ("file",)
    message = "Fil: der kan lægges 20 filer på ad gangen. Læg de første 20 på, og resten bagefter."


class TooLateToRecall(MoveNotAllowed):
    """The letter, or one of its sendings, has left the house or is leaving it now."""

    code = "too_late_to_recall"
    message = "Brevet er sendt, eller er ved at blive det, og kan ikke trækkes tilbage. Skriv et nyt brev, der retter det."


class StillStopped(MoveNotAllowed):
    """A sending was to be tried again, but what stopped it still stands; the message says what."""

    code = "still_stopped"

    def __init__(self, why: str) -> None:
        super().__init__(f"Brevet kan stadig ikke sendes. {why}")


class DeadlineInStandard(MestringError):
    """A deadline was to be written for a section that the standard gives one, or that nobody applies for."""

    code = "deadline_in_standard"
    fields = ("number",)
    message = "Hvor længe: standarden har selv en frist for paragraffen, eller man kan ikke søge om den. Ret fristen i standarden."


class DeadlineWrittenAlready(MestringError):
    code = "deadline_written_already"

    def __init__(self, day: date) -> None:
        super().__init__(
            f"Gælder fra: der står allerede en frist fra {day:%d-%m-%Y}. Vælg, at du retter den, eller skriv en anden dag.", fields=("valid_from",)
        )


class DeadlineCorrectedAlready(MestringError):
    code = "deadline_corrected_already"
    fields = ("replaces",)
    message = "Hvad skriver du: en anden har rettet den frist. Hent siden igen, og se, hvad der står nu."


class NothingPublished(MestringError):
    code = "nothing_published"
    message = "Der er ingen offentliggjort frist at bruge på ansøgningen. Hent siden igen, og se, hvad der står nu."
