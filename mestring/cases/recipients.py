"""Who may receive a case's letters: the citizen, and those who act for the citizen and are to have the letters. Nobody else can be chosen.

A letter is always about a case, a case has a citizen, and an anonymous person has no case: no letter can be made to one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from mestring.cases.letters import text
from mestring.cases.models import Case, Dispatch
from mestring.people.models import Citizen, Representation
from mestring.rules import danish

Carrier = Dispatch.Carrier


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a letter may go to, or may not, and then why (modtager).

    Shapes: `representation` is none for the citizen; `address` is the recipient's own and nobody else's, empty when it isn't needed or known; `number` is the CPR number
    Digital Post finds them by; `refused` is the reason in Danish, empty when the letter may go; `unreached` that only the address is missing.
    """

    name: str
    role: str
    representation: Representation | None = None
    address: tuple[str, ...] = ()
    carrier: str = Carrier.LETTER
    number: str = ""
    protected: bool = False
    refused: str = ""
    unreached: bool = False

    @property
    def digital_post(self) -> bool:
        """Whether Digital Post reaches them."""
        return self.carrier == Carrier.DIGITAL_POST

    def printed(self, carrier: str = "") -> text.Recipient:
        """The recipient as the letter shows them. Digital Post needs no address, so a protected one is not written there."""
        digital = (carrier or self.carrier) == Carrier.DIGITAL_POST
        return text.Recipient(name=self.name, address=() if digital and self.protected else self.address, digital_post=digital)


def recipients(case: Case, on: date) -> list[Recipient]:
    """Everybody who can be thought of as recipient of the case's letters on a day, the citizen first; those who may not have them say why.

    The citizen stays a party under guardianship, and a guardian has letters about what the guardianship covers beside the citizen, never instead: §§ 6 and 7
    take from or share with the citizen the power to bind themself, not the right to be told of one's own case. Whether the guardianship covers the case is
    the caseworker's judgement, kept as `receives_letters`. A companion sits beside the citizen at meetings and gets nothing.
    Source: FVL §§ 8, 9, 19, 24; værgemålsloven §§ 5–7; lov om Digital Post fra offentlige afsendere.
    """
    citizen: Citizen = case.citizen
    held = Representation.objects.filter(citizen=citizen, since__lte=on).select_related("person").order_by("since", "pk")
    return [_citizen(citizen, on), *(_representative(one, citizen, on) for one in held if one.until is None or one.until >= on)]


def one(case: Case, representation: Representation | None, on: date) -> Recipient:
    """The citizen, or one who acts for them, as they stand on a day; refused when the letter may not go to them, as anybody from outside the case is."""
    return _citizen(case.citizen, on) if representation is None else _representative(representation, case.citizen, on)


def _citizen(citizen: Citizen, on: date) -> Recipient:
    made: dict[str, Any] = {"name": citizen.name, "role": "Borgeren", **_way(citizen, on)}
    return _made(made, _dead(citizen))


def _representative(representation: Representation, citizen: Citizen, on: date) -> Recipient:
    person: Citizen | None = representation.person
    made: dict[str, Any] = {"name": representation.name, "role": representation.get_kind_display(), "representation": representation}
    made |= _way(person, on) if person else {"address": _lines(representation.address)}
    return _made(made, _no_right(representation, citizen, on) or _dead(citizen) or _dead_representative(person))


def _made(made: dict[str, Any], refused: str) -> Recipient:
    missing = "" if refused else _unreachable(made)
    return Recipient(**made, refused=refused or missing, unreached=bool(missing))


def _no_right(representation: Representation, citizen: Citizen, on: date) -> str:
    name = representation.name
    if representation.citizen_id != citizen.pk:
        return f"{name} er ikke knyttet til borgeren i denne sag."
    if representation.kind not in Representation.ACTS_FOR:
        return f"{name} er bisidder. En bisidder får ikke breve."
    if on < representation.since:
        return f"{name} handler først for borgeren fra {danish.date_plain(representation.since)}."
    if representation.until and representation.until < on:
        return f"{name} har ikke handlet for borgeren siden {danish.date_plain(representation.until)}."
    if not representation.receives_letters:
        return f"{name} skal ikke have breve. Ret det på borgerens side, hvis det er forkert."
    return ""


def _dead(citizen: Citizen) -> str:
    """No day is compared: a death that is known of stops every letter, also one dated before."""
    return "Borgeren er død. Der sendes ikke breve i sagen; kontakt boet gennem skifteretten." if citizen.died_on else ""


def _dead_representative(person: Citizen | None) -> str:
    return "Den, der handlede for borgeren, er død. Afslut tilknytningen på borgerens side." if person and person.died_on else ""


def _unreachable(made: dict[str, Any]) -> str:
    if made.get("carrier") == Carrier.DIGITAL_POST or made.get("address"):
        return ""
    return f"{made['name']} kan ikke få Digital Post, og adressen mangler. Skriv adressen på borgerens side."


def _way(person: Citizen, on: date) -> dict[str, Any]:
    """Digital Post when the person has it and the number is known, else a letter to the person's own address."""
    address = tuple(line for line in (person.street.strip(), f"{person.postal_code} {person.city}".strip()) if line) if person.street.strip() else ()
    digital = person.digital_post and bool(person.cpr)
    return {
        "address": address,
        "carrier": Carrier.DIGITAL_POST if digital else Carrier.LETTER,
        "number": person.cpr if digital else "",
        "protected": person.is_protected(on),
    }


def _lines(address: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in address.replace("\n", ",").split(",") if line.strip())
