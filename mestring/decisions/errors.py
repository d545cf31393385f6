"""What can go wrong with a decision that a user can mend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from mestring.audit.errors import FieldError, MestringError, MoveNotAllowed
from mestring.cases.errors import NotAWorkingDay

if TYPE_CHECKING:
    from mestring.decisions.gates import Gate


class AlreadyDecided(MoveNotAllowed):
    """Somebody decided first, or it was decided long ago."""

    code = "already_decided"
    message = "Ansøgningen er allerede afgjort. Se afgørelsen. Skal den ændres, så træf en ny, der erstatter den."


class NotAwaitingDecision(MoveNotAllowed):
    code = "not_awaiting_decision"

    def __init__(self, state: str) -> None:
        super().__init__(f"Ansøgningen kan ikke afgøres. Den er: {state.lower()}.")


class NotPrepared(MestringError):
    code = "not_prepared"
    fields = ("outcome",)
    message = "Resultat: vælg, hvad afgørelsen bliver, og gem den, før den træffes."


class FieldMissing(FieldError):
    code = "field_missing"


class HeardOfLess(MestringError):
    """The citizen was heard of less than what is decided against them. Source: FVL § 19."""

    code = "heard_of_less"
    fields = ("outcome",)

    def __init__(self, what: str) -> None:
        super().__init__(f"Partshøring: {what}. Hør borgeren igen, eller ret valget.")


class ChoiceNotWhole(MestringError):
    """The choice lacks more than one thing. `each` are all of them."""

    code = "choice_not_whole"

    def __init__(self, each: Sequence[MestringError]) -> None:
        super().__init__(" ".join(f"{str(one).rstrip('.')}." for one in each), fields=tuple(name for one in each for name in one.fields))
        self.each = tuple(each)


class GatesOpen(MestringError):
    """A gate stands open. `gates` are those that do, each with its rule and what is missing."""

    code = "gates_open"

    def __init__(self, gates: Sequence[Gate]) -> None:
        super().__init__(f"Afgørelsen kan ikke træffes endnu. {' '.join(f'{gate.label}: {gate.missing}' for gate in gates)}")
        self.gates = tuple(gates)


class DepartureUnexplained(MestringError):
    """The choice differs from the standard's proposal. `differences` say where, in Danish."""

    code = "departure_unexplained"
    fields = ("departure",)

    def __init__(self, differences: Sequence[str]) -> None:
        super().__init__(f"Hvorfor afviger du: skriv hvorfor. {' '.join(differences)}")
        self.differences = tuple(differences)


class GateNeedsFact(MestringError):
    """The gate can't be passed by a reason: law knows no exception."""

    code = "gate_needs_fact"
    fields = ("reason",)

    def __init__(self, label: str, rule: str, missing: str) -> None:
        super().__init__(f"{label}: kan ikke passeres med en begrundelse, for {rule} kender ingen undtagelse. {missing}")


class GrantMissing(MestringError):
    code = "grant_missing"
    fields = ("grant",)
    message = "Bevilling: vælg, hvilken hjælp der skal ændres eller ophøre."


class GrantNotInForce(MestringError):
    code = "grant_not_in_force"
    fields = ("grant",)
    message = "Bevilling: hjælpen er allerede ophørt. Vælg en, der gives."


class CitizenLives(MestringError):
    code = "citizen_lives"
    message = "Dødsdagen står ikke på borgerens side. Skriv den dér først."


class CitizenDied(MestringError):
    code = "citizen_died"
    message = "Borgeren er død, og hjælpen kan ikke ændres. Luk bevillingen på afgørelsens side."


class SectionTwice(MestringError):
    code = "section_not_applied_for"
    fields = ("section",)
    message = "Paragraf: den er ansøgt og kan ikke være uden betydning. Sæt den til opfyldt eller ikke opfyldt."


class MeetingOver(MestringError):
    code = "meeting_over"
    fields = ("meeting",)
    message = "Møde: mødet er holdt. Vælg et, der kommer."


class DayGone(MestringError):
    code = "day_gone"
    fields = ("day",)
    message = "Dag: dagen er gået. Skriv en dag fra i dag og frem."


