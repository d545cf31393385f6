"""Digital Post: letters as MeMo 1.2 messages through Serviceplatformen (SF1601). What is not for Digital Post goes to the print room.

The service takes a message and answers with a transaction; it can't be asked afterwards whether it did. So a journal beside it says what was begun and what was done, each on the disk
before the next step. What was begun and not done is never sent again unasked.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any
from uuid import UUID

import requests
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from python_serviceplatformen import digital_post as service
from python_serviceplatformen.authentication import KombitAccess
from python_serviceplatformen.models.message import CaseID, ContentData, File, MainDocument, Message, MessageBody, MessageHeader, Recipient, Sender

from mestring.cases import storage
from mestring.cases.carriers import Carrier, CarrierDown, CarrierRefused, CarrierUnsure, Parcel
from mestring.cases.models import Dispatch

SENDING = "http://entityid.kombit.dk/service/kombipostafsend/1"
_NOT_TAKEN = frozenset({401, 403, 429, 503})
_NOBODY_KNOWS = frozenset({408, 409})
_UNSURE = "Forbindelsen til Digital Post blev afbrudt, mens brevet blev sendt. Det er uvist, om det kom frem."


def message(parcel: Parcel, *, cvr: str, sender: str) -> Message:
    """The letter as MeMo. The sending's key is the message's own id, so that the receiving side can tell a repeat.

    The label is shown in notices by e-mail and text message, so it holds the kind of letter and the case's number and nothing of what the case is about.
    """
    return Message(
        messageHeader=MessageHeader(
            messageType="DIGITALPOST",
            messageUUID=str(parcel.key),
            label=parcel.label,
            sender=Sender(senderID=cvr, idType="CVR", label=sender),
            recipient=Recipient(recipientID=parcel.number, idType="CPR"),
            contentData=ContentData(caseID=CaseID(caseID=parcel.case_number, caseSystem="Mestring")),
        ),
        messageBody=MessageBody(
            # The library writes the time as it stands and puts a Z after it.
            createdDateTime=parcel.written_at.astimezone(UTC),
            mainDocument=MainDocument(
                label=parcel.label,
                files=(
                    File(
                        encodingFormat="application/pdf",
                        filename=f"brev-{parcel.case_number}.pdf",
                        language="da",
                        content=base64.b64encode(parcel.pdf).decode("ascii"),
                    ),
                ),
            ),
        ),
    )


class DigitalPost:
    """Serviceplatformen as a carrier."""

    name = "digital_post"

    def __init__(self, access: KombitAccess, *, sender: str, journal: Path, print_room: Carrier) -> None:
        self.access = access
        self.sender = sender
        self.journal = journal
        self.print_room = print_room

    def send(self, parcel: Parcel) -> str:
        """Send a message, or hand a letter to the print room. Raises: CarrierDown, CarrierRefused, CarrierUnsure."""
        if parcel.carrier != Dispatch.Carrier.DIGITAL_POST:
            return self.print_room.send(parcel)
        if done := self._done(parcel.key):
            return done
        begun = self.journal / f"{parcel.key}.begun"
        if begun.exists() and not parcel.unsent:
            raise CarrierUnsure(_UNSURE)
        self._ready(parcel)
        memo = message(parcel, cvr=self.access.cvr, sender=self.sender)
        self._begin(begun, again=parcel.unsent)
        try:
            receipt = str(service.send_message("Digital Post", memo, self.access))
        except Exception as error:
            said = _what_became(error)
            if not isinstance(said, CarrierUnsure):
                begun.unlink(missing_ok=True)
                storage.sync_folder(self.journal)
            raise said from None
        storage.write_whole(self.journal / f"{parcel.key}.done", receipt.encode("ascii"))
        return receipt

    def already_sent(self, key: UUID) -> str | None:
        """What the journal says. Raises: CarrierUnsure for what was begun and not done."""
        if done := self._done(key):
            return done
        if (self.journal / f"{key}.begun").exists():
            raise CarrierUnsure(_UNSURE)
        return self.print_room.already_sent(key)

    def _begin(self, begun: Path, *, again: bool) -> None:
        """Write that a message is about to leave. Of two at the same moment only one may go on."""
        try:
            storage.make_folder(self.journal)
            if again:
                begun.unlink(missing_ok=True)
            with open(begun, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                os.fsync(file.fileno())
            storage.sync_folder(self.journal)
        except FileExistsError:
            raise CarrierUnsure(_UNSURE) from None
        except OSError as error:
            raise CarrierDown(f"Journalen for Digital Post kan ikke skrives ({type(error).__name__}).") from None

    def _done(self, key: UUID) -> str:
        try:
            return (self.journal / f"{key}.done").read_text(encoding="ascii")
        except FileNotFoundError:
            return ""

    def _ready(self, parcel: Parcel) -> None:
        """Everything that can fail before the message leaves: the key to the service, and whether the recipient has Digital Post today."""
        registered = _ask(lambda: service.is_registered(parcel.number, "digitalpost", self.access))
        if not registered:
            raise CarrierRefused("Modtageren er ikke længere tilmeldt Digital Post. Ret det på borgerens side, og send brevet med posten.")
        _ask(lambda: self.access.get_access_token(SENDING))


def _ask(question: Callable[[], Any]) -> Any:
    try:
        return question()
    except (requests.RequestException, OSError, ValueError, KeyError) as error:
        # The text of the fault may hold the address that was asked, and so a number.
        raise CarrierDown(f"Digital Post svarer ikke ({type(error).__name__}).") from None


def _what_became(error: Exception) -> CarrierDown | CarrierRefused | CarrierUnsure:
    """What a fault while sending means for the letter."""
    if isinstance(error, requests.HTTPError) and error.response is not None:
        status = error.response.status_code
        if status in _NOT_TAKEN:
            return CarrierDown(f"Digital Post tog ikke imod brevet (svar {status}).")
        if 400 <= status < 500 and status not in _NOBODY_KNOWS:
            return CarrierRefused(f"Digital Post afviste brevet (svar {status}). Systemets administrator kan se hvorfor i Serviceplatformen.")
        return CarrierUnsure(_UNSURE)
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError):
        return CarrierDown(f"Der er ikke forbindelse til Digital Post ({type(error).__name__}).")
    if isinstance(error, requests.ConnectionError) and "NewConnectionError" in repr(error):
        return CarrierDown("Der er ikke forbindelse til Digital Post.")
    return CarrierUnsure(_UNSURE)


def from_settings(print_room: Carrier) -> DigitalPost:
    """The adapter as the settings describe it.

    Raises: ImproperlyConfigured, with what to write.
    """
    cvr, certificate = str(getattr(settings, "DIGITAL_POST_CVR", "")), str(getattr(settings, "DIGITAL_POST_CERTIFICATE", ""))
    if len(cvr) != 8 or not cvr.isdigit():
        raise ImproperlyConfigured("DIGITAL_POST_CVR: write the municipality's CVR number, eight digits.")
    if not Path(certificate).is_file():
        raise ImproperlyConfigured("DIGITAL_POST_CERTIFICATE: write the path of the OCES3 certificate, a PEM file with its key.")
    access = KombitAccess(cvr=cvr, cert_path=certificate, test=bool(getattr(settings, "DIGITAL_POST_TEST", False)))
    sender = str(getattr(settings, "DIGITAL_POST_SENDER", "") or f"{settings.COUNCIL.capitalize()} Kommune")
    journal = Path(getattr(settings, "OUTBOX", None) or Path(settings.VAR) / "outbox") / "digital-post"
    return DigitalPost(access, sender=sender, journal=journal, print_room=print_room)
