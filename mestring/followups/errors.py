"""What can go wrong with a follow-up that a user can mend."""

from __future__ import annotations

from datetime import date

from mestring.audit.errors import MestringError, MoveNotAllowed


class BeforeTheHelp(MestringError):
    code = "before_the_help"
    fields = ("held_on",)

    def __init__(self, first: date) -> None:
        super().__init__(f"Holdt den: hjælpen blev bevilget {first:%d-%m-%Y}. Skriv den dag eller en senere.")


class HeldMeanwhile(MestringError):
    """Somebody wrote one down while another wrote: they may be the same."""

    code = "held_meanwhile"
    fields = ("sure",)

    def __init__(self, who: str, day: date) -> None:
        super().__init__(f"{who} har skrevet en, der blev holdt {day:%d-%m-%Y}, mens du skrev. Er din en anden, så sæt kryds.")


class NextNotAfter(MestringError):
    code = "next_not_after"
    fields = ("next_on",)

    def __init__(self, first: date) -> None:
        super().__init__(f"Næste gang senest: skriv en dag fra {first:%d-%m-%Y} og frem.")


class NextPastTheEnd(MestringError):
    code = "next_past_the_end"
    fields = ("next_on",)

    def __init__(self, last: date) -> None:
        super().__init__(f"Næste gang senest: bevillingen slutter {last:%d-%m-%Y}. Skriv den dag eller en tidligere.")


class LaterUnexplained(MestringError):
    """A day later than the standard's. Each of the two that are missing is said for itself."""

    code = "later_unexplained"

    def __init__(self, by_rule: date, fields: tuple[str, ...]) -> None:
        super().__init__(
            f"Standarden siger senest {by_rule:%d-%m-%Y}. En senere dag aftales med den faglige konsulent: skriv, hvem den er aftalt med, og hvorfor.",
            fields=fields,
        )


class AskedAlready(MestringError):
    """An ending, or less help, would begin a decision where one is under way."""

    code = "asked_already"

    def __init__(self, sign: str, field: str) -> None:
        label = "Resultat" if field == "outcome" else "Er der brug for samme omfang"
        super().__init__(
            f"{label}: der er en ansøgning om {sign}, som ikke er afgjort. Afgør den først, eller lad støtten fortsætte uændret imens.", fields=(field,)
        )


class MarkedAlready(MoveNotAllowed):
    code = "marked_already"
    message = "Opfølgningen er allerede markeret som fejl."
