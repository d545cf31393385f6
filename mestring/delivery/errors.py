"""What can go wrong with plans, orders and visits that a user can mend."""

from __future__ import annotations

from datetime import date

from mestring.audit.errors import MestringError, MoveNotAllowed


class OrderedAlready(MestringError):
    code = "ordered_already"
    fields = ("unit",)

    def __init__(self, unit: str, number: str) -> None:
        super().__init__(f"Leverandør: {unit} har allerede bestilling {number} på det samme. Ret den, eller vælg en anden leverandør.")


class OrderedTooMuch(MestringError):
    """More is ordered than was granted."""

    code = "ordered_too_much"
    fields = ("amount",)

    def __init__(self, granted: str, left: str) -> None:
        super().__init__(f"Omfang: der er bevilget {granted}, og der er {left} tilbage at bestille. Skriv højst det, eller ændr bevillingen først.")


class NotAProvider(MestringError):
    code = "not_a_provider"
    fields = ("unit",)
    message = "Leverandør: vælg en, der står som leverandør i registret."


class NeedsADecision(MestringError):
    code = "needs_a_decision"
    fields = ("section",)

    def __init__(self, sign: str) -> None:
        super().__init__(f"Paragraf: hjælp efter {sign} skal bevilges, før den kan bestilles.")


class GivenBefore(MestringError):
    """Help that law gives once for the same need."""

    code = "given_before"
    fields = ("other_need",)

    def __init__(self, sign: str) -> None:
        super().__init__(f"Et andet behov end sidst: borgeren har haft {sign} før, og det gives én gang for samme behov. Sæt kryds, hvis behovet er et andet.")


class OutsideTheOrder(MestringError):
    """A day on which no help is given by the order. Shapes: `field` and `label` name what was typed."""

    code = "outside_the_order"

    def __init__(self, field: str, label: str, first: date | None, last: date | None) -> None:
        ends = f" til {last:%d-%m-%Y}. Skriv en dag imellem" if last else " og frem. Skriv den dag eller en senere"
        said = f"hjælpen gives fra {first:%d-%m-%Y}{ends}" if first else "hjælpen er ikke begyndt. Skriv først, hvornår den begyndte"
        super().__init__(f"{label}: {said}.", fields=(field,))


class LastDayTooEarly(MestringError):
    """Help was given after the day it is said to have ended."""

    code = "last_day_too_early"
    fields = ("last_day",)

    def __init__(self, first: date) -> None:
        super().__init__(f"Sidste dag: der er givet hjælp {first:%d-%m-%Y}. Skriv den dag eller en senere.")


class StartAfterHelp(MestringError):
    """Help was given before the day it is said to have begun."""

    code = "start_after_help"
    fields = ("started_on",)

    def __init__(self, first: date) -> None:
        super().__init__(f"Hjælpen begyndte: der er givet hjælp {first:%d-%m-%Y}. Skriv den dag eller en tidligere.")


class LastDayToCome(MestringError):
    """An order ends on a day that has come; one to come is set on the order itself."""

    code = "last_day_to_come"
    fields = ("last_day",)

    def __init__(self, day: date) -> None:
        super().__init__(f"Sidste dag: {day:%d-%m-%Y} er ikke kommet endnu. Skriv i dag eller en tidligere dag.")


class NotRunning(MoveNotAllowed):
    code = "order_not_running"
    message = "Bestillingen er ikke i gang, så der kan ikke skrives i den. Hent siden igen, og se hvor den står."


class HoursAreKept(MestringError):
    """Accompaniment is written in its account, so that each hour is taken from it once."""

    code = "hours_are_kept"
    fields = ("state",)
    message = "Blev det holdt: ledsagelse efter § 97 skrives i timebanken. Vælg «Timer til ledsagelse» på bestillingen, og skriv timerne der."


class RegisteredAlready(MoveNotAllowed):
    code = "registered_already"
    message = "Kontakten er allerede registreret. Er den forkert, så ret den på kontaktens side."


class MarkedAlready(MoveNotAllowed):
    code = "marked_already"
    message = "Kontakten er allerede markeret som fejl."


class NotesMissing(MestringError):
    """A status note lacks something. Each of what is missing is said for itself."""

    code = "status_note_not_whole"

    def __init__(self, each: dict[str, str]) -> None:
        super().__init__(" ".join(each.values()), fields=tuple(each))


