"""What carries a letter out of the house, as the outbox sees it. The adapters themselves are outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Parcel:
    """One letter to one recipient, ready to leave (forsendelse).

    Shapes: `key` is the sending's own and the same however often it is tried; `label` is what an inbox shows: kind and case number, never what the case is about;
    `unsent` says that a person has found out that an earlier try did not arrive.
    """

    key: UUID
    carrier: str
    label: str
    case_number: str
    kle: str
    facet: str
    name: str
    address: tuple[str, ...]
    number: str = field(repr=False)
    pdf: bytes = field(repr=False)
    written_at: datetime
    unsent: bool = False


class CarrierDown(Exception):
    """It was certainly not sent; it can be tried again. The message is Danish and holds nothing about a person."""


class CarrierRefused(Exception):
    """It was certainly not sent, and trying again would not help. The message is Danish and holds nothing about a person."""


class CarrierUnsure(Exception):
    """It may have been sent, and there is no way to ask. A person must look: it is never sent again unasked. The message is Danish."""


class Carrier(Protocol):
    """A way out of the house."""

    name: str

    def send(self, parcel: Parcel) -> str:
        """Send it, and answer with a receipt. A key that was sent before is not sent again.

        Raises: CarrierDown, CarrierRefused, CarrierUnsure.
        """

    def already_sent(self, key: UUID) -> str | None:
        """The receipt of what was sent under the key; None when it certainly was not. Raises: CarrierUnsure."""