class DayOff(MestringError):
    """The day is no working day; `why` is its name."""

    code = "day_off"
    fields = ("sure",)

    def __init__(self, day: date, why: str) -> None:
        super().__init__(f"Dag: {day:%d-%m-%Y} er {why}. Skriv en anden dag, eller sæt kryds ved, at mødet holdes den dag.")


class OnAnAgenda(MoveNotAllowed):
    code = "on_an_agenda"
    message = "Sagen står allerede på en dagsorden. Tag den af den først, eller udsæt den til et andet møde."


class BeforeAnother(MoveNotAllowed):
    """The application is put before the leader or a shelter, and waits there."""

    code = "before_another"

    def __init__(self, whom: str) -> None:
        super().__init__(f"Sagen ligger hos {whom}. Træk den tilbage, før du går videre med den selv.")


class NotTheirs(MestringError):
    """Whoever it was to be put before can't decide it."""

    code = "not_theirs"

    def __init__(self, who: str, sign: str) -> None:
        super().__init__(f"{who[:1].upper()}{who[1:]} kan ikke afgøre {sign}. Se under ”Hvem afgør”, hvem der kan.")


class NotHeldNow(MoveNotAllowed):
    code = "meeting_not_held"
    message = "Mødet holdes ikke nu. Åbn mødet, før en sag afgøres i det."


class AgendaUnfinished(MoveNotAllowed):
    """The agenda has items left. `left` says which, by case number."""

    code = "agenda_unfinished"

    def __init__(self, left: Sequence[str]) -> None:
        super().__init__(f"Mødet kan ikke afsluttes, før disse sager er afgjort, udsat eller taget af: {', '.join(left)}.")
        self.left = tuple(left)


class OrderIncomplete(MestringError):
    code = "order_incomplete"
    fields = ("order",)
    message = "Rækkefølge: hver sag på dagsordenen skal stå der netop én gang. Hent siden igen."


class HearingAwaited(MoveNotAllowed):
    code = "hearing_awaited"
    message = "Borgeren er allerede hørt og har tid til at svare endnu. Registrér svaret, eller vent til fristen er gået."


class HearingDayTooSoon(MestringError):
    code = "hearing_day"
    fields = ("due_on",)

    def __init__(self, first: date) -> None:
        super().__init__(f"Svar senest: skriv en dag fra {first:%d-%m-%Y} og frem, så borgeren når at få brevet og svare.")


class HearingDayOff(NotAWorkingDay):
    code = "hearing_day_off"
    fields = ("due_on",)


class HearingNotOver(MoveNotAllowed):
    code = "hearing_not_over"

    def __init__(self, due_on: date) -> None:
        super().__init__(f"Borgeren kan svare til og med {due_on:%d-%m-%Y}. Først dagen efter kan sagen gå videre uden svar.")


class NotOneLetter(MestringError):
    code = "not_one_letter"
    fields = ("decisions",)
    message = "Afgørelser: et brev kan kun rumme afgørelser fra samme sag, som ikke er sendt og ikke er erstattet. Vælg dem igen."


class LetterOnItsWay(MoveNotAllowed):
    code = "letter_on_its_way"
    message = "Brevet om afgørelsen er allerede sendt eller på vej. Se det i sagens forløb."


class NoticeTooShort(MestringError):
    """The letter is so late that the notice no longer fits."""

    code = "notice_too_short"
    fields = ("effect_on",)

    def __init__(self, sign: str, earliest: date) -> None:
        super().__init__(
            f"{sign}: varslet når ikke at løbe. Sendes brevet i dag, kan ændringen tidligst gælde fra {earliest:%d-%m-%Y}. Træf en ny afgørelse med den dag."
        )
        self.earliest = earliest


class ToldAlready(MoveNotAllowed):
    code = "told_already"
    message = "Det er allerede registreret, at borgeren kender afgørelsen."


class CorrectionTakesAway(MoveNotAllowed):
    code = "correction_takes_away"
    message = (
        "Hjælpen er begyndt og kan ikke tages tilbage ved at rette afgørelsen. Begynd en nedsættelse eller et ophør, hvor borgeren bliver hørt og får varsel."
    )