class SentMeanwhile(MoveNotAllowed):
    code = "status_note_sent_meanwhile"
    message = "Statusnotatet er sendt, mens du skrev, og kan ikke ændres. Kopiér din tekst, og skriv et nyt, hvis myndigheden skal vide mere."


class PlanStands(MestringError):
    code = "plan_stands"
    fields = ("kind",)

    def __init__(self, label: str) -> None:
        super().__init__(f"Plan: der er allerede en {label.lower()} i sagen. Skriv videre i den, eller afslut den først.")


class PlanNotInUse(MoveNotAllowed):
    code = "plan_not_in_use"
    message = "Planen er ikke i brug. Den kan kun skrives i, når borgeren har sagt ja til den."


class TopicNotAGoal(MestringError):
    """A topic outside Aktivitet og deltagelse. Source: KL's FFB report (interventionGoal addresses only those)."""

    code = "topic_not_a_goal"
    fields = ("topic",)
    message = "Emne: vælg et emne under Aktivitet og deltagelse. Kun dem kan der sættes mål for."


class RatedAlready(MestringError):
    code = "rated_already"

    def __init__(self, field: str, whose: str, day: date) -> None:
        super().__init__(f"{whose}: der står allerede et tal fra {day:%d-%m-%Y}. Vælg en anden dag, eller lad feltet være tomt.", fields=(field,))


class GroupClosed(MoveNotAllowed):
    code = "group_closed"
    message = "Holdet er lukket. Opret et nyt, hvis det skal mødes igen."


class InTheGroupAlready(MestringError):
    code = "in_the_group_already"
    fields = ("order",)
    message = "Deltager: borgeren er allerede på holdet. Vælg en anden."


class AttendanceMissing(MestringError):
    """Somebody in the group has no mark."""

    code = "attendance_missing"

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__(" ".join(f"{name}: vælg, om borgeren kom." for name in names.values()), fields=tuple(names))


class NoHourBank(MestringError):
    code = "no_hour_bank"
    message = "Bestillingen er ikke af ledsagelse efter § 97, så der er ingen timer at tage af."


class NotEnoughHours(MestringError):
    """More was used than there was. Shapes: `left` is in words."""

    code = "not_enough_hours"
    fields = ("minutes",)

    def __init__(self, left: str, day: date) -> None:
        super().__init__(f"Timer: der er {left} at bruge den {day:%d-%m-%Y}. Skriv højst det, eller se efter, om dagen er rigtig.")


class HoursNotKnown(MestringError):
    """The account can't be made up before the authority has told something. Shapes: `what` is its label."""

    code = "hours_not_known"
    fields = ("minutes",)

    def __init__(self, what: str) -> None:
        super().__init__(f"Timer: kontoen kan ikke gøres op, før det er skrevet: {what}. Ring til sagsbehandleren, der skriver det på timebanken.")


class RateMissing(MestringError):
    """No value of the year's most is known."""

    code = "rate_missing"
    fields = ("expenses",)

    def __init__(self, year: int) -> None:
        super().__init__(f"Udgifter: satsen for {year} er ikke lagt ind endnu. Gem timerne uden udgifter, og skriv udgifterne, når satsen er der.")


class ExpensesTooHigh(MestringError):
    """More than the year's most would be covered. Shapes: both are amounts in words."""

    code = "expenses_too_high"
    fields = ("expenses",)

    def __init__(self, limit: str, left: str, year: int) -> None:
        super().__init__(f"Udgifter: der kan dækkes {limit} i {year}, og der er {left} tilbage. Skriv højst det.")


class CloseRelative(MestringError):
    """Somebody very near is approved without a reason. Shapes: `says` is the document's own words."""

    code = "close_relative"
    fields = ("reason",)

    def __init__(self, says: str, source: str) -> None:
        super().__init__(f"Begrundelse: {says} ({source}) Skriv, hvorfor det kan ske her, eller sig nej.")


class SavingNeedsNoAgreement(MestringError):
    code = "saving_needs_no_agreement"
    fields = ("since",)
    message = "Aftale: efter standarden spares timerne op, uden at det skal aftales. Der er intet at skrive."


class NothingTakenOff(MestringError):
    code = "nothing_taken_off"
    fields = ("minutes",)
    message = "Anden ledsagelse: efter standarden trækkes den ikke fra timerne. Der er intet at skrive."
