"""What can go wrong with people that a user can mend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from mestring.audit.errors import MestringError


class CprNotReadable(MestringError):
    code = "cpr_not_readable"
    message = "CPR-nummer: skriv ti cifre, fx 010190-1234. Kendes nummeret ikke, så lad feltet stå tomt."
    fields = ("cpr",)


class CprNotADay(CprNotReadable):
    code = "cpr_not_a_day"
    message = "CPR-nummer: de første seks cifre er ikke en dag, der findes. Se efter, om nummeret er skrevet rigtigt. Kendes det ikke, så lad feltet stå tomt."


class CitizenExists(MestringError):
    """Somebody with the number, or with the same name who may be the same person, is there already. `citizen` is their public id when the actor may know it."""

    code = "citizen_exists"
    fields = ("cpr",)
    message = "CPR-nummer: borgeren findes allerede. Brug den borger, der står nedenfor, i stedet for at oprette en ny."

    def __init__(self, message: str = "", *, fields: tuple[str, ...] | None = None, citizen: str = "") -> None:
        super().__init__(message, fields=fields)
        self.citizen = citizen


class PersonUnknown(MestringError):
    code = "person_unknown"
    fields = ("cpr",)
    message = "CPR-nummer: ingen borger i systemet har det nummer. Se efter, om det er skrevet rigtigt. Personen skal være oprettet som borger først."


class AccountExists(MestringError):
    code = "account_exists"
    fields = ("cpr",)
    message = "CPR-nummer: den, der har nummeret, har allerede en konto. Er den lukket, så åbn den igen under ”Luk eller åbn en borgers konto”."


class AccountUnknown(MestringError):
    code = "account_unknown"
    fields = ("cpr",)
    message = "CPR-nummer: den, der har nummeret, har ingen konto. Opret den under ”Konto til en borger”."


class AccountClosedAlready(MestringError):
    code = "account_closed_already"
    message = "Kontoen er lukket i forvejen."


class AccountOpen(MestringError):
    code = "account_open"
    message = "Kontoen er åben i forvejen."


class PersonWrong(MestringError):
    """The number is somebody's who can't be meant; the message says why."""

    code = "person_wrong"
    fields = ("cpr",)


class ReasonMissing(MestringError):
    code = "reason_missing"
    fields = ("reason",)
    message = "Begrundelse: skriv, hvorfor du åbner sagen. Lederen og borgeren kan se, at det er sket."


class NotYourOwn(MestringError):
    code = "not_your_own"
    message = "Du kan ikke gøre dette for dig selv. En anden skal gøre det."


class DatesTheWrongWay(MestringError):
    code = "dates"
    fields = ("until",)
    message = "Til og med: datoen ligger før den første dag. Skriv en dag, der er senere."


class PasswordTooWeak(MestringError):
    """Says in Danish what the password lacks."""

    code = "password_too_weak"
    fields = ("password",)

    def __init__(self, lacks: str) -> None:
        super().__init__(f"Adgangskode: {lacks}")


class OfferExists(MestringError):
    code = "offer_exists"
    fields = ("tilbudsportal_id",)
    message = "Tilbuds-id: et andet tilbud i registret har det. Se efter, om det er skrevet rigtigt, eller ret det tilbud, der findes."


class NotAProvider(MestringError):
    code = "not_a_provider"
    fields = ("unit",)
    message = "Leverandør: enheden er ikke en leverandør. Vælg en, der er, eller opret den under Enheder."


class RegisterMoved(MestringError):
    code = "register_moved"
    message = "Registret er ændret, siden listen blev vist, og intet er hentet. Se den nye liste nedenfor, og hent igen."


class Fault(NamedTuple):
    """What is to be mended in a file. Shapes: `row` as a spreadsheet counts, 0 for the whole file; `column` is its heading, or empty for the whole row."""

    row: int
    column: str
    text: str


class FileFaults(MestringError):
    """A file that can't be taken in, with everything there is to mend in it. Nothing of it was."""

    code = "file_faults"
    fields = ("file",)

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        count = "1 ting" if len(self.faults) == 1 else f"{len(self.faults)} ting"
        super().__init__(f"Fil: der er {count} at rette, og intet er hentet. Ret filen, og vælg den igen.")


def approved_from(day: date) -> str:
    """What an approval's last day must be, when it comes before the first."""
    return f"tilbuddet er godkendt fra {day:%d-%m-%Y}. Skriv den dag eller en senere."
