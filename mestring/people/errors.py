"""What can go wrong with people that a user can mend."""

from __future__ import annotations

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
