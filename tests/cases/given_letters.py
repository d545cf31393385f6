"""Letters in the outbox, and carriers that remember what they carried."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from mestring.audit import clock
from mestring.cases import recipients
from mestring.cases.actions.letter import draft_letter, queue_letter
from mestring.cases.carriers import Parcel
from mestring.cases.letters.text import Fact, Recipient, Sender, Signature
from mestring.cases.letters.wording.advice import Advice, advice
from mestring.cases.letters.wording.common import Envelope, Stated
from mestring.cases.models import Case, Letter
from mestring.people.access import Actor
from mestring.people.models import Representation
from tests import given

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
LATER = NOON + timedelta(minutes=31)
HOME = "Testvej 1, 7100 Vejle"


def content(case: Case, to: Recipient | None = None) -> Any:
    """A short answer to a question, whole enough to be sent."""
    printed = to or recipients.one(case, None, given.TODAY).printed()
    envelope = Envelope(
        recipient=printed,
        sender=Sender(council="Vejle Kommune", unit="Voksen og handicap", address=(HOME,), phone="75 00 00 00", email="voksen@kommune.example"),
        case_number=case.number,
        on=given.TODAY,
        signed_by=Signature(name="Anne Mette Riis", title="Sagsbehandler"),
    )
    answer = (Stated("Ja, du kan søge om hjælp til at komme i gang om morgenen.", Fact(label="Svar", value="ja", where="Notat")),)
    return advice(Advice(envelope=envelope, asked_on=given.TODAY, asked="Kan jeg få hjælp om morgenen?", asked_where="Telefon", answer=answer))


def queued(case: Case, by: Actor, *, to: Sequence[Representation | None] | None = None, carrier: str = "", printed: Recipient | None = None) -> Letter:
    """A letter that was put in the outbox at noon."""
    with clock.at(NOON):
        letter = draft_letter(case, by=by, on=given.TODAY, content=content(case, printed))
        chosen = None if to is None else [recipients.one(case, one, given.TODAY) for one in to]
        return queue_letter(letter, by=by, on=given.TODAY, to=chosen, carrier=carrier)


class Remembers:
    """A carrier that delivers every time it is asked to, and remembers what: a letter sent twice is seen."""

    name = "remembers"

    def __init__(self) -> None:
        self.delivered: list[Parcel] = []
        self.faults: list[Exception] = []

    def send(self, parcel: Parcel) -> str:
        if self.faults:
            raise self.faults.pop(0)
        self.delivered.append(parcel)
        return f"receipt {len(self.delivered)}"

    def already_sent(self, key: UUID) -> str | None:
        return "receipt found" if any(one.key == key for one in self.delivered) else None

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.delivered]
